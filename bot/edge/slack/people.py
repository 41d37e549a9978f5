"""What the bot needs to know of a person: the language of their Slack, and what they are called."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import cast

from slack_sdk import WebClient

from bot.edge.slack.outcomes import carried_out
from bot.edge.slack.patience import Patience
from bot.errors import SlackError
from bot.model.text import Lang

KEPT_SECONDS = 3_600.0
KEPT_AFTER_FAILURE = 60.0
PATIENCE_SECONDS = 5.0
"""Of pauses while Slack fails: an answer in the wrong language costs its reader more than that."""
MOST_NAME = 80
"""Characters; Slack allows as many (docs.slack.dev, profiles)."""
_MANY = 10_000
_LANGS = {"zh": Lang.ZH, "en": Lang.EN}


@dataclass(frozen=True, slots=True)
class _Known:
    lang: Lang | None
    name: str
    until: float
    """By the clock."""


class People:
    """Locales and names, remembered for an hour.  A person who cannot be looked up costs no answer.

    A limit is waited out: when Slack limits everything, the answer itself has to wait as long.
    """

    def __init__(self, client: WebClient, patience: Patience, clock: Callable[[], float] = time.monotonic) -> None:
        self._client = client
        self._patience = patience
        self._clock = clock
        self._lock = threading.Lock()
        self._known: dict[str, _Known] = {}

    def lang(self, user: str) -> Lang | None:
        """The language of this person's Slack, if it is one of ours."""
        return self._who(user).lang

    def name(self, user: str) -> str:
        """What this person calls themselves in Slack; the id where that cannot be known.  Somebody's text."""
        return self._who(user).name or user

    def _who(self, user: str) -> _Known:
        with self._lock:
            known = self._known.get(user)
        if known and known.until > self._clock():
            return known
        known = self._asked(user)
        with self._lock:
            if len(self._known) > _MANY:
                self._known.clear()
            self._known[user] = known
        return known

    def _asked(self, user: str) -> _Known:
        try:
            answer = self._patience.insist(
                lambda: carried_out(lambda: self._client.users_info(user=user, include_locale=True))
            )
        except SlackError:
            return _Known(None, "", self._clock() + KEPT_AFTER_FAILURE)
        told = cast("dict[str, object]", answer.get("user") or {})
        lang = _LANGS.get(str(told.get("locale", ""))[:2].lower())
        return _Known(lang, _name(told), self._clock() + KEPT_SECONDS)


def _name(user: dict[str, object]) -> str:
    """The display name, which may be empty, else the real one (docs.slack.dev, the user object)."""
    profile = cast("dict[str, object]", user.get("profile") or {})
    named = (profile.get("display_name"), profile.get("real_name"), user.get("real_name"), user.get("name"))
    return next((one.strip()[:MOST_NAME] for one in named if isinstance(one, str) and one.strip()), "")
