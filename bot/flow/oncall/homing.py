"""Somebody looks at the app's own page: what they have, what waits for them, and the last handings over."""

from collections.abc import Iterable, Sequence

from bot.core.oncall.handoff import card
from bot.core.oncall.home_blocks import home_blocks
from bot.flow.doors import Doors, OnCallDoors
from bot.flow.oncall.linking import linked
from bot.model.handoff import Card, Handing, OpenItem
from bot.model.home import Home, HomeOpened, Told
from bot.model.text import Lang

MOST_LAST = 5
"""Handings over that are shown; a shift or two (a guess)."""
_DIRECT = "D"
"""How the id of a direct conversation begins; in it there is nobody else."""


def show_home(opened: HomeOpened, doors: Doors, oncall: OnCallDoors) -> None:
    """Publish the page of whoever looks, with nothing of a channel that they are not in.

    Raises StoreError and SlackError.
    """
    groups = oncall.groups_of(opened.user)
    items = _visible(oncall.handoffs.open_with(opened.team, opened.user, groups), opened.user, oncall)
    now, to = doors.now(), {opened.user, *groups}
    cards = [card(linked(one, doors), now) for one in items]
    offered = [one for one in cards if one.item.duty.offer and one.item.duty.offer.receiver in to]
    mine = [one for one in cards if one.item.duty.owner == opened.user and one not in offered]
    told = _last(oncall.handoffs.last_handings(opened.team, opened.user, groups, MOST_LAST), opened.user, doors, oncall)
    lang = doors.chat.lang(opened.user) or doors.preferred or Lang.EN
    page = Home(_first(mine), _first(offered), tuple(told))
    doors.chat.publish(opened.user, home_blocks(page, now, lang, doors.index().book))
    doors.note("home shown", key=opened.key, mine=len(mine), offered=len(offered), last=len(page.last))


def _visible(items: Sequence[OpenItem], user: str, oncall: OnCallDoors) -> list[OpenItem]:
    places = {one.where.partition(" ")[0] for one in items}
    seen = {one for one in places if one.startswith(_DIRECT) or oncall.sees(user, one)}
    return [one for one in items if one.where.partition(" ")[0] in seen]


def _last(handings: Iterable[Handing], user: str, doors: Doors, oncall: OnCallDoors) -> Iterable[Told]:
    for handing in handings:
        channel = handing.asked.place.channel
        if oncall.sees(user, channel):
            items = oncall.handoffs.handed(handing.id)
            accepted = sum(bool(one.accepted_by) for one in items)
            yield Told(handing, doors.chat.link(channel, handing.parent), len(items), accepted)


def _first(cards: list[Card]) -> tuple[Card, ...]:
    """What needs attention on top, then the oldest."""
    return tuple(sorted(cards, key=lambda one: (not one.attention, one.item.opened_at, one.item.id)))
