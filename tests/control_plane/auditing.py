"""What a whole test run asked of the API server, by its own audit log: the bot reads, and does nothing else."""

from collections import Counter
from collections.abc import Iterable, Iterator

from bot.model.snapshot import Json
from tests.control_plane.server import BOT_USER

AGENT = "juicefs-bot"
"""How the bot's client calls itself, whoever's credentials it has; the tests' own requests have Python's name."""
_READS = frozenset({"get", "list"})
_REVIEWS = frozenset({"selfsubjectaccessreviews", "selfsubjectrulesreviews"})


class WrittenError(AssertionError):
    """The bot asked an API server for more than reading."""


def told(entries: Iterable[Json]) -> str:
    """How often the bot asked what, as a line for people.  Raises WrittenError where that is not reading alone."""
    own = [entry for entry in entries if _is_bots(entry)]
    if found := sorted(set(more_than_reading(own))):
        raise WrittenError("the audit log shows more than reading:\n" + "\n".join(found))
    verbs = Counter(entry["verb"] for entry in own)
    return ", ".join(f"{verb} {count}" for verb, count in sorted(verbs.items()))


def more_than_reading(entries: Iterable[Json]) -> Iterator[str]:
    """Each request that changes something, enters a container or reads a Secret, as the audit log names it."""
    for entry in entries:
        asked = entry.get("objectRef", {})
        kind, below = asked.get("resource", ""), asked.get("subresource", "")
        review = entry["verb"] == "create" and kind in _REVIEWS and not below
        reads = entry["verb"] in _READS and kind != "secrets" and below in ("", "log")
        if not (review or reads):
            yield f"{entry['verb']} {entry['requestURI']} as {entry['user'].get('username')}"


def _is_bots(entry: Json) -> bool:
    """The bot's own user, and the bot's client under any other name."""
    by_client = str(entry.get("userAgent", "")).startswith(AGENT)
    return entry["user"].get("username") == BOT_USER or by_client
