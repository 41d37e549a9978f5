"""The log with what people on call do about its conversations."""

from datetime import datetime, timedelta

from bot.edge.store.board_store import BoardStore
from bot.edge.store.file.opening import transaction
from bot.edge.store.rows import duties, episodes
from bot.model.case import CaseId
from bot.model.conversation import ConversationId, Place
from bot.model.episode import Episode
from bot.model.handoff import Reading
from bot.model.oncall import Act, Deed, Duty, Refused, Reminder

PATIENCE = timedelta(minutes=15)
"""How long a handing over may wait before its receiver is reminded, and again before its sender is told (a guess)."""


class OnCallStore(BoardStore):
    """The log for whoever acts on conversations.  Every method raises StoreError, and then nothing of it was done."""

    def act(self, place: Place, deed: Deed, *, patience: timedelta = PATIENCE) -> Duty | Refused | None:
        """Do something about the conversation at `place` and give how it stands then; None when there is none.

        Of many who act at once each is judged by what the one before left; a deed with a known key is done once.
        Keeping track opens a conversation where there is none.
        """
        with self._writing() as db, transaction(db):
            found, known = (duties.number_at(db, place), True)
            if deed.act is Act.TRACK:
                found, known = duties.opened_at(db, place, deed.at)
            after = None if found is None else duties.act(db, found, deed, patience, known=known)
        self.tell_of_change()
        return after

    def number(self, place: Place) -> ConversationId | None:
        """The conversation at a place; None when the log knows none there."""
        with self._reading() as db:
            return duties.number_at(db, place)

    def place(self, number: ConversationId) -> Place | None:
        """Where a conversation is held; None when there is none of that number."""
        found = self.conversation(number)
        return found.conversation.place if found else None

    def of_case(self, case: CaseId) -> tuple[Episode, ...]:
        """The newest conversations about a case, wherever they were held: who shows them asks who may see them."""
        with self._reading() as db:
            return episodes.of_case(db, case)

    def keep_reading(self, number: ConversationId, reading: Reading) -> None:
        """Keep what a pod's cluster said, in place of what it said before."""
        with self._writing() as db, transaction(db):
            episodes.put_reading(db, number, reading)

    def due(self, now: datetime) -> tuple[Reminder, ...]:
        """Reminders whose time has come and that nobody has taken up, earliest first."""
        with self._reading() as db:
            return duties.due(db, now)
