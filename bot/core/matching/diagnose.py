"""What a text's matches come to: one verdict, and the language to say it in."""

from bot.core.matching.language import prose_language
from bot.model.case import Strength
from bot.model.diagnosis import Diagnosis, Verdict
from bot.model.match import Matching
from bot.model.text import Lang, Redacted


def diagnose(redacted: Redacted, matching: Matching, preferred: Lang | None, *, force: bool = False) -> Diagnosis:
    """Weigh the matches of `redacted`; `preferred` is the reader's language, where the text tells none or `force`."""
    return Diagnosis(
        verdict=_verdict(matching),
        matches=matching.matches,
        names=matching.names,
        lang=_language(redacted, preferred, force=force),
        others=matching.others,
        hidden=redacted.hidden,
    )


def _language(redacted: Redacted, preferred: Lang | None, *, force: bool) -> Lang:
    if force and preferred:
        return preferred
    return prose_language(redacted.text) or preferred or Lang.EN


def _verdict(matching: Matching) -> Verdict:
    if matching.matches and matching.matches[0].strength >= Strength.LIKELY:
        return Verdict.MATCHED
    if matching.matches:
        return Verdict.UNSURE
    return Verdict.NO_CASE if matching.juicefs else Verdict.NOT_JUICEFS
