"""Secrets that are planted and searched for: of every kind, made anew for every road, so that a leak names its road."""

import random
import string
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from tests.core.redaction.example import MARK
from tests.core.redaction.examples import EXAMPLES
from tests.security.red_team import RED_TEAM

SHRED = 7
"""Characters: a piece of a secret this long is a leak.  The shortest secret has eleven."""
_LETTERS = {"A": string.ascii_uppercase, "a": string.ascii_lowercase, "0": string.digits}
_ANY = string.ascii_letters + string.digits
_KEPT = {"private-key-base64": 9}
"""Characters at the beginning of a rule's example that make its form."""


@dataclass(frozen=True, slots=True)
class Kind:
    """One way in which a secret stands in a text; `form` says what the secret is made of."""

    name: str
    text: str
    form: str


@dataclass(frozen=True, slots=True)
class Planted:
    """A kind with a secret of its own in it."""

    kind: Kind
    road: str
    secret: str

    @property
    def text(self) -> str:
        """What is pasted."""
        return self.kind.text.replace(MARK, self.secret)


def kinds() -> tuple[Kind, ...]:
    """Every example of every rule, and what a red team plants beside them."""
    rules = [
        Kind(f"{rule} {number}", text, _form_of(rule, examples.secret))
        for rule, examples in EXAMPLES.items()
        for number, text in enumerate(examples.hides)
    ]
    others = [Kind(f"{name}: {text}", text, form) for name, (form, texts) in RED_TEAM.items() for text in texts]
    return (*rules, *others)


def planted(road: str) -> tuple[Planted, ...]:
    """Every kind with a secret that no other road has."""
    return tuple(Planted(kind, road, _made(kind.form, f"{road}/{kind.name}")) for kind in kinds())


def shreds(every: Iterable[Planted]) -> Mapping[str, Planted]:
    """Every piece of every secret, lower case -> whose it is.  What the text around it holds as well tells nothing."""
    return {piece: one for one in every for piece in _pieces(one)}


def found(place: str, pieces: Mapping[str, Planted]) -> set[Planted]:
    """Whose pieces stand in the text of a place."""
    low = place.lower()
    grams = {low[at : at + SHRED] for at in range(len(low) - SHRED + 1)}
    return {pieces[gram] for gram in grams & pieces.keys()}


def figures(door: str, every: Sequence[Planted], places: Sequence[Mapping[str, str]]) -> str:
    """What was tried, for docs/security.md."""
    roads, names = {one.road for one in every}, {name for some in places for name in some}
    size = sum(len(text) for some in places for text in some.values())
    return (
        f"\n{door}: {len(every)} secrets of {len(kinds())} kinds by {len(roads)} roads;"
        f" {len(names)} places, {size:,} characters"
    )


def _pieces(one: Planted) -> Iterator[str]:
    around = one.kind.text.lower()
    secret = one.secret.lower()
    for at in range(_kept(one.kind.form), len(secret) - SHRED + 1):
        piece = secret[at : at + SHRED]
        if piece not in around and "\n" not in piece and sum(map(str.isalnum, piece)) >= SHRED - 2:
            yield piece


def _kept(form: str) -> int:
    """How many characters at its beginning are the same in every secret of the form."""
    return form.index("\0", 1) - 1 if form.startswith("\0") else 0


def _form_of(rule: str, secret: str) -> str:
    """An example's secret as a form: letters and digits may be others of the same sort."""
    kept = _KEPT.get(rule, 0)
    return (
        "".join(map(_sort, secret[kept:])) if not kept else f"\0{secret[:kept]}\0" + "".join(map(_sort, secret[kept:]))
    )


def _sort(letter: str) -> str:
    if letter.isdigit():
        return "0"
    return ("A" if letter.isupper() else "a") if letter.isalpha() else letter


def _made(form: str, seed: str) -> str:
    chance = random.Random(seed)  # noqa: S311 - made up, and the same in every run
    kept, _, rest = form.lstrip("\0").partition("\0") if form.startswith("\0") else ("", "", form)
    return kept + "".join(_letter(sign, chance) for sign in rest)


def _letter(sign: str, chance: random.Random) -> str:
    if sign == "x":
        return chance.choice(_ANY)
    return chance.choice(_LETTERS[sign]) if sign in _LETTERS else sign
