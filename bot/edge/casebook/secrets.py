"""A case file holds no secret: what stands in it is shown to everybody who meets the case."""

from bot.core.redaction.redact import redact
from bot.edge.casebook.faults import Faults
from bot.model.text import RawText


def note_secrets(text: str, faults: Faults) -> None:
    """A fault for each line of a case file that holds what looks like a secret; its value is not repeated.

    The built-in casebook is not asked: the repository's own scan has been over it, and a cold start must be quick.
    """
    found = redact(RawText(text))
    if not found.hidden:
        return
    rules = ", ".join(hidden.rule for hidden in found.hidden)
    told = f"this looks like a secret ({rules}): write **** or a ${{variable}} in its place"
    for line, (before, after) in enumerate(zip(text.split("\n"), found.text.split("\n"), strict=True), 1):
        if before != after:
            faults.add(line, "secret", told)
