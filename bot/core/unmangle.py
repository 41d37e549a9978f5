"""What chat programs and terminals do to a text, undone: Slack's entities and links, smart quotes, odd blanks, colours.

Done before redaction, so that a secret cannot hide behind an invisible character; the number of lines stays the same.
"""

import re

from bot.model.text import RawText

_ANSI = re.compile(r"\x1b\[[0-9;?]{0,16}[ -/]?[@-~]")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_ODD = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\xa0\xad\u2007\u200b-\u200d\u2010-\u2033\u202a-\u202f\u2060-\u2069\u2212\u3000\ufeff]"
)
_SLACK_TOKEN = re.compile(r"<([#@!]?)([^<>|\n]{1,2048})(?:\|([^<>\n]{0,2048}))?>")
_CHARACTERS = str.maketrans(
    {
        "\u2018": "'", "\u2019": "'", "\u201a": "'", "\u2032": "'",
        "\u201c": '"', "\u201d": '"', "\u201e": '"', "\u2033": '"',
        "\u2013": "-", "\u2014": "-", "\u2212": "-", "\u2011": "-", "\u2010": "-",
        "\u00a0": " ", "\u202f": " ", "\u2007": " ", "\u3000": " ", "\u2028": " ", "\u2029": " ", "\u0085": " ",
        "\u200b": None, "\u200c": None, "\u200d": None, "\u2060": None, "\ufeff": None, "\u00ad": None,
        "\u202a": None, "\u202b": None, "\u202c": None, "\u202d": None, "\u202e": None,
        "\u2066": None, "\u2067": None, "\u2068": None, "\u2069": None,
        "\u2026": "...",
    }
)  # fmt: skip
_ENTITIES = (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&"))
_LINK_SCHEMES = ("http://", "https://", "mailto:", "tel:", "redis://", "ftp://")


def unmangle(text: RawText) -> RawText:
    """The text as its author saw it.  Takes and gives raw text: nothing secret is removed here."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    if "\x1b" in plain:
        plain = _ANSI.sub("", plain)
    if _ODD.search(plain):
        plain = _CONTROL.sub("", plain.translate(_CHARACTERS))
    if "<" in plain:
        plain = _SLACK_TOKEN.sub(_shown, plain)
    for entity, character in _ENTITIES:  # after the tokens were taken apart: see facts on Slack's escaping
        plain = plain.replace(entity, character)
    return RawText(plain)


def _shown(token: re.Match[str]) -> str:
    """What Slack shows for one of its `<…>` tokens; anything else, such as `<none>` or `<FATAL>`, stays."""
    kind, target, label = token.groups()
    if kind:
        return label or (f"{kind}{target}" if kind != "!" else f"@{target.split('^')[0]}")
    if target.startswith(_LINK_SCHEMES):
        return label or target.removeprefix("mailto:")
    return token.group(0)
