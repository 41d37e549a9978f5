"""The only place that writes into Slack: paced, patient, and never the same answer twice.

A 429 is waited out however often it comes.  When Slack fails or the connection breaks, nobody knows whether the post
was made: it is looked for in its thread before it is sent again.  Every post carries a mark for that (the block_id of
its first block), which names the message that it answers.
"""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from slack_sdk import WebClient

from bot.edge.slack.outcomes import LimitedError, RefusedError, UnsureError, carried_out
from bot.edge.slack.pacing import Pace
from bot.edge.slack.patience import Patience
from bot.edge.slack.reading import Reader
from bot.errors import SlackError
from bot.model.chat import Block, SlackMessage

T = TypeVar("T")
Body = dict[str, Any]
"""Arguments of a chat.* method."""

REFRESH_EVERY = 1.25
"""Seconds between two passing edits of the whole workspace: chat.update takes some 50 a minute (Tier 3)."""
_EVERYWHERE = ""
METADATA = "juicefs_diagnosis"
_BLOCKS_REFUSED = frozenset({"invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long"})


class Poster:
    """Posts, updates and whispers.  Raises RefusedError when Slack says no, SlackDownError when patience ends."""

    def __init__(self, client: WebClient, reader: Reader, pace: Pace, patience: Patience) -> None:
        self._client = client
        self._reader = reader
        self._pace = pace
        self._patience = patience
        self._refreshing = Pace(lambda _: False, every=REFRESH_EVERY)

    def post(self, channel: str, thread_ts: str, message: SlackMessage, *, maybe_there: bool = False) -> str:
        """Post into a thread (without one into the channel) and give the post's `ts`.

        With `maybe_there` it is looked first whether it stands there.
        """
        unsure = maybe_there
        place: Body = {"thread_ts": thread_ts} if thread_ts else {}

        def send(body: Body) -> str:
            nonlocal unsure
            if unsure and (standing := self._reader.find(channel, thread_ts, message.mark)):
                return standing
            self._pace.wait(channel)
            try:
                sent = carried_out(lambda: self._client.chat_postMessage(channel=channel, **place, **body))
            except UnsureError:
                unsure = True
                raise
            return str(sent["ts"])

        quiet: Body = {"unfurl_links": False, "unfurl_media": False}
        return self._sent(channel, message, lambda body: send(_metadata(message) | quiet | body))

    def update(self, channel: str, ts: str, message: SlackMessage) -> None:
        """Replace an own message, its metadata too: what an update leaves out may stay as it was (from memory)."""

        def send(body: Body) -> None:
            told = _metadata(message, always=True)
            carried_out(lambda: self._client.chat_update(channel=channel, ts=ts, **told, **body))

        self._sent(channel, message, send)

    def refresh(self, channel: str, ts: str, message: SlackMessage) -> bool:
        """Replace an own message by what is soon out of date, if Slack has room for it; whether it was done."""
        if not self._refreshing.free(_EVERYWHERE):
            return False
        body: Body = {"text": message.text, "blocks": _marked(message)}
        try:
            carried_out(lambda: self._client.chat_update(channel=channel, ts=ts, **body))
        except LimitedError as limited:
            self._refreshing.hold(_EVERYWHERE, limited.seconds)
            return False
        except SlackError:
            return False
        return True

    def whisper(self, channel: str, user: str, thread_ts: str | None, message: SlackMessage) -> None:
        """Show something to one person alone; coming twice does no harm here."""

        def send(body: Body) -> None:
            self._pace.wait(channel)
            place: Body = {"channel": channel, "thread_ts": thread_ts}
            carried_out(lambda: self._client.chat_postEphemeral(user=user, **place, **body))

        self._sent(channel, message, send)

    def publish(self, user: str, blocks: Sequence[Block]) -> None:
        """Show somebody their page of the app's own; the newest is what they see."""
        view: Body = {"type": "home", "blocks": [dict(block) for block in blocks]}
        self._patience.insist(lambda: carried_out(lambda: self._client.views_publish(user_id=user, view=view)))

    def _sent(self, channel: str, message: SlackMessage, send: Callable[[Body], T]) -> T:
        """Send with blocks, or, when Slack refuses those, with the fallback text alone: better plain than silent."""
        try:
            return self._insist(channel, lambda: send({"text": message.text, "blocks": _marked(message)}))
        except RefusedError as refused:
            if refused.code not in _BLOCKS_REFUSED:
                raise
        return self._insist(channel, lambda: send({"text": message.text}))

    def _insist(self, channel: str, attempt: Callable[[], T]) -> T:
        return self._patience.insist(attempt, lambda seconds: self._pace.hold(channel, seconds))


def _marked(message: SlackMessage) -> list[dict[str, object]]:
    """The blocks, the first of which carries the mark."""
    blocks = [dict(block) for block in message.blocks]
    if message.mark and blocks:
        blocks[0]["block_id"] = message.mark
    return blocks


def _metadata(message: SlackMessage, *, always: bool = False) -> Body:
    if message.case is None and not always:
        return {}
    payload = {"case": message.case or "", "strength": message.strength.word}
    return {"metadata": {"event_type": METADATA, "event_payload": payload}}
