"""Words: the same for what differs only in case, punctuation and English endings."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.matching.words import line_of, phrase, stem, words


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("restarted", "restarts"),
        ("restarting", "restart"),
        ("created", "creating"),
        ("stopped", "stop"),
        ("mounts", "Mount"),
        ("csi.sock: connect", "csi sock connect"),
        ("juicefs-csi-node", "JuiceFS CSI Node"),
        ("volume_id", "volume id"),
    ],
)
def test_meet(one: str, other: str) -> None:
    """Case, punctuation and the endings of verbs and nouns do not keep two words apart."""
    assert phrase(one) == phrase(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("OutOfcpu", "OutOfmemory"), ("process", "proces"), ("bus", "bu"), ("status", "stat"), ("mount", "umount")],
)
def test_differ(one: str, other: str) -> None:
    """Words that mean different things stay apart."""
    assert phrase(one) != phrase(other)


def test_chinese_is_read_character_by_character() -> None:
    """Chinese has no blanks between words, so that each character is a word and a phrase is characters in a row."""
    assert words("mount pod 一直 Pending") == ["mount", "pod", "一", "直", "pend"]
    assert line_of(words("一直")) in line_of(words("Pod一直卡住"))


def test_a_line_finds_whole_words_only() -> None:
    """`pod` is not found in `podman`: words stand between blanks."""
    assert line_of(words("pod")) not in line_of(words("podman ps"))


@given(st.text())
def test_any_text_has_words(text: str) -> None:
    """No text breaks the reading, and every word of it survives a second reading."""
    found = words(text)
    assert all(word and " " not in word for word in found)
    assert words(" ".join(found)) == [stem(word) for word in found]
