"""`juicefs-bot match` from outside: answers, exit codes, batches, and every kind of bad input."""

import json
from pathlib import Path

import pytest

from tests.cli.running import run

_LOST = b"the juicefs mount pod restarted\ndf: /data: Socket not connected\n"
_SECRET = "hunter2planted"


def test_a_paste_is_answered_with_its_case() -> None:
    """Exit code 0, the case's id, the proving line, a command and the documentation link."""
    done = run("match", given=_LOST)
    said = done.stdout.decode()
    assert done.returncode == 0
    assert "mount-point-lost" in said
    assert "df: /data: Socket not connected" in said
    assert "$ kubectl " in said
    assert "https://juicefs.com/docs/" in said


def test_a_chinese_question_is_answered_in_chinese() -> None:
    """The language is that of the prose around the paste; --lang overrules it."""
    text = "mount pod 重启之后，业务容器里 df: /data: Socket not connected，怎么办？".encode()
    assert "修复步骤" in run("match", given=text).stdout.decode()
    assert "Fix, in this order" in run("match", "--lang", "en", given=text).stdout.decode()


def test_nothing_fits_is_exit_code_one() -> None:
    """Another product's error gets no case, and says which product it names."""
    done = run("match", given=b"ebs.csi.aws.com: AttachVolume.Attach failed for volume: rpc error: timeout")
    assert done.returncode == 1
    assert "ebs" in done.stdout.decode()


def test_json_holds_the_same(tmp_path: Path) -> None:
    """--json gives the reply as values."""
    file = tmp_path / "paste.txt"
    file.write_bytes(_LOST)
    found = json.loads(run("match", str(file), "--json").stdout)
    assert found["best"] == "mount-point-lost"
    assert found["cases"][0]["evidence"][0]["line"] == "df: /data: Socket not connected"


def test_a_batch_gives_one_line_for_each(tmp_path: Path) -> None:
    """Each line of the batch is answered, also an empty text; best is null below likely."""
    rows = [{"id": "a", "text": _LOST.decode()}, {"id": 2, "text": "hello there"}, {"id": "c", "text": ""}]
    file = tmp_path / "in.jsonl"
    file.write_text("\n".join(json.dumps(row) for row in rows))
    found = [json.loads(line) for line in run("match", "--batch", str(file)).stdout.splitlines()]
    assert [(one["id"], one["best"]) for one in found] == [("a", "mount-point-lost"), (2, None), ("c", None)]
    assert set(found[0]) == {"id", "best", "strength", "ranked", "ms"}
    assert set(found[0]["ranked"][0]) == {"case", "score", "strength", "lines"}


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        (b"", "empty"),
        (b"   \n\t", "empty"),
        (b"\x7fELF\x00\x00\x01", "binary"),
        (b"a" * (10 * 1024 * 1024 + 1), "10 MiB"),
    ],
)
def test_what_is_no_text_gets_one_clear_line(given: bytes, sentence: str) -> None:
    """Exit code 2, one line on stderr that says what to do, no trace."""
    done = run("match", given=given)
    assert done.returncode == 2
    assert sentence in done.stderr.decode()
    assert len(done.stderr.decode().strip().splitlines()) == 1
    assert done.stdout == b""


@pytest.mark.parametrize(
    "given",
    [
        b"\xff\xfe juicefs \xc3\x28 Socket not connected",
        b"\x01\x02\x1b[31m juicefs df: /x: Socket not connected \x1b[0m\x07",
        b"x" * (1024 * 1024),
        b"<!channel> <@U123> <https://evil.example|click> juicefs",
    ],
)
def test_odd_text_is_answered(given: bytes) -> None:
    """Invalid UTF-8, control characters, one line of 1 MiB and fake mentions end in an answer, not in an error."""
    done = run("match", given=given)
    assert done.returncode in {0, 1}
    assert done.stderr == b""
    assert b"\x1b" not in done.stdout


def test_a_missing_file_is_told() -> None:
    """The sentence names the file."""
    done = run("match", "/no/such/file")
    assert done.returncode == 2
    assert "/no/such/file" in done.stderr.decode()
    assert "Traceback" not in done.stderr.decode()


def test_a_faulty_casebook_stops_the_bot(tmp_path: Path) -> None:
    """With every fault listed, and no answer that knows less than people think."""
    (tmp_path / "broken.md").write_text("nothing here")
    done = run("match", given=_LOST, env={"JUICEFS_BOT_KNOWLEDGE": str(tmp_path)})
    assert done.returncode == 2
    assert "broken.md:1" in done.stderr.decode()
    assert done.stdout == b""


def test_a_missing_knowledge_folder_is_told(tmp_path: Path) -> None:
    """A folder that is named and not there is an error, not a smaller casebook."""
    done = run("match", given=_LOST, env={"JUICEFS_BOT_KNOWLEDGE": str(tmp_path / "nowhere")})
    assert done.returncode == 2
    assert "nowhere" in done.stderr.decode()


def test_no_secret_comes_out() -> None:
    """A password in the paste is in no face of the reply, and the reply advises what to do."""
    text = f"juicefs: format: redis://:{_SECRET}@10.0.0.5:6379/1: NOAUTH Authentication required.".encode()
    for face in ([], ["--json"]):
        done = run("match", *face, given=text)
        assert _SECRET not in (done.stdout + done.stderr).decode()
        assert "10.0.0.5:6379" in done.stdout.decode()
    assert "Delete the message" in run("match", "--lang", "en", given=text).stdout.decode()


def test_match_loads_neither_slack_nor_kubernetes_nor_sqlite() -> None:
    """The cold path stays light."""
    done = run("match", given=_LOST, env={"PYTHONPROFILEIMPORTTIME": "1"})
    loaded = done.stderr.decode()
    assert "rapidfuzz" in loaded
    for heavy in ("slack_bolt", "slack_sdk", "kubernetes", "sqlite_utils"):
        assert heavy not in loaded, heavy
