"""The schema is what `docs/log.md` says, and needs nothing of ours to be read."""

import re
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlite_utils import Database

from bot.edge.store import open_store
from tests.edge.store.exchanges import exchange, said, slack

ROOT = Path(__file__).parents[3]
DOCUMENT = (ROOT / "docs" / "log.md").read_text(encoding="utf-8")


@pytest.fixture
def plain(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    """A log with two conversations, opened by somebody who has only SQLite."""
    path = tmp_path / "log.db"
    with open_store(path) as store:
        store.record(exchange("redis NOAUTH\nsecond line", place=slack("1.1")))
        store.record(exchange("挂载点丢失", minute=1))
    with closing(sqlite3.connect(path)) as connection:
        yield connection


def documented() -> dict[str, list[tuple[str, str]]]:
    """Table -> its columns and their types in the order of `docs/log.md`."""
    sections = re.split(r"^### (\w+)$", DOCUMENT, flags=re.MULTILINE)[1:]
    return {
        name: re.findall(r"^\| `(\w+)` \| (\w+) \|", body, flags=re.MULTILINE)
        for name, body in zip(sections[::2], sections[1::2], strict=True)
    }


def test_the_document_tells_every_table_and_column(plain: sqlite3.Connection) -> None:
    """Tables, views, columns, types and their order are those of the real file; nothing is left out on either side."""
    query = "SELECT name FROM sqlite_master WHERE type IN ('table', 'view') AND name NOT LIKE '%sqlite%'"
    names = {name for (name,) in plain.execute(query) if not name.startswith("messages_fts")}
    real = {
        name: [(column[1], column[2]) for column in plain.execute(f"PRAGMA table_info({name})").fetchall()]
        for name in names
    }
    assert documented() == real


def test_the_document_tells_every_reference(plain: sqlite3.Connection) -> None:
    """Each `-> table.column` is a foreign key, and each foreign key is told."""
    told = re.findall(r"^\| `(\w+)` \| INTEGER \| -> (\w+)\.(\w+) \|", DOCUMENT, flags=re.MULTILINE)
    tables = re.findall(r"^### (\w+)$", DOCUMENT, flags=re.MULTILINE)
    keys = [key for table in tables for key in reversed(plain.execute(f"PRAGMA foreign_key_list({table})").fetchall())]
    assert told == [(key[3], key[2], key[4]) for key in keys]


def test_the_example_query_runs(plain: sqlite3.Connection) -> None:
    """What the document shows can be pasted."""
    query = re.findall(r"```sql\n(.*?)```", DOCUMENT, flags=re.DOTALL)
    assert [plain.execute(one).fetchall() for one in query] == [[("redis-auth-required", 2)]]


def test_the_overview_has_one_row_for_each_conversation(plain: sqlite3.Connection) -> None:
    """The first message, the best case and its proving line stand beside the conversation."""
    rows = plain.execute(
        "SELECT id, channel, user, case_id, strength, line, asked FROM overview ORDER BY id"
    ).fetchall()
    assert rows == [
        (1, "C0ONCALL", "U0ANNA", "redis-auth-required", "certain", "redis NOAUTH", "redis NOAUTH\nsecond line"),
        (2, "", "U0ANNA", "redis-auth-required", "certain", "挂载点丢失", "挂载点丢失"),
    ]


def test_datasette_finds_the_search(plain: sqlite3.Connection) -> None:
    """The index belongs to the table messages in the way that Datasette and sqlite-utils look for it."""
    messages = Database(plain, execute_plugins=False).table("messages")
    assert messages.detect_fts() == "messages_fts"
    assert [row["text"] for row in messages.search('"挂 载"')] == ["挂载点丢失"]


def test_rows_changed_by_others_stay_searchable(plain: sqlite3.Connection) -> None:
    """The index follows plain SQL, and foreign keys take a conversation's rows along."""
    plain.execute("PRAGMA foreign_keys = ON")
    plain.execute("UPDATE messages SET text = 'replaced' WHERE id = 1")
    found = "SELECT rowid FROM messages_fts WHERE messages_fts MATCH ?"
    assert plain.execute(found, ["replaced"]).fetchall() == [(1,)]
    assert plain.execute(found, ["NOAUTH"]).fetchall() == []
    plain.execute("DELETE FROM conversations")
    assert plain.execute("SELECT count(*) FROM evidence").fetchone() == (0,)
    assert plain.execute(found, ["replaced"]).fetchall() == []


def test_the_file_is_in_wal_mode(plain: sqlite3.Connection) -> None:
    """Readers do not wait for the writer."""
    assert plain.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_numbers_are_never_given_twice(tmp_path: Path) -> None:
    """Not even after the newest conversation was deleted: people may have noted its number."""
    with open_store(tmp_path / "log.db") as store:
        number = store.record(exchange("one"))
        with closing(sqlite3.connect(store.path)) as other, other:
            other.execute("DELETE FROM conversations")
        assert store.record(exchange("two", said("ok").text)) == number + 1


def test_matching_does_not_pay_for_the_log() -> None:
    """`juicefs-bot match` imports neither the log nor SQLite."""
    script = (
        "import sys, bot.cli.entry, bot.cli.match;"
        "print([name for name in sys.modules if name in ('sqlite3', 'sqlite_utils', 'bot.edge.store')])"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
