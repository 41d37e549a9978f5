"""What people wrote while the bot was away: read from Slack's history, within bounds, so that it can be answered late.

Slack brings an event again for some minutes only.  Whatever is read here goes the same way as an event: who has been
answered already is not answered again.
"""

import time
from collections.abc import Callable, Iterator
from typing import cast

from slack_sdk import WebClient

from bot.edge.slack.identity import Identity
from bot.edge.slack.incoming import Json, read_message
from bot.edge.slack.outcomes import RefusedError, carried_out
from bot.edge.slack.pacing import Pause
from bot.edge.slack.patience import Patience
from bot.model.chat import Absence, ChannelKind, Incoming

MOST = 1_000
"""Messages that are news, in all; the rest is old by the time that it would be answered."""
MOST_CHANNELS = 200
"""At Slack's 50 readings a minute that is four minutes."""
PAGE = 200
MOST_PAGES = 5
"""Of one channel or thread, the newest; what is older is not looked at."""
_TYPES = "public_channel,private_channel"
SECONDS = 600.0
"""For everything, waiting for Slack's limits included: an app that Slack allows one reading a minute does ten."""


class CatchUp:
    """Reads what was missed."""

    def __init__(
        self, client: WebClient, me: Identity, pause: Pause, clock: Callable[[], float] = time.monotonic
    ) -> None:
        give_up = clock() + SECONDS
        self._patience = Patience(lambda seconds: clock() + seconds > give_up or pause(seconds))
        self._client = client
        self._me = me

    def missed(self, absence: Absence, since: float) -> Iterator[Incoming]:
        """Messages of people, channel by channel, oldest first, then replies; none from before `since`.

        Some of them may have been heard.  They are read as they are asked for: the caller ends it, at MOST news.
        Raises SlackDownError when Slack does not answer, limits too long, or the bot stops; what came before counts.
        """
        kinds, oldest = self._channels(absence), f"{max(absence.since, since):.6f}"
        threads = dict[tuple[str, str], None]()
        for channel, kind in kinds.items():
            for message in self._history(channel, oldest):
                yield from self._read(message, channel, kind)
                if self._others_replied(message):
                    threads[channel, str(message["ts"])] = None
        for channel, thread in threads | dict.fromkeys(absence.threads):
            yield from self._replies(channel, thread, kinds.get(channel, ChannelKind.UNKNOWN), oldest)

    def _channels(self, absence: Absence) -> dict[str, ChannelKind]:
        """Where to look: first where the bot has heard something, then wherever else it was invited."""
        found = dict(absence.channels)
        invited, _ = self._asked("users.conversations", {"types": _TYPES, "exclude_archived": "true"}, "channels")
        for one in invited:
            if len(found) < MOST_CHANNELS:
                found.setdefault(str(one["id"]), ChannelKind.PRIVATE if one.get("is_private") else ChannelKind.PUBLIC)
        return found

    def _read(self, message: Json, channel: str, kind: ChannelKind) -> Iterator[Incoming]:
        incoming = read_message(message, channel, kind, self._me, resumed=True)
        if incoming is not None:
            yield incoming

    def _history(self, channel: str, oldest: str) -> list[Json]:
        return self._pages("conversations.history", {"channel": channel, "oldest": oldest})[::-1]

    def _replies(self, channel: str, thread: str, kind: ChannelKind, oldest: str) -> Iterator[Incoming]:
        for message in self._pages("conversations.replies", {"channel": channel, "ts": thread, "oldest": oldest}):
            if message.get("ts") != thread:  # Slack gives the parent however old it is
                yield from self._read(message, channel, kind)

    def _others_replied(self, parent: Json) -> bool:
        """Whether somebody beside the bot did: its own answers below hundreds of pastes need no reading."""
        return bool(parent.get("reply_count")) and parent.get("reply_users") != [self._me.user]

    def _pages(self, method: str, arguments: dict[str, str]) -> list[Json]:
        """All messages, page by page as Slack gives them."""
        found, cursor = list[Json](), ""
        for _ in range(MOST_PAGES):
            page, cursor = self._asked(method, arguments | ({"cursor": cursor} if cursor else {}))
            found += page
            if not cursor:
                break
        return found

    def _asked(self, method: str, arguments: dict[str, str], answers: str = "messages") -> tuple[list[Json], str]:
        """One page, and the cursor of the next; nothing where Slack refuses."""
        question = {**arguments, "limit": str(PAGE)}
        try:
            answer = self._patience.insist(lambda: carried_out(lambda: self._client.api_call(method, params=question)))
        except RefusedError:  # not in that channel any more, a thread that is gone, a scope that was not granted
            return [], ""
        metadata = cast("Json", answer.get("response_metadata") or {})
        return cast("list[Json]", answer.get(answers) or []), str(metadata.get("next_cursor") or "")
