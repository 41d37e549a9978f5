"""The body of a case file: one page a language, and the examples."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.edge.casebook.faults import Faults
from bot.model.case import CaseId, Example, LookAlike, Page, Reading, Risk, Step
from bot.model.text import Lang

_HEADINGS = {
    Lang.EN: ("Meaning", "Causes", "Commands", "Fix", "Not this case", "More"),
    Lang.ZH: ("含义", "原因", "命令", "修复", "易混淆", "补充"),
}
_TITLE = {Lang.EN: re.compile(r"# English: (\S.*)\Z"), Lang.ZH: re.compile(r"# 中文[：:]\s*(\S.*)\Z")}
_CAUSE = re.compile(r"- `([a-z0-9-]+)`\s*[:：]\s*(\S.*)\Z")
_COMMAND = re.compile(r"### `([a-z0-9-]+)` (\S.*)\Z")
_STEP = re.compile(r"(\d+)\. \[([a-z-]+)\] (?:\[([a-z0-9-]+)\] )?(\S.*)\Z")
_LOOK_ALIKE = re.compile(r"- (?:`([a-z0-9-]+)`|none)\s*[:：]\s*(\S.*)\Z")
_LEADS = re.compile(r"## leads here: (\S.*)\Z")
_LOOKS = re.compile(r"## look-alike of ([a-z0-9-]+): (\S.*)\Z")
_FENCE = re.compile(r"```")
_CODE = re.compile(r"`([^`]+)`")

Rows = list[tuple[int, str]]
"""Lines with their numbers in the file."""


@dataclass(frozen=True, slots=True)
class Section:
    """A heading, its line number, and the rows below it."""

    title: str
    line: int
    rows: Rows


def parts(rows: Rows, mark: str) -> list[Section]:
    """The rows cut at each heading that begins with `mark` (such as `# `), fenced blocks left whole."""
    found: list[Section] = []
    fenced = False
    for line, text in rows:
        fenced ^= bool(_FENCE.match(text))
        if text.startswith(mark) and not fenced:
            found.append(Section(text.strip(), line, []))
        elif found:
            found[-1].rows.append((line, text))
    return found


class BodyReader:
    """Reads the body of one file."""

    def __init__(self, faults: Faults) -> None:
        self._faults = faults

    def page(self, lang: Lang, section: Section, link: str) -> Page:
        """The page that `section` (one `# …` part) holds; what is missing is noted and read as empty."""
        title = _TITLE[lang].match(section.title)
        if not title:
            self._faults.add(section.line, "title", "the title of the case stands here, in this language")
        wanted = _HEADINGS[lang]
        found = {part.title.removeprefix("## ").strip(): part for part in parts(section.rows, "## ")}
        if tuple(found) != wanted:
            self._faults.add(section.line, "sections", f"the sections must be {', '.join(wanted)}, in this order")
        meaning, causes, commands, fix, alike, more = (
            found.get(name, Section("", section.line, [])) for name in wanted
        )
        return Page(
            title=title.group(1) if title else "",
            meaning=self._prose(meaning, required=True),
            causes=dict(self._listed(causes, _CAUSE, "- `cause-id`: sentence")),
            readings=dict(self._readings(commands)),
            steps=tuple(self._steps(fix)),
            look_alikes=tuple(
                LookAlike(CaseId(case) if case else None, text)
                for case, text in self._listed(alike, _LOOK_ALIKE, "- `case-id`: … or - none: …")
            ),
            more=self._prose(more, required=False),
            link=link,
        )

    def _prose(self, section: Section, *, required: bool) -> str:
        text = "\n".join(row for _, row in section.rows).strip()
        if required and not text:
            self._faults.add(section.line, "sections", f"`{section.title or 'a section'}` is empty")
        return text

    def _listed(self, section: Section, shape: re.Pattern[str], told: str) -> Iterator[tuple[str, str]]:
        """`- …` entries of the section; an indented row continues the entry above it."""
        for line, text in _entries(section.rows):
            found = shape.match(text)
            if found:
                yield found.group(1) or "", found.group(2)
            else:
                self._faults.add(line, "list", f"an entry here reads {told}")

    def _readings(self, section: Section) -> Iterator[tuple[str, Reading]]:
        for part in parts(section.rows, "### "):
            found = _COMMAND.match(part.title)
            if found:
                yield found.group(1), Reading(found.group(2), self._prose(part, required=True))
            else:
                self._faults.add(part.line, "commands", "a heading here reads ### `command-id` Why it is run?")

    def _steps(self, section: Section) -> Iterator[Step]:
        for number, (line, text) in enumerate(_entries(section.rows), 1):
            found = _STEP.match(text)
            if not found or int(found.group(1)) != number:
                self._faults.add(line, "steps", f"step {number} must read {number}. [safe|disruptive|data-loss] …")
                continue
            if found.group(2) not in set(Risk):
                self._faults.add(line, "steps", f"`{found.group(2)}` is none of {', '.join(Risk)}")
                continue
            yield Step(found.group(4), Risk(found.group(2)), found.group(3))

    def examples(self, section: Section, own: CaseId) -> tuple[Example, ...]:
        """The texts below `# Examples`, each with the case it must lead to (or none)."""
        found = tuple(made for part in parts(section.rows, "## ") if (made := self._example(part, own)))
        if sum(one.leads_to == own for one in found) < 2:  # noqa: PLR2004 - the rule of knowledge/README.md
            self._faults.add(section.line, "examples", "at least two examples must lead here")
        if not any(one.leads_to != own for one in found):
            self._faults.add(section.line, "examples", "at least one look-alike is needed")
        return found

    def _example(self, part: Section, own: CaseId) -> Example | None:
        looks, leads = _LOOKS.match(part.title), _LEADS.match(part.title)
        text = _fenced(part.rows)
        if not (looks or leads) or not text:
            self._faults.add(
                part.line,
                "examples",
                "write `## leads here: …` or `## look-alike of CASE|none: …`, then a ```text block",
            )
            return None
        if leads:
            return Example(text, own, part.line)
        case = looks.group(1) if looks else "none"
        return Example(text, None if case == "none" else CaseId(case), part.line)


def _entries(rows: Rows) -> list[tuple[int, str]]:
    """Rows joined to entries: an indented row belongs to the one above it."""
    found: list[tuple[int, str]] = []
    for line, text in rows:
        if not text.strip():
            continue
        if text[0] in " \t" and found:
            found[-1] = (found[-1][0], f"{found[-1][1]} {text.strip()}")
        else:
            found.append((line, text.strip()))
    return found


def _fenced(rows: Rows) -> str:
    """The text of the fenced block in `rows`, or nothing."""
    marks = [position for position, (_, text) in enumerate(rows) if _FENCE.match(text)]
    if len(marks) != 2:  # noqa: PLR2004 - one block has two fences
        return ""
    return "\n".join(text for _, text in rows[marks[0] + 1 : marks[1]])


def codes(text: str) -> list[str]:
    """The back-quoted pieces of a text, sorted: both languages must show the same."""
    return sorted(_CODE.findall(text))
