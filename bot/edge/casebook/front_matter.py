"""The front matter of a case file: the part that has no language."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from bot.core.matching.words import phrase
from bot.edge.casebook.faults import Faults
from bot.edge.casebook.yaml_lines import Items, Scalar, Table
from bot.model.case import CaseId, Command, Group, Ours, Phrase, Signature, Status, Strength, Where

SLOTS = frozenset(
    "app_ns app_pod app_uid node pvc pv volume_handle sc csi_ns csi_node_pod controller_pod mount_pod mount_path "
    "secret_ns secret metaurl kubelet_dir unique_id job".split()
)
"""The slots that commands and steps may hold; see knowledge/README.md."""

READ_ONLY = re.compile(
    r"(?:kubectl (?:-n \S+ |--context \S+ )*(?:get|describe|logs|top|version|explain|auth can-i|jfs debug)\b"
    r"|juicefs (?:stats|status|info|quota get|fsck)\b"
    r"|(?:docker|crictl|nerdctl) (?:ps|stats|logs|inspect|images)\b"
    r"|systemctl (?:cat|status|show)\b"
    r"|(?:ps|df|du|grep|cat|lsof|fuser|journalctl|dmesg|stat|ls|lsmod|getenforce|ausearch|uname|mount|findmnt|find|top"
    r"|free|head|tail|ip|ss|nc -z\S*|dig|nslookup|ping|getent|awk|curl -sS|timeout \d+|test|fio|iostat|redis-cli)\b)"
)
"""How a command may begin: verbs that only read."""
_WRITES = re.compile(
    r"\b(?:kubectl\b[^|]*\b"
    r"(?:delete|apply|create|edit|patch|replace|scale|drain|cordon|label|annotate|exec|cp|debug|rollout|set)\b"
    r"|rm|mv|tee|dd|mkfs|umount|kill|systemctl (?:restart|stop|start)|sh -c|eval)\b|[^2]>[^&]|-delete\b|`|\$\("
)
_KEYS = frozenset(
    "id status signatures symptoms explains commands confirmed_by cause_of ruled_out_by links sources".split()
)
_SIGNATURE_KEYS = frozenset("text must not unless any ours strength alone cause generic".split())
_SYMPTOM_KEYS = frozenset("all not unless any ours strength alone cause generic".split())
_ID = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*\Z")
_SLOT = re.compile(r"\{([a-z_0-9]+)\}")
_WORD_ROW = re.compile(r"<([a-z][a-z0-9-]*)>")

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """What the front matter says."""

    id: CaseId
    status: Status
    signatures: tuple[Signature, ...]
    commands: tuple[Command, ...]
    explains: tuple[CaseId, ...]
    confirmed_by: tuple[str, ...]
    cause_of: Mapping[str, Scalar]
    ruled_out_by: tuple[str, ...]
    links: Mapping[str, str]
    sources: tuple[str, ...]


class FrontMatterReader:
    """Reads one file's front matter; `rows` are the rows of words.yaml, by name, `codes` those of findings.yaml."""

    def __init__(
        self, table: Table, rows: Mapping[str, tuple[str, ...]], codes: frozenset[str], faults: Faults
    ) -> None:
        self._table, self._rows, self._codes, self._faults = table, rows, codes, faults

    def read(self, stem: str) -> FrontMatter:
        """All of it; what is missing or wrong is noted and read as empty.  `stem` is the file's name."""
        self._known(self._table, _KEYS)
        found = self._text(self._table, "id")
        if found != stem or not _ID.match(found):
            self._faults.add(
                self._table.lines.get("id", 1), "id", f"the id must be the file's name, `{stem}`, in kebab-case"
            )
        signatures = self._signatures()
        if not signatures:
            self._faults.add(self._table.line, "signatures", "at least one signature or symptom is needed")
        return FrontMatter(
            id=CaseId(stem),
            status=self._one_of(self._table, "status", Status, None) or Status.OWN,
            signatures=signatures,
            commands=self._commands(),
            explains=tuple(CaseId(one.text) for one in self._texts(self._table, "explains")),
            confirmed_by=self._finding_codes("confirmed_by"),
            cause_of=self._causes_of(),
            ruled_out_by=self._finding_codes("ruled_out_by"),
            links=self._links(),
            sources=tuple(one.text for one in self._texts(self._table, "sources")),
        )

    def _signatures(self) -> tuple[Signature, ...]:
        literals = [
            self._signature(row, _SIGNATURE_KEYS, "must", Strength.CERTAIN) for row in self._rows_of("signatures")
        ]
        told = [self._signature(row, _SYMPTOM_KEYS, "all", Strength.LIKELY) for row in self._rows_of("symptoms")]
        return tuple(one for one in [*literals, *told] if one)

    def _signature(self, row: Table, keys: frozenset[str], groups: str, strongest: Strength) -> Signature | None:
        self._known(row, keys)
        must = tuple(group for one in self._texts(row, groups) if (group := self._group(one)))
        text = self._text(row, "text") if "text" in keys else ""
        if not must:
            self._faults.add(row.line, groups, f"`{groups}` needs at least one entry: a score alone never decides")
            return None
        ours = self._one_of(row, "ours", Ours, Ours.SIGN) or Ours.SIGN
        if ours is Ours.DRIVER and text and "{driver}" not in text:
            self._faults.add(row.line, "ours", "`ours: driver` needs the slot {driver} in `text`")
        return Signature(
            text=text,
            must=must,
            refute=self._phrases(row, "not"),
            unless=self._phrases(row, "unless"),
            helps=tuple(group for one in self._texts(row, "any") if (group := self._group(one))),
            ours=ours,
            strength=self._strength(row, "strength", strongest),
            alone=self._strength(row, "alone", Strength.POSSIBLE),
            cause=self._text(row, "cause", "") or None,
            generic=self._text(row, "generic", "false") == "true",
            line=row.line,
        )

    def _group(self, entry: Scalar) -> Group:
        alternatives = [part.strip() for part in entry.text.split("|")]
        spelt = [text for part in alternatives for text in self._expanded(part, entry.line)]
        found = tuple(dict.fromkeys(made for text in spelt if (made := phrase(text))))
        if not found:
            self._faults.add(entry.line, "words", f"`{entry.text}` holds no word")
        return found

    def _expanded(self, part: str, line: int) -> list[str]:
        """`part` with its `<row>` replaced by each of the row's alternatives."""
        row = _WORD_ROW.search(part)
        if not row:
            return [part]
        if row.group(1) not in self._rows:
            self._faults.add(line, "words", f"`<{row.group(1)}>` is no row of words.yaml")
            return []
        return [part.replace(row.group(0), option) for option in self._rows[row.group(1)]]

    def _phrases(self, row: Table, key: str) -> tuple[Phrase, ...]:
        return tuple(made for one in self._texts(row, key) for made in self._group(one))

    def _commands(self) -> tuple[Command, ...]:
        found = [self._command(row) for row in self._rows_of("commands")]
        ids = [command.id for command in found]
        for repeated in {one for one in ids if ids.count(one) > 1}:
            self._faults.add(
                self._table.lines.get("commands", 1), "commands", f"the command id `{repeated}` is used twice"
            )
        return tuple(found)

    def _command(self, row: Table) -> Command:
        self._known(row, frozenset({"id", "run", "where"}))
        run = self._text(row, "run")
        if not READ_ONLY.match(run) or _WRITES.search(run):
            self._faults.add(
                row.line, "read-only", f"a command must only read, and begin with a verb that does: `{run}`"
            )
        self.slots(run, row.line)
        return Command(self._text(row, "id"), run, self._one_of(row, "where", Where, Where.TERMINAL) or Where.TERMINAL)

    def slots(self, text: str, line: int) -> None:
        """Note every slot in `text` that nothing can fill."""
        for slot in _SLOT.findall(text):
            if slot not in SLOTS:
                self._faults.add(line, "slot", f"`{{{slot}}}` is not a known slot")

    def _links(self) -> Mapping[str, str]:
        links = self._table.values.get("links")
        if not isinstance(links, Table):
            self._faults.add(self._table.line, "links", "`links` needs the documentation page in `en` and in `zh`")
            return {}
        self._known(links, frozenset({"en", "zh"}))
        found = {lang: self._text(links, lang) for lang in ("en", "zh")}
        for lang, url in found.items():
            if url and not re.match(r"https://[^\s<>|]+\Z", url):
                self._faults.add(links.lines.get(lang, links.line), "links", f"`{url}` is not an https address")
        return found

    def _finding_codes(self, key: str) -> tuple[str, ...]:
        named = self._texts(self._table, key)
        for one in named:
            if one.text not in self._codes or one.text.endswith("-unknown"):
                self._faults.add(one.line, key, f"`{one.text}` is no code of findings.yaml that says something")
        return tuple(one.text for one in named)

    def _causes_of(self) -> Mapping[str, Scalar]:
        """Finding code -> sub-cause.  Whether there is such a cause, the pages tell."""
        causes = self._table.values.get("cause_of", Table({}, {}, self._table.line))
        if not isinstance(causes, Table):
            self._faults.add(self._table.lines["cause_of"], "cause_of", "`cause_of` needs `code: cause-id` entries")
            return {}
        confirming = {one.text for one in self._texts(self._table, "confirmed_by")}
        for code in causes.values.keys() - confirming:
            self._faults.add(causes.lines[code], "cause_of", f"`{code}` does not stand in `confirmed_by`")
        return {code: one for code, one in causes.values.items() if isinstance(one, Scalar)}

    # -- plain values ------------------------------------------------------------------------------------------------

    def _known(self, table: Table, keys: frozenset[str]) -> None:
        for key, line in table.lines.items():
            if key not in keys:
                self._faults.add(line, "unknown-key", f"`{key}` is not a key here")

    def _text(self, table: Table, key: str, default: str | None = None) -> str:
        value = table.values.get(key)
        if isinstance(value, Scalar) and value.text.strip():
            return value.text.strip()
        if default is None or value is not None:
            self._faults.add(table.lines.get(key, table.line), key, f"`{key}` needs a text")
        return default or ""

    def _texts(self, table: Table, key: str) -> tuple[Scalar, ...]:
        value = table.values.get(key)
        if value is None:
            return ()
        if isinstance(value, Items) and all(isinstance(one, Scalar) for one in value.values):
            return tuple(one for one in value.values if isinstance(one, Scalar))
        self._faults.add(table.lines[key], key, f"`{key}` needs a list of texts")
        return ()

    def _rows_of(self, key: str) -> list[Table]:
        value = self._table.values.get(key)
        if value is None:
            return []
        rows = value.values if isinstance(value, Items) else ()
        if not rows or not all(isinstance(one, Table) for one in rows):
            self._faults.add(self._table.lines[key], key, f"`{key}` needs a list of `- key: value` entries")
        return [one for one in rows if isinstance(one, Table)]

    def _strength(self, table: Table, key: str, default: Strength) -> Strength:
        known = {one.word: one for one in Strength}
        return self._chosen(table, key, default, known.get, ", ".join(known))

    def _one_of(self, table: Table, key: str, kind: Callable[[str], T], default: T | None) -> T | None:
        def convert(text: str) -> T | None:
            try:
                return kind(text)
            except ValueError:
                return None

        return self._chosen(table, key, default, convert, ", ".join(str(one) for one in kind))  # type: ignore[attr-defined]  # kind is always an enum

    def _chosen(self, table: Table, key: str, default: T, convert: Callable[[str], T | None], known: str) -> T:
        if key not in table.values and default is not None:
            return default
        text = self._text(table, key)
        found = convert(text)
        if found is None and text:
            self._faults.add(table.lines[key], key, f"`{text}` is none of {known}")
        return default if found is None else found
