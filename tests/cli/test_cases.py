"""`juicefs-bot cases` from outside."""

from pathlib import Path

from tests.cli.running import run


def test_the_list_names_every_case_in_both_languages() -> None:
    """Each row has the id, the status and the title."""
    english, chinese = (run("cases", "list", "--lang", lang).stdout.decode() for lang in ("en", "zh"))
    assert english.count("documented") == 15
    assert "mount-point-lost" in english
    assert "挂载" in chinese


def test_show_holds_everything_a_case_says() -> None:
    """Commands, steps, look-alikes, background and link."""
    shown = run("cases", "show", "slow-small-file-writes").stdout.decode()
    assert "writeback" in shown
    assert "https://juicefs.com/docs/csi/" in shown
    assert "数据" in run("cases", "show", "slow-small-file-writes", "--lang", "zh").stdout.decode()


def test_a_mistyped_id_gets_the_nearest() -> None:
    """`did you mean`, exit code 2."""
    done = run("cases", "show", "mount-point-lots")
    assert done.returncode == 2
    assert "mount-point-lost" in done.stderr.decode()


def test_check_lists_faults_and_fails(tmp_path: Path) -> None:
    """A faulty folder: file, line and rule on each line, exit code 1; the built-in casebook alone is sound."""
    (tmp_path / "odd.md").write_text("---\nid: odd\n---\n")
    done = run("cases", "check", str(tmp_path))
    assert done.returncode == 1
    assert "odd.md:" in done.stdout.decode()
    assert run("cases", "check").returncode == 0


def test_a_text_can_be_tried(tmp_path: Path) -> None:
    """`cases test` shows the ranking with the lines."""
    file = tmp_path / "text.txt"
    file.write_text("juicefs\ndf: /data: Socket not connected\n")
    said = run("cases", "test", str(file)).stdout.decode()
    assert "mount-point-lost" in said
    assert "line 2:" in said
