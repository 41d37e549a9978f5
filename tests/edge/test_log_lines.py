"""The bot's own log: short values, one line each, and nobody's words."""

import io
import json
import logging
from collections.abc import Iterator

import pytest

from bot.edge.log_lines import JsonLines, TextLines, note, note_failure, set_up

TOKEN = "xoxb-123456789012-123456789012-abcdefghijklmnopqrstuvwx"


@pytest.fixture
def root() -> Iterator[None]:
    """The root logger as it was, afterwards."""
    logger = logging.getLogger()
    before = logger.handlers[:], logger.level
    yield
    logger.handlers[:], _ = before
    logger.setLevel(before[1])


@pytest.mark.usefixtures("root")
@pytest.mark.parametrize("style", ["json", "text"])
def test_an_event_is_one_line_with_its_values(style: str) -> None:
    """For machines, or for people."""
    stream = io.StringIO()
    set_up(style, stream)
    note("decided", key="msg:C1:1.0", move="speak", cases=["mount-point-lost:certain"])
    (line,) = stream.getvalue().splitlines()
    if style == "json":
        values = json.loads(line)
        assert (values["event"], values["key"], values["level"]) == ("decided", "msg:C1:1.0", "info")
        assert values["at"].endswith("Z")
    else:
        assert "decided key=msg:C1:1.0 move=speak cases=" in line


@pytest.mark.usefixtures("root")
@pytest.mark.parametrize("values", [{"error": "The disk is full."}, {"faults": ["own.md:3: id"]}])
def test_a_trouble_is_a_warning(values: dict[str, object]) -> None:
    """Who looks through a night's lines for what went wrong finds it by its level, in both styles."""
    for style, shown in (("json", '"level": "warning"'), ("text", "WARNING log failed")):
        stream = io.StringIO()
        set_up(style, stream)
        note("log failed", **values)
        assert shown in stream.getvalue()


@pytest.mark.usefixtures("root")
def test_a_failure_tells_its_way_and_not_its_words() -> None:
    """An exception's message may quote what somebody pasted."""
    stream = io.StringIO()
    set_up("json", stream)
    try:
        int("a pasted secret")
    except ValueError as error:
        note_failure("crashed", error, id="abc")
    text = stream.getvalue()
    assert "pasted" not in text
    assert json.loads(text)["error"] == "ValueError"
    assert "test_log_lines.py" in json.loads(text)["way"][-1]


@pytest.mark.parametrize("form", [JsonLines(), TextLines()])
def test_a_librarys_line_is_redacted_cut_and_one_line(form: logging.Formatter) -> None:
    """Tokens in it are hidden."""
    message = f"Failed with token {TOKEN}\nand more " + "x" * 5_000
    line = form.format(logging.LogRecord("slack", logging.ERROR, "p.py", 1, message, (), None))
    assert "\n" not in line
    assert TOKEN not in line
    assert len(line) < 500


@pytest.mark.usefixtures("root")
def test_libraries_are_heard_from_errors_upwards() -> None:
    """Their warnings may hold whole events."""
    stream = io.StringIO()
    set_up("text", stream)
    logging.getLogger("slack_bolt.App").warning("Unhandled request ({'text': 'a paste'})")
    assert stream.getvalue() == ""
