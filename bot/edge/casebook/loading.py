"""The folder knowledge/ (and the reader's own beside it), read and checked whole.

A faulty file is never skipped: the bot would silently know less than its people think.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.core.matching.words import phrase
from bot.edge.casebook.body import BodyReader, Section, codes, parts
from bot.edge.casebook.characters import note_characters
from bot.edge.casebook.faults import Fault, Faults
from bot.edge.casebook.findings import read_findings
from bot.edge.casebook.front_matter import FrontMatter, FrontMatterReader
from bot.edge.casebook.secrets import note_secrets
from bot.edge.casebook.yaml_lines import Items, Scalar, Table, read_table
from bot.errors import CasebookError
from bot.model.case import Case, Casebook, CaseId, Page, Phrase, Signs, casebook
from bot.model.finding import FindingText
from bot.model.text import Lang

_MOST_BYTES = 256 * 1024
"""A case file is a page or two; a larger one is not a case file."""


def built_in_folder() -> Path:
    """The casebook that comes with the bot: inside the installed package, or beside it in a checkout."""
    inside = Path(__file__).parents[2] / "knowledge"
    return inside if inside.is_dir() else Path(__file__).parents[3] / "knowledge"


def load(*folders: Path) -> Casebook:
    """The cases of the built-in casebook and of `folders`.

    Raises CasebookError, listing every fault, when a folder is missing or a file breaks a rule.
    """
    book, faults = check(*folders)
    if faults:
        listed = "\n".join(f"  {fault}" for fault in faults)
        raise CasebookError(
            f"The casebook has {len(faults)} fault(s); nothing is answered until they are mended:\n{listed}",
            f"案例库有 {len(faults)} 处错误，修好之前不会给出任何回答：\n{listed}",
        )
    return book


def check(*folders: Path, built_in: bool = True) -> tuple[Casebook, tuple[Fault, ...]]:
    """As `load`, but gives the faults instead of raising; with faults the book holds what could be read."""
    home = built_in_folder()
    faults: list[Fault] = []
    shared = _shared(home, faults)
    cases: list[Case] = []
    for folder in (*((home,) if built_in else ()), *folders):
        cases.extend(_folder(folder, shared, faults, own=folder != home))
    faults.extend(_between(cases))
    unique = {case.id: case for case in cases}
    return casebook(tuple(unique.values()), shared.signs, shared.findings), tuple(sorted(faults))


@dataclass(frozen=True, slots=True)
class _Shared:
    """What all case files lean on: rows of words.yaml, signs.yaml, and the sentences of findings.yaml."""

    rows: Mapping[str, tuple[str, ...]]
    signs: Signs
    findings: Mapping[str, FindingText]


def _folder(folder: Path, shared: _Shared, faults: list[Fault], *, own: bool) -> list[Case]:
    inside = folder / "cases" if (folder / "cases").is_dir() else folder
    if not inside.is_dir():
        faults.append(Fault(str(folder), 1, "folder", "there is no such folder"))
        return []
    files = sorted(path for path in inside.glob("*.md") if path.name != "README.md")
    if not files:
        faults.append(Fault(str(folder), 1, "folder", "it holds no case file (*.md)"))
    return [case for path in files if (case := _file(path, shared, faults, own=own))]


def _file(path: Path, shared: _Shared, found: list[Fault], *, own: bool) -> Case | None:
    faults = Faults(_shown(path))
    text = _read(path, faults)
    note_characters(text, faults)
    if own:
        note_secrets(text, faults)
    lines = text.split("\n")
    ends = [at for at, line in enumerate(lines) if line.strip() == "---"][:2]
    if len(ends) != 2 or ends[0] != 0:  # noqa: PLR2004 - a front matter has two fences
        faults.add(1, "front-matter", "the file must begin with a front matter between two lines `---`")
        found.extend(faults.found)
        return None
    table = read_table("\n".join(lines[1 : ends[1]]), 2, faults)
    if any(fault.rule == "yaml" for fault in faults.found):
        found.extend(faults.found)  # what else would be told of a half-read front matter only misleads
        return None
    front = FrontMatterReader(table, shared.rows, frozenset(shared.findings), faults).read(path.stem)
    body = parts(list(enumerate(lines, 1))[ends[1] + 1 :], "# ")
    case = _case(front, body, faults, str(path))
    found.extend(faults.found)
    return case


def _case(front: FrontMatter, body: Sequence[Section], faults: Faults, path: str) -> Case | None:
    if [part.title.split(":")[0].split("：")[0] for part in body] != ["# English", "# 中文", "# Examples"]:
        faults.add(1, "sections", "the body must be `# English: …`, `# 中文：…` and `# Examples`, in this order")
        return None
    reader = BodyReader(faults)
    pages = {
        lang: reader.page(lang, part, front.links.get(lang, ""))
        for lang, part in zip((Lang.EN, Lang.ZH), body[:2], strict=True)
    }
    _same(pages[Lang.EN], pages[Lang.ZH], body[1].line, faults)
    _complete(front, pages[Lang.EN], body[0].line, faults)
    return Case(
        id=front.id,
        status=front.status,
        signatures=front.signatures,
        commands=front.commands,
        pages=pages,
        examples=reader.examples(body[2], front.id),
        explains=front.explains,
        confirmed_by=front.confirmed_by,
        cause_of={code: cause.text for code, cause in front.cause_of.items()},
        ruled_out_by=front.ruled_out_by,
        sources=front.sources,
        path=path,
    )


def _same(en: Page, zh: Page, line: int, faults: Faults) -> None:
    """Both languages must have the same skeleton."""
    pairs: tuple[tuple[str, Iterable[object], Iterable[object]], ...] = (
        ("causes", en.causes, zh.causes),
        ("commands", en.readings, zh.readings),
        ("steps", [(step.risk, step.cause) for step in en.steps], [(step.risk, step.cause) for step in zh.steps]),
        ("look-alikes", [one.case for one in en.look_alikes], [one.case for one in zh.look_alikes]),
    )
    for name, english, chinese in pairs:
        if list(english) != list(chinese):
            faults.add(line, "both-languages", f"the {name} differ: {list(english)} and {list(chinese)}")
    for number, (english_step, chinese_step) in enumerate(zip(en.steps, zh.steps, strict=False), 1):
        if codes(english_step.text) != codes(chinese_step.text):
            faults.add(line, "both-languages", f"step {number} shows different code in the two languages")


def _complete(front: FrontMatter, page: Page, line: int, faults: Faults) -> None:
    """Commands are all explained; sub-causes that signatures, findings and steps name exist."""
    if list(page.readings) != [command.id for command in front.commands]:
        faults.add(line, "commands", "the sections below Commands must be the front matter's commands, in its order")
    named = {(one.cause, one.line) for one in front.signatures} | {(step.cause, line) for step in page.steps}
    named |= {(cause.text, cause.line) for cause in front.cause_of.values()}
    for cause, at in sorted((cause, at) for cause, at in named if cause and cause not in page.causes):
        faults.add(at, "cause", f"`{cause}` is not among the causes")
    if not page.steps:
        faults.add(line, "steps", "at least one fix step is needed")


def _between(cases: Sequence[Case]) -> list[Fault]:
    """Faults that only show when all files are seen together."""
    known: dict[CaseId, Case] = {}
    found: list[Fault] = []
    for case in cases:
        if case.id in known:
            found.append(Fault(_shown(Path(case.path)), 1, "id", f"`{case.id}` is already in {known[case.id].path}"))
        known[case.id] = case
    for case in cases:
        named = {*case.explains, *(one.case for one in case.pages[Lang.EN].look_alikes if one.case)}
        named |= {one.leads_to for one in case.examples if one.leads_to}
        found.extend(
            Fault(_shown(Path(case.path)), 1, "case", f"there is no case `{other}`")
            for other in sorted(named - set(known))
        )
    return found


def _shared(home: Path, found: list[Fault]) -> _Shared:
    """words.yaml, signs.yaml and findings.yaml of the built-in casebook."""
    word_faults, sign_faults, finding_faults = Faults("words.yaml"), Faults("signs.yaml"), Faults("findings.yaml")
    rows = read_table(_read(home / "words.yaml", word_faults), 1, word_faults)
    signs = read_table(_read(home / "signs.yaml", sign_faults), 1, sign_faults)
    others = signs.values.get("others")
    products = others.values if isinstance(others, Table) else {}
    findings = read_findings(_read(home / "findings.yaml", finding_faults), finding_faults)
    found.extend([*word_faults.found, *sign_faults.found, *finding_faults.found])
    return _Shared(
        {name: tuple(re.split(r"\s*\|\s*", row.text)) for name, row in rows.values.items() if isinstance(row, Scalar)},
        Signs(
            _signs(signs.values.get("juicefs")),
            {name: _signs(row) for name, row in products.items()},
            _signs(signs.values.get("weak")),
            _signs(signs.values.get("trade")),
        ),
        findings,
    )


def _signs(row: object) -> tuple[Phrase, ...]:
    texts = [one.text for one in row.values if isinstance(one, Scalar)] if isinstance(row, Items) else []
    return tuple(phrase(text) for text in texts)


def _read(path: Path, faults: Faults) -> str:
    try:
        content = path.read_bytes()
    except OSError as error:
        faults.add(1, "read", f"the file cannot be read ({error.strerror})")
        return ""
    if len(content) > _MOST_BYTES:
        faults.add(1, "size", "the file is too large for a case")
        return ""
    try:
        return content.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError:
        faults.add(1, "encoding", "the file is not UTF-8 text")
        return ""


def _shown(path: Path) -> str:
    """The path as the author knows it: relative to where they stand, if it lies below."""
    try:
        return str(path.resolve().relative_to(Path.cwd()))
    except ValueError:
        return str(path)
