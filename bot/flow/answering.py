"""A text in, its answer out: the order of the steps on one screen."""

from dataclasses import dataclass

from bot.core.faces.reply import make_reply
from bot.core.matching.diagnose import diagnose
from bot.core.matching.index import Index
from bot.core.matching.match import match
from bot.core.matching.unmangle import unmangle
from bot.core.redaction.redact import redact
from bot.model.diagnosis import Diagnosis, Reply
from bot.model.match import Matching
from bot.model.text import Lang, RawText, Redacted


@dataclass(frozen=True, slots=True)
class Answer:
    """A text answered: what was asked (without its secrets), what was found, and what is said."""

    asked: Redacted
    matching: Matching
    diagnosis: Diagnosis
    reply: Reply


def answer(raw: RawText, index: Index, preferred: Lang | None, *, force: bool = False) -> Answer:
    """Text in, reply out.  Raw text goes no further than the first line; nothing here has a side effect.

    `preferred` is the reader's language where the text does not tell; with `force` it holds whatever the text says.
    """
    asked = without_secrets(raw)
    return answered(asked, match(asked.text, index), index, preferred, force=force)


def without_secrets(raw: RawText) -> Redacted:
    """Raw text as it may be kept: unmangled and redacted."""
    return redact(unmangle(raw))


def answered(
    asked: Redacted, matching: Matching, index: Index, preferred: Lang | None, *, force: bool = False
) -> Answer:
    """The answer to a text that was matched already."""
    diagnosis = diagnose(asked, matching, preferred, force=force)
    return Answer(asked, matching, diagnosis, make_reply(diagnosis, index.book))
