"""What happens to an error on its way into a chat: the same few mutations for every text, always with the same result.

Each takes a text and gives its variants.  None is random, so that a figure that changed means that the matching did.
"""

import re
from collections.abc import Callable, Iterator, Mapping

WRAPPED_AT = 80
"""Columns of a terminal."""
_HEX = str.maketrans("0123456789abcdef", "7c40e1b9d26f385a")
"""Every digit becomes another, none itself."""
_ID = re.compile(
    r"\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b|\b(?=[a-f]*[0-9])(?=[0-9]*[a-f])[0-9a-f]{8,64}\b|(?<=pvc-)[0-9a-f]{4,12}\b"
)
_OUR_DRIVER = re.compile(r"csi\.juicefs\.com")
_OUR_NAME = re.compile(r"juicefs|juicedata|juice fs|jfs", re.IGNORECASE)
_OUR_WORD = re.compile(r"metaurl", re.IGNORECASE)
_ENGLISH = ("Hi all, has anybody seen this before? It began last night.\n\n", "\n\nWhat should we look at first?")
_CHINESE = ("大家好，昨晚开始出现下面的情况，有人遇到过吗？\n\n", "\n\n应该先看哪里？")

Mutation = Callable[[str], Iterator[str]]


def word_dropped(text: str) -> Iterator[str]:
    """Each word left out in turn."""
    for word in re.finditer(r"\S+", text):
        yield text[: word.start()] + text[word.end() :].removeprefix(" ")


def end_cut(text: str) -> Iterator[str]:
    """The longest line without its second half, in the middle of a word if need be."""
    yield _with_longest(text, lambda line: line[: (len(line) + 1) // 2])


def front_cut(text: str) -> Iterator[str]:
    """The longest line without its first half."""
    yield _with_longest(text, lambda line: line[len(line) // 2 :])


def ids_changed(text: str) -> Iterator[str]:
    """Every uid, container id and generated volume name is another; nothing, where there is none."""
    changed = _ID.sub(lambda found: found.group().translate(_HEX), text)
    if changed != text:
        yield changed


def wrapped(text: str) -> Iterator[str]:
    """Hard line breaks as a terminal puts them, within words too; nothing, where no line is that long."""
    lines = text.split("\n")
    if any(len(line) > WRAPPED_AT for line in lines):
        pieces = (line[at : at + WRAPPED_AT] for line in lines for at in range(0, max(1, len(line)), WRAPPED_AT))
        yield "\n".join(pieces)


def smart_quotes(text: str) -> Iterator[str]:
    """Quotes, dashes and dots as an editor makes them beautiful; nothing, where there are none."""
    changed = re.sub(r"\"([^\"\n]*)\"", "\u201c\\1\u201d", text).replace("'", "\u2019")
    changed = changed.replace(" - ", " \u2013 ").replace("...", "\u2026")
    if changed != text:
        yield changed


def asked_around(text: str) -> Iterator[str]:
    """The text between a greeting and a question, in either language."""
    for before, after in (_ENGLISH, _CHINESE):
        yield before + text + after


def other_product(text: str) -> Iterator[str]:
    """CephFS wherever JuiceFS is named, then Amazon EFS: nobody's trouble here any more."""
    if _OUR_NAME.search(text):
        for driver, name in (("cephfs.csi.ceph.com", "cephfs"), ("efs.csi.aws.com", "efs")):
            yield _OUR_NAME.sub(name, _OUR_WORD.sub("address", _OUR_DRIVER.sub(driver, text)))


SAME_TROUBLE: Mapping[str, Mutation] = {
    "a word dropped": word_dropped,
    "the end of the longest line cut off": end_cut,
    "the front of the longest line cut off": front_cut,
    "uids changed": ids_changed,
    f"wrapped at {WRAPPED_AT}": wrapped,
    "smart quotes": smart_quotes,
    "a question around it": asked_around,
}
"""The answer stays what it was: the case first, or silence."""
OTHER_TROUBLE: Mapping[str, Mutation] = {"another product's name": other_product}
"""Silence, whatever it was before."""


def _with_longest(text: str, change: Callable[[str], str]) -> str:
    lines = text.split("\n")
    at = max(range(len(lines)), key=lambda number: len(lines[number]))
    return "\n".join([*lines[:at], change(lines[at]), *lines[at + 1 :]])
