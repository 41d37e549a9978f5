"""How a disfigured text is read, and that every place in it is found again."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.redaction.views import views

GLUE = " \n\\\"'u0041nrt&lgtamp;>\x1b[0m\r\u200b\u00a0ab"
texts = st.one_of(
    st.text(alphabet=GLUE, max_size=60), st.lists(st.text("ab -\\n", min_size=40, max_size=85)).map("\n".join)
)


def readings(text: str) -> list[str]:
    """What the views show, without the text itself."""
    return [steps[-1].text for steps in views(text) if steps]


@pytest.mark.parametrize(
    ("text", "reading"),
    [
        ("\x1b[31mred\x1b[0m", "red"),
        ("one\r\ntwo\r\n", "one\ntwo\n"),
        ("&lt;a&gt; &amp; b", "<a> & b"),
        (r"{\"a\":\"b\"}", '{"a":"b"}'),
        (r"one\ntwo\tthree", "one\ntwo\tthree"),
        (r"\u5bc6\u7801", "密码"),
        ("> one\n> two\n>> three", "one\ntwo\nthree"),
        ("&gt; one\n&gt; two", "one\ntwo"),
        ("to\u200bken\u00a0x", "token x"),
        ("a" * 80 + "\nb\nc", "a" * 80 + "b\n"),
        ("a b" * 24 + "\n" + "c" * 20 + "\nd", "a b" * 24 + " " + "c" * 20 + "\n"),
        ("a b" * 23 + "-\nc\nd", "a b" * 23 + "-c\n"),
    ],
)
def test_what_pasting_did_is_undone(text: str, reading: str) -> None:
    """Colours, escapes, entities, marks of quotation, invisible characters and broken lines are read through."""
    assert reading in readings(text)


@pytest.mark.parametrize(
    "text", ["", "plain words: 3 < 4 && a > b", "one\ntwo\n", "short\n" + "b" * 79, "a" * 81 + "\nb"]
)
def test_a_plain_text_is_read_once(text: str) -> None:
    """Nothing to undo, no second look."""
    assert readings(text) == []


def test_json_within_json_is_read_to_its_ground() -> None:
    """Layers of escapes come off one by one."""
    assert readings(r"{\\\"a\\\"}") == [r"{\"a\"}", '{"a"}']


@given(texts)
def test_every_character_of_a_view_has_its_place_in_the_text(text: str) -> None:
    """What is found in a view can be hidden in the text: places keep their order and stay inside."""
    for steps in views(text):
        below = text
        for view in steps:
            spans = [view.span(at, at + 1) for at in range(len(view.text))]
            assert all(0 <= start < end <= len(below) for start, end in spans)
            assert spans == sorted(spans)
            below = view.text


@given(texts)
def test_a_character_that_was_not_touched_is_found_where_it_stands(text: str) -> None:
    """A letter of a view that is no replacement is the same letter in the text."""
    for steps in views(text):
        below = text
        for view in steps:
            for at, sign in enumerate(view.text):
                start, end = view.span(at, at + 1)
                if end == start + 1 and not below[start].isspace():
                    assert below[start] == sign
            below = view.text
