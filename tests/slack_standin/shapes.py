"""The JSON that travels, and how Slack says no."""

from typing import Any, TypeAlias

Json: TypeAlias = dict[str, Any]
"""One JSON object, as it stands in a request, an event or an answer."""


class RefusedError(Exception):
    """A Web API call that Slack answers with `ok: false`.

    `error` is Slack's error word, `extra` the further fields of the answer (`needed`, `provided`, `errors`).
    """

    def __init__(self, error: str, **extra: object) -> None:
        super().__init__(error)
        self.error = error
        self.extra = extra


def invalid_arguments(*reasons: str) -> RefusedError:
    """The refusal of a call whose arguments are missing or malformed."""
    return RefusedError(
        "invalid_arguments", response_metadata={"messages": [f"[ERROR] {reason}" for reason in reasons]}
    )
