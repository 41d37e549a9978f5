"""Words for the bot: the same by mention, in a direct message and behind `/juicefs`."""

from collections.abc import Callable

import pytest

from tests.slack.pastes import CHATTER, MOUNT_LOST, NO_PASSWORD, NOT_REGISTERED, NOT_REGISTERED_TITLE
from tests.slack.running import Bot
from tests.slack_standin import ChannelKind, Person, Slack

Ask = Callable[[str], str]
"""Words -> what the bot says, as a person reads it."""


@pytest.fixture(params=["mention", "direct message", "slash command"])
def ask(request: pytest.FixtureRequest, slack: Slack, ana: Person, room: str) -> Ask:
    """The three ways to ask."""
    slack.channel(room)
    slack.everybody_joins(ana)

    def by_command(words: str) -> str:
        seen = len(ana.whispers)
        ana.runs("/juicefs", words, channel=room).acked()
        return slack.read(slack.wait_for(lambda: ana.whispers[seen:], what=f"the answer to /juicefs {words}")[0])

    ways: dict[str, Ask] = {
        "mention": lambda words: slack.read(slack.wait_for_answer(ana.mentions_bot(words, channel=room))),
        "direct message": lambda words: slack.read(slack.wait_for_answer(ana.dms(words))),
        "slash command": by_command,
    }
    return ways[request.param]


def test_help_tells_what_there_is(ask: Ask) -> None:
    """Every word stands in it."""
    said = ask("help")
    assert all(word in said for word in ("help", "cases", "case ID", "match TEXT", "log WORDS"))


def test_cases_lists_them(ask: Ask) -> None:
    """All of them, or those that hold some words."""
    assert all(case in ask("cases") for case in ("csi-driver-not-registered", "redis-auth-required"))
    some = ask("cases redis")
    assert "redis-auth-required" in some
    assert "fuse-device-denied" not in some


def test_case_shows_one_whole(ask: Ask) -> None:
    """With its commands and steps; a mistyped id is helped with."""
    said = ask("case csi-driver-not-registered")
    assert NOT_REGISTERED_TITLE in said
    assert "kubectl get csinode" in said
    assert "Did you mean" in ask("case csi-driver-not-registred")


def test_match_tells_the_case_of_a_text_and_keeps_nothing(ask: Ask, bot: Bot) -> None:
    """To try something is no conversation."""
    assert "mount-point-lost" in ask(f"match {MOUNT_LOST} eta-node-4")
    assert not bot.stores("eta-node-4")


def test_an_unknown_word_is_helped_with(ask: Ask) -> None:
    """`hepl` was meant as `help`."""
    said = ask("hepl")
    assert "I do not know hepl" in said
    assert "Did you mean help" in said


def test_without_words_it_explains_itself(slack: Slack, ana: Person, room: str) -> None:
    """A bare mention and a bare command say what the bot is for."""
    slack.channel(room)
    slack.everybody_joins(ana)
    assert "JuiceFS troubleshooting" in slack.read(slack.wait_for_answer(ana.mentions_bot(channel=room)))
    ana.runs("/juicefs", channel=room).acked()
    slack.wait_for(lambda: ana.whispers and "JuiceFS troubleshooting" in slack.read(ana.whispers[-1]), what="help")


def test_only_the_asker_sees_the_answer_to_a_command(slack: Slack, ana: Person, wei: Person, room: str) -> None:
    """A slash command disturbs nobody."""
    slack.channel(room)
    slack.everybody_joins(ana, wei)
    seen = len(ana.whispers), len(wei.whispers)
    ana.runs("/juicefs", "cases", channel=room).acked()
    slack.wait_for(lambda: len(ana.whispers) > seen[0], what="an answer for Ana")
    assert len(wei.whispers) == seen[1]
    assert slack.messages(room) == []


def test_chinese_words_are_understood(slack: Slack, wei: Person, room: str) -> None:
    """帮助, 案例 and 日志 are the same words."""
    assert "故障排查" in slack.read(slack.wait_for_answer(wei.mentions_bot("帮助", channel=room)))
    said = slack.read(slack.wait_for_answer(wei.mentions_bot("案例 redis-auth-required", channel=room)))
    assert "redis-auth-required" in said


def test_a_text_behind_the_command_is_a_paste(slack: Slack, ana: Person, room: str) -> None:
    """Whoever pastes an error behind /juicefs gets its case."""
    slack.channel(room)
    slack.everybody_joins(ana)
    seen = len(ana.whispers)
    ana.runs("/juicefs", NO_PASSWORD, channel=room).acked()
    assert "redis-auth-required" in slack.read(slack.wait_for(lambda: ana.whispers[seen:], what="an answer")[0])


def recorded(slack: Slack, bot: Bot, asked: str) -> None:
    """Wait until what was asked is answered, and the answer is in the log: it is posted first."""
    bot.soon("SELECT 1 FROM messages WHERE ts = ?", slack.wait_for_answer(asked).ts)


def test_log_finds_earlier_conversations(slack: Slack, bot: Bot, ana: Person, room: str) -> None:
    """By the words of what was asked or said, with the case and a link to the thread."""
    paste = ana.posts(f"{NOT_REGISTERED} theta-node-5", channel=room)
    recorded(slack, bot, paste)
    said = slack.read(slack.wait_for_answer(ana.mentions_bot("log theta-node-5", channel=room)))
    assert "csi-driver-not-registered" in said
    assert paste.replace(".", "") in said
    assert "holds these words" in slack.read(slack.wait_for_answer(ana.mentions_bot("log nosuchword", channel=room)))


def test_log_tells_no_channel_what_was_said_where_it_may_not_look(
    slack: Slack, bot: Bot, ana: Person, wei: Person, room: str
) -> None:
    """What was said in a private channel or to the bot alone is found there and nowhere else."""
    private = f"{room}-private"
    slack.channel(private, kind=ChannelKind.PRIVATE)
    recorded(slack, bot, ana.posts(f"{NOT_REGISTERED} iota-node-6", channel=private))
    recorded(slack, bot, ana.dms(f"{NOT_REGISTERED} iota-node-7"))
    assert "csi-driver" in slack.read(slack.wait_for_answer(ana.mentions_bot("log iota-node-6", channel=private)))
    assert "csi-driver" in slack.read(slack.wait_for_answer(ana.dms("log iota-node-7")))
    elsewhere = [
        ana.mentions_bot("log iota-node", channel=room),
        wei.dms("log iota-node"),
        ana.mentions_bot("log iota-node-7", channel=private),
    ]
    for asked in elsewhere:
        assert "csi-driver" not in slack.read(slack.wait_for_answer(asked))


def test_log_finds_what_was_said_in_public_from_everywhere(
    slack: Slack, bot: Bot, ana: Person, wei: Person, room: str
) -> None:
    """A public channel's conversations are everybody's."""
    recorded(slack, bot, ana.posts(f"{MOUNT_LOST} kappa-node-8", channel=room))
    assert "mount-point-lost" in slack.read(slack.wait_for_answer(wei.dms("log kappa-node-8")))


def test_a_sentence_is_no_command(slack: Slack, ana: Person, bot: Bot) -> None:
    """`log` begins many a sentence that is a question."""
    assert bot.pid
    said = slack.read(slack.wait_for_answer(ana.dms(f"log of the Mount Pod, please have a look: {MOUNT_LOST}")))
    assert "mount-point-lost" in said
    assert "no case fits" in slack.read(slack.wait_for_answer(ana.dms(CHATTER)))
