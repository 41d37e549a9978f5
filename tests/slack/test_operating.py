"""How a running bot tells machines how it is, takes changed cases over, and ends: the real process, from outside."""

import json
import re
import signal
from pathlib import Path

import pytest

from tests.deploy.building import DEPLOY
from tests.edge.test_metrics import LABELS
from tests.slack.pages import HEALTH, measured, page
from tests.slack.pastes import CHATTER, DESCRIBE, NOT_REGISTERED
from tests.slack.running import Bot
from tests.slack_standin import Person, Slack

OWN = (DEPLOY / "components" / "own-cases" / "cases" / "archive-marker-missing.md").read_text("utf-8")
OWN_LINE = "archiver: refusing to start: /mnt/archive lacks .archive-ready"


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with one own case."""
    folder = tmp_path_factory.mktemp("own")
    (folder / "archive-marker-missing.md").write_text(OWN, "utf-8")
    return folder


@pytest.fixture(scope="module")
def settings(own: Path) -> dict[str, str]:
    """Pages on a free port, and own cases."""
    return {**HEALTH, "JUICEFS_BOT_KNOWLEDGE": str(own)}


def test_it_is_alive_and_ready(bot: Bot) -> None:
    """Connected, log writable, cases loaded."""
    assert page(bot, "/healthz") == (200, "ok\n")
    status, body = page(bot, "/readyz")
    assert (status, json.loads(body)) == (200, {"slack": True, "database": True, "casebook": True})


def test_it_is_alive_but_not_ready_without_slack(slack: Slack, bot: Bot) -> None:
    """While no socket can be opened it says so, and is ready again by itself."""
    slack.trouble.refuse("apps.connections.open", "internal_error")
    slack.wire.cut()
    slack.wait_for(lambda: page(bot, "/readyz")[0] == 503, timeout=15, what="not ready")
    assert json.loads(page(bot, "/readyz")[1])["slack"] is False
    assert page(bot, "/healthz")[0] == 200
    slack.trouble.end()
    slack.wait_for(lambda: page(bot, "/readyz")[0] == 200, timeout=60, what="ready again")
    slack.wait_for(lambda: measured(bot)["juicefs_bot_slack_reconnects_total"] >= 1, what="a reconnect counted")


def test_what_happens_is_counted(slack: Slack, bot: Bot, ana: Person, room: str) -> None:
    """A paste with its answer, talk that is passed over, and each call of the Web API."""
    before = measured(bot)
    slack.wait_for_answer(ana.posts(NOT_REGISTERED, channel=room))
    ana.posts(CHATTER, channel=room)
    slack.settles()
    slack.wait_for(lambda: measured(bot)["juicefs_bot_silences_total"] > before["juicefs_bot_silences_total"])
    after = measured(bot)
    gained = {name: after[name] - before.get(name, 0.0) for name in after}
    assert gained["juicefs_bot_pastes_total"] == 2
    assert gained["juicefs_bot_answers_total"] == gained["juicefs_bot_answer_seconds_count"] == 1
    assert 0 < gained["juicefs_bot_answer_seconds_sum"] < 5
    assert gained["juicefs_bot_slack_calls_total"] >= 1
    assert after["juicefs_bot_database_bytes"] > 4096
    assert after["juicefs_bot_slack_connected"] == 1
    assert after["juicefs_bot_queue_length"] == 0


def test_the_metrics_name_nobody(slack: Slack, bot: Bot, ana: Person, room: str) -> None:
    """After a paste that names a pod, in a named channel, by a named person: none of it is there."""
    slack.wait_for_answer(ana.posts(DESCRIBE, channel=room))
    text = page(bot, "/metrics")[1]
    ids = {slack.bot_user, ana.id, slack.channel(room), room.removeprefix("#"), "ana", "orders-api-6d4f9c7b8-x2k5p"}
    assert [one for one in ids if one in text] == []
    ours = [line for line in text.splitlines() if line.startswith("juicefs_bot_")]
    assert {label for line in ours for label in re.findall(r'(\w+)="', line)} <= LABELS
    assert not re.search(r"[UCTWG]0[A-Z0-9]{6,}", text)


def test_changed_cases_are_taken_over_and_faulty_ones_refused(
    slack: Slack, bot: Bot, ana: Person, room: str, own: Path
) -> None:
    """A new word leads to the case without a restart; a broken file changes nothing but a metric and a line."""
    file = own / "archive-marker-missing.md"
    assert "archive-marker-missing" in slack.read(slack.wait_for_answer(ana.posts(OWN_LINE, channel=room)))
    reads, refusals = len(bot.noted("cases read")), len(bot.noted("cases refused"))
    file.write_text(OWN.replace("refusing to start", "declining to start"), "utf-8")
    bot.signal(signal.SIGHUP)
    slack.wait_for(lambda: len(bot.noted("cases read")) > reads, timeout=15, what="the new set")
    changed = OWN_LINE.replace("refusing", "declining")
    assert "archive-marker-missing" in slack.read(slack.wait_for_answer(ana.posts(changed, channel=room)))
    file.write_text(OWN.replace("status: own", "status: guessed"), "utf-8")
    slack.wait_for(lambda: len(bot.noted("cases refused")) > refusals, timeout=20, what="the faulty set refused")
    assert "archive-marker-missing.md:3" in bot.noted("cases refused")[-1]["faults"][0]
    assert measured(bot)["juicefs_bot_own_cases_refused"] == 1
    assert "archive-marker-missing" in slack.read(slack.wait_for_answer(ana.posts(f"again: {changed}", channel=room)))
    file.write_text(OWN, "utf-8")
    slack.wait_for(lambda: measured(bot)["juicefs_bot_own_cases_refused"] == 0, timeout=20, what="the mended set")


def test_a_log_that_is_gone_is_not_ready(slack: Slack, bot: Bot) -> None:
    """Somebody took the file away: the page names the database, and the bot lives on."""
    path = bot.folder / "log.db"
    path.rename(bot.folder / "away.db")
    try:
        status, body = page(bot, "/readyz")
        assert (status, json.loads(body)["database"]) == (503, False)
        assert page(bot, "/healthz")[0] == 200
    finally:
        (bot.folder / "away.db").rename(path)
    slack.wait_for(lambda: page(bot, "/readyz")[0] == 200, what="ready again")
