"""What counts for a message: its own text, what its files hold, and the thread that it lies in."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.core.chat.attachments import MOST_FILES, refusal
from bot.core.chat.policy import Heard, Remembered
from bot.core.matching.match import match
from bot.core.wording import chat as chat_wording
from bot.errors import BotError, InputError, SlackError, StoppingError
from bot.flow import keeping
from bot.flow.answering import answered, without_secrets
from bot.flow.doors import Doors
from bot.model.chat import Incoming, SharedFile
from bot.model.conversation import MessageIn
from bot.model.match import Matching
from bot.model.text import Lang, RawText, Redacted, SafeText

MOST_EVIDENCE = 512 * 1024
"""Characters of a thread that count together, the newest first: as much as one large paste takes to match."""

Unread = tuple[BotError, ...]
"""Why files were not read."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """Everything that counts for a message: its own text, its thread with it, and why some files were not read."""

    own: Redacted
    all: Redacted
    alone: Matching
    together: Matching
    unread: Unread = ()
    overheard: tuple[MessageIn, ...] = ()
    """What people said before in a thread that the bot passed over: it is not in the log yet."""

    @property
    def cases(self) -> list[str]:
        """The best cases and how strong each is, for the bot's own lines."""
        return [f"{one.case}:{one.strength.word}" for one in self.together.matches[:3]]


def weigh(incoming: Incoming, known: Remembered, doors: Doors) -> Evidence:
    """What counts for a message beside what is `known` of its thread.  Raises SlackError."""
    text, unread = with_files(incoming.text, incoming.files, incoming.key, doors)
    own = without_secrets(text)
    alone = match(own.text, doors.index())
    overheard: tuple[MessageIn, ...] = ()
    others = known.beside(incoming)
    if incoming.asked and not known.heard and not alone.matches and incoming.thread_ts:
        overheard = tuple(_overheard(incoming, doors))
        others = tuple(Heard(one.ts or "", one.text) for one in overheard)
    texts = [one.text for one in others if one.text]
    everything = joined([*texts, own.text])
    together = match(everything, doors.index()) if texts else alone
    return Evidence(own, Redacted(everything, own.hidden), alone, together, unread, overheard)


def joined(texts: Sequence[SafeText]) -> SafeText:
    """The texts one below the other, the oldest left out where it is too much."""
    kept: list[SafeText] = []
    room = MOST_EVIDENCE
    for text in reversed(texts):
        room -= len(text)
        if kept and room < 0:
            break
        kept.insert(0, text)
    return SafeText("\n".join(kept))


def with_files(text: RawText, files: Sequence[SharedFile], key: str, doors: Doors) -> tuple[RawText, Unread]:
    """What was written and what the files hold; and why some of these could not be read.  Raises StoppingError."""
    parts, unread = [text], list[BotError]()
    for file in files[:MOST_FILES]:
        try:
            parts.append(_read(file, doors))
        except StoppingError:
            raise
        except (InputError, SlackError) as error:
            doors.note("file not read", key=key, file=file.id, why=type(error).__name__)
            unread.append(error)
    return RawText("\n".join(part for part in parts if part)), tuple(unread)


def told_beside(incoming: Incoming, known: Remembered, doors: Doors) -> tuple[Redacted, SafeText | None]:
    """What a message says beside the pod that is to be read; and what it tells of a trouble, with its thread.

    The second is nothing where they lead nowhere.  Raises SlackError.
    """
    text, _ = with_files(incoming.text, incoming.files, incoming.key, doors)
    own = without_secrets(text)
    thread = [one.text for one in known.beside(incoming)]
    if not known.heard and incoming.thread_ts:
        thread = [one.text for one in _overheard(incoming, doors)]
    return own, telling([*thread, own.text], doors)


def telling(texts: Sequence[SafeText], doors: Doors) -> SafeText | None:
    """Those of the texts that lead anywhere, one below the other; None where none does."""
    return joined([one for one in texts if match(one, doors.index()).matches]) or None


def _read(file: SharedFile, doors: Doors) -> RawText:
    if (refused := refusal(file)) is not None:
        raise refused
    try:
        return doors.chat.download(file)
    except StoppingError:
        raise
    except SlackError as error:
        said = (chat_wording.FILE_UNREADABLE[lang].format(name=file.name, why=error.said[lang]) for lang in Lang)
        raise SlackError(*said) from error


def _overheard(incoming: Incoming, doors: Doors) -> list[MessageIn]:
    """What people said before in a thread that the bot passed over, as far as it leads anywhere."""
    index, heard = doors.index(), list[MessageIn]()
    for one in doors.chat.people(incoming.channel, incoming.root):
        asked = without_secrets(one.text)
        found = match(asked.text, index)
        if one.ts != incoming.ts and found.matches:
            heard.append(keeping.heard(one, answered(asked, found, index, doors.preferred), asked))
    return heard
