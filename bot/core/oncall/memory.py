"""What the log remembers of a case: the same trouble before, when and where, and what solved it.

Nothing leaves the channel it was said in, unless that channel is open to everybody in the workspace.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from bot.model.case import CaseId
from bot.model.chat import ChannelKind
from bot.model.conversation import ConversationId, Door, Place
from bot.model.episode import About, Episode
from bot.model.oncall import Status

MOST = 3
"""More than three are not read at night (a guess)."""
GOING_ON = timedelta(hours=1)
"""How long what is open is the trouble of now, told again, and no memory (a guess)."""


def seen_before(
    case: CaseId,
    about: About,
    reader: Place,
    past: Iterable[Episode],
    *,
    now: datetime,
    but: ConversationId | None = None,
) -> tuple[Episode, ...]:
    """At most three earlier conversations about `case` that `reader` may see, the nearest first.

    The same pod comes first, then the same namespace, then the same node; among equals one that says what solved it,
    then the newest.  `but` is the conversation that is being answered; left out are what was dismissed or refuted, what
    was answered to one person alone, and what is going on now: it is open, and was opened within the last hour.
    """
    found = (one for one in past if one.case == case and one.id != but and not _was_nothing(one))
    over = (one for one in found if not _was_aside(one) and not _goes_on(one, now))
    visible = [one for one in over if may_see(reader, one)]
    return tuple(sorted(visible, key=lambda one: _nearness(about, one), reverse=True)[:MOST])


def come_back(
    case: CaseId, about: About, reader: Place, past: Iterable[Episode], *, but: ConversationId | None = None
) -> Episode | None:
    """The conversation of this channel in which the same case of the same pod was resolved last; None without one."""
    same = (one for one in past if one.case == case and one.id != but and one.status is Status.RESOLVED)
    near = [one for one in same if one.about.pods & about.pods and _is_here(reader, one.place)]
    return max(near, key=lambda one: (one.closed_at or one.opened_at, one.id), default=None)


def may_see(reader: Place, episode: Episode) -> bool:
    """Whether who reads at `reader` may see a conversation: its own channel's, and those of public channels.

    Whoever sits at a terminal holds the log's file itself, and sees everything.
    """
    if reader.door is Door.TERMINAL:
        return True
    place = episode.place
    if place.door is not Door.SLACK or place.team != reader.team or not place.channel:
        return False
    return place.channel == reader.channel or episode.kind is ChannelKind.PUBLIC


def _was_nothing(one: Episode) -> bool:
    """What was dismissed was no trouble, and what more people refuted than confirmed was not this case."""
    return one.status is Status.DISMISSED or (one.refuted > one.helped and not one.solved.strip())


def _was_aside(one: Episode) -> bool:
    """Of a command's answer there is no thread in which anybody could have said what solved it."""
    return one.place.door is Door.SLACK and not one.place.thread


def _goes_on(one: Episode, now: datetime) -> bool:
    return not one.status.closed and now - one.opened_at < GOING_ON


def _is_here(reader: Place, place: Place) -> bool:
    return (reader.door, reader.team, reader.channel) == (place.door, place.team, place.channel)


def _nearness(about: About, one: Episode) -> tuple[bool, bool, bool, bool, float]:
    return (
        bool(about.pods & one.about.pods),
        bool(about.namespaces & one.about.namespaces),
        bool(about.nodes & one.about.nodes),
        bool(one.solved.strip()),
        one.opened_at.timestamp(),
    )
