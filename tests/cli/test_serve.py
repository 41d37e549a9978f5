"""The real process against the stand-in, once through: everything else is in tests/slack."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.flow.test_conversing import LOST
from tests.slack_standin import QUICK, Slack, load_manifest

ROOT = Path(__file__).parents[2]
ENDS_WITHIN = 20


@pytest.fixture
def slack() -> Iterator[Slack]:
    """A workspace that grants what the manifest asks for."""
    with Slack(timing=QUICK, manifest=load_manifest(ROOT / "deploy" / "slack-manifest.yaml")) as running:
        yield running


@pytest.mark.parametrize("command", ["serve", "run"])
def test_a_paste_in_a_channel_is_answered_in_its_thread(slack: Slack, tmp_path: Path, command: str) -> None:
    """By `juicefs-bot serve`, and by `juicefs-bot run` with tokens; SIGTERM ends it in order, and its log is JSON."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("JUICEFS_BOT_", "SLACK_"))}
    env = clean | slack.env() | {"JUICEFS_BOT_DB": str(tmp_path / "log.db"), "PYTHONPATH": str(ROOT)}
    bot = subprocess.Popen(
        [sys.executable, "-m", "bot", command],
        cwd=tmp_path,
        env=env,
        stdin=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        slack.wait_for_bot()
        answer = slack.wait_for_answer(slack.user("ana").posts(LOST))
        assert answer.metadata["event_payload"] == {"case": "mount-point-lost", "strength": "certain"}
        bot.send_signal(signal.SIGTERM)
        _, printed = bot.communicate(timeout=ENDS_WITHIN)
    finally:
        bot.kill()
    events = [json.loads(line)["event"] for line in printed.splitlines()]
    assert bot.returncode == 0
    steps = ("connected", "heard", "decided", "posted", "recorded", "stopped")
    assert [event for event in events if event in steps] == list(steps)
    assert "orders" not in printed
