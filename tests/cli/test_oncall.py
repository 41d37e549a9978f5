"""`juicefs-bot handoff`, `stats`, `draft` and `report`, as a person or a script calls them."""

import json
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from bot.cli.oncall import draft, handoff, report, stats
from bot.edge.store.chat_store import open_chat_store
from bot.model.conversation import ConversationId
from bot.model.oncall import Act, Deed
from bot.model.text import SafeText
from tests.cli.running import run as run_whole
from tests.core.oncall.handoffs import reading
from tests.edge.store.exchanges import NOON, exchange, slack

SOLVED = "gave the driver's Secret the password"


@pytest.fixture
def log(tmp_path: Path) -> Path:
    """A log with one open conversation with a pod, one resolved, one in a terminal."""
    with open_chat_store(tmp_path / "log.db") as store:
        store.record(exchange("redis: NOAUTH Authentication required", place=slack("1.1")))
        store.act(slack("1.1"), Deed(Act.NOTE, "U0BEN", NOON, SafeText("looked at the Secret")))
        store.keep_reading(ConversationId(1), reading("a"))
        store.record(exchange("redis: NOAUTH again", place=slack("2.2"), minute=5))
        store.act(slack("2.2"), Deed(Act.RESOLVE, "U0BEN", NOON, SafeText(SOLVED)))
        store.record(exchange("in a terminal", minute=9))
    return tmp_path / "log.db"


def run(log: Path, command: click.Command, *arguments: str) -> Result:
    """The command with this log and no cluster."""
    nowhere = str(log.with_name("no-such-kubeconfig"))
    environment = {"JUICEFS_BOT_DB": str(log), "JUICEFS_BOT_LANG": "", "KUBECONFIG": nowhere}
    return CliRunner().invoke(command, list(arguments), env=environment)


def test_handoff_prints_what_is_open_in_the_channel(log: Path) -> None:
    """The open conversation with its notes; without a cluster it says that nothing could be read now."""
    told = run(log, handoff, "--channel", "C0ONCALL")
    assert told.exit_code == 0, told.output
    assert "1 open, and it needs attention first" in told.stdout
    assert "looked at the Secret" in told.stdout
    assert "Now: ❔ could not be read now: " in told.stdout
    assert told.stdout.startswith("# Handoff: 1 open")
    assert "Conversation 2" not in told.stdout


def test_handoff_speaks_both_languages_and_json(log: Path) -> None:
    """JSON holds the same for programs."""
    chinese = run(log, handoff, "--channel", "C0ONCALL", "--no-check", "--lang", "zh").stdout
    assert "有 1 个未关闭，需要优先处理" in chinese
    told = json.loads(run(log, handoff, "--channel", "C0ONCALL", "--no-check", "--format", "json").stdout)
    assert (told["open"], told["conversations"][0]["pods"]) == (1, ["shop/orders-0"])
    assert told["conversations"][0]["before"]["findings"][0]["code"] == "a"


def test_handoff_of_a_quiet_channel_says_so(log: Path) -> None:
    """Nothing open is an answer, not an error."""
    told = run(log, handoff, "--channel", "C0QUIET")
    assert (told.exit_code, "Nothing is open." in told.stdout) == (0, True)


def test_stats_add_up_the_log(log: Path) -> None:
    """In either language, and as JSON."""
    told = run(log, stats).stdout
    assert "Conversations: 3" in told
    assert "Resolved: 1, median time 0m" in told
    assert "redis-auth-required" in told
    assert "对话数：3" in run(log, stats, "--lang", "zh").stdout
    assert json.loads(run(log, stats, "--json").stdout)["cases"] == [
        {"case": "redis-auth-required", "total": 3, "weekly": [3]}
    ]


def test_stats_draw_a_picture(log: Path) -> None:
    """A PNG of 1,200 by 600 dots, whole, beside the figures in words."""
    file = log.with_name("cases.png")
    assert run(log, stats, "--plot", str(file)).exit_code == 0
    made = file.read_bytes()
    assert made.startswith(b"\x89PNG\r\n\x1a\n")
    assert (int.from_bytes(made[16:20]), int.from_bytes(made[20:24])) == (1200, 600)
    assert made.rstrip().endswith(b"IEND\xaeB`\x82")
    assert list(log.parent.glob("*.part")) == []


def test_draft_makes_a_case_of_a_resolved_conversation(log: Path) -> None:
    """Its id, its signature and the resolve note, into a file."""
    file = log.with_name("redis-again.md")
    assert run(log, draft, "2", "--id", "redis-again", "-o", str(file)).exit_code == 0
    made = file.read_text("utf-8")
    assert made.startswith("---\nid: redis-again\n")
    assert f"1. [?] {SOLVED}" in made
    assert "redis: NOAUTH again" in made


def test_report_says_that_the_cluster_was_not_read(log: Path) -> None:
    """The pod of the last reading is tried; the reason goes to stderr, and the rest is printed all the same."""
    told = run(log, report, "1")
    assert told.exit_code == 0, told.output
    assert told.stderr.startswith("The cluster was not read: ")
    assert "redis: NOAUTH Authentication required" in told.stdout
    assert "The cluster was not read." in told.stdout
    assert run(log, report, "1", "--no-check").stderr == ""


@pytest.mark.parametrize("command", [draft, report])
def test_an_unknown_conversation_is_exit_code_1(log: Path, command: click.Command) -> None:
    """One sentence on stderr, in the language asked for."""
    told = run(log, command, "99", "--lang", "zh")
    assert (told.exit_code, told.stdout, told.stderr) == (1, "", "没有编号为 99 的对话。\n")


@pytest.mark.parametrize(
    "arguments", [["stats"], ["handoff", "--channel", "C0ONCALL"], ["draft", "1"], ["report", "1"]]
)
def test_a_log_that_is_not_there_is_not_made(tmp_path: Path, arguments: list[str]) -> None:
    """The whole command: exit code 2, one sentence, no trace."""
    done = run_whole(*arguments, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr.startswith(b"juicefs-bot: Nothing has been logged yet")
    assert list(tmp_path.iterdir()) == []


def test_a_picture_that_cannot_be_written_says_so(log: Path) -> None:
    """One sentence, exit code 2, and no half of a file."""
    told = run(log, stats, "--plot", str(log.parent / "none" / "cases.png"))
    assert (told.exit_code, told.stderr.startswith("juicefs-bot: Cannot write")) == (2, True)
