"""knowledge/findings.yaml: the sentences of finding codes in both languages, and what each weighs."""

import re
from collections.abc import Mapping

from bot.edge.casebook.faults import Faults
from bot.edge.casebook.yaml_lines import Scalar, Table, read_table
from bot.model.finding import FindingText, State, Weight
from bot.model.text import Lang

_KEYS = frozenset({"state", "weight", "elsewhere", *Lang})
_CODE = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*\Z")
_SLOT = re.compile(r"\{([^{}]*)\}")
_SLOT_NAME = re.compile(r"[a-z][a-z_]*\Z")
_UNKNOWN_SLOTS = {"kind", "reason"}


def read_findings(text: str, faults: Faults) -> Mapping[str, FindingText]:
    """Code -> its sentence; an entry that breaks a rule is noted as a fault and left out."""
    table = read_table(text, 1, faults)
    found = (_entry(code, entry, table.lines[code], faults) for code, entry in table.values.items())
    return {one.code: one for one in found if one}


def _entry(code: str, entry: object, line: int, faults: Faults) -> FindingText | None:
    before = len(faults.found)
    if not _CODE.match(code):
        faults.add(line, "code", f"`{code}` is not kebab-case")
    if not isinstance(entry, Table):
        faults.add(line, "finding", f"`{code}` needs the keys state, weight, en and zh")
        return None
    for key, at in entry.lines.items():
        if key not in _KEYS:
            faults.add(at, "unknown-key", f"`{key}` is not a key here")
    state, weight = _state(code, entry, line, faults), _weight(entry, line, faults)
    elsewhere = _elsewhere(entry, line, faults)
    said = {lang: _said(entry, lang, line, faults) for lang in Lang}
    _same_slots(said, state, line, faults)
    if len(faults.found) > before or state is None:
        return None
    return FindingText(code, state, weight, said, elsewhere)


def _state(code: str, entry: Table, line: int, faults: Faults) -> State | None:
    told = _text(entry, "state")
    if told not in set(State):
        faults.add(entry.lines.get("state", line), "state", f"the state must be one of {', '.join(State)}")
        return None
    if (told == State.UNKNOWN) is not code.endswith("-unknown"):
        faults.add(line, "state", "the codes of the state unknown, and only they, end in -unknown")
    return State(told)


def _weight(entry: Table, line: int, faults: Faults) -> Weight:
    """What could not be read weighs nothing, so that an unknown finding needs no weight."""
    told = _text(entry, "weight") or (Weight.WEAK if _text(entry, "state") == State.UNKNOWN else "")
    if told not in set(Weight):
        faults.add(entry.lines.get("weight", line), "weight", f"the weight must be one of {', '.join(Weight)}")
        return Weight.WEAK
    return Weight(told)


def _elsewhere(entry: Table, line: int, faults: Faults) -> bool:
    """Trouble that is not JuiceFS' is marked so; nothing else may be."""
    told = _text(entry, "elsewhere")
    if told not in {"", "true"} or (told and _text(entry, "state") != State.TROUBLE):
        faults.add(entry.lines.get("elsewhere", line), "elsewhere", "elsewhere is `true`, or absent; of trouble alone")
    return told == "true"


def _said(entry: Table, lang: Lang, line: int, faults: Faults) -> str:
    told = _text(entry, lang)
    if not told:
        faults.add(entry.lines.get(lang, line), "both-languages", f"the sentence in `{lang}` is missing")
    for slot in _SLOT.findall(told):
        if not _SLOT_NAME.match(slot):
            faults.add(entry.lines[lang], "slots", f"`{{{slot}}}` is not a slot such as {{node}}")
    if "{" in _SLOT.sub("", told) or "}" in _SLOT.sub("", told):
        faults.add(entry.lines[lang], "slots", "a brace stands alone")
    return told


def _same_slots(said: Mapping[Lang, str], state: State | None, line: int, faults: Faults) -> None:
    english, chinese = (set(_SLOT.findall(said[lang])) for lang in (Lang.EN, Lang.ZH))
    if english != chinese:
        faults.add(line, "slots", f"the slots differ: {sorted(english)} and {sorted(chinese)}")
    if state is State.UNKNOWN and not english <= _UNKNOWN_SLOTS:
        faults.add(line, "slots", "a sentence of the state unknown has the slots {kind} and {reason} alone")


def _text(entry: Table, key: str) -> str:
    value = entry.values.get(key)
    return value.text.strip() if isinstance(value, Scalar) else ""
