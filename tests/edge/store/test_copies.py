"""Copies of the log: made while it is written, put back under a running bot, kept by an upgrade, gone with a text."""

import os
import sqlite3
import stat
import threading
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from sqlite_utils import Database, Migrations

from bot.edge.store import backup, open_store, restore
from bot.edge.store.file.opening import open_for_writing
from bot.edge.store.schema.migrations import migrations
from bot.errors import StoreError
from bot.model.conversation import ConversationId
from bot.model.text import Lang
from tests.edge.store.exchanges import NOON, exchange, files_of, slack
from tests.edge.store.test_forgetting import TRACES, telling, traces


def texts(path: Path) -> list[str]:
    """What was asked, as anybody with SQLite reads it."""
    with closing(sqlite3.connect(path)) as connection:
        rows = connection.execute("SELECT text FROM messages WHERE direction = 'in' ORDER BY id").fetchall()
    return [text for (text,) in rows]


def log_with(path: Path, *asked: str) -> Path:
    """A closed log of these questions."""
    with open_store(path) as store:
        for text in asked:
            store.record(exchange(text))
    return path


def test_a_backup_is_whole_while_the_log_is_written(tmp_path: Path) -> None:
    """While a thread writes all the time, the copy is one state of the log: sound, no exchange without its answer."""
    stop = threading.Event()
    with open_store(tmp_path / "log.db") as store:
        store.record(exchange("first"))

        def write() -> None:
            number = 0
            while not stop.is_set():
                store.record(exchange(f"question {number} {'x' * 5000}"))
                number += 1

        writer = threading.Thread(target=write)
        writer.start()
        try:
            for number in range(5):
                backup(store.path, tmp_path / f"copy{number}.db")
        finally:
            stop.set()
            writer.join()
    for number in range(5):
        with closing(sqlite3.connect(tmp_path / f"copy{number}.db")) as copy:
            assert copy.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            counts = dict(copy.execute("SELECT direction, count(*) FROM messages GROUP BY 1").fetchall())
            assert counts["in"] == counts["out"] >= 1


def test_a_backup_is_one_file_for_its_owner_alone(tmp_path: Path) -> None:
    """It can be carried away as it is: no -wal beside it, not in WAL mode, and nobody else may read it."""
    with open_store(tmp_path / "log.db") as store:
        store.record(exchange("first"))
        size = backup(store.path, tmp_path / "copy.db")
    assert [path.name for path in tmp_path.glob("copy*")] == ["copy.db"]
    assert stat.S_IMODE((tmp_path / "copy.db").stat().st_mode) == 0o600
    assert size == (tmp_path / "copy.db").stat().st_size
    with closing(sqlite3.connect(tmp_path / "copy.db")) as copy:
        assert copy.execute("PRAGMA journal_mode").fetchone() == ("delete",)


def test_a_backup_overwrites_nothing_and_leaves_nothing_behind(tmp_path: Path) -> None:
    """A file that is there, a folder that is not, a log that is not: one sentence each, and no half copy."""
    path = log_with(tmp_path / "log.db", "first")
    (tmp_path / "there").write_text("mine")
    with pytest.raises(StoreError, match="is there already"):
        backup(path, tmp_path / "there")
    assert (tmp_path / "there").read_text() == "mine"
    with pytest.raises(StoreError, match="cannot be written"):
        backup(path, tmp_path / "nowhere" / "copy.db")
    with pytest.raises(StoreError, match="There is no log in"):
        backup(tmp_path / "other.db", tmp_path / "copy.db")
    assert sorted(one.name for one in tmp_path.iterdir() if not one.name.startswith("log.db")) == ["there"]


def test_what_was_restored_is_what_was_saved(tmp_path: Path) -> None:
    """Everything after the backup is gone from the log, and kept in the copy beside it."""
    path = log_with(tmp_path / "log.db", "before")
    backup(path, tmp_path / "copy.db")
    log_with(path, "after")
    done = restore(path, tmp_path / "copy.db", NOON)
    assert texts(path) == ["before"]
    assert done.kept == tmp_path / "log.db.before-restore-20260314T120000Z"
    assert texts(done.kept) == ["before", "after"]
    assert not done.restart
    assert texts(tmp_path / "copy.db") == ["before"]
    assert sorted(one.name for one in tmp_path.iterdir()) == ["copy.db", "log.db", done.kept.name]


