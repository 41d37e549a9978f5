"""To whom something can be handed: what Slack knows of a person or a user group.

Needs the scopes users:read, usergroups:read, channels:read and groups:read.
"""

from typing import cast

from slack_sdk import WebClient

from bot.edge.slack.outcomes import RefusedError, carried_out
from bot.model.oncall import Receiver

MOST_MEMBERS = 1_000
"""Members of one page; Slack gives at most so many."""
MOST_PAGES = 20


class Receivers:
    """Looks people and groups up, each time anew: who is in a group changes with the shift.  Raises SlackError."""

    def __init__(self, client: WebClient) -> None:
        self._client = client

    def receiver(self, who: str, channel: str) -> Receiver:
        """The person or group (an id that begins with S), and whether they are in the channel."""
        here = self._members(channel)
        if who.startswith("S"):
            members = self._of_group(who)
            return Receiver(who, members, group=True, here=here is None or bool(members & here))
        return Receiver(who, bot=self._is_bot(who), here=here is None or who in here)

    def _is_bot(self, who: str) -> bool:
        answer = carried_out(lambda: self._client.users_info(user=who))
        user = cast("dict[str, object]", answer.get("user") or {})
        return bool(user.get("is_bot")) or who == "USLACKBOT"

    def _of_group(self, group: str) -> frozenset[str]:
        answer = carried_out(lambda: self._client.usergroups_users_list(usergroup=group))
        return frozenset(cast("list[str]", answer.get("users") or []))

    def _members(self, channel: str) -> frozenset[str] | None:
        """Who is in the channel; None when Slack does not say, or there are too many: then nobody is refused for it."""
        found: set[str] = set()
        cursor = ""
        for _ in range(MOST_PAGES):
            page = self._page(channel, cursor)
            if page is None:
                return None
            members, cursor = page
            found.update(members)
            if not cursor:
                return frozenset(found)
        return None

    def _page(self, channel: str, cursor: str) -> tuple[list[str], str] | None:
        more = {"cursor": cursor} if cursor else {}
        try:
            answer = carried_out(
                lambda: self._client.conversations_members(channel=channel, limit=MOST_MEMBERS, **more)
            )
        except RefusedError:  # missing_scope, channel_not_found
            return None
        metadata = cast("dict[str, object]", answer.get("response_metadata") or {})
        return cast("list[str]", answer.get("members") or []), str(metadata.get("next_cursor") or "")
