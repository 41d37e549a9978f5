"""To whom something can be handed: what Slack knows of a person or a user group.

Needs the scopes users:read, usergroups:read, channels:read and groups:read.
"""

from collections.abc import Callable
from typing import cast

from slack_sdk import WebClient
from slack_sdk.web import SlackResponse

from bot.edge.slack.outcomes import RefusedError, carried_out
from bot.edge.slack.patience import Patience
from bot.errors import SlackError
from bot.model.oncall import Receiver

MOST_MEMBERS = 1_000
"""Members of one page; Slack gives at most so many."""
MOST_PAGES = 20
_NOBODY = frozenset({"user_not_found", "users_not_found", "user_not_visible"})
_NO_GROUP = frozenset({"no_such_subteam", "subteam_disabled"})


class Receivers:
    """Looks people and groups up, each time anew: who is in a group changes with the shift.

    Raises SlackDownError when Slack does not answer for long, RefusedError when it says no to what it should not.
    """

    def __init__(self, client: WebClient, patience: Patience) -> None:
        self._client = client
        self._patience = patience

    def receiver(self, who: str, channel: str) -> Receiver:
        """The person or group (an id that begins with S), and whether they are in the channel.

        What begins with @ is a name that Slack made no mention of.
        """
        if who.startswith("@"):
            return Receiver(who, known=False)
        return self._group(who, channel) if who.startswith("S") else self._person(who, channel)

    def groups_of(self, person: str) -> frozenset[str]:
        """The user groups that a person is in; none where Slack does not tell."""
        try:
            answer = self._asked(lambda: self._client.usergroups_list(include_users=True))
        except SlackError:
            return frozenset()
        groups = cast("list[dict[str, object]]", answer.get("usergroups") or [])
        return frozenset(str(one["id"]) for one in groups if person in cast("list[str]", one.get("users") or []))

    def sees(self, person: str, channel: str) -> bool:
        """Whether a person is in a channel, as far as Slack tells: what it does not tell is no."""
        try:
            return person in (self._members(channel) or ())
        except SlackError:
            return False

    def _person(self, who: str, channel: str) -> Receiver:
        try:
            answer = self._asked(lambda: self._client.users_info(user=who))
        except RefusedError as refused:
            if refused.code in _NOBODY:
                return Receiver(who, known=False)
            raise
        user = cast("dict[str, object]", answer.get("user") or {})
        bot = bool(user.get("is_bot")) or who == "USLACKBOT"
        here = self._members(channel)
        return Receiver(who, bot=bot, known=not user.get("deleted"), here=here is None or who in here)

    def _group(self, group: str, channel: str) -> Receiver:
        try:
            answer = self._asked(lambda: self._client.usergroups_users_list(usergroup=group))
        except RefusedError as refused:
            if refused.code in _NO_GROUP:
                return Receiver(group, group=True, known=False)
            return Receiver(group, group=True, readable=False)
        members = frozenset(cast("list[str]", answer.get("users") or []))
        here = self._members(channel)
        return Receiver(group, members, group=True, here=here is None or bool(members & here))

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
            answer = self._asked(
                lambda: self._client.conversations_members(channel=channel, limit=MOST_MEMBERS, **more)
            )
        except RefusedError:  # missing_scope, channel_not_found
            return None
        metadata = cast("dict[str, object]", answer.get("response_metadata") or {})
        return cast("list[str]", answer.get("members") or []), str(metadata.get("next_cursor") or "")

    def _asked(self, call: Callable[[], SlackResponse]) -> SlackResponse:
        return self._patience.insist(lambda: carried_out(call))
