"""The bot's answers show how their conversations stand: painted when they are posted, and anew after every change."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from bot.core.oncall.board import as_text, paint, taken_down
from bot.errors import SlackDownError, SlackError, StoreError
from bot.flow.doors import Doors
from bot.model.board import Board, Hung, Situation
from bot.model.chat import Block, SlackMessage
from bot.model.conversation import ConversationId, Place


@dataclass(frozen=True, slots=True)
class Fresh:
    """An answer that is about to be posted: what it says, and what is painted on it."""

    board: Board
    paint: tuple[Block, ...]

    @property
    def message(self) -> SlackMessage:
        """What is posted."""
        said = self.board.message
        return replace(said, blocks=(*said.blocks, *self.paint))

    def marked(self, mark: str) -> "Fresh":
        """The same as the answer to a message."""
        return replace(self, board=replace(self.board, message=self.board.message.marked(mark)))


def fresh(board: Board, place: Place, doors: Doors) -> Fresh:
    """The answer as its conversation stands now; as if nobody had touched it where the log cannot be asked."""
    return Fresh(board, paint(board, _situation(board, place, doors), doors.chat.name))


def hang(posted: Fresh, ts: str, number: ConversationId | None, doors: Doors) -> None:
    """Remember where an answer stands, so that it can be written anew.  A log that fails costs nobody the answer."""
    if number is None or doors.oncall is None:
        return
    try:
        doors.oncall.hang(number, replace(posted.board, ts=ts), as_text(posted.paint))
    except StoreError as error:
        doors.note("log failed", error=str(error))


@dataclass(frozen=True, slots=True)
class PaintDoors:
    """What the log is asked; both raise StoreError."""

    behind: Callable[[], tuple[Hung, ...]]
    caught_up: Callable[[Hung, str], None]


def repaint(log: PaintDoors, doors: Doors) -> int:
    """Write every answer anew that does not show how things stand; how many were written.

    One caller at a time: what several changes come to is one writing.  An answer that Slack does not let us write
    anew (deleted, archived, left) stays as it is.  Raises StoreError, and SlackDownError when Slack is away.
    """
    written = 0
    for hung in log.behind():
        blocks = paint(hung.board, hung.situation, doors.chat.name)
        message = replace(hung.board.message, blocks=(*hung.board.message.blocks, *blocks))
        painted = as_text(blocks)
        if not hung.newest:
            message, painted = taken_down(hung.board), ""
        if painted != hung.painted:
            written += _written(hung, message, doors)
        log.caught_up(hung, painted)
    return written


def _written(hung: Hung, message: SlackMessage, doors: Doors) -> bool:
    try:
        doors.chat.update(hung.place.channel, hung.board.ts, message)
    except SlackDownError:
        raise
    except SlackError as error:
        doors.note("not painted", conversation=hung.number, error=str(error))
        return False
    doors.note("painted", conversation=hung.number, status=hung.situation.duty.status.value)
    return True


def _situation(board: Board, place: Place, doors: Doors) -> Situation:
    if doors.oncall is None:
        return Situation()
    try:
        return doors.oncall.situation(place, board.ts)
    except StoreError as error:
        doors.note("log failed", error=str(error))
        return Situation()
