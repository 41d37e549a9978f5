"""Many at once: threads in one process, two processes, and one that is killed."""

import signal
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

from bot.edge.store import open_store, read_log
from bot.model.conversation import ConversationId
from tests.edge.store.exchanges import NOON, exchange, slack

ROOT = Path(__file__).parents[3]
THREADS = 8
EACH = 25


def at_once(act: Callable[[int], list[ConversationId]]) -> list[ConversationId]:
    """Run the act in eight threads that start together; all they gave, in any order.  Their errors are raised here."""
    start = threading.Barrier(THREADS)

    def begin(thread: int) -> list[ConversationId]:
        start.wait()
        return act(thread)

    with ThreadPoolExecutor(THREADS) as pool:
        return [number for numbers in pool.map(begin, range(THREADS)) for number in numbers]


def test_threads_share_a_log_and_nothing_is_lost(tmp_path: Path) -> None:
    """200 exchanges from eight threads, each read back by its thread between the writes: all there, each once."""
    with open_store(tmp_path / "log.db") as store:

        def record(thread: int) -> list[ConversationId]:
            numbers = []
            for turn in range(EACH):
                numbers.append(store.record(exchange(f"paste{thread}x{turn}")))
                assert [entry.id for entry in store.entries([f"paste{thread}x{turn}"])] == numbers[-1:]
            return numbers

        numbers = at_once(record)
        assert sorted(numbers) == list(range(1, THREADS * EACH + 1))
        assert [logged.id for logged in store.everything()] == sorted(numbers)


def test_a_thread_in_slack_stays_one_conversation(tmp_path: Path) -> None:
    """Eight threads of ours that meet the same new Slack thread at once open it once."""
    with open_store(tmp_path / "log.db") as store:
        numbers = at_once(lambda thread: [store.record(exchange(f"paste{thread}", place=slack("1.1")))])
        assert set(numbers) == {1}
        logged = store.conversation(ConversationId(1))
        assert logged is not None
        assert len(logged.conversation.messages) == 2 * THREADS


def test_a_new_log_may_be_opened_by_all_at_the_same_time(tmp_path: Path) -> None:
    """Each of eight opens and writes a file that was not there: one makes it, all write it."""

    def record(thread: int) -> list[ConversationId]:
        with open_store(tmp_path / "log.db") as store:
            return [store.record(exchange(f"paste{thread}"))]

    assert sorted(at_once(record)) == list(range(1, THREADS + 1))


def test_writing_reading_and_forgetting_do_not_disturb_each_other(tmp_path: Path) -> None:
    """While threads record, forget and export, every conversation stays whole."""
    with open_store(tmp_path / "log.db") as store:

        def work(thread: int) -> list[ConversationId]:
            number = store.record(exchange(f"first{thread}"))
            assert store.forget(number, NOON)
            store.record(exchange(f"second{thread}"))
            assert {len(logged.conversation.messages) for logged in store.everything()} == {2}
            return [number]

        forgotten = set(at_once(work))
        assert {entry.id for entry in store.entries(limit=100) if entry.forgotten} == forgotten
        assert len(forgotten) == THREADS


def test_a_kill_loses_nothing_that_was_committed(tmp_path: Path) -> None:
    """SIGKILL in the middle of writing: every number that was given out is there, whole, and the file is sound."""
    path = tmp_path / "log.db"
    command = [sys.executable, "-m", "tests.edge.store.store_process", "stream", str(path)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdout is not None
        given = [int(writer.stdout.readline()) for _ in range(40)]
        writer.send_signal(signal.SIGKILL)
        given += [int(line) for line in writer.stdout.read().splitlines()]
    found = {int(logged.id): len(logged.conversation.messages) for logged in read_log(path).everything()}
    assert dict.fromkeys(given, 2).items() <= found.items()
    assert set(found.values()) == {2}
    assert len(found) - len(given) <= 1
    with closing(sqlite3.connect(path)) as plain:
        assert plain.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    with open_store(path) as store:
        assert store.record(exchange("it goes on")) == len(found) + 1
