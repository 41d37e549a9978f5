"""What chat programs and terminals do to a text, undone: entities, links, fences, smart quotes, odd blanks, colours.

Done before redaction, so that a secret cannot hide behind an invisible character; the number of lines stays the same.
"""

import re

from bot.model.text import RawText

_ANSI = re.compile(r"\x1b\[[0-9;?]{0,16}[ -/]?[@-~]")
_ODD = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\xa0\xad\u2007\u200b-\u200d\u2010-\u2033\u202a-\u202f\u2060-\u2069\u2212\u3000\ufeff\ud800-\udfff]"
)
_SLACK_TOKEN = re.compile(r"<([#@!]?)([^<>|\n]{1,2048})(?:\|([^<>\n]{0,2048}))?>")
_READ_AS = {
    **dict.fromkeys("\u2018\u2019\u201a\u2032", "'"),
    **dict.fromkeys("\u201c\u201d\u201e\u2033", '"'),
    **dict.fromkeys("\u2013\u2014\u2212\u2011\u2010", "-"),
    **dict.fromkeys("\u00a0\u202f\u2007\u3000\u2028\u2029\u0085", " "),
    **dict.fromkeys("\u2026", "..."),
}
"""Odd characters with what they stand for; every other odd one (invisible, control) is dropped."""
_ENTITIES = (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&"))
_FENCE = re.compile(r"^[ \t]*```\w{0,20}[ \t]*$|```", re.MULTILINE)
"""A fence in a line of its own, perhaps with a language; Slack's stand right beside the code."""
_LINK_SCHEMES = ("http://", "https://", "mailto:", "tel:", "redis://", "ftp://")


def unmangle(text: RawText) -> RawText:
    """The text as its author saw it.  Takes and gives raw text: nothing secret is removed here."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    if "\x1b" in plain:
        plain = _ANSI.sub("", plain)
    for character in set(_ODD.findall(plain)):
        plain = plain.replace(character, _READ_AS.get(character, ""))
    if "<" in plain:
        plain = _SLACK_TOKEN.sub(_shown, plain)
    plain = _FENCE.sub("", plain)
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
