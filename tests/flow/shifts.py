"""Two open conversations in a room, and how they stand."""

import re
from dataclasses import replace
from datetime import timedelta

from bot.flow.oncall.errands import work_off
from bot.model.chat import SlackMessage
from bot.model.conversation import ConversationId
from bot.model.oncall import Status
from tests.flow.desk import PASTE, Desk

SECOND = ConversationId(2)


def two_open(desk: Desk) -> tuple[str, str]:
    """Two threads with open conversations, the first one with a pod."""
    first, second = (
        desk.says(PASTE, mention=True),
        desk.says("juicefs csi: NOAUTH Authentication required", mention=True),
    )
    desk.says("take", to=second, mention=True)
    return first, second


def status(desk: Desk, number: ConversationId) -> tuple[Status, str]:
    """How a conversation stands."""
    duty = desk.store.duty(number)
    return duty.status, duty.owner


def actions(message: SlackMessage) -> list[str]:
    """The buttons of a message."""
    return re.findall(r"'action_id': '(\w+)'", str(message.blocks))


def later(desk: Desk, after: timedelta) -> int:
    """Do what is due about handings over so much later; how much was done."""
    doors = desk.doors
    return work_off(replace(doors, now=lambda: desk.doors.now() + after), desk.oncall)
