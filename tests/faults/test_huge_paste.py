"""10 MiB: kindly refused in Slack, read or kindly refused in a terminal, and memory stays."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.faults.bot import Tell, vitals
from tests.slack.pastes import NO_PASSWORD, NOT_REGISTERED, NOT_REGISTERED_TITLE
from tests.slack.running import ROOT, Bot
from tests.slack_standin import Person, Slack

LINE = "I0612 10:00:00.000001 1 main.go:7] nothing to see here\n"
HUGE = LINE * (10 * 1024 * 1024 // len(LINE))
GROWTH_MIB = 24
"""Allowed for ten of them; the last run is in docs/reliability.md."""
CLI_MIB = 700
CLI_SECONDS = 60
"""A promise of the command line is that it ends; how fast it reads is `make bench`'s."""


def test_files_of_ten_mebibytes(slack: Slack, tmp_path: Path, ana: Person, record_property: Tell) -> None:
    """Each is kindly refused in a direct message and left alone in a channel; the next paste is answered as always."""
    with Bot(slack, tmp_path).start() as bot:
        slack.wait_for_answer(ana.posts(NOT_REGISTERED, channel="#huge-before"), timeout=15)
        before = vitals(bot)
        for number in range(5):
            shared = ana.uploads(f"day-{number}.log", HUGE + NO_PASSWORD, channel="@bot", snippet=number % 2 == 0)
            assert "larger than 1 MiB" in slack.read(slack.wait_for_answer(shared, timeout=15))
            ana.uploads(f"day-{number}.log", HUGE, channel="#huge")
        slack.wait_for_answer(ana.posts(NOT_REGISTERED, channel="#huge-after"), timeout=15)
        after = vitals(bot)
        assert bot.stop() == 0
    assert after.mib - before.mib < GROWTH_MIB
    record_property("before ten files of 10 MiB", str(before))
    record_property("after them", str(after))


@pytest.mark.parametrize("extra", [0, 1])
def test_ten_mebibytes_in_a_terminal(tmp_path: Path, extra: int, record_property: Tell) -> None:
    """Up to 10 MiB is read and answered; a byte more is kindly refused, before anything else is done with it."""
    limit = 10 * 1024 * 1024
    content = (
        (LINE.encode() * (limit // len(LINE)))[: limit - len(NOT_REGISTERED) - 1] + b"\n" + NOT_REGISTERED.encode()
    )
    paste = tmp_path / "paste"
    paste.write_bytes(content.ljust(limit + extra, b"\n"))
    with paste.open("rb") as given:
        command = [sys.executable, "-m", "bot", "match", "--lang", "en", "-"]
        done = subprocess.run(
            [sys.executable, "-c", _MEASURED, *command],
            stdin=given,
            capture_output=True,
            check=False,
            cwd=ROOT,
            env=os.environ | {"PYTHONPATH": str(ROOT)},
            timeout=CLI_SECONDS,
        )
    said, mib = done.stdout.decode(), int(done.stderr.split()[-1])
    assert (NOT_REGISTERED_TITLE in said) if not extra else ("larger than 10 MiB" in done.stderr.decode())
    assert mib < CLI_MIB
    record_property("refused" if extra else "answered", f"with {mib} MiB at most")


_MEASURED = """
import resource, subprocess, sys
code = subprocess.call(sys.argv[1:])
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024, file=sys.stderr)
sys.exit(code)
"""
"""Runs a command and prints the largest memory that it had, in MiB, as the last word."""
