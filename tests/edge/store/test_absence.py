"""What the log knows of the time when the bot was away."""

from datetime import timedelta
from pathlib import Path

from bot.edge.store.chat_store import ChatStore, open_chat_store
from bot.edge.store.rows.absence import MOST_CHANNELS, OVERLAP
from bot.model.chat import Change, ChannelKind, Pointer
from bot.model.conversation import Conversation
from tests.edge.store.exchanges import NOON, asked, slack

TEAM = slack("").team
SEEN = NOON.timestamp()


def saw(store: ChatStore, channel: str, at: float, change: Change | None = Change.NEW) -> None:
    """An event of that time in that channel."""
    ts = f"{at:.6f}"
    store.note_channel(TEAM, channel, ChannelKind.PUBLIC)
    store.claim(Pointer(f"msg:{channel}:{ts}", change, channel, ts), NOON + timedelta(seconds=at - SEEN))


def test_a_bot_that_never_saw_anything_was_not_away(tmp_path: Path) -> None:
    """On the first start there is nothing to catch up with."""
    with open_chat_store(tmp_path / "log.db") as store:
        assert store.absence(TEAM) is None


def test_it_was_away_since_some_minutes_before_the_newest_event(tmp_path: Path) -> None:
    """The newest message counts, however it was settled; a pressed button is no message.  Older ones may come later."""
    with open_chat_store(tmp_path / "log.db") as store:
        saw(store, "C1", SEEN - 9_000)
        for seconds in (5, 20, 10):
            saw(store, "C1", SEEN + seconds)
        store.settle(f"msg:C1:{SEEN + 20:.6f}")
        saw(store, "C1", SEEN + 99, change=None)
        found = store.absence(TEAM)
    assert found is not None
    assert found.since == SEEN + 20 - OVERLAP.total_seconds()


def test_what_was_said_before_the_bot_came_is_not_for_it(tmp_path: Path) -> None:
    """However soon after its first event it is started again."""
    with open_chat_store(tmp_path / "log.db") as store:
        for seconds in (0, 60):
            saw(store, "C1", SEEN + seconds)
        found = store.absence(TEAM)
    assert found is not None
    assert found.since == SEEN


def test_a_week_of_silence_does_not_make_it_a_new_bot(tmp_path: Path) -> None:
    """Claims go after a week; the newest stays, so that it is known since when to read."""
    with open_chat_store(tmp_path / "log.db") as store:
        for seconds in (0, 60):
            saw(store, "C1", SEEN + seconds)
            store.settle(f"msg:C1:{SEEN + seconds:.6f}")
        store.take_over(NOON + timedelta(days=30))
        found = store.absence(TEAM)
    assert found is not None
    assert found.since == SEEN + 60


def test_the_liveliest_channels_are_looked_at_first(tmp_path: Path) -> None:
    """Those with the newest events; no more than so many; none of another workspace."""
    with open_chat_store(tmp_path / "log.db") as store:
        for number in range(MOST_CHANNELS + 5):
            saw(store, f"C{number}", SEEN + number)
        store.note_channel("T0OTHER", "C0THEIRS", ChannelKind.PUBLIC)
        found = store.absence(TEAM)
    assert found is not None
    assert [channel for channel, _ in found.channels] == [f"C{number}" for number in range(MOST_CHANNELS + 4, 4, -1)]
    assert {kind for _, kind in found.channels} == {ChannelKind.PUBLIC}


def test_what_was_not_read_to_its_end_is_read_again(tmp_path: Path) -> None:
    """A bot that dies while it catches up has seen newer messages meanwhile; what it had still to read is not seen."""
    with open_chat_store(tmp_path / "log.db") as store:
        for seconds in (-9_000, 0):
            saw(store, "C1", SEEN + seconds)
        store.reading_up(TEAM, SEEN - 3_000)
        saw(store, "C1", SEEN + 9_000)
        store.reading_up("T0OTHER", SEEN - 9_000)
    with open_chat_store(tmp_path / "log.db") as store:
        left = store.absence(TEAM)
        store.read_up(TEAM)
        after = store.absence(TEAM)
    assert left is not None
    assert after is not None
    assert left.since == SEEN - 3_000
    assert after.since == SEEN + 9_000 - OVERLAP.total_seconds()


def test_threads_that_were_going_on_are_looked_at(tmp_path: Path) -> None:
    """Of the day before the stop; neither old nor forgotten ones, nor those of the terminal."""
    with open_chat_store(tmp_path / "log.db") as store:
        for thread, minute in (("1.0", -3_000), ("2.0", 0), ("3.0", 1), ("4.0", 2)):
            number = store.record(Conversation(slack(thread), (asked("NOAUTH", ts=thread, minute=minute),)))
        store.forget(number, NOON)
        saw(store, "C0ONCALL", SEEN + 60)
        found = store.absence(TEAM)
    assert found is not None
    assert found.threads == (("C0ONCALL", "3.0"), ("C0ONCALL", "2.0"))
