"""Channels that are handed over by themselves: each moment of the schedule once, also over a restart."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from bot.flow.doors import Doors, OnCallDoors
from bot.flow.oncall.offering import hand_over
from bot.model.conversation import Door, Place
from bot.model.handoff import Asked
from bot.model.shift import Shift
from bot.model.text import Lang

LATE = timedelta(hours=1)
"""A moment that nobody was there for is made up for so long; later the shift has begun without (a guess)."""


@dataclass(slots=True)
class Schedule:
    """The shifts of a workspace, and what this bot has seen to already: the log knows it for all bots."""

    shifts: Sequence[Shift]
    team: str
    seen: set[str] = field(default_factory=set)

    def hand_over(self, doors: Doors, oncall: OnCallDoors) -> int:
        """Hand over the channels whose moment has come; how many.  Raises StoreError and SlackError."""
        count = 0
        for asked in self._due(doors):
            hand_over(asked, doors, oncall)
            self.seen.add(asked.key)
            count += 1
        return count

    def _due(self, doors: Doors) -> Iterable[Asked]:
        now = doors.now()
        for shift in self.shifts:
            at = shift.last(now, LATE)
            key = f"schedule:{shift.channel}:{shift.receiver}:{at:%Y-%m-%dT%H:%MZ}" if at else ""
            if key and key not in self.seen:
                place = Place(Door.SLACK, self.team, shift.channel)
                yield Asked(key, place, now, doors.preferred or Lang.EN, receiver=shift.receiver)
