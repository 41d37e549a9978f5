"""`kill -9`, again and again, in the middle of 500 pastes: each is answered, and each once."""

import random
import time
from pathlib import Path

import pytest

from tests.faults.bot import Tell, answers, faults_of, pending, wait_for_all, wait_idle, wait_until
from tests.slack.pastes import MOUNT_LOST, NO_PASSWORD, NOT_REGISTERED
from tests.slack.running import Bot
from tests.slack_standin import Manifest, Person, PostingLimit, Slack, Timing

PASTES = 500
CHANNELS = 50
"""Ten pastes in each: at Slack's one post a second and channel all can be answered within ten seconds."""
KILLS = (25, 140, 260, 390)
"""After so many answers, and a moment more."""
_PATIENT = Timing(retries=(0.0, 2.0, 10.0), farewell=0.2, ping=0.1)
"""Slack's retries, which come at once, after a minute and after five, six to thirty times as fast."""


@pytest.mark.slow
def test_killed_in_the_middle_of_500_pastes(manifest: Manifest, tmp_path: Path, record_property: Tell) -> None:
    """Four times while it answers, and once more at each start: in the end every paste has one answer."""
    moments = random.Random(20)  # noqa: S311 - the same moments in every run
    with (
        Slack(timing=_PATIENT, manifest=manifest, posting=PostingLimit()) as slack,
        Bot(slack, tmp_path).start() as bot,
    ):
        began = time.monotonic()
        pastes = _paste(slack.user("ana"))
        for number in KILLS:
            wait_until(lambda number=number: answers(slack).total() >= number, 60, f"{number} answers")  # type: ignore[misc]
            _kill(bot, moments)
        wait_for_all(slack, bot, pastes, 120)
        took = time.monotonic() - began
        wait_idle(slack, bot)
        given, redelivered = answers(slack), len(bot.noted("heard again")) + len(bot.noted("resumed"))
        assert bot.stop() == 0
    assert given == dict.fromkeys(pastes, 1)
    assert faults_of(tmp_path / "log.db") == []
    assert pending(bot) == 0
    assert bot.rows("SELECT count(DISTINCT thread_ts), count(*) FROM conversations") == [(PASTES, PASTES)]
    assert bot.rows("SELECT count(*) FROM messages WHERE direction = 'out'") == [(PASTES,)]
    assert redelivered > 0
    record_property("pastes lost", f"0 of {PASTES}")
    record_property("answered twice", 0)
    record_property("kills", len(KILLS) * 2)
    record_property("all answered", f"{took:.0f} s after the first paste")


def _paste(ana: Person) -> list[str]:
    """All pastes at once, in turn over the channels."""
    kinds = (NOT_REGISTERED, MOUNT_LOST, NO_PASSWORD)
    return [
        ana.posts(f"{kinds[number % len(kinds)]} ({number})", channel=f"#team-{number % CHANNELS}")
        for number in range(PASTES)
    ]


def _kill(bot: Bot, moments: random.Random) -> None:
    """At any moment, then once more while it comes up, and let it come up."""
    time.sleep(moments.uniform(0.0, 0.5))
    bot.kill()
    bot.launch()
    time.sleep(moments.uniform(0.1, 2.0))
    bot.kill()
    bot.start()
