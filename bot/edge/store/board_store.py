"""The log with the bot's answers that show how their conversations stand."""

import threading
from pathlib import Path

from sqlite_utils import Database

from bot.edge.store.file.opening import transaction
from bot.edge.store.rows import boards, episodes
from bot.edge.store.store import Store
from bot.model.board import Board, Hung, Situation
from bot.model.conversation import ConversationId, Place
from bot.model.handoff import OpenItem


class BoardStore(Store):
    """The log for whoever keeps answers up to date.  Every method raises StoreError, and then nothing was done."""

    def __init__(self, path: Path, db: Database, busy_seconds: float) -> None:
        super().__init__(path, db, busy_seconds)
        self._changed = threading.Event()

    def situation(self, place: Place, ts: str = "") -> Situation:
        """How the conversation at a place stands, with what people say of the bot's answer `ts`."""
        with self._reading() as db:
            return boards.situation_at(db, place, ts)

    def item(self, place: Place) -> OpenItem | None:
        """The conversation at a place with all that is known of it, however it stands; None when there is none."""
        with self._reading() as db:
            return episodes.item_at(db, place)

    def hang(self, number: ConversationId, board: Board, painted: str) -> None:
        """Keep an answer as it was just posted or written anew, and what was `painted` on it."""
        with self._writing() as db, transaction(db):
            boards.put(db, number, board, painted)
        self.tell_of_change()

    def board(self, number: ConversationId) -> Board | None:
        """The bot's newest answer in a conversation; None where it has none, or it is forgotten."""
        with self._reading() as db:
            return boards.newest(db, number)

    def behind(self) -> tuple[Hung, ...]:
        """The answers that do not show yet how things stand, those waiting longest first."""
        with self._reading() as db:
            return boards.behind(db)

    def caught_up(self, hung: Hung, painted: str) -> None:
        """Slack has this answer as it stood."""
        with self._writing() as db, transaction(db):
            boards.caught_up(db, hung, painted)

    def tell_of_change(self) -> None:
        """Wake whoever waits for a change."""
        self._changed.set()

    def wait_for_change(self, seconds: float) -> None:
        """Come back when an answer may be behind: at once after a change by this bot, else after so many seconds."""
        self._changed.wait(seconds)
        self._changed.clear()
