"""Slack's rich text elements: shown as they are, so that no text in them can become a mention, a link or a broadcast.

Every function gives one block or element as JSON-ready values.  Slack refuses empty texts: a blank stands in for them.
"""

import re
from collections.abc import Sequence

from bot.model.chat import Block

Element = dict[str, object]

MOST_HEADER = 150
"""Characters of a header block."""
_MARKED = re.compile(
    r"`(?P<code>[^`]+)`"
    r"|(?P<url>https://(?:juicefs\.com|kubernetes\.io|github\.com/juicedata)/(?:[\w/#%?=&.-]*[\w/#])?)",
    re.ASCII,
)
"""Code, and the documents that we send people to.  Slack makes no links in rich text by itself, and no other host may
become one: a file name or a word that somebody wrote can stand in our sentences."""


def header(text: str) -> Block:
    """A header block; what is too long for one is cut."""
    return {"type": "header", "text": {"type": "plain_text", "text": text[:MOST_HEADER] or " ", "emoji": True}}


def context(text: str) -> Block:
    """Small grey print."""
    return {"type": "context", "elements": [{"type": "plain_text", "text": text or " "}]}


def rich(*elements: Element) -> Block:
    """A block of sections, lists and preformatted texts."""
    return {"type": "rich_text", "elements": list(elements)}


def section(*elements: Element) -> Element:
    """A paragraph of inline elements."""
    return {"type": "rich_text_section", "elements": list(elements)}


def preformatted(text: str) -> Element:
    """A block of code."""
    return {"type": "rich_text_preformatted", "elements": [plain(text)]}


def listed(rows: Sequence[Element], *, ordered: bool) -> Element:
    """Sections as a numbered or bulleted list."""
    return {"type": "rich_text_list", "style": "ordered" if ordered else "bullet", "elements": list(rows)}


def plain(text: str) -> Element:
    """Inline text."""
    return {"type": "text", "text": text or " "}


def bold(text: str) -> Element:
    """Inline bold text."""
    return {"type": "text", "text": text or " ", "style": {"bold": True}}


def code(text: str) -> Element:
    """Inline code."""
    return {"type": "text", "text": text or " ", "style": {"code": True}}


def link(url: str, text: str) -> Element:
    """A link of ours: never make one of a URL that came from people or clusters."""
    return {"type": "link", "url": url, "text": text}


def person(id_: str) -> Element:
    """A mention of a person or, for an id that begins with S, of a user group: a live one, which pings."""
    if id_.startswith("S"):
        return {"type": "usergroup", "usergroup_id": id_}
    return {"type": "user", "user_id": id_}


def marked(text: str) -> list[Element]:
    """Our own text with its back-quoted parts as code and our documents' addresses as links; never empty."""
    made: list[Element] = []
    at = 0
    for found in _MARKED.finditer(text):
        if found.start() > at:
            made.append(plain(text[at : found.start()]))
        made.append(code(found["code"]) if found["code"] else link(found["url"], found["url"]))
        at = found.end()
    if at < len(text) or not made:
        made.append(plain(text[at:]))
    return made
