"""The log's file held by somebody, moved, closed to writers or damaged: people are answered, and the file is kept."""

import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.edge.store import open_store
from tests.edge.store.exchanges import exchange
from tests.faults.bot import Tell, faults_of
from tests.held_log import held
from tests.slack.pages import HEALTH, page
from tests.slack.pastes import MOUNT_LOST, NO_PASSWORD
from tests.slack.running import Bot
from tests.slack_standin import Person, Slack

IN_LOG = "SELECT thread_ts FROM conversations WHERE thread_ts = ?"
EXIT_ERROR = 2
_OBEYING = ("setpriv", "--bounding-set=-dac_override,-dac_read_search", "--inh-caps=-dac_override,-dac_read_search")
"""Root without the right to overlook the modes of files."""


@pytest.fixture
def own_bot(slack: Slack, tmp_path: Path) -> Iterator[Bot]:
    """A bot of this test's own."""
    with Bot(slack, tmp_path, HEALTH).start() as bot:
        yield bot


def test_a_log_that_is_held_for_a_moment(slack: Slack, own_bot: Bot, ana: Person) -> None:
    """A backup or a database tool has it for a second: it is waited for, and nobody is told."""
    with held(own_bot.folder / "log.db"):
        paste = ana.posts(MOUNT_LOST, channel="#moment")
        time.sleep(1.0)
    slack.wait_for_answer(paste, timeout=30)
    assert own_bot.soon(IN_LOG, paste)
    assert own_bot.noted("log failed") == []
    assert len(slack.answers(paste)) == 1
    assert own_bot.stop() == 0


@pytest.mark.slow
def test_a_log_that_is_held_for_long(slack: Slack, own_bot: Bot, ana: Person, record_property: Tell) -> None:
    """Everybody is answered meanwhile, /readyz and the bot's log tell it, and what happened is recorded afterwards."""
    with held(own_bot.folder / "log.db"):
        began = time.monotonic()
        pastes = [ana.posts(MOUNT_LOST, channel=f"#held-{number}") for number in range(10)]
        for paste in pastes:
            slack.wait_for_answer(paste, timeout=90)
        took = time.monotonic() - began
        slack.wait_for(lambda: page(own_bot, "/readyz")[0] == 503, timeout=30, what="not ready")
        assert page(own_bot, "/healthz")[0] == 200
    assert any("in use by another process" in str(line["error"]) for line in own_bot.noted("log failed"))
    slack.wait_for(lambda: page(own_bot, "/readyz")[0] == 200, timeout=30, what="ready again")
    after = ana.posts(NO_PASSWORD, channel="#free")
    slack.wait_for_answer(after, timeout=30)
    assert [len(own_bot.soon(IN_LOG, paste)) for paste in (*pastes, after)] == [1] * 11
    assert [len(slack.answers(paste)) for paste in (*pastes, after)] == [1] * 11
    assert own_bot.stop() == 0
    assert faults_of(own_bot.folder / "log.db") == []
    record_property("records lost", f"0 of {len(pastes)}")
    record_property("all answered while it was held", f"within {took:.0f} s")


def test_a_log_that_is_damaged_while_the_bot_runs(slack: Slack, tmp_path: Path, ana: Person) -> None:
    """Everybody is answered, operators are told what to do, and the file stays as it is."""
    path = _filled(tmp_path / "log.db")
    with Bot(slack, tmp_path, HEALTH).start() as bot:
        slack.wait_for_answer(ana.posts(NO_PASSWORD, channel="#whole"), timeout=15)
        content = _damage(path)
        pastes = [ana.posts(MOUNT_LOST, channel=f"#damaged-{number}") for number in range(3)]
        for paste in pastes:
            slack.wait_for_answer(paste, timeout=30)
        asked = ana.mentions_bot("open", channel="#whole")
        assert "is damaged" in slack.read(slack.wait_for_answer(asked, timeout=30))
        slack.wait_for(lambda: page(bot, "/readyz")[0] == 503, timeout=30, what="not ready")
        assert "is damaged" in bot.output
        assert bot.stop() == 0
        assert "Traceback" not in bot.output
        assert path.read_bytes() == content
    assert [len(slack.answers(paste)) for paste in pastes] == [1] * 3


def test_a_log_that_is_damaged_at_the_start(slack: Slack, tmp_path: Path) -> None:
    """A clear stop with the way out; the file is kept byte for byte."""
    path = _filled(tmp_path / "log.db")
    content = _damage(path)
    with Bot(slack, tmp_path) as bot:
        bot.launch()
        assert bot.ended() == EXIT_ERROR
        assert "is damaged" in bot.output
        assert "Traceback" not in bot.output
    assert path.read_bytes() == content


def test_a_log_that_is_closed_to_writers(slack: Slack, tmp_path: Path, ana: Person) -> None:
    """Closed while the bot runs it goes on with what it has open; at the start it is told, and the file is kept."""
    path = tmp_path / "log.db"
    with Bot(slack, tmp_path, through=_OBEYING if os.geteuid() == 0 else ()).start() as bot:
        slack.wait_for_answer(ana.posts(NO_PASSWORD, channel="#open"), timeout=15)
        path.chmod(0o444)
        tmp_path.chmod(0o555)
        paste = ana.posts(MOUNT_LOST, channel="#closed")
        slack.wait_for_answer(paste, timeout=30)
        assert bot.soon(IN_LOG, paste)
        bot.kill()
        before = path.read_bytes()
        bot.launch()
        assert bot.ended() == EXIT_ERROR
        assert "write permission" in bot.output
        assert "Traceback" not in bot.output
        assert path.read_bytes() == before
    tmp_path.chmod(0o755)


def test_a_log_that_is_moved_away_and_back(slack: Slack, own_bot: Bot, ana: Person) -> None:
    """Somebody takes the file while the bot runs: answers go on, the page tells it, and it goes on when it is back."""
    path, away = own_bot.folder / "log.db", own_bot.folder / "away.db"
    slack.wait_for_answer(ana.posts(NO_PASSWORD, channel="#here"), timeout=15)
    path.rename(away)
    paste = ana.posts(MOUNT_LOST, channel="#away")
    slack.wait_for_answer(paste, timeout=30)
    slack.wait_for(lambda: page(own_bot, "/readyz")[0] == 503, timeout=15, what="not ready")
    away.rename(path)
    slack.wait_for(lambda: page(own_bot, "/readyz")[0] == 200, timeout=30, what="ready again")
    after = ana.posts(NO_PASSWORD, channel="#back")
    slack.wait_for_answer(after, timeout=30)
    assert own_bot.soon(IN_LOG, after)
    assert own_bot.soon(IN_LOG, paste)
    assert own_bot.stop() == 0
    assert faults_of(path) == []


def _filled(path: Path) -> Path:
    """A log with some hundred pages."""
    with open_store(path) as store:
        for number in range(50):
            store.record(exchange(f"paste {number} " + "x" * 3000))
    return path


def _damage(path: Path) -> bytes:
    """Noise over every page save the first."""
    content = bytearray(path.read_bytes())
    content[4096:] = b"\xa5" * (len(content) - 4096)
    path.write_bytes(content)
    return bytes(content)
