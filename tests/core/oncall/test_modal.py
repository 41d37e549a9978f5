"""The question what did it: what it carries, and what comes back, whatever comes back."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.oncall.modal import MOST_NOTE, SOLVED, Pressed, note_in, pressed_in, solved_view
from bot.model.text import Lang

WHERE = Pressed("C0OPS", "1.1", "1.2", "7")
_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
)


@pytest.mark.parametrize("lang", list(Lang))
def test_it_says_where_it_was_asked(lang: Lang) -> None:
    """The form carries the place of its button; its answer may stay empty; Slack's lengths hold."""
    view: dict[str, Any] = solved_view(WHERE, lang)
    (block,) = view["blocks"]
    assert (view["callback_id"], block["optional"], block["element"]["max_length"]) == (SOLVED, True, MOST_NOTE)
    assert pressed_in(view["private_metadata"]) == WHERE
    assert max(len(view[part]["text"]) for part in ("title", "submit", "close")) <= 24
    assert len(block["element"]["placeholder"]["text"]) <= 150


def test_what_was_written_is_read() -> None:
    """By the names that the form itself has."""
    (block,) = solved_view(WHERE, Lang.EN)["blocks"]  # type: ignore[misc]  # JSON
    names = block["block_id"], block["element"]["action_id"]  # type: ignore[has-type]  # JSON
    assert note_in({names[0]: {names[1]: {"type": "plain_text_input", "value": "a new node"}}}) == "a new node"
    assert note_in({names[0]: {names[1]: {"type": "plain_text_input", "value": None}}}) == ""


@given(_JSON)
def test_what_is_not_ours_is_nothing(given: object) -> None:
    """Neither a place nor a note comes of it, and nothing raises."""
    found = pressed_in(json.dumps(given))
    assert found is None or isinstance(given, list)
    assert note_in(given if isinstance(given, dict) else {}) == ""


@pytest.mark.parametrize("text", ["", "{", '["C", "", "1.2", ""]', '["C", "1.1", "1.2"]', '["C", 1, "1.2", ""]'])
def test_half_a_place_is_none(text: str) -> None:
    """Without channel, thread and message nothing can be done."""
    assert pressed_in(text) is None
