"""A file of the own cases is broken while the bot runs: the set before answers on, and the mended one is taken."""

import signal
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.deploy.building import DEPLOY
from tests.slack.pages import HEALTH, measured, page
from tests.slack.running import Bot
from tests.slack_standin import Person, Slack

OWN = (DEPLOY / "components" / "own-cases" / "cases" / "archive-marker-missing.md").read_text("utf-8")
OWN_LINE = "archiver: refusing to start: /mnt/archive lacks .archive-ready"
NEW_LINE = OWN_LINE.replace("refusing", "declining")


def _halved(file: Path) -> None:
    file.write_text(OWN[: len(OWN) // 2], "utf-8")


def _binary(file: Path) -> None:
    file.write_bytes(OWN.encode()[:200] + bytes(range(128, 256)))


def _huge(file: Path) -> None:
    file.write_text(OWN + "x" * 300_000, "utf-8")


def _gone(file: Path) -> None:
    file.unlink()


def _a_folder(file: Path) -> None:
    file.unlink()
    file.mkdir()


@pytest.mark.parametrize("breaking", [_halved, _binary, _huge, _gone, _a_folder])
def test_a_broken_file_of_own_cases(
    slack: Slack, tmp_path: Path, ana: Person, breaking: Callable[[Path], None]
) -> None:
    """Cut in half, not text, too large, gone, a folder: answers go on, the log names the fault, the metric rises."""
    file = tmp_path / "own" / "archive-marker-missing.md"
    file.parent.mkdir()
    file.write_text(OWN, "utf-8")
    room = f"#own{breaking.__name__}"
    with Bot(slack, tmp_path, {**HEALTH, "JUICEFS_BOT_KNOWLEDGE": str(file.parent)}).start() as bot:
        breaking(file)
        bot.signal(signal.SIGHUP)
        slack.wait_for(lambda: bot.noted("cases refused"), timeout=30, what="the faulty set refused")
        assert any("own" in fault for fault in bot.noted("cases refused")[-1]["faults"])
        assert measured(bot)["juicefs_bot_own_cases_refused"] == 1
        assert page(bot, "/readyz")[0] == 200
        assert "archive-marker-missing" in slack.read(slack.wait_for_answer(ana.posts(OWN_LINE, channel=room)))
        if file.is_dir():
            file.rmdir()
        file.write_text(OWN.replace("refusing to start", "declining to start"), "utf-8")
        bot.signal(signal.SIGHUP)
        slack.wait_for(lambda: bot.noted("cases read"), timeout=30, what="the mended set")
        assert measured(bot)["juicefs_bot_own_cases_refused"] == 0
        assert "archive-marker-missing" in slack.read(slack.wait_for_answer(ana.posts(NEW_LINE, channel=room)))
        assert bot.stop() == 0
        assert "Traceback" not in bot.output
