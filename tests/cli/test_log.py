"""`juicefs-bot log`, as a person or a script calls it."""

import contextlib
import json
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.cli.log import log_group
from bot.edge.store import open_store
from bot.model.conversation import ConversationId
from tests.edge.store.exchanges import NOON, exchange, files_of, slack

ROOT = Path(__file__).parents[2]


@pytest.fixture
def log(tmp_path: Path) -> Path:
    """A log with three conversations."""
    with open_store(tmp_path / "log.db") as store:
        store.record(exchange("redis: NOAUTH", "Give the password.", place=slack("1.1")))
        store.record(exchange("挂载点丢失", "重启应用 Pod。", minute=1))
        store.record(exchange("how to show the log", minute=2))
    return tmp_path / "log.db"


def run(log: Path, *arguments: str, lang: str = "") -> Result:
    """The command with this log, in a process environment of its own."""
    environment = {"JUICEFS_BOT_DB": str(log), "JUICEFS_BOT_LANG": lang}
    return CliRunner().invoke(log_group, list(arguments), env=environment)


def listed(result: Result) -> list[str]:
    """The numbers in the first column."""
    assert result.exit_code == 0, result.output
    return [line.split()[0] for line in result.stdout.splitlines()[1:]]


def test_without_words_it_lists_newest_first(log: Path) -> None:
    """`juicefs-bot log`."""
    assert listed(run(log)) == ["3", "2", "1"]


@pytest.mark.parametrize(
    ("arguments", "numbers"),
    [
        (["redis", "password"], ["1"]),
        (["redis password"], ["1"]),
        (["挂载"], ["2"]),
        (["search", "redis"], ["1"]),
        (["--", "show"], ["3"]),
        (["how", "show"], ["3"]),
        (["--limit", "1"], ["3"]),
        (["--limit=2"], ["3", "2"]),
        (["--lang", "zh", "redis"], ["1"]),
        (["redis", "--lang", "zh"], ["1"]),
        (["--limit", "5", "redis", "--lang", "en"], ["1"]),
    ],
)
def test_words_are_searched(log: Path, arguments: list[str], numbers: list[str]) -> None:
    """English and Chinese, options before or after; only a first word that is a command is one."""
    assert listed(run(log, *arguments)) == numbers


@pytest.mark.parametrize(
    "arguments",
    [["show", "1"], ["show", "1", "--lang", "en"], ["--lang", "en", "show", "1"], ["show", "--lang", "en", "1"]],
)
def test_show_tells_one_conversation(log: Path, arguments: list[str]) -> None:
    """Question, case, proof and answer, wherever the options stand."""
    told = run(log, *arguments).stdout
    assert told.startswith("Conversation 1  ·  Slack C0ONCALL 1.1\n")
    assert "redis: NOAUTH" in told
    assert "→ redis-auth-required" in told
    assert "Give the password." in told


def test_the_language_is_the_options_else_the_settings(log: Path) -> None:
    """`--lang` wins over JUICEFS_BOT_LANG."""
    assert run(log, "show", "2", lang="zh").stdout.startswith("对话 2  ·  终端\n")
    assert run(log, "show", "2", "--lang", "en", lang="zh").stdout.startswith("Conversation 2  ·  terminal\n")
    assert run(log, lang="zh").stdout.startswith("编号")


def test_the_file_may_be_named(log: Path, tmp_path: Path) -> None:
    """`--db` wins over JUICEFS_BOT_DB."""
    assert listed(run(tmp_path / "none.db", "--db", str(log), "redis")) == ["1"]


def test_json_is_for_programs(log: Path) -> None:
    """A list of entries, and one conversation with everything."""
    entries = json.loads(run(log, "--json", "挂载").stdout)
    assert [(entry["id"], entry["line"]) for entry in entries] == [(2, "挂载点丢失")]
    shown = json.loads(run(log, "show", "2", "--json").stdout)
    assert [message["text"] for message in shown["messages"]] == ["挂载点丢失", "重启应用 Pod。"]


def test_export_is_one_conversation_a_line(log: Path, tmp_path: Path) -> None:
    """To standard output or, whole or not at all, into a file; readable Chinese in UTF-8."""
    out = run(log, "export")
    assert [json.loads(line)["id"] for line in out.stdout.splitlines()] == [1, 2, 3]
    file = tmp_path / "export.jsonl"
    assert run(log, "export", "-o", str(file)).exit_code == 0
    assert file.read_text(encoding="utf-8") == out.stdout
    assert "挂载点丢失" in out.stdout


def test_an_export_that_cannot_be_written_says_so(log: Path, tmp_path: Path) -> None:
    """Exit code 2 and one sentence in the language asked for; nothing half-written is left."""
    refused = run(log, "export", "-o", str(tmp_path / "none" / "export.jsonl"), "--lang", "zh")
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert refused.stderr.startswith("juicefs-bot: 无法写入")
    assert list(tmp_path.glob("*.part")) == []


