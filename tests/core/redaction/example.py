"""What an example of redaction is."""

from dataclasses import dataclass

FAKE = "hunter2-not-real"
MARK = "§"


@dataclass(frozen=True, slots=True)
class Examples:
    """Texts with `§` where a secret stands, texts that stay as they are, and the secret to try."""

    hides: tuple[str, ...]
    leaves: tuple[str, ...]
    secret: str = FAKE
