"""Somebody looks at the app's own page: what they have, what waits for them, and the last handings over."""

from collections.abc import Collection, Iterator, Sequence

from bot.core.oncall.handoff import card
from bot.core.oncall.home_blocks import home_blocks
from bot.flow.doors import Doors, OnCallDoors
from bot.flow.oncall.linking import linked
from bot.model.handoff import Card, OpenItem
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
    lang = doors.chat.lang(opened.user) or doors.preferred or Lang.EN
    page = Home(_first(mine), _first(offered), _last(opened, groups, doors, oncall))
    doors.chat.publish(opened.user, home_blocks(page, now, lang, doors.index().book))
    doors.note("home shown", key=opened.key, mine=len(mine), offered=len(offered), last=len(page.last))


def _visible(items: Sequence[OpenItem], user: str, oncall: OnCallDoors) -> list[OpenItem]:
    places = {one.where.partition(" ")[0] for one in items}
    seen = {one for one in places if one.startswith(_DIRECT) or oncall.sees(user, one)}
    return [one for one in items if one.where.partition(" ")[0] in seen]


def _last(opened: HomeOpened, groups: Collection[str], doors: Doors, oncall: OnCallDoors) -> tuple[Told, ...]:
    """The newest of both kinds, whole channels' and single threads', in one order."""
    both = [*_handings(opened, groups, doors, oncall), *_threads(opened, groups, doors, oncall)]
    return tuple(sorted(both, key=lambda one: one.at, reverse=True)[:MOST_LAST])


def _handings(opened: HomeOpened, groups: Collection[str], doors: Doors, oncall: OnCallDoors) -> Iterator[Told]:
    for one in oncall.handoffs.last_handings(opened.team, opened.user, groups, MOST_LAST):
        asked, channel = one.asked, one.asked.place.channel
        if oncall.sees(opened.user, channel):
            items = oncall.handoffs.handed(one.id)
            accepted = sum(bool(item.accepted_by) for item in items)
            url = doors.chat.link(channel, one.parent)
            yield Told(asked.at, asked.sender, asked.receiver, url, len(items), accepted)


def _threads(opened: HomeOpened, groups: Collection[str], doors: Doors, oncall: OnCallDoors) -> Iterator[Told]:
    for one in oncall.handoffs.last_threads(opened.team, opened.user, groups, MOST_LAST):
        channel, thread = one.place.channel, one.place.thread or ""
        if oncall.sees(opened.user, channel):
            url = doors.chat.link(channel, thread)
            yield Told(one.at, one.sender, one.receiver, url, 1, int(bool(one.accepted_by)), alone=True)


def _first(cards: list[Card]) -> tuple[Card, ...]:
    """What needs attention on top, then the oldest."""
    return tuple(sorted(cards, key=lambda one: (not one.attention, one.item.opened_at, one.item.id)))