def test_forget_removes_the_text_from_the_disk(log: Path) -> None:
    """Neither found, nor shown, nor readable in the file, while the others stay."""
    assert "挂载点丢失".encode() in files_of(log)
    done = run(log, "forget", "2")
    assert (done.exit_code, "Conversation 2 is forgotten" in done.stdout) == (0, True)
    assert "挂载点丢失".encode() not in files_of(log)
    assert run(log, "挂载").exit_code == 1
    assert "Its texts and names were removed" in run(log, "show", "2").stdout
    assert listed(run(log)) == ["3", "2", "1"]


def at_a_terminal(log: Path, typed: bytes, *arguments: str) -> str:
    """What a person sees who calls the command at a terminal and types this."""
    ours, theirs = pty.openpty()
    settings = {"JUICEFS_BOT_DB": str(log), "JUICEFS_BOT_LANG": "zh", "NO_COLOR": "", "COLUMNS": "80"}
    command = [sys.executable, "-m", "bot", "log", *arguments]
    with subprocess.Popen(
        command, cwd=ROOT, env={**os.environ, **settings}, stdin=theirs, stdout=theirs, stderr=theirs
    ):
        os.close(theirs)
        os.write(ours, typed)
        seen = b""
        with contextlib.suppress(OSError):  # how Linux tells that the other end of a terminal is closed
            while part := os.read(ours, 4096):
                seen += part
    os.close(ours)
    return seen.decode()


def test_forget_asks_a_person_first(log: Path) -> None:
    """At a terminal only `y` removes anything, unless `--yes` said so before; a script is not asked."""
    assert "没有删除任何内容" in at_a_terminal(log, b"n\n", "forget", "2")
    assert listed(run(log, "挂载")) == ["2"]
    assert "彻底删除" in at_a_terminal(log, b"y\n", "forget", "2")
    assert run(log, "挂载").exit_code == 1
    assert "确定要" not in at_a_terminal(log, b"", "forget", "1", "--yes")


def test_a_terminal_gets_colours_and_lines_that_fit(log: Path) -> None:
    """The head is dimmed; a long line ends with `…` instead of wrapping."""
    with open_store(log) as store:
        store.record(exchange("redis " * 200, minute=5))
    seen = at_a_terminal(log, b"").splitlines()
    assert seen[0].startswith("\x1b[2m编号")
    assert seen[1].endswith("…")


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["nothing", "like", "this"], "No conversation holds these words."),
        (["…"], "No conversation holds these words."),
        (["show", "9"], "There is no conversation 9."),
        (["forget", "9"], "There is no conversation 9."),
        (["挂载", "redis", "--lang", "zh"], "没有对话包含这些词。"),
        (["show", "9", "--lang", "zh"], "没有编号为 9 的对话。"),
    ],
)
def test_nothing_found_is_exit_code_1(log: Path, arguments: list[str], sentence: str) -> None:
    """One sentence on stderr, nothing on stdout."""
    result = run(log, *arguments)
    assert (result.exit_code, result.stdout, result.stderr) == (1, "", f"{sentence}\n")


def test_nothing_found_is_an_empty_list_for_programs(log: Path) -> None:
    """With --json stdout is JSON whatever comes."""
    result = run(log, "nothinglikethis", "--json")
    assert (result.exit_code, result.stdout) == (1, "[]\n")


def test_an_empty_log_says_so(tmp_path: Path) -> None:
    """A log without any conversation is not an error of the words."""
    with open_store(tmp_path / "log.db"):
        pass
    assert run(tmp_path / "log.db").stderr == "Nothing has been logged yet.\n"
    assert run(tmp_path / "log.db", "export").stdout == ""


@pytest.mark.parametrize("arguments", [[], ["redis"], ["show", "1"], ["export"], ["forget", "1"]])
def test_a_log_that_is_not_there_is_not_made(tmp_path: Path, arguments: list[str]) -> None:
    """Exit code 2, the file's name, no trace: in the language of the settings."""
    result = run(tmp_path / "log.db", *arguments, lang="zh")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith(f"juicefs-bot: 还没有任何记录：{tmp_path / 'log.db'} 处没有对话日志。")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("arguments", [["show"], ["show", "me"], ["show", "0"], ["--limit", "0"], ["redis", "--nope"]])
def test_a_wrong_call_is_exit_code_2(log: Path, arguments: list[str]) -> None:
    """A missing or wrong number and an unknown option are told, not searched for."""
    result = run(log, *arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "Error:" in result.stderr


@pytest.mark.parametrize("arguments", [["--help"], ["show", "--help"], ["redis", "--help"]])
def test_every_command_has_its_help(log: Path, arguments: list[str]) -> None:
    """Asking for help is never a search."""
    result = run(log, *arguments)
    assert (result.exit_code, result.stdout.startswith("Usage:")) == (0, True)


def test_the_help_of_the_group_tells_of_words(log: Path) -> None:
    """Words, commands and the way to search for a command's name."""
    help_text = run(log, "--help").stdout
    assert "[WORDS]... | COMMAND [ARGS]..." in help_text
    assert "log -- show" in help_text
    assert all(command in help_text for command in ("search", "show", "export", "forget"))


def test_a_forgotten_conversation_is_listed_as_such(log: Path) -> None:
    """It keeps its place in the list, without its line."""
    with open_store(log) as store:
        store.forget(ConversationId(3), NOON)
    assert run(log).stdout.splitlines()[1].endswith("(forgotten)")
