"""All of a diagnosis as Slack blocks, made of what the log keeps of it: the lines that a terminal prints.

`bot.core.faces.terminal` writes them: indents and marks tell what a line is.  What is not known is shown as plain text.
"""

from collections.abc import Iterator
from itertools import groupby

from bot.core.faces.blocks import fitted, shortened
from bot.core.faces.rich_text import Element, bold, code, listed, marked, plain, preformatted, rich, section
from bot.core.wording import sentences as said
from bot.core.wording.judging import AGAINST, FINDINGS, SECOND
from bot.model.chat import Block, SlackMessage
from bot.model.text import Lang, SafeText

_FINDINGS = {"✗": "🔴", "?": "❔", "✓": "🟢"}
_CASES = {"●": "🔴", "◐": "🟠", "○": "⚪", "·": "⚪"}
_RAW = " " * 6
_COMMAND = "    $ "
_HEADINGS = frozenset(
    told[lang]
    for told in (FINDINGS, AGAINST, SECOND, said.PROOF, said.MEANING, said.RUN, said.FIX, said.NOT_THIS, said.ALSO)
    for lang in Lang
)
_IN_A_BLOCK = 8
"""Lines of a block: what does not fit into a message is cut between blocks."""


def everything(text: SafeText, lang: Lang, case: str = "") -> SlackMessage:
    """The message; what is too much for one says where the rest of `case` is."""
    lines = [line for line in text.split("\n") if line.strip()]
    blocks = [block for kind, group in groupby(lines, _kind) for block in _blocks(kind, list(group))]
    return SlackMessage(fitted(blocks, lang, case), shortened(lines[0] if lines else ""))


def _kind(line: str) -> str:
    if line.startswith(_COMMAND):
        return "command"
    if line.startswith(_RAW):
        return "raw"
    return "finding" if line[2:3] in _FINDINGS and line[3:4] == " " else "text"


def _blocks(kind: str, lines: list[str]) -> Iterator[Block]:
    for at in range(0, len(lines), _IN_A_BLOCK):
        part = lines[at : at + _IN_A_BLOCK]
        if kind == "finding":
            yield rich(listed([_finding(line.strip()) for line in part], ordered=False))
        elif kind == "command":
            yield rich(preformatted("\n".join(line.removeprefix(_COMMAND) for line in part)))
        elif kind == "raw":
            yield rich(*(section(code(line.strip())) for line in part))
        else:
            yield rich(*(_text(line) for line in part))


def _finding(line: str) -> Element:
    subject, colon, said = line[2:].partition(": ")
    return section(plain(f"{_FINDINGS[line[0]]} "), bold(subject), plain(f"{colon}{said}"))


def _text(line: str) -> Element:
    if line.lstrip()[0] in _CASES:
        return section(bold(f"{_CASES[line.lstrip()[0]]}{line.lstrip()[1:]}"))
    return section(bold(line.strip())) if line.strip() in _HEADINGS else section(*marked(line.strip()))
