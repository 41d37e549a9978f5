"""Channels that may have some namespaces read and not others: seen on every way to ask for a pod."""

from tests.slack.one_pod import POD, REFUSED, cluster, paste_naming, settings
from tests.slack.running import Bot
from tests.slack.test_diagnose import answered, lines, whispered
from tests.slack_standin import Person, Slack

__all__ = ["cluster", "settings"]

SAYS = ("I may not read vault/unsealer-0 for this conversation", "What I may read here: shop")


def refused(slack: Slack, person: Person, seen: int) -> None:
    """The person alone was told, with what is allowed."""
    said = whispered(slack, person, seen)
    assert all(words in said for words in SAYS), said


def test_what_is_allowed_is_read(slack: Slack, ana: Person, room: str) -> None:
    """The list refuses nobody what it holds."""
    assert "healthy" in answered(slack, ana.mentions_bot(f"diagnose {POD}", channel=room))


def test_a_mention_is_refused_for_its_author_alone(slack: Slack, bot: Bot, ana: Person, room: str) -> None:
    """In the channel as in a thread; who wanted what is in the bot's lines, and the thread stays empty."""
    seen = len(ana.whispers)
    asked = ana.mentions_bot(f"diagnose {REFUSED}", channel=room)
    refused(slack, ana, seen)
    ana.mentions_bot(f"diagnose {REFUSED}", to=asked)
    refused(slack, ana, seen + 1)
    assert [whisper.thread_ts for whisper in ana.whispers[seen:]] == ["", asked]
    assert slack.answers(asked) == []
    line = lines(bot, "looked")[-1]
    assert (line["user"], line["pod"], line["outcome"]) == (ana.id, REFUSED, "not allowed")


def test_the_command_is_refused(slack: Slack, ana: Person, room: str) -> None:
    """By the same list."""
    slack.channel(room)
    slack.everybody_joins(ana)
    seen = len(ana.whispers)
    ana.runs("/juicefs", f"diagnose {REFUSED}", channel=room).acked()
    refused(slack, ana, seen)


def test_there_is_no_button_for_what_may_not_be_read(slack: Slack, ana: Person, room: str) -> None:
    """A paste is answered from its text; the button that would be refused is not there."""
    paste = ana.posts(paste_naming(REFUSED), channel=room)
    labels = [button.label for button in slack.wait_for_answer(paste).buttons]
    assert labels
    assert "Check the cluster" not in labels
    allowed = ana.posts(paste_naming(POD), channel=room)
    assert "Check the cluster" in [button.label for button in slack.wait_for_answer(allowed).buttons]


def test_the_shortcut_answers_the_text_and_refuses_the_pod(slack: Slack, ana: Person, room: str) -> None:
    """The answer is for everybody, the refusal for who used it."""
    alert = slack.other_bot().posts(paste_naming(REFUSED), channel=room)
    slack.everybody_joins(ana)
    seen = len(ana.whispers)
    ana.uses_shortcut("juicefs_diagnose_message", alert).acked()
    assert "csi-driver-not-registered" in answered(slack, alert)
    refused(slack, ana, seen)


def test_a_direct_message_is_held_to_its_own_line(slack: Slack, ana: Person, bot: Bot) -> None:
    """What every channel may is not what everybody may alone."""
    assert bot.pid
    assert "nor any other pod" in answered(slack, ana.dms(f"diagnose {POD}"))
