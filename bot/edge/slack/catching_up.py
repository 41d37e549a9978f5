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

MOST = 500
"""Messages in all; the rest is old news by the time that it would be answered."""
MOST_CHANNELS = 50
"""At Slack's 50 readings a minute that is a minute."""
PAGE = 100
"""Messages of one channel or thread; more in one channel since the stop are not looked at."""
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
        """Messages of people, at most MOST, channel by channel, oldest first; none from before `since`.

        Raises SlackDownError when Slack does not answer, limits too long, or the bot stops; what came before counts.
        """
        left, oldest = MOST, f"{max(absence.since, since):.6f}"
        for incoming in self._everything(absence, oldest):
            if not left:
                return
            left -= 1
            yield incoming

    def _everything(self, absence: Absence, oldest: str) -> Iterator[Incoming]:
        kinds, seen = self._channels(absence), set[tuple[str, str]]()
        for channel, kind in kinds.items():
            for message in self._history(channel, oldest):
                yield from self._read(message, channel, kind)
                if message.get("reply_count"):
                    seen.add((channel, str(message["ts"])))
                    yield from self._replies(channel, str(message["ts"]), kind, oldest)
        for channel, thread in absence.threads:
            if (channel, thread) not in seen:
                yield from self._replies(channel, thread, kinds.get(channel, ChannelKind.UNKNOWN), oldest)

    def _channels(self, absence: Absence) -> dict[str, ChannelKind]:
        """Where to look: first where the bot has heard something, then wherever else it was invited."""
        found = dict(absence.channels)
        for one in self._asked("users.conversations", {"types": _TYPES, "exclude_archived": "true"}, "channels"):
            if len(found) < MOST_CHANNELS:
                found.setdefault(str(one["id"]), ChannelKind.PRIVATE if one.get("is_private") else ChannelKind.PUBLIC)
        return found

    def _read(self, message: Json, channel: str, kind: ChannelKind) -> Iterator[Incoming]:
        incoming = read_message(message, channel, kind, self._me, resumed=True)
        if incoming is not None:
            yield incoming

    def _history(self, channel: str, oldest: str) -> list[Json]:
        return self._asked("conversations.history", {"channel": channel, "oldest": oldest})[::-1]

    def _replies(self, channel: str, thread: str, kind: ChannelKind, oldest: str) -> Iterator[Incoming]:
        for message in self._asked("conversations.replies", {"channel": channel, "ts": thread, "oldest": oldest}):
            if message.get("ts") != thread:  # Slack gives the parent however old it is
                yield from self._read(message, channel, kind)

    def _asked(self, method: str, arguments: dict[str, str], answers: str = "messages") -> list[Json]:
        question = {**arguments, "limit": str(PAGE)}
        try:
            answer = self._patience.insist(lambda: carried_out(lambda: self._client.api_call(method, params=question)))
        except RefusedError:  # not in that channel any more, a thread that is gone, a scope that was not granted
            return []
        return cast("list[Json]", answer.get(answers) or [])
