"""What Slack hands out for a short while: trigger ids for modals, and response URLs."""

import uuid
from dataclasses import dataclass, field

from tests.slack_standin.block_rules import MESSAGE_BLOCKS, check_blocks
from tests.slack_standin.clock import Clock, Timing
from tests.slack_standin.identified import identified
from tests.slack_standin.message import Message
from tests.slack_standin.shapes import Json, RefusedError
from tests.slack_standin.talk import Talk


@dataclass(slots=True)
class Triggers:
    """Trigger ids: each opens one modal within three seconds, for the user who caused it."""

    clock: Clock
    timing: Timing
    _issued: dict[str, tuple[str, float]] = field(default_factory=dict)
    _used: set[str] = field(default_factory=set)

    def issue(self, user: str) -> str:
        """A trigger for this user."""
        trigger = f"{int(self.clock.now() * 1000)}.{uuid.uuid4().hex}"
        self._issued[trigger] = (user, self.clock.now())
        return trigger

    def redeem(self, trigger: str) -> str:
        """The user who may see a modal now; refuses as Slack does."""
        if trigger not in self._issued:
            raise RefusedError("invalid_trigger_id")
        if trigger in self._used:
            raise RefusedError("exchanged_trigger_id")
        user, at = self._issued[trigger]
        if self.clock.now() - at > self.timing.trigger:
            raise RefusedError("expired_trigger_id")
        self._used.add(trigger)
        return user


@dataclass(slots=True)
class _ResponseUrl:
    channel: str
    user: str
    issued: float
    original: Message | None
    thread_ts: str
    uses: int = 0


class ResponseUrls:
    """Response URLs: five messages within thirty minutes, ephemeral unless `in_channel`."""

    def __init__(self, talk: Talk, timing: Timing, address: str) -> None:
        self._talk = talk
        self._timing = timing
        self._address = address
        self._issued: dict[str, _ResponseUrl] = {}

    def issue(self, channel: str, user: str, original: Message | None = None) -> str:
        """A URL for one interaction; `original` is the message that was pressed, if any."""
        name = uuid.uuid4().hex
        thread = original.thread_ts if original else ""
        self._issued[name] = _ResponseUrl(channel, user, self._talk.workspace.clock.now(), original, thread)
        return f"{self._address}/response/{name}"

    def respond(self, name: str, body: Json) -> None:
        """Carry out what was sent to a URL; refuses what is unknown, too old, used up or malformed.

        The words `expired_url` and `used_url` are from memory.
        """
        url = self._issued.get(name)
        if url is None or self._talk.workspace.clock.now() - url.issued > self._timing.response_url:
            raise RefusedError("expired_url")
        if url.uses >= self._timing.response_url_uses:
            raise RefusedError("used_url")
        url.uses += 1
        if body.get("delete_original"):
            self._delete(url)
            return
        content = _content(body)
        if body.get("replace_original") and url.original is not None:
            self._replace(url.original, content)
        else:
            url.original = self.say(url.channel, url.user, body | content, url.thread_ts)

    def say(self, channel: str, user: str, body: Json, thread_ts: str = "") -> Message:
        """A message of the app to whoever interacted: ephemeral, or for all when `response_type` is `in_channel`."""
        space = self._talk.workspace
        content: Json = {name: body[name] for name in ("text", "blocks", "attachments", "metadata") if name in body}
        thread = body.get("thread_ts") or thread_ts
        content |= {"thread_ts": thread} if thread else {}
        place = space.channels[channel]
        if body.get("response_type") == "in_channel":
            return self._talk.post(space.bot, place, content)
        return self._talk.whisper(space.bot, place, user, content)

    def _replace(self, original: Message, content: Json) -> None:
        if original.for_user:
            self._talk.rewhisper(original, content)
        elif (current := self._talk.workspace.message(original.ts, original.channel)) is not None:
            self._talk.edit(current, content)

    def _delete(self, url: _ResponseUrl) -> None:
        if url.original is None:
            return
        if url.original.for_user:
            self._talk.rewhisper(url.original, None)
        elif (current := self._talk.workspace.message(url.original.ts, url.original.channel)) is not None:
            self._talk.delete(current)


def _content(body: Json) -> Json:
    """The message in a response; the length of all blocks together is not checked here (Slack is laxer, too)."""
    if not (body.get("text") or body.get("blocks") or body.get("attachments")):
        raise RefusedError("no_text")
    content: Json = {name: body[name] for name in ("text", "attachments") if name in body}
    if "blocks" in body:
        content["blocks"] = identified(check_blocks(body["blocks"], MESSAGE_BLOCKS))
    return content
