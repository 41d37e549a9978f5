"""Slack fails, breaks off or hangs on everything that it is asked: what was said meanwhile is answered once, after."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import pytest

from tests.faults.bot import answers, wait_for_all, wait_idle, wait_until
from tests.slack.pastes import CHATTER, MOUNT_LOST, NO_PASSWORD, NOT_REGISTERED
from tests.slack.running import Bot
from tests.slack_standin import Person, Slack, State

OUTAGES: Mapping[str, Callable[[Slack], None]] = {
    "500": lambda slack: slack.trouble.break_down(),
    "503": lambda slack: slack.trouble.break_down(status=503),
    "closed": lambda slack: slack.trouble.drop(),
    "lost": lambda slack: slack.trouble.lose_answer(),
    "internal": lambda slack: slack.trouble.refuse("*", "internal_error"),
}
"""Each for every method, the response URLs and the files: a bare status, a connection that closes, an answer lost."""
FAILURES = 20
"""Calls that fail before Slack works again."""


@pytest.fixture(autouse=True)
def over(slack: Slack) -> Iterator[None]:
    """No fault outlives its test."""
    yield
    slack.trouble.end()


@dataclass(frozen=True, slots=True)
class Said:
    """What people did while Slack failed."""

    pastes: tuple[str, ...]
    talk: str

    def before(self, slack: Slack) -> bool:
        """Whether all of it was acknowledged at the first try."""
        events = [one for one in slack.deliveries() if one.event.get("ts") in (*self.pastes, self.talk)]
        return all(one.state is State.ACKED and len(one.attempts) == 1 for one in events)


def everybody_speaks(ana: Person, wei: Person, room: str) -> Said:
    """Pastes in five channels, a file, a mention, direct messages, and talk that is none of ours."""
    pastes = [who.posts(NOT_REGISTERED, channel=f"{room}-{number}") for number in range(5) for who in (ana, wei)]
    pastes += [ana.uploads("kubelet.log", MOUNT_LOST, channel=f"{room}-file"), ana.mentions_bot("help", channel=room)]
    return Said((*pastes, ana.dms(NO_PASSWORD), wei.dms(NO_PASSWORD)), ana.posts(CHATTER, channel=room))


def whispers(person: Person, channel: str) -> int:
    """How many were shown to this person alone in a channel."""
    return sum(whisper.channel == channel for whisper in person.whispers)


@pytest.mark.parametrize("outage", OUTAGES)
def test_an_outage_of_everything_costs_nobody_the_answer(
    slack: Slack, bot: Bot, ana: Person, wei: Person, outage: str
) -> None:
    """Acknowledged at once, answered after it; a press and a command as well, and talk still gets none."""
    room = f"#outage-{outage}"
    slack.channel(room)
    slack.everybody_joins(ana, wei)
    answer = slack.wait_for_answer(ana.posts(MOUNT_LOST, channel=f"{room}-before"))
    OUTAGES[outage](slack)
    said, failed = everybody_speaks(ana, wei, room), len(slack.calls())
    ana.presses(answer, "Not this case").acked()
    ana.runs("/juicefs", "case mount-point-lost", channel=room).acked()
    wait_until(lambda: len(slack.calls()) >= failed + FAILURES, 30, f"{FAILURES} calls that fail")
    assert said.before(slack)
    slack.trouble.end()
    wait_for_all(slack, bot, said.pastes, 60)
    for place in (answer.channel, slack.channel(room)):
        wait_until(lambda place=place: bool(whispers(ana, place)), 40, "thanks for the press, an answer to the command")  # type: ignore[misc]  # mypy cannot type defaults of a lambda
        # what one person alone sees cannot be looked up: where its confirmation was lost it comes again
        assert whispers(ana, place) == 1 or outage == "lost"
    wait_idle(slack, bot)
    assert [answers(slack)[ts] for ts in (*said.pastes, said.talk)] == [1] * len(said.pastes) + [0]
    assert bot.noted("not answered") + bot.noted("file not read") + bot.noted("put off") == []


@pytest.mark.slow
def test_a_slack_that_takes_calls_and_never_answers(slack: Slack, bot: Bot, ana: Person, wei: Person) -> None:
    """Each call is given up after fifteen seconds and made again; what is said after it is not held up by it."""
    slack.trouble.hang(seconds=17)
    said = everybody_speaks(ana, wei, "#hanging")
    slack.settles(quiet=0)
    assert said.before(slack)
    slack.trouble.end()
    after = ana.posts(NOT_REGISTERED, channel="#hanging-not")
    wait_for_all(slack, bot, [after, *said.pastes], 90)
    wait_idle(slack, bot)
    assert [answers(slack)[ts] for ts in (*said.pastes, said.talk)] == [1] * len(said.pastes) + [0]
    last = max(float(slack.answers(ts)[0].ts) for ts in said.pastes)
    assert float(slack.answers(after)[0].ts) < last


def test_a_slack_that_fails_now_and_then(slack: Slack, bot: Bot, ana: Person) -> None:
    """Every third call fails in another way: each paste is still answered once."""
    pastes = []
    for number in range(30):
        trouble = (slack.trouble.break_down, slack.trouble.drop, slack.trouble.lose_answer)[number % 3]
        trouble(times=1)
        pastes.append(ana.posts(f"{NOT_REGISTERED} {number}", channel=f"#now-and-then-{number % 6}"))
    wait_for_all(slack, bot, pastes, 60)
    wait_idle(slack, bot)
    assert [answers(slack)[ts] for ts in pastes] == [1] * len(pastes)
