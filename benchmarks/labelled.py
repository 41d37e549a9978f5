"""The project's own labelled texts: the examples of the case files, and the frozen pastes of `tests/pastes`."""

from hashlib import sha256
from pathlib import Path

import yaml

from bot.core.matching.evaluation import Labelled
from bot.model.case import Casebook

PASTES = Path(__file__).parents[1] / "tests" / "pastes"


def examples(book: Casebook) -> list[Labelled]:
    """Every example of every case file, labelled with the case that it leads to, or `none`."""
    return [
        Labelled(f"{case.id}:{example.line}", (example.leads_to or "none",), example.text, "example")
        for case in book.cases
        for example in case.examples
    ]


def pastes(folder: Path = PASTES) -> list[Labelled]:
    """Every paste of the frozen set, in the order of the files' names."""
    rows = [row for file in _files(folder) for row in yaml.safe_load(file.read_text("utf-8"))]
    return [Labelled(row["id"], tuple(row["labels"]), row["text"], "paste") for row in rows]


def sums(folder: Path = PASTES) -> dict[str, str]:
    """File name -> SHA-256 of its bytes: a set that is measured against for years must not change by the way."""
    return {file.name: sha256(file.read_bytes()).hexdigest() for file in _files(folder)}


def _files(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.yaml"))
