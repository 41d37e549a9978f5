"""docs/probes.md: every probe, what it asks and reads, and which cases lean on it.

`python -m tests.core.probes.page` writes it anew; a test holds the file to it.
"""

from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

from bot.core.chain.look import Probe
from bot.core.probes import every_probe
from bot.model.case import Case
from bot.model.finding import Stage
from tests.core.probes.codes import codes_of
from tests.core.probes.looking import book

PAGE = Path(__file__).parents[3] / "docs" / "probes.md"

_HEAD = """# The probes

Every question that a diagnosis asks of a snapshot, along the mount chain. Each is a module in `bot/core/probes/`;
how to write one is in `probing.md`, what it may say in `knowledge/findings.yaml`. A case leans on what a probe finds by
its codes (`confirmed_by`, `ruled_out_by` in the case's file).

This page is made by `python -m tests.core.probes.page`.
"""
_STAGES = {
    Stage.POD: "The pod and its node",
    Stage.CLAIM: "PVC, PV and StorageClass",
    Stage.INJECTION: "Injection of sidecars",
    Stage.REGISTRATION: "Registration of the driver",
    Stage.CSI_NODE: "CSI Node",
    Stage.MOUNT_POD: "Mount Pods and sidecars",
    Stage.MOUNT_POINT: "The mount",
    Stage.USE: "In use",
    Stage.END: "The end",
}


def page() -> str:
    """The whole page."""
    return _HEAD + "".join(_stage(stage) for stage in Stage)


def _stage(stage: Stage) -> str:
    rows = [_row(probe) for probe in every_probe() if probe.stage is stage]
    head = "| probe | asks | reads | speaks for | speaks against |\n|---|---|---|---|---|\n"
    return f"\n## {_STAGES[stage]}\n\n{head}{''.join(rows)}" if rows else ""


def _row(probe: Probe) -> str:
    codes = frozenset(codes_of(probe))
    reads = ", ".join(dict.fromkeys(part.kind for part in probe.reads))
    cells = (f"`{probe.name}`", _question(probe), reads, _named(_for(codes)), _named(_against(codes)))
    return f"| {' | '.join(cells)} |\n"


def _question(probe: Probe) -> str:
    """The question that the module's docstring begins with."""
    told = import_module(f"bot.core.probes.{probe.name.replace('-', '_')}").__doc__ or ""
    return " ".join(told.partition("?")[0].split()) + "?"


def _for(codes: frozenset[str]) -> Iterator[Case]:
    return (case for case in book().cases if codes & set(case.confirmed_by))


def _against(codes: frozenset[str]) -> Iterator[Case]:
    return (case for case in book().cases if codes & set(case.ruled_out_by))


def _named(cases: Iterator[Case]) -> str:
    return ", ".join(case.id for case in cases) or "-"


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
