"""What people do in Slack, carried out on the stand-in's own thread: the person's side of every conversation."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from tests.slack_standin import events
from tests.slack_standin.backend import Backend
from tests.slack_standin.courier import Delivery, Ending, Kind, State
from tests.slack_standin.interactions import (
    action,
    command_payload,
    element_of,
    in_message,
    input_values,
    interaction,
)
from tests.slack_standin.message import Button, Message, find_button
from tests.slack_standin.methods.files import new_file, share
from tests.slack_standin.modals import View
from tests.slack_standin.people import Channel, User
from tests.slack_standin.shapes import Json, RefusedError
from tests.slack_standin.stored_file import StoredFile
from tests.slack_standin.talk import bodies
from tests.slack_standin.typed import Habits, typed

_APP_SILENT = "operation_timeout"


@dataclass(frozen=True, slots=True)
class Press:
    """What is pressed: a button's label, action_id or value, `block_id` to tell twins apart, `chosen` from a menu."""

    name: str
    block_id: str = ""
    chosen: object = None


@dataclass(frozen=True, slots=True)
class Acting:
    """One person at their client."""

    backend: Backend
    user: User
    habits: Habits = field(default_factory=Habits)

    def post(self, channel: Channel, text: str, thread_ts: str = "") -> Message:
        """Type a message and send it."""
        channel.members.add(self.user.id)
        return self.backend.talk.post(self.user, channel, self._typed(text) | _thread(thread_ts))

    def edit(self, message: Message, text: str) -> Message:
        """Change the text of an own message."""
        return self.backend.talk.edit(message, self._typed(text), by=self.user.id)

    def upload(self, channel: Channel, files: Sequence[StoredFile], text: str, thread_ts: str = "") -> Message:
        """Share files with a comment."""
        channel.members.add(self.user.id)
        body = self._typed(text) | _thread(thread_ts)
        return share(self.backend.talk, self.user, channel, list(files), body)

    def new_file(self, name: str, content: bytes, *, filetype: str = "", snippet: bool = False) -> StoredFile:
        """A file or snippet to share."""
        stored = new_file(self.backend, self.user, name, content, filetype=filetype)
        stored.mode = "snippet" if snippet else "hosted"
        return stored

    def press(self, message: Message, press: Press) -> Delivery:
        """Press a button of a message, or choose an option of one of its menus."""
        button = find_button(message.buttons, press.name, press.block_id)
        channel = self.backend.space.channels[message.channel]
        payload = self._pressed(button, list(message.blocks), press) | in_message(message, channel)
        payload["response_url"] = self.backend.response_urls.issue(channel.id, self.user.id, message)
        return self._interact(payload)

    def press_in_view(self, view: View, press: Press) -> Delivery:
        """Press a button of a modal or of the Home tab."""
        button = find_button(view.buttons, press.name, press.block_id)
        payload = self._pressed(button, list(view.body["blocks"]), press)
        container = {"type": "view", "view_id": view.id}
        return self._interact(payload | {"container": container, "view": self._view_json(view)})

    def run(self, command: str, text: str, channel: Channel) -> Delivery:
        """Run a slash command; what the app answers at once is shown, and so is its silence."""
        backend = self.backend
        commands = backend.manifest.commands
        if (commands is not None and command not in commands) or not backend.manifest.grants("commands"):
            self._told(channel, f"{command} is not a valid command.")
            return Delivery(Kind.COMMAND, {}, state=State.LOST)
        escaped = bool(commands and commands[command])
        payload = command_payload(
            backend.space, self.user, channel, command, self._typed(text)["text"] if escaped else text
        )
        payload["response_url"] = backend.response_urls.issue(channel.id, self.user.id)
        payload["trigger_id"] = backend.triggers.issue(self.user.id)
        return backend.courier.send(Kind.COMMAND, payload, lambda delivery: self._command_ended(delivery, channel))

    def shortcut(self, callback_id: str, message: Message | None) -> Delivery:
        """Run a message shortcut, or a global one without a message."""
        offered = self.backend.manifest.shortcuts
        if offered is not None and callback_id not in offered:
            reason = f"the manifest has no shortcut {callback_id!r}"
            raise LookupError(reason)
        payload = interaction(self.backend.space, self.user, "message_action" if message else "shortcut")
        payload |= {"callback_id": callback_id, "action_ts": self.backend.clock.ts()}
        if message is not None:
            channel = self.backend.space.channels[message.channel]
            payload |= {
                "message_ts": message.ts,
                "message": message.body,
                "channel": {"id": channel.id, "name": channel.command_name},
                "response_url": self.backend.response_urls.issue(channel.id, self.user.id, message),
            }
        return self._interact(payload)

    def submit(self, view: View, values: Json) -> Delivery:
        """Send a modal's form; the app's answer closes, updates, pushes or complains."""
        body = self._view_json(view, input_values(view, values))
        payload = interaction(self.backend.space, self.user, "view_submission") | {"view": body, "response_urls": []}
        return self._interact(payload, lambda delivery: self._submitted(delivery, view))

    def close_view(self, view: View) -> Delivery | None:
        """Close a modal; the app hears of it only when it asked to."""
        self.backend.views.close(self.user.id)
        if not view.body.get("notify_on_close"):
            return None
        payload = interaction(self.backend.space, self.user, "view_closed")
        return self._interact(payload | {"view": self._view_json(view), "is_cleared": False})

    def open_home(self, tab: str = "home") -> None:
        """Look at the app's Home (or Messages) tab."""
        backend = self.backend
        home = backend.views.homes.get(self.user.id)
        dm = backend.space.dm_with(self.user.id)
        shown = self._view_json(home) if home else None
        event = events.app_home_opened(self.user.id, dm.id, tab, shown, backend.clock.ts())
        backend.talk.tell(event, "app_home_opened", dm)

    def _typed(self, text: str) -> Json:
        shown = typed(text, self.backend.mention, self.habits)
        return bodies(shown.text, shown.blocks)

    def _pressed(self, button: Button, blocks: list[Json], press: Press) -> Json:
        payload = interaction(self.backend.space, self.user, "block_actions")
        element = element_of(blocks, button)
        chosen = action(button, element, press.chosen or press.name, self.backend.clock.ts())
        return payload | {"actions": [chosen], "state": {"values": {}}}

    def _interact(self, payload: Json, ended: Ending | None = None) -> Delivery:
        if not self.backend.manifest.interactive:
            reason = "the manifest does not enable interactivity"
            raise LookupError(reason)
        if payload["type"] != "view_closed":
            payload["trigger_id"] = self.backend.triggers.issue(self.user.id)
        return self.backend.courier.send(Kind.INTERACTIVE, payload, ended)

    def _view_json(self, view: View, values: Json | None = None) -> Json:
        space = self.backend.space
        return view.to_json(team=space.team, app=space.app, bot=space.bot.bot_id, values=values)

    def _command_ended(self, delivery: Delivery, channel: Channel) -> None:
        if delivery.state is State.LOST:
            reason = _APP_SILENT if delivery.attempts[0].connections else "dispatch_failed"
            self._told(channel, f'{delivery.payload["command"]} failed with the error "{reason}"')
        elif delivery.answer.get("text") or delivery.answer.get("blocks"):
            self.backend.response_urls.say(channel.id, self.user.id, delivery.answer)

    def _submitted(self, delivery: Delivery, view: View) -> None:
        views = self.backend.views
        if delivery.state is State.LOST:
            views.complain(view, {"": "We had some trouble connecting. Try again?"})
            return
        answer = delivery.answer
        try:
            match answer.get("response_action"):
                case "errors":
                    views.complain(view, answer["errors"])
                case "update":
                    views.update(answer["view"], view_id=view.id)
                case "push":
                    views.push(self.user.id, answer["view"])
                case "clear":
                    views.close(self.user.id, everything=True)
                case _:
                    views.close(self.user.id)
        except RefusedError as refused:
            views.complain(view, {"": f"We had some trouble connecting. Try again? ({refused.error})"})

    def _told(self, channel: Channel, text: str) -> None:
        """What Slack itself tells this person."""
        slackbot = User(events.SLACKBOT, "slackbot", "Slackbot")
        self.backend.talk.whisper(slackbot, channel, self.user.id, {"text": text})


def _thread(thread_ts: str) -> Json:
    return {"thread_ts": thread_ts} if thread_ts else {}
