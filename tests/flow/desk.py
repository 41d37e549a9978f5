"""A room in which people act on conversations, and its people."""

import json
import re
from dataclasses import replace

from bot.core.objects.target import Target
from bot.core.oncall.handoff_blocks import action_of
from bot.flow.boards import PaintDoors, repaint
from bot.flow.doors import Doors, OnCallDoors
from bot.flow.pressing import press
from bot.model.chat import Press, SlackMessage
from bot.model.conversation import ConversationId
from bot.model.oncall import Act, Receiver
from bot.model.snapshot import Snapshot
from tests.flow.room import CHANNEL, Room, place
from tests.scenes.take import snapshot_of

PASTE = "juicefs: NOAUTH Authentication required for redis metadata engine, pod shop/orders-0"
PEOPLE = {
    "U0BEN": Receiver("U0BEN"),
    "U0ROBOT": Receiver("U0ROBOT", bot=True),
    "U0AWAY": Receiver("U0AWAY", here=False),
    "U0GONE": Receiver("U0GONE", known=False),
    "S0GONE": Receiver("S0GONE", group=True, known=False),
    "S0DARK": Receiver("S0DARK", group=True, readable=False),
    "@nobody": Receiver("@nobody", known=False),
    "@here": Receiver("@here", known=False),
    "S0TEAM": Receiver("S0TEAM", frozenset({"U0BEN"}), group=True),
}
FIRST = ConversationId(1)


class Desk(Room):
    """A room in which people act on conversations; `cluster` reads every pod as that scene."""

    cluster: str | None = None

    @property
    def doors(self) -> Doors:
        """The room's doors with those of people on call."""
        store = self.store
        oncall = OnCallDoors(
            act=store.act,
            number=store.number,
            place=store.place,
            open_items=store.open_items,
            open_in=store.open_in,
            stats=store.stats,
            plot=lambda stats: b"PNG of %d" % stats.conversations,
            of_case=store.of_case,
            keep_reading=store.keep_reading,
            logged=store.conversation,
            item=store.item,
            board=store.board,
            situation=store.situation,
            hang=store.hang,
            receiver=lambda who, _channel: PEOPLE.get(who, Receiver(who)),
            groups_of=lambda who: frozenset(one.id for one in PEOPLE.values() if who in one.members),
            sees=lambda who, _channel: PEOPLE.get(who, Receiver(who)).here,
            handoffs=store,
            read=self._read if self.cluster else None,
        )
        return replace(super().doors, oncall=oncall)

    @property
    def oncall(self) -> OnCallDoors:
        """Those of people on call."""
        assert self.doors.oncall is not None
        return self.doors.oncall

    def begun(self) -> list[str]:
        """The posts of the bot that stand in the channel itself."""
        return [ts for ts, root in self.threads.items() if not root]

    def _read(self, _channel: str, target: Target) -> Snapshot:
        assert self.cluster is not None
        del target
        return snapshot_of(self.cluster)

    def repaints(self) -> int:
        """The answers that are behind are written anew; how many were."""
        return repaint(PaintDoors(self.store.behind, self.store.caught_up), self.doors)

    def pushes(self, act: Act, thread: str, user: str = "U1", value: str = "") -> None:
        """A person pushes the button of an act under a post in a thread."""
        press(
            Press(f"press:{next(self._clock)}", action_of(act), "T1", CHANNEL, thread, thread, user, value), self.doors
        )

    def pushes_all(self, root: str, user: str) -> None:
        """A person pushes "Accept all" under the newest handing over of that thread."""
        handing = self.store.handing_at(place(root))
        assert handing is not None
        self.pushes(Act.ACCEPT, root, user, f"h{handing.id}")

    def last(self, thread: str) -> SlackMessage:
        """The bot's newest post in a thread."""
        return self.answers(thread)[-1]


def pinged(message: SlackMessage) -> set[str]:
    """Everybody whom a message pings."""
    return set(re.findall(r'"user(?:group)?_id": "(\w+)"', json.dumps(message.blocks)))
