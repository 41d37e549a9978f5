"""The skeleton of a case file, made of a conversation that people resolved.

What only a person knows is left empty, so that `juicefs-bot cases check` names every gap with its line; nothing is made
up to pass the check.  Times, numbers and names of the pasted error become slots.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.core.matching.names import names
from bot.core.objects.log_lines import grave
from bot.core.wording.commands import DEFAULT_DRIVER_NAMESPACE, slot_values
from bot.core.wording.terminal_style import shown
from bot.model.case import CaseId
from bot.model.conversation import Logged, MessageIn
from bot.model.text import SafeText

MOST_SIGNATURES = 3
MOST_COMMANDS = 5
MOST_WORDS = 4
"""Words of a `must` entry: enough to be nobody else's, few enough to survive a new version (a guess)."""
LEAST_WORDS = 2

_HEAD = re.compile(
    r"^(?:[IWEF]\d{4} [\d:.]+\s+\d+ \S+\] |\d{4}[-/]\d\d[-/]\d\d[T ][\d:.,]+Z?\s+|\S+\[\d+\] <\w+>: |"
    r"(?:Warning|Normal)\s+\w+\s+(?:\S+ \(x\d+ over \S+\)|\S+)\s+\S+\s+)+"
)
_SLOTS = (
    (re.compile(r"\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b"), "{uid}"),
    (re.compile(r"\b\d{1,3}(?:\.\d{1,3}){3}(?::\d+)?\b"), "{address}"),
    (re.compile(r"(?<![\w/{}])/(?:[\w.{}~-]+/)+[\w.{}~-]+"), "{path}"),
    (re.compile(r"\b(?=[0-9a-f]*\d)[0-9a-f]{8,}\b"), "{id}"),
    (re.compile(r"(?<![\w{])\d+(?![\w}])"), "{n}"),
)
_SLOT = re.compile(r"\{[a-z_0-9]+\}")
_WORD = re.compile(r"[^\W\d_][\w'-]*")
_COMMAND = re.compile(
    r"^[ \t]*(?:[$#][ \t]+)?(kubectl (?:-n \S+ |--context \S+ )*(?:get|describe|logs|top|version)\b[^|;&<>`$\n]*)$",
    re.MULTILINE,
)


@dataclass(frozen=True, slots=True)
class _Signature:
    text: str
    must: tuple[str, ...]


def draft(case: CaseId, logged: Logged, notes: Sequence[SafeText], solved: SafeText) -> str:
    """A case file named `case` as Markdown, in both languages' headings.

    `notes` are what people noted in the conversation, in the order of time, and `solved` is what they say solved it
    (empty when nobody said).  The conversation's longest paste becomes its first example.
    """
    pasted = [one.text for one in logged.conversation.messages if isinstance(one, MessageIn)]
    paste = max(pasted, key=len, default=SafeText(""))
    values = slot_values(names(SafeText("\n".join(pasted))))
    signatures = tuple(_signatures(paste, values))[:MOST_SIGNATURES]
    commands = tuple(_commands((*pasted, *notes, solved), values))[:MOST_COMMANDS]
    steps = [f"1. [?] {shown(' '.join(solved.split()))}"] if solved.strip() else []
    return "\n".join(
        (
            *_front(case, signatures, commands),
            *_page("# English: ", _ENGLISH, commands, steps),
            *_page("# 中文：", _CHINESE, commands, steps),
            *_examples(paste, logged),
        )
    )


_ENGLISH = ("Meaning", "Causes", "Commands", "Fix", "Not this case", "More")
_CHINESE = ("含义", "原因", "命令", "修复", "易混淆", "补充")


def _front(case: CaseId, signatures: Iterable[_Signature], commands: Sequence[str]) -> Iterator[str]:
    yield from ("---", f"id: {case}", "status: own", "signatures:")
    for one in signatures:
        yield f"  - text: {_quoted(one.text)}"
        yield f"    must: [{', '.join(_quoted(words) for words in one.must)}]"
    if commands:
        yield "commands:"
    for number, command in enumerate(commands, 1):
        yield f"  - id: command-{number}"
        yield f"    run: {_quoted(command)}"
    yield from ("links:", "  en:", "  zh:", "---", "")


def _page(title: str, headings: Sequence[str], commands: Sequence[str], steps: Sequence[str]) -> Iterator[str]:
    yield title.rstrip()
    for number, heading in enumerate(headings):
        yield from ("", f"## {heading}")
        if number == headings.index(headings[2]):
            yield from (f"### `command-{which}`" for which in range(1, len(commands) + 1))
        if number == headings.index(headings[3]):
            yield from steps
    yield ""


def _examples(paste: SafeText, logged: Logged) -> Iterator[str]:
    yield from ("# Examples", "", f"## leads here: what was pasted in conversation {logged.id}", "```text")
    yield from (shown(line).replace("```", "'''") for line in paste.splitlines())
    yield from ("```", "", "## leads here:", "```text", "```", "", "## look-alike of none:", "```text", "```", "")


def _signatures(paste: SafeText, values: Mapping[str, str]) -> Iterator[_Signature]:
    """The lines that tell of a failure, each form once, as long as they have words enough to be known by."""
    lines = [line for line in paste.splitlines() if line.strip()]
    failures = [line for line in lines if grave(line)] or lines[:1]
    for text in dict.fromkeys(_slotted(line, values) for line in failures):
        if must := _must(text):
            yield _Signature(text, must)


def _slotted(line: str, values: Mapping[str, str]) -> str:
    text = "".join(character if character.isprintable() else " " for character in _HEAD.sub("", line.strip()))
    for pattern, slot in ((_name(value), f"{{{slot}}}") for slot, value in _longest_first(values)):
        text = pattern.sub(slot, text)
    for pattern, slot in _SLOTS:
        text = pattern.sub(slot, text)
    return " ".join(text.split())


def _longest_first(values: Mapping[str, str]) -> list[tuple[str, str]]:
    """Names that were read in the text; the namespace that is only assumed is none of them."""
    told = [(slot, value) for slot, value in values.items() if value != DEFAULT_DRIVER_NAMESPACE]
    return sorted(told, key=lambda pair: -len(pair[1]))


def _name(value: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w.{{-]){re.escape(value)}(?![\w}}-])")


def _must(text: str) -> tuple[str, ...]:
    """The two longest rows of words between slots, in the order of the line."""
    rows = [_WORD.findall(part) for part in _SLOT.split(text)]
    long_enough = [row for row in rows if len(row) >= LEAST_WORDS]
    chosen = sorted(long_enough, key=len, reverse=True)[:2]
    return tuple(" ".join(row[:MOST_WORDS]).lower() for row in rows if row in chosen)[:2]


def _commands(texts: Iterable[str], values: Mapping[str, str]) -> Iterator[str]:
    """The commands that people ran or noted, those that only read, each once, with their names as slots."""
    found = (command.strip() for text in texts for command in _COMMAND.findall(text))
    yield from dict.fromkeys(_with_slots(command, values) for command in found)


def _with_slots(command: str, values: Mapping[str, str]) -> str:
    command = command.replace("{", "").replace("}", "")
    for slot, value in _longest_first(values):
        command = _name(value).sub(f"{{{slot}}}", command)
    return command


def _quoted(text: str) -> str:
    """As a YAML text in single quotes, in which nothing but the quote itself means anything."""
    return "'" + text.replace("'", "''") + "'"
