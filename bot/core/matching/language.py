"""The language that a person writes in, as far as the text tells."""

import re

from bot.model.text import Lang, SafeText

_CJK = re.compile(r"[\u3400-\u9fff]")
_ENGLISH = re.compile(
    r"\b(?:the|is|are|was|does|did|not|how|what|why|when|after|before|my|our|we|i|have|has|this|that|any|anyone|please|help|"
    r"with|can|cannot|it|to|on)\b",
    re.IGNORECASE,
)
_MACHINE = re.compile(
    r"^\s*(?:[IWEF]\d{4} |\d{4}[-/]\d\d|\w{3} \d+ \d\d:|Normal\s|Warning\s|Events:|Type\s+Reason|[{}\[]|"
    r"- name:|\w+:\s*$|\$ |# |time=\"|MountVolume|Unable to|Error:|E\d{4})"
)
_LEAST_CJK = 2
_LEAST_ENGLISH = 3
"""Everyday words on one line: a log line seldom holds three, a sentence mostly does (a guess, checked by the tests)."""


def prose_language(text: SafeText) -> Lang | None:
    """Chinese if a line holds Chinese words, English if one reads as a sentence, else nothing: a bare log has none."""
    lines = text.split("\n")[:400]
    if any(len(_CJK.findall(line)) >= _LEAST_CJK for line in lines):
        return Lang.ZH
    prose = (line for line in lines if not _MACHINE.match(line))
    return Lang.EN if any(len(_ENGLISH.findall(line)) >= _LEAST_ENGLISH for line in prose) else None
