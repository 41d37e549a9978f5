"""What the bot hears: every subscribed event, its buttons and its command, each acknowledged at once.

An event is claimed before it is acknowledged: what Slack believes delivered is safe on the disk, and whoever brings it
again (a retry, the second event of a mention, another socket) finds it claimed.  The work itself happens elsewhere.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from slack_bolt import App, BoltContext, BoltResponse

from bot.core.oncall.modal import SOLVED
from bot.edge.slack.identity import Identity
from bot.edge.slack.incoming import (
    read_command,
    read_event,
    read_home,
    read_press,
    read_reaction,
    read_shortcut,
    read_submission,
)
from bot.model.chat import Command, Incoming, Press
from bot.model.home import HomeOpened

HOME = "app_home_opened"
EVENTS = ("message", "app_mention", "reaction_added", HOME)
"""The types of events that are listened to; deploy/slack-manifest.yaml subscribes to these and no others."""
COMMAND = "/juicefs"
SHORTCUT = "juicefs_diagnose_message"
"""The message shortcut; deploy/slack-manifest.yaml offers it."""
ACTIONS = re.compile(r"juicefs_\w+")
"""How the action ids of the bot's own buttons begin."""
_HEARD = "juicefs_heard"

Heard = Incoming | Press | Command | HomeOpened


@dataclass(frozen=True, slots=True)
class Ears:
    """Who is told: `claim` says whether this is new (it must be quick), the others take the work."""

    claim: Callable[[Heard], bool]
    message: Callable[[Incoming], None]
    press: Callable[[Press], None]
    command: Callable[[Command], None]
    home: Callable[[HomeOpened], None]


def listen(app: App, me: Identity, ears: Ears) -> None:
    """Register everything on the app."""

    def gate(body: Mapping[str, object], context: BoltContext, next: Callable[[], None]) -> BoltResponse | None:  # noqa: A002 - Bolt passes by these names
        """Let through what is for us and new; everything else is acknowledged here and goes no further."""
        heard = _read(body, me)
        if heard is None or not ears.claim(heard):
            return BoltResponse(status=200, body="")
        context[_HEARD] = heard
        next()
        return None

    def take_event(context: BoltContext) -> None:
        ears.message(context[_HEARD])

    def take_home(context: BoltContext) -> None:
        ears.home(context[_HEARD])

    def take_press(ack: Callable[[], object], context: BoltContext) -> None:
        ack()
        ears.press(context[_HEARD])

    def take_command(ack: Callable[[], object], context: BoltContext) -> None:
        ack()
        ears.command(context[_HEARD])

    app.use(gate)
    for event in EVENTS:
        app.event(event)(take_home if event == HOME else take_event)
    app.action(ACTIONS)(take_press)
    app.command(COMMAND)(take_command)
    app.message_shortcut(SHORTCUT)(take_press)
    app.view(SOLVED)(take_press)


def _read(body: Mapping[str, object], me: Identity) -> Heard | None:
    event = body.get("event")
    if isinstance(event, Mapping):
        return _read_event(event, me)
    if body.get("command") == COMMAND:
        return read_command(body, me)
    if body.get("type") == "message_action":
        return read_shortcut(body, me) if body.get("callback_id") == SHORTCUT else None
    if body.get("type") == "view_submission":
        sent = read_submission(body, me)
        return sent if sent and sent.action == SOLVED else None
    press = read_press(body, me) if body.get("type") == "block_actions" else None
    return press if press and ACTIONS.fullmatch(press.action) else None


def _read_event(event: Mapping[str, object], me: Identity) -> Heard | None:
    kind = event.get("type")
    if kind == "reaction_added":
        return read_reaction(event, me)
    if kind == HOME:
        return read_home(event, me)
    return read_event(event, me) if kind in EVENTS else None
