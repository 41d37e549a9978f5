"""What people say of an answer."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Feedback(StrEnum):
    """One press of a button; the values are those of the log."""

    HELPED = "helped"
    NOT_IT = "not-it"


@dataclass(frozen=True, slots=True)
class Vote:
    """What one person said of an answer, and when (with a time zone)."""

    user: str
    feedback: Feedback
    at: datetime
