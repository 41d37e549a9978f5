"""Own cases that change while the bot runs: taken over when they are sound, refused when not."""

import os
from pathlib import Path

import pytest

from bot.core.matching.match import match
from bot.edge.casebook.live import Change, LiveCasebook
from bot.errors import CasebookError
from bot.model.case import CaseId
from bot.model.text import SafeText
from tests.deploy.building import DEPLOY

CASE = (DEPLOY / "components" / "own-cases" / "cases" / "archive-marker-missing.md").read_text("utf-8")
LINE = SafeText("archiver: refusing to start: /mnt/archive lacks .archive-ready")
OWN = CaseId("archive-marker-missing")


def best(book: LiveCasebook, text: SafeText = LINE) -> CaseId | None:
    """The case that the casebook in force gives for a text."""
    found = match(text, book()).best
    return found.case if found else None


def own(folder: Path, text: str = CASE, name: str = "archive-marker-missing") -> Path:
    """A folder with one own case."""
    folder.mkdir(exist_ok=True)
    (folder / f"{name}.md").write_text(text, "utf-8")
    return folder


def test_a_changed_case_is_in_force_without_a_restart(tmp_path: Path) -> None:
    """The new words lead to it, the old ones no more; who heard is told how many cases there are."""
    heard: list[Change] = []
    book = LiveCasebook(own(tmp_path / "own"), heard.append)
    assert best(book) == OWN
    own(tmp_path / "own", CASE.replace("refusing to start", "declining to start"))
    book.refresh()
    assert best(book) is None
    assert best(book, SafeText(LINE.replace("refusing", "declining"))) == OWN
    assert heard == [Change(len(book().book.cases))]


def test_added_and_removed_cases_are_noticed(tmp_path: Path) -> None:
    """One file more, one file less."""
    heard: list[Change] = []
    book = LiveCasebook(own(tmp_path / "own"), heard.append)
    before = len(book().book.cases)
    own(
        tmp_path / "own",
        CASE.replace("archive-marker-missing", "second-case").replace("archiver", "packer"),
        "second-case",
    )
    book.refresh()
    assert len(book().book.cases) == before + 1
    (tmp_path / "own" / "archive-marker-missing.md").unlink()
    book.refresh()
    assert best(book) is None
    assert [change.cases for change in heard] == [before + 1, before]


def test_a_faulty_set_is_refused_and_the_one_before_stays(tmp_path: Path) -> None:
    """The faults are told once, with file and line; when they are mended the new set is taken."""
    heard: list[Change] = []
    book = LiveCasebook(own(tmp_path / "own"), heard.append)
    own(tmp_path / "own", CASE.replace("status: own", "status: guessed"))
    book.refresh()
    book.refresh()
    assert best(book) == OWN
    (change,) = heard
    assert "archive-marker-missing.md:3" in str(change.faults[0])
    own(tmp_path / "own", CASE.replace("refusing to start", "declining to start"))
    book.refresh()
    assert best(book) is None
    assert heard[1].faults == ()


def test_nothing_is_read_while_nothing_changes(tmp_path: Path) -> None:
    """Looking at unchanged files costs no loading and tells nobody; asking for it (SIGHUP) reads anyway."""
    heard: list[Change] = []
    book = LiveCasebook(own(tmp_path / "own"), heard.append)
    index = book()
    book.refresh()
    assert book() is index
    assert heard == []
    book.refresh(always=True)
    assert book() is not index
    assert len(heard) == 1


def test_a_configmap_that_is_swapped_is_a_change(tmp_path: Path) -> None:
    """Kubernetes writes a new folder beside the old one and turns a link around; names and times may stay the same."""
    for number, text in enumerate((CASE, CASE.replace("refusing", "declining!"[:8]))):
        own(tmp_path / f"..data{number}", text)
        os.utime(tmp_path / f"..data{number}" / "archive-marker-missing.md", ns=(1, 1))
    mounted = tmp_path / "mounted"
    mounted.mkdir()
    (mounted / "..data").symlink_to(tmp_path / "..data0")
    (mounted / "archive-marker-missing.md").symlink_to("..data/archive-marker-missing.md")
    book = LiveCasebook(mounted, lambda _: None)
    assert best(book) == OWN
    (mounted / "..new").symlink_to(tmp_path / "..data1")
    (mounted / "..new").replace(mounted / "..data")
    book.refresh()
    assert best(book) is None


def test_a_folder_that_vanishes_leaves_the_cases_in_force(tmp_path: Path) -> None:
    """A volume that is gone for a moment costs no case: the fault is told."""
    heard: list[Change] = []
    book = LiveCasebook(own(tmp_path / "own"), heard.append)
    (tmp_path / "own").rename(tmp_path / "away")
    book.refresh()
    assert best(book) == OWN
    assert heard[0].faults


def test_the_start_refuses_what_is_faulty(tmp_path: Path) -> None:
    """Before anything is in force there is nothing to fall back to."""
    with pytest.raises(CasebookError):
        LiveCasebook(own(tmp_path / "own", "nothing"), lambda _: None)


def test_without_own_cases_there_is_nothing_to_watch() -> None:
    """The built-in casebook does not change while the bot runs."""
    heard: list[Change] = []
    book = LiveCasebook(None, heard.append)
    book.refresh()
    assert heard == []
    assert len(book().book.cases) > 30
