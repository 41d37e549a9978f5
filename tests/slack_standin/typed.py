"""What becomes of text that a person types into Slack: escaped, linked, with mentions as tokens, and split into blocks.

Facts (each with how sure we are): only & < > are escaped; URLs become `<url>` or `<http://www.foo.com|www.foo.com>`,
mail `<mailto:x|x>` (documented).  Host-looking words such as `example.py` become `<http://example.py|example.py>`
(from memory).  Smart quotes and the no-break space after a mention are known client behaviour.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from tests.slack_standin.shapes import Json

Directory = Callable[[str], Json | None]
"""`@ana` or `#ops` -> the rich text element of that mention (`{"type": "user", …}`), None for unknown names."""

HOST_ENDINGS = "com|net|org|io|dev|cn|ai|app|co|me|py|sh|md|rs|so|pl|cc|info"
"""Endings that the server takes for a top-level domain: `run.sh` and `csi.juicefs.com` alike (a guess at its list)."""

_FENCE = re.compile(r"```\n?(.*?)```", re.DOTALL)
_INLINE = re.compile(
    rf"""
    (?P<code>`[^`\n]+`)
    | (?P<url>https?://[^\s<>`"']+[^\s<>`"'.,;:!?)\]}}])
    | (?P<mail>[\w.+-]+@[\w-]+(?:\.[\w-]+)+)
    | (?P<name>(?<!\w)[@\#][\w.-]*\w)
    | (?P<host>(?<![\w/~@:=.-])(?:[a-z0-9-]+\.)+(?:{HOST_ENDINGS})(?:/[\w./-]*\w)?(?![\w/~@:=-]|\.\w))
    """,
    re.VERBOSE | re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Habits:
    """What the client does to text on its way: curly quotes, U+00A0 after a mention, links for host-looking words."""

    smart_quotes: bool = False
    nbsp_after_mention: bool = False
    link_hosts: bool = True


@dataclass(frozen=True, slots=True)
class Typed:
    """A typed text as Slack keeps it: the mrkdwn `text` and the `blocks` of the same message."""

    text: str
    blocks: tuple[Json, ...]


def typed(text: str, directory: Directory, habits: Habits = Habits()) -> Typed:
    """What Slack makes of `text`; code fences, inline code and `> ` quotes are understood as in the composer."""
    shown: list[str] = []
    elements: list[Json] = []
    for is_code, chunk in _split_fences(text):
        after_code = bool(elements) and elements[-1]["type"] == "rich_text_preformatted"
        if is_code:
            inline = list(_links_only(chunk))
            shown.append("```" + "".join(map(_to_text, inline)) + "```")
            elements.append({"type": "rich_text_preformatted", "elements": inline, "border": 0})
        elif chunk:
            shown.append(_prose(chunk, directory, habits)[0])
            elements.extend(_prose(chunk.removeprefix("\n") if after_code else chunk, directory, habits)[1])
    block = {"type": "rich_text", "elements": elements}
    return Typed("".join(shown), (block,) if elements else ())


def escape(text: str) -> str:
    """The three entities that Slack escapes."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _split_fences(text: str) -> Iterator[tuple[bool, str]]:
    at = 0
    for fence in _FENCE.finditer(text):
        yield False, text[at : fence.start()]
        yield True, fence[1]
        at = fence.end()
    yield False, text[at:]


def _prose(chunk: str, directory: Directory, habits: Habits) -> tuple[str, list[Json]]:
    shown: list[str] = []
    sections: list[Json] = []
    for line in chunk.splitlines(keepends=True):
        quoted = line.startswith("> ")
        inline = list(_inline(line.removeprefix("> ") if quoted else line, directory, habits))
        shown.append(("&gt; " if quoted else "") + "".join(map(_to_text, inline)))
        kind = "rich_text_quote" if quoted else "rich_text_section"
        if sections and sections[-1]["type"] == kind:
            sections[-1]["elements"].extend(inline)
        else:
            sections.append({"type": kind, "elements": inline})
    return "".join(shown), sections


def _inline(line: str, directory: Directory, habits: Habits) -> Iterator[Json]:
    at = 0
    for found in _INLINE.finditer(line):
        element = _element(found, directory, habits)
        if element is None:
            continue
        yield from _plain(line[at : found.start()], habits)
        yield element
        at = found.end()
        if habits.nbsp_after_mention and element["type"] == "user" and line[at : at + 1] == " ":
            line = f"{line[:at]}\u00a0{line[at + 1 :]}"
    yield from _plain(line[at:], habits)


def _element(found: re.Match[str], directory: Directory, habits: Habits) -> Json | None:
    word = found[0]
    match found.lastgroup:
        case "code":
            return {"type": "text", "text": word[1:-1], "style": {"code": True}}
        case "url":
            return {"type": "link", "url": word}
        case "mail":
            return {"type": "link", "url": f"mailto:{word}", "text": word}
        case "name":
            return directory(word)
        case _:
            return {"type": "link", "url": f"http://{word}", "text": word} if habits.link_hosts else None


def _links_only(code: str) -> Iterator[Json]:
    """Inside a code fence written-out URLs are still linked (seen in real events, from memory); words are not."""
    at = 0
    for found in _INLINE.finditer(code):
        if found.lastgroup != "url":
            continue
        yield from _plain(code[at : found.start()], Habits())
        yield {"type": "link", "url": found[0]}
        at = found.end()
    yield from _plain(code[at:], Habits())


def _plain(text: str, habits: Habits) -> Iterator[Json]:
    if text:
        yield {"type": "text", "text": _curl(text) if habits.smart_quotes else text}


def _curl(text: str) -> str:
    opened = re.sub(r"(^|[\s(\[=])\"", "\\1\u201c", text)
    opened = re.sub(r"(^|[\s(\[=])'", "\\1\u2018", opened)
    return opened.replace('"', "\u201d").replace("'", "\u2019").replace("--", "\u2014")


def _to_text(element: Json) -> str:
    match element["type"]:
        case "link":
            label = f"|{escape(element['text'])}" if "text" in element else ""
            return f"<{escape(element['url'])}{label}>"
        case "user":
            return f"<@{element['user_id']}>"
        case "channel":
            return f"<#{element['channel_id']}|>"
        case "usergroup":
            return f"<!subteam^{element['usergroup_id']}>"
        case "broadcast":
            return f"<!{element['range']}>"
        case _:
            code = "`" if element.get("style", {}).get("code") else ""
            return f"{code}{escape(element['text'])}{code}"