def test_a_running_bot_goes_on_with_the_restored_log(tmp_path: Path) -> None:
    """A store that is open reads what was restored, and what it writes next is kept."""
    with open_store(tmp_path / "log.db") as store:
        store.record(exchange("before", place=slack("1.1")))
        backup(store.path, tmp_path / "copy.db")
        store.record(exchange("after", place=slack("2.2")))
        restore(store.path, tmp_path / "copy.db", NOON)
        assert [entry.line for entry in store.entries()] == ["before"]
        assert store.entries(["after"]) == ()
        assert store.record(exchange("next")) == ConversationId(2)
    assert texts(tmp_path / "log.db") == ["before", "next"]


def test_a_log_is_restored_where_there_was_none(tmp_path: Path) -> None:
    """Onto a new volume: nothing to keep."""
    path = log_with(tmp_path / "log.db", "first")
    backup(path, tmp_path / "copy.db")
    (tmp_path / "new").mkdir()
    assert restore(tmp_path / "new" / "log.db", tmp_path / "copy.db", NOON).kept is None
    assert texts(tmp_path / "new" / "log.db") == ["first"]
    with open_store(tmp_path / "new" / "log.db") as store:
        assert [entry.line for entry in store.entries(["first"])] == ["first"]


def test_a_damaged_log_is_replaced_and_kept(tmp_path: Path) -> None:
    """What SQLite cannot read is moved away, and the bot has to be started anew."""
    path = log_with(tmp_path / "log.db", "first")
    backup(path, tmp_path / "copy.db")
    content = bytearray(path.read_bytes())
    content[4096:20480] = os.urandom(16384)
    path.write_bytes(content)
    done = restore(path, tmp_path / "copy.db", NOON)
    assert done.restart
    assert done.kept is not None
    assert done.kept.read_bytes() == bytes(content)
    assert texts(path) == ["first"]


def test_a_newer_log_is_replaced_and_kept(tmp_path: Path) -> None:
    """The way back after an upgrade: the older version restores the copy that was made before the migration."""
    path = log_with(tmp_path / "log.db", "first")
    with closing(open_for_writing(path, 1, newer())) as upgraded:
        assert "next_version" in upgraded.table_names()
    (kept,) = tmp_path.glob("log.db.before-9999_next")
    with pytest.raises(StoreError, match="newer juicefs-bot"):
        open_store(path)
    done = restore(path, kept, NOON)
    assert done.restart
    assert texts(path) == ["first"]


def newer() -> Migrations:
    """The schema of a version to come."""
    later = Migrations(migrations.name)
    later._migrations = list(migrations._migrations)

    @later(name="9999_next")
    def _next(db: Database) -> None:
        db.execute("CREATE TABLE next_version (id INTEGER PRIMARY KEY)")

    return later


def test_an_upgrade_keeps_a_copy_before_it_migrates(tmp_path: Path) -> None:
    """The log as it was lies beside the migrated one; a new log, and one that needs no step, leave no copy."""
    path = log_with(tmp_path / "log.db", "first")
    log_with(path, "second")
    assert list(tmp_path.glob("*.before-*")) == []
    open_for_writing(path, 1, newer()).close()
    (kept,) = tmp_path.glob("log.db.before-9999_next")
    assert texts(kept) == ["first", "second"]
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    with closing(sqlite3.connect(kept)) as copy:
        tables = {name for (name,) in copy.execute("SELECT name FROM sqlite_master")}
    assert "next_version" not in tables


def test_without_a_copy_there_is_no_migration(tmp_path: Path) -> None:
    """When the copy cannot be kept, the log stays as it is: the next start tries again."""
    path = log_with(tmp_path / "log.db", "first")
    (tmp_path / "log.db.before-9999_next.part").mkdir()
    with pytest.raises(StoreError, match="cannot be written"):
        open_for_writing(path, 1, newer())
    with open_store(path) as store:
        assert [entry.line for entry in store.entries()] == ["first"]


def unusable(folder: Path) -> list[tuple[Path, str]]:
    """Files that are no backup, each with what is said of it."""
    (folder / "empty.db").touch()
    (folder / "text.db").write_text("kubectl describe pod")
    with closing(sqlite3.connect(folder / "foreign.db")) as foreign:
        foreign.execute("CREATE TABLE others (id)")
    open_for_writing(log_with(folder / "newer.db", "newer"), 1, newer()).close()
    content = bytearray(log_with(folder / "damaged.db", "x" * 50_000).read_bytes())
    content[4096:20480] = os.urandom(16384)
    (folder / "damaged.db").write_bytes(content)
    return [
        (folder / "missing.db", "There is no log"),
        (folder / "empty.db", "There is no log"),
        (folder / "text.db", "is no SQLite database"),
        (folder / "foreign.db", "database of another program"),
        (folder / "newer.db", "newer juicefs-bot"),
        (folder / "damaged.db", "damaged"),
    ]


