"""A conversation with what only Slack knows of it: the address of its thread, and what people are called."""

from dataclasses import replace

from bot.flow.doors import Doors
from bot.model.handoff import OpenItem


def linked(item: OpenItem, doors: Doors) -> OpenItem:
    """The conversation with the address of its thread, and what the authors of its notes are called."""
    channel, _, thread = item.where.partition(" ")
    names = {note.who: doors.chat.name(note.who) for note in item.tried}
    return replace(item, url=doors.chat.link(channel, thread) if thread else "", names=names)
