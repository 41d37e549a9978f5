"""What of a message would be live in Slack, and what would steer a terminal: written against Slack's own rules.

mrkdwn objects, `markdown` blocks and the fallback text are parsed (`<…>` is a control sequence wherever it stands, a
bare address becomes a link); plain_text objects and the texts of rich text elements are shown as they are.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping

from bot.model.chat import SlackMessage
from tests.slack_standin.block_rules import check_message_blocks
from tests.slack_standin.message import Message
from tests.slack_standin.render import live_links, live_mentions

HOSTS = (
    "https://juicefs.com/",
    "https://kubernetes.io/",
    "https://github.com/juicedata",
    "https://acme.slack.example/",
)
"""Where the bot may lead somebody: documents, and threads of the workspace."""
MOST_TEXT = 11_000
"""Characters of all blocks together; Slack refuses somewhere above."""
_ADDRESS = re.compile(r"https?://[^\s<>|]+|(?<![\w@.])www\.[\w-]+\.[^\s<>|]+")
_ENTITY = re.compile(r"&(?!(?:amp|lt|gt);)")
_LIVE = frozenset({"user", "usergroup", "channel", "broadcast", "date", "color"})
_KNOWN = frozenset({"text", "link", "rich_text_section", "rich_text_list", "rich_text_preformatted", "rich_text"})


def live_in(message: SlackMessage, *, people: Iterable[str] = (), links: Iterable[str] = ()) -> list[str]:
    """Everything that is live in a message beside the people that it is for and the links of ours."""
    allowed = (*HOSTS, *links)
    found = [*_parsed(message.text, allowed)]
    for part in _parts(list(message.blocks)):
        kind = part.get("type")
        if kind in ("mrkdwn", "markdown"):
            found += _parsed(str(part["text"]), allowed)
        elif kind in _LIVE:
            found += [f"{kind} {part}"] if not {*map(str, part.values())} & {*people} else []
        elif kind == "link" and not str(part["url"]).startswith(allowed):
            found.append(f"link {part['url']}")
    as_seen = Message("C1", {"text": message.text, "blocks": list(message.blocks)})
    found += [one for one in live_mentions(as_seen) if one not in set(people)]
    return found + [one.url for one in live_links(as_seen) if not one.url.startswith(allowed)]


def broken_in(message: SlackMessage) -> list[str]:
    """What Slack would refuse: a block over its limits, a message that is too long, a text that is no UTF-8."""
    check_message_blocks(list(message.blocks))
    size = sum(len(str(part.get("text", ""))) for part in _parts(list(message.blocks)) if part.get("type") == "text")
    whole = message.text + str(message.blocks)
    return [
        *([f"{size} characters"] if size > MOST_TEXT else []),
        *([f"a fallback of {len(message.text)}"] if len(message.text) > 4_000 else []),
        *(["a lone surrogate"] if any("\ud800" <= sign <= "\udfff" for sign in whole) else []),
    ]


def steering(text: str) -> list[str]:
    """Characters that a terminal does not show but obeys, or that turn the direction of what is beside them."""
    found = {sign for sign in text if unicodedata.category(sign) in ("Cc", "Cf", "Cs", "Zl", "Zp") and sign != "\n"}
    return sorted(map(repr, found))


def _parsed(text: str, allowed: tuple[str, ...]) -> Iterator[str]:
    if "<" in text or ">" in text or _ENTITY.search(text):
        yield f"control sequence in {text[:80]!r}"
    yield from (f"address {one}" for one in _ADDRESS.findall(text) if not one.startswith(allowed))


def _parts(value: object) -> Iterator[Mapping[str, object]]:
    if isinstance(value, dict):
        yield value
        for inner in value.values():
            yield from _parts(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _parts(inner)
