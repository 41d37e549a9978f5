"""A new answer says where the same case was seen before, and what solved it; nothing leaks out of private channels."""

import json

import pytest

from bot.model.chat import ChannelKind
from bot.model.conversation import Door, Place
from tests.edge.store.exchanges import exchange
from tests.flow.desk import PASTE, Desk

LONG_AGO = -60 * 24 * 500
"""Minutes: before the desk's first day."""


def test_the_same_case_is_remembered_with_what_solved_it(desk: Desk) -> None:
    """In the next thread of the channel, also for another pod; the first one has nothing to remember."""
    first = desk.says(PASTE, mention=True)
    assert "Seen before" not in json.dumps(desk.last(first).blocks)
    desk.says("resolve gave the password", to=first, mention=True)
    second = desk.says(PASTE.replace("orders-0", "web-1"), mention=True)
    shown = json.dumps(desk.last(second).blocks)
    assert "Seen before" in shown
    assert "gave the password" in shown


@pytest.mark.parametrize(("kind", "told"), [(ChannelKind.PRIVATE, False), (ChannelKind.PUBLIC, True)])
def test_only_public_channels_are_told_elsewhere(desk: Desk, kind: ChannelKind, told: bool) -> None:  # noqa: FBT001 - a row
    """Of a private one neither its words nor that it ever happened."""
    desk.store.record(exchange("NOAUTH", minute=LONG_AGO, place=Place(Door.SLACK, "T1", "C0OTHER", "1.1")))
    desk.store.note_channel("T1", "C0OTHER", kind)
    thread = desk.says(PASTE, mention=True)
    assert ("Seen before" in json.dumps(desk.last(thread).blocks)) is told
