"""What the bot needs to know of a person: the language of their Slack."""

import threading
import time
from collections.abc import Callable
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
_MANY = 10_000
_LANGS = {"zh": Lang.ZH, "en": Lang.EN}


class People:
    """Locales, remembered for an hour.  A person who cannot be looked up costs no answer: there is no language then.

    A limit is waited out: when Slack limits everything, the answer itself has to wait as long.
    """

    def __init__(self, client: WebClient, patience: Patience, clock: Callable[[], float] = time.monotonic) -> None:
        self._client = client
        self._patience = patience
        self._clock = clock
        self._lock = threading.Lock()
        self._known: dict[str, tuple[Lang | None, float]] = {}

    def lang(self, user: str) -> Lang | None:
        """The language of this person's Slack, if it is one of ours."""
        with self._lock:
            lang, until = self._known.get(user, (None, 0.0))
        if until > self._clock():
            return lang
        lang, keep = self._asked(user)
        with self._lock:
            if len(self._known) > _MANY:
                self._known.clear()
            self._known[user] = (lang, self._clock() + keep)
        return lang

    def _asked(self, user: str) -> tuple[Lang | None, float]:
        try:
            answer = self._patience.insist(
                lambda: carried_out(lambda: self._client.users_info(user=user, include_locale=True))
            )
        except SlackError:
            return None, KEPT_AFTER_FAILURE
        locale = str(cast("dict[str, object]", answer.get("user") or {}).get("locale", ""))
        return _LANGS.get(locale[:2].lower()), KEPT_SECONDS