def test_what_is_no_backup_changes_nothing(tmp_path: Path) -> None:
    """Missing, empty, no SQLite, another program's, a newer version's, damaged: refused, and the log stays in force."""
    path = log_with(tmp_path / "log.db", "first")
    (tmp_path / "given").mkdir()
    before = files_of(path)
    for source, said in unusable(tmp_path / "given"):
        with pytest.raises(StoreError, match=said) as refused:
            restore(path, source, NOON)
        assert "JUICEFS_BOT_DB" not in str(refused.value.said)  # the setting names the log, not the backup
        assert files_of(path) == before, source.name
    assert [one.name for one in tmp_path.iterdir() if one.is_file()] == ["log.db"]


def test_another_programs_database_is_never_replaced(tmp_path: Path) -> None:
    """A wrong JUICEFS_BOT_DB costs nobody their data."""
    backup(log_with(tmp_path / "log.db", "first"), tmp_path / "copy.db")
    with closing(sqlite3.connect(tmp_path / "theirs.db")) as foreign:
        foreign.execute("CREATE TABLE others (id)")
    before = (tmp_path / "theirs.db").read_bytes()
    with pytest.raises(StoreError, match="database of another program"):
        restore(tmp_path / "theirs.db", tmp_path / "copy.db", NOON)
    assert (tmp_path / "theirs.db").read_bytes() == before


def test_forgetting_takes_the_own_copies_along(tmp_path: Path) -> None:
    """What was kept before a restore or a migration holds the same texts: none of them is on the disk afterwards."""
    with open_store(tmp_path / "log.db") as store:
        number = store.record(telling())
        backup(store.path, tmp_path / "copy.db")
        kept = restore(store.path, tmp_path / "copy.db", NOON).kept
        assert kept is not None
        assert b"zugzwang" in kept.read_bytes()
        store.forget(number, NOON)
        assert traces(store.path) == []
        assert not kept.exists()
    assert b"zugzwang" in (tmp_path / "copy.db").read_bytes()  # the file that a person asked for is theirs


def test_old_conversations_go_and_young_ones_stay(tmp_path: Path) -> None:
    """Everything without a message since the limit is removed from every file; the rest is found as before."""
    with open_store(tmp_path / "log.db") as store:
        store.record(telling())
        young = store.record(exchange("young NOAUTH", minute=60, place=slack("2.2")))
        assert store.forget_older(NOON + timedelta(minutes=30), NOON + timedelta(days=1)) == 1
        assert traces(store.path) == []
        assert [entry.id for entry in store.entries(["young"])] == [young]
        assert [entry.forgotten for entry in store.entries()] == [False, True]
        assert store.forget_older(NOON + timedelta(minutes=30), NOON + timedelta(days=1)) == 0


def test_a_conversation_that_goes_on_is_not_old(tmp_path: Path) -> None:
    """Its newest message counts, not its first."""
    with open_store(tmp_path / "log.db") as store:
        store.record(exchange("first", place=slack("1.1")))
        store.record(exchange("again", minute=60, place=slack("1.1")))
        assert store.forget_older(NOON + timedelta(minutes=30), NOON) == 0


def test_traces_that_a_reader_kept_go_the_next_time(tmp_path: Path) -> None:
    """The first run says that traces may be left; the next one finishes, though nothing new is old."""
    with open_store(tmp_path / "log.db", busy_seconds=0.05) as store:
        store.record(telling())
        with closing(sqlite3.connect(store.path, isolation_level=None)) as reader:
            reader.execute("BEGIN")
            reader.execute("SELECT count(*) FROM messages").fetchone()
            with pytest.raises(StoreError, match="traces of them may still be on the disk") as caught:
                store.forget_older(NOON + timedelta(days=1), NOON)
            assert "有其他进程正在读取" in caught.value.said[Lang.ZH]
        assert store.forget_older(NOON + timedelta(days=1), NOON) == 0
        assert traces(store.path) == []


def test_own_copies_outlive_a_retention_by_a_week_at_most(tmp_path: Path) -> None:
    """A copy from before an upgrade holds old texts too: it goes seven days after it was made."""
    with open_store(tmp_path / "log.db") as store:
        store.record(telling())
        backup(store.path, tmp_path / "log.db.before-0002_step")
        made = (tmp_path / "log.db.before-0002_step").stat().st_mtime
        at = NOON.fromtimestamp(made, NOON.tzinfo)
        store.forget_older(NOON, at + timedelta(days=6))
        assert (tmp_path / "log.db.before-0002_step").exists()
        store.forget_older(NOON, at + timedelta(days=8))
        assert not (tmp_path / "log.db.before-0002_step").exists()
        assert traces(store.path) == list(TRACES)
