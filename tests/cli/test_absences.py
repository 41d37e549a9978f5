"""What may have been missed is read: before the start, and after a long loss of the connection."""

import threading

from bot.cli.absences import GAP_SECONDS, Absences
from bot.model.chat import Absence

SEEN = Absence(100.0, (), ())


class Line:
    """A connection that comes and goes, and what was read after it."""

    def __init__(self, absence: Absence | None = SEEN) -> None:
        self.up, self.now, self.read = True, 0.0, list[Absence]()
        self.absences = Absences(lambda: self.up, lambda: absence, self.read.append, lambda: self.now)

    def lost_for(self, seconds: float) -> None:
        """It is lost and comes back."""
        self.absences.look()
        self.up = False
        self.absences.look()
        self.now += seconds
        self.absences.look()
        self.up = True
        self.absences.look()
        self.absences.look()


def test_what_was_missed_before_the_start_is_read() -> None:
    """Once; nothing for a bot that has never seen an event."""
    line, stop = Line(), threading.Event()
    stop.set()
    line.absences.watch(SEEN, stop)
    line.absences.watch(None, stop)
    assert line.read == [SEEN]


def test_a_long_loss_is_read_up_once_and_a_short_one_is_not() -> None:
    """Slack itself brings what a short one cost."""
    line = Line()
    line.lost_for(GAP_SECONDS - 1)
    assert line.read == []
    line.lost_for(GAP_SECONDS + 1)
    assert line.read == [SEEN]


def test_where_nothing_was_seen_nothing_is_read() -> None:
    """A new bot, or a setting that forbids it."""
    line = Line(absence=None)
    line.lost_for(GAP_SECONDS * 10)
    assert line.read == []
