"""What is seen of a slow reading: one message that says how far it is, and then is the answer."""

import itertools
from collections.abc import Mapping

import pytest

from tests.scenes.served import Served
from tests.slack.one_pod import POD, cluster
from tests.slack.running import Bot
from tests.slack.test_diagnose import WITHIN, answered
from tests.slack_standin import ApiCall, Person, Slack

__all__ = ["cluster"]


@pytest.fixture(scope="module")
def settings(cluster: Served) -> Mapping[str, str]:
    """That cluster."""
    return {"KUBECONFIG": str(cluster.kubeconfig), "JUICEFS_BOT_DEADLINE": "30"}


def edits(slack: Slack, ts: str) -> list[ApiCall]:
    """Every edit of a message so far."""
    return [call for call in slack.calls("chat.update") if call.args.get("ts") == ts]


def test_a_slow_reading_says_how_far_it_is(slack: Slack, cluster: Served, ana: Person, room: str) -> None:
    """What is done and what is left, about once a second; the answer is the last edit of the one message."""
    cluster.seconds = 0.8
    asked = ana.mentions_bot(f"diagnose {POD}", channel=room)
    assert "healthy" in answered(slack, asked)
    (answer,) = slack.answers(asked)
    made = edits(slack, answer.ts)
    told = [str(call.args["text"]) for call in made]
    assert any("answers are in: Pod" in text and "to come: " in text for text in told[:-1])
    assert "healthy" in told[-1]
    assert all(later.at - earlier.at > 1.0 for earlier, later in itertools.pairwise(made[:-1]))
    posted = [call for call in slack.calls("chat.postMessage") if call.args.get("thread_ts") == asked]
    assert [str(call.args["text"])[:7] for call in posted] == ["Reading"]


def test_a_quick_one_does_not_flicker(slack: Slack, cluster: Served, ana: Person, room: str) -> None:
    """It is posted as the answer and never edited."""
    cluster.seconds = 0.0
    asked = ana.mentions_bot(f"diagnose {POD}", channel=room)
    (answer,) = slack.wait_for(lambda: slack.answers(asked), WITHIN, "the answer")
    assert "healthy" in slack.read(answer)
    assert edits(slack, answer.ts) == []


def test_limits_on_edits_delay_no_answer(slack: Slack, cluster: Served, ana: Person, room: str) -> None:
    """While Slack refuses edits nothing is said of the way; the answer comes as soon as it may."""
    cluster.seconds = 0.8
    slack.trouble.limit("chat.update", seconds=3)
    asked = ana.mentions_bot(f"diagnose {POD}", channel=room)
    assert "healthy" in answered(slack, asked)


def test_a_kill_in_the_middle_of_a_reading_leaves_one_message(
    slack: Slack, bot: Bot, cluster: Served, ana: Person, room: str
) -> None:
    """The next start reads anew, and the message that said it reads becomes the answer."""
    cluster.seconds = 1.0
    asked = ana.mentions_bot(f"diagnose {POD}", channel=room)
    slack.wait_for(lambda: slack.answers(asked), WITHIN, "the message that says it reads")
    bot.kill()
    cluster.seconds = 0.0
    bot.start()
    assert "healthy" in answered(slack, asked)
    posted = [call for call in slack.calls("chat.postMessage") if call.args.get("thread_ts") == asked]
    assert len(posted) == 1


def test_a_kill_in_the_middle_of_what_a_button_began_is_told(
    slack: Slack, bot: Bot, cluster: Served, ana: Person, room: str
) -> None:
    """Nobody goes on with a press: the next start makes its message say that it was cut off, and that is all."""
    cluster.seconds = 0.0
    asked = ana.mentions_bot(f"diagnose {POD}", channel=room)
    answered(slack, asked)
    cluster.seconds = 1.0
    ana.presses(slack.answers(asked)[0], "Check again").acked()
    slack.wait_for(lambda: slack.answers(asked)[1:], WITHIN, "the message that says it reads")
    bot.kill()
    cluster.seconds = 0.0
    bot.start()
    slack.wait_for(lambda: "Press the button once more" in slack.read(slack.answers(asked)[1]), WITHIN, "the end")
    ana.presses(slack.answers(asked)[0], "Check again").acked()
    slack.wait_for(lambda: len(slack.answers(asked)) == 3 and "healthy" in slack.read(slack.answers(asked)[2]), WITHIN)
    assert "Press the button once more" in slack.read(slack.answers(asked)[1])


def test_who_ran_the_command_hears_that_it_takes_a_while(slack: Slack, cluster: Served, ana: Person, room: str) -> None:
    """Nobody stares at a command that says nothing; a quick one says nothing but its answer."""
    slack.channel(room)
    slack.everybody_joins(ana)
    for seconds, told in ((0.0, ["healthy"]), (0.8, ["Reading", "healthy"])):
        cluster.seconds, seen = seconds, len(ana.whispers)
        ana.runs("/juicefs", f"diagnose {POD}", channel=room).acked()
        said = _until_healthy(slack, ana, seen)
        assert len(said) == len(told)
        assert all(word in text for word, text in zip(told, said, strict=True))


def _until_healthy(slack: Slack, person: Person, seen: int) -> list[str]:
    """What a person alone was shown after the first `seen` whispers, up to the answer."""

    def said() -> list[str]:
        texts = [slack.read(one) for one in person.whispers[seen:]]
        return texts if texts and "healthy" in texts[-1] else []

    return slack.wait_for(said, WITHIN, "the answer")
