"""What is heard is claimed, queued, answered and settled, whatever fails on the way."""

import json
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from slack_sdk import WebClient

from bot.cli.attending import Attendant
from bot.cli.inputs import ready_index
from bot.core.matching.index import Index
from bot.edge.slack.identity import Identity
from bot.edge.slack.lanes import Lanes
from bot.edge.slack.patience import Patience
from bot.edge.slack.reading import Reader
from bot.edge.store.chat_store import ChatStore, open_chat_store
from bot.errors import SlackDownError, StoreError
from bot.flow.doors import Doors
from bot.model.chat import ChannelKind, Incoming, SlackMessage
from tests.flow.room import Room
from tests.flow.test_conversing import LOST
from tests.slack_standin import QUICK, Slack

GRACE = 10.0


@pytest.fixture(scope="module")
def index() -> Index:
    """The built-in casebook."""
    return ready_index(None)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[ChatStore]:
    """An open log."""
    with open_chat_store(tmp_path / "log.db") as opened:
        yield opened


@pytest.fixture
def slack() -> Iterator[Slack]:
    """A workspace to read messages from again."""
    with Slack(timing=QUICK) as running:
        yield running


def attend(store: ChatStore, slack: Slack, doors: Doors) -> tuple[Attendant, Lanes]:
    """An attendant with these doors."""
    me = Identity(slack.backend.space.team, slack.bot_user, slack.backend.bot.bot_id)
    reader = Reader(WebClient(slack.bot_token, base_url=slack.api_url), me, Patience(lambda _: True))
    lanes = Lanes(2)
    return Attendant(store, lanes, reader, me, doors, whisper_now=doors.chat.whisper), lanes


def states(store: ChatStore) -> list[tuple[str, str]]:
    """Every claim."""
    return list(store._db.execute("SELECT key, state FROM events ORDER BY key").fetchall())


def hear(attendant: Attendant, incoming: Incoming) -> bool:
    """What the listeners do with an event."""
    new = attendant.ears.claim(incoming)
    if new:
        attendant.ears.message(incoming)
    return new


def with_post(doors: Doors, post: Callable[..., str]) -> Doors:
    """The same doors with another way to post."""
    return replace(doors, chat=replace(doors.chat, post=post))


def test_an_event_is_answered_once_and_settled(store: ChatStore, slack: Slack, index: Index) -> None:
    """The second delivery is known."""
    room = Room(store, index)
    attendant, lanes = attend(store, slack, room.doors)
    message = room.message(LOST, "1736481301.000000")
    assert [hear(attendant, message), hear(attendant, message)] == [True, False]
    assert lanes.close(GRACE) == 0
    assert len(room.answers(message.ts)) == 1
    assert states(store) == [(message.key, "done")]


def test_a_crash_is_told_with_its_number_to_whoever_asked(store: ChatStore, slack: Slack, index: Index) -> None:
    """In a direct message and with a mention one kind sentence without the exception's words; in a channel nothing."""
    room = Room(store, index)
    attendant, lanes = attend(store, slack, replace(room.doors, index=_broken))
    hear(attendant, room.message(LOST, "1736481301.000000"))
    hear(attendant, room.message(LOST, "1736481302.000000", mention=True))
    hear(attendant, replace(room.message(LOST, "1736481303.000000"), channel_kind=ChannelKind.DIRECT))
    assert lanes.close(GRACE) == 0
    assert room.answers("1736481301.000000") == []
    for ts in ("1736481302.000000", "1736481303.000000"):
        (answer,) = room.answers(ts)
        assert "could not answer" in answer.text
        assert "a pasted secret" not in json.dumps(answer.blocks)
    assert {state for _, state in states(store)} == {"failed"}


def test_what_slack_did_not_take_is_taken_up_again(store: ChatStore, slack: Slack, index: Index) -> None:
    """It stays pending; the next sweep reads the message from Slack as it is now, and answers it once."""
    ts = slack.user("ana").posts(LOST)
    message = slack.message(ts)
    assert message is not None
    room, down = Room(store, index), threading.Event()

    def post(channel: str, thread_ts: str, message: SlackMessage, *, maybe_there: bool) -> str:
        if not down.is_set():
            down.set()
            raise SlackDownError("Slack cannot be reached.", "无法连接 Slack。")
        return room.doors.chat.post(channel, thread_ts, message, maybe_there=maybe_there)

    attendant, lanes = attend(store, slack, with_post(room.doors, post))
    incoming = replace(room.message(LOST, ts), key=f"msg:{message.channel}:{ts}", channel=message.channel)
    hear(attendant, incoming)
    _drained(lanes)
    assert states(store) == [(incoming.key, "pending")]
    assert attendant.resume() == 1
    _drained(lanes)
    assert len(room.answers(ts)) == 1
    assert states(store) == [(incoming.key, "done")]
    assert attendant.resume() == 0
    lanes.close(GRACE)


def test_a_log_that_cannot_claim_costs_nobody_the_answer(store: ChatStore, slack: Slack, index: Index) -> None:
    """Memory does meanwhile: the same message is still answered once."""

    class Full(ChatStore):
        """A log on a full disk."""

        def claim(self, *_: object) -> bool:
            raise StoreError("The disk is full.", "磁盘已满。")

    full = Full(store.path.with_name("other.db"), store._db, 1.0)
    room = Room(store, index)
    attendant, lanes = attend(full, slack, room.doors)
    message = room.message(LOST, "1736481301.000000")
    assert [hear(attendant, message), hear(attendant, message)] == [True, False]
    assert lanes.close(GRACE) == 0
    assert len(room.answers(message.ts)) == 1


def _broken() -> Index:
    reason = "a pasted secret"
    raise ValueError(reason)


def _drained(lanes: Lanes) -> None:
    """Wait until nothing is left to do."""
    waiting = threading.Event()
    while len(lanes):
        waiting.wait(0.01)
