"""What stands in a thread: read after a stop, when a post may have gone through, and when a thread is asked about.

Slack may allow as little as one such reading a minute (facts on rate limits), so that nothing here is needed for an
ordinary answer.
"""

from typing import Any, cast

from slack_sdk import WebClient
from slack_sdk.web import SlackResponse

from bot.edge.slack.identity import Identity
from bot.edge.slack.incoming import Json, read_message
from bot.edge.slack.outcomes import RefusedError, carried_out
from bot.edge.slack.patience import Patience
from bot.model.chat import Change, ChannelKind, Incoming

MOST = 100
"""Messages of one reading."""


class Reader:
    """Reads threads.  Raises SlackDownError when Slack does not answer for long."""

    def __init__(self, client: WebClient, me: Identity, patience: Patience) -> None:
        self._client = client
        self._me = me
        self._patience = patience

    def find(self, channel: str, thread_ts: str, mark: str) -> str | None:
        """The `ts` of the bot's own post with this mark; None when there is none, or it cannot be read.

        Without a thread it is looked for among the channel's own posts.

        A mark ends in the `ts` of the message that it names, and an answer is younger than that.
        """
        if not mark:
            return None
        posts = self._thread(channel, thread_ts, oldest=mark.rpartition(":")[2])
        return next((str(one["ts"]) for one in posts if one.get("bot_id") == self._me.bot and _mark(one) == mark), None)

    def shows(self, channel: str, thread_ts: str, name: str) -> bool:
        """Whether the bot has shared a file of this name in a thread."""
        posts = self._thread(channel, thread_ts)
        files = (one for post in posts if post.get("bot_id") == self._me.bot for one in _files(post))
        return any(one.get("name") == name for one in files)

    def message(self, channel: str, root: str, ts: str, change: Change) -> Incoming | None:
        """One message as it is now; None when it is gone, or not a person's."""
        found = next((one for one in self._thread(channel, root, oldest=ts) if one.get("ts") == ts), None)
        if found is None:
            return None
        return read_message(found, channel, _kind(channel), self._me, change=change, resumed=True)

    def people(self, channel: str, root: str) -> tuple[Incoming, ...]:
        """What people said in a thread, oldest first: its beginning, not more than one reading gives."""
        read = (read_message(one, channel, _kind(channel), self._me) for one in self._thread(channel, root))
        return tuple(one for one in read if one is not None)

    def _thread(self, channel: str, root: str, oldest: str = "0") -> list[Json]:
        bounds: dict[str, Any] = {"oldest": oldest, "inclusive": True, "limit": MOST}

        def read() -> SlackResponse:
            if root:
                return self._client.conversations_replies(channel=channel, ts=root, **bounds)
            return self._client.conversations_history(channel=channel, **bounds)

        try:
            answer = self._patience.insist(lambda: carried_out(read))
        except RefusedError:  # thread_not_found, missing_scope, channel_not_found: there is nothing to be read
            return []
        return cast("list[Json]", answer.get("messages") or [])


def _kind(channel: str) -> ChannelKind:
    return ChannelKind.DIRECT if channel.startswith("D") else ChannelKind.UNKNOWN


def _files(message: Json) -> list[Json]:
    return cast("list[Json]", message.get("files") or [])


def _mark(message: Json) -> str:
    blocks = cast("list[Json]", message.get("blocks") or [{}])
    return str(blocks[0].get("block_id", ""))
