"""What redaction hides and leaves, rule by rule, and how pasting may disfigure it."""

import html
import json
import textwrap

import pytest

from bot.core.matching.unmangle import unmangle
from bot.core.redaction.redact import MASK, redact
from bot.core.redaction.rules import RULES
from bot.model.text import Hidden, RawText
from tests.core.redaction.example import FAKE, MARK
from tests.core.redaction.examples import EXAMPLES

HIDES = [pytest.param(rule, text, id=f"{rule}-{n}") for rule, e in EXAMPLES.items() for n, text in enumerate(e.hides)]
LEAVES = [pytest.param(text, id=f"{rule}-{n}") for rule, e in EXAMPLES.items() for n, text in enumerate(e.leaves)]


def planted(rule: str, text: str) -> str:
    """The example with the rule's secret in its place, each line of it indented as the first."""
    return text.replace(MARK, EXAMPLES[rule].secret)


def masked(rule: str, text: str) -> str:
    """The example as it must come out: one mask for each line of the secret."""
    return text.replace(MARK, "\n".join(MASK for _ in EXAMPLES[rule].secret.split("\n")))


def secret_words(rule: str) -> list[str]:
    """The pieces of the rule's secret that must be nowhere in the output."""
    return EXAMPLES[rule].secret.split()


def test_every_rule_has_examples_of_both_kinds() -> None:
    """A rule that cannot show what it hides and what it leaves is not a rule yet."""
    assert [rule.name for rule in RULES] == list(EXAMPLES)
    assert all(examples.hides and examples.leaves for examples in EXAMPLES.values())


@pytest.mark.parametrize(("rule", "text"), HIDES)
def test_the_value_goes_and_the_rest_stays(rule: str, text: str) -> None:
    """Only the secret becomes a mask; key, host, user, port, punctuation and line breaks are untouched."""
    result = redact(RawText(planted(rule, text)))
    assert result.text == masked(rule, text)
    assert rule in {hidden.rule for hidden in result.hidden}


@pytest.mark.parametrize("text", LEAVES)
def test_evidence_stays(text: str) -> None:
    """Placeholders, names, digests, ports and messages about secrets are evidence, and nothing is reported hidden."""
    result = redact(RawText(text))
    assert result.text == text
    assert result.hidden == ()


@pytest.mark.parametrize(("rule", "text"), HIDES)
def test_once_is_enough(rule: str, text: str) -> None:
    """A second time changes nothing and counts nothing."""
    once = redact(RawText(planted(rule, text)))
    twice = redact(RawText(once.text))
    assert twice.text == once.text
    assert twice.hidden == ()


def disfigured(text: str) -> dict[str, str]:
    """The text as different roads bring it."""
    return {
        "sent by Slack": html.escape(text, quote=False),
        "quoted in a mail": "".join(f"> {line}\n" for line in text.split("\n")),
        "in a code block": f"看一下这个\n```\n{text}\n```\n谢谢",
        "inside a log line": f'I0801 10:27:15.656183       7 node.go:85] "output" err="{text}"',
        "as a JSON string": json.dumps({"log": text}),
        "as a JSON string in a JSON string": json.dumps({"log": json.dumps({"log": text})}),
        "with Windows line ends": text.replace("\n", "\r\n"),
        "between Chinese words": f"大家好{text}报错了",
        "in brackets": f"({text})",
        "as an item of a list": f"• {text}",
        "cut out of a line": f"...{text}...",
        "indented": "".join(f"    {line}\n" for line in text.split("\n")),
        "from the terminal's colours": f"\x1b[31m{text}\x1b[0m",
    }


@pytest.mark.parametrize(("rule", "text"), HIDES)
@pytest.mark.parametrize("road", disfigured(""))
def test_no_road_carries_a_secret_through(rule: str, text: str, road: str) -> None:
    """Escaped, quoted, indented, coloured or wrapped in JSON: the secret is found all the same."""
    come = disfigured(planted(rule, text))[road]
    for brought in (RawText(come), unmangle(RawText(come))):
        out = redact(brought).text
        assert [word for word in secret_words(rule) if word in out] == []


ONE_LINE = [pytest.param(rule, text) for rule, e in EXAMPLES.items() for text in e.hides if "\n" not in e.secret + text]


def shreds(secret: str, text: str) -> set[str]:
    """Every run of six characters of the secret that the text around it does not hold as well."""
    return {secret[at : at + 6] for at in range(len(secret) - 5) if secret[at : at + 6] not in text}


@pytest.mark.parametrize(("rule", "text"), ONE_LINE)
def test_a_line_broken_at_80_columns_hides_nothing_from_us(rule: str, text: str) -> None:
    """Wherever the terminal breaks the line, both halves of the secret go, and the break stays."""
    whole = planted(rule, text)
    for cut in range(1, min(len(whole), 78)):
        line = "x" * (78 - cut) + "  " + whole
        out = redact(RawText(f"{line[:80]}\n{line[80:]}")).text
        assert out.count("\n") == 1
        joined = out.replace("\n", "")
        assert not [shred for shred in shreds(EXAMPLES[rule].secret, text) if shred in joined]


ODD = (
    "p@ss:w/rd",
    "a%40b%2Fc",
    "1234",
    "1234@5678",
    "sl/ash",
    "hash#tag?x",
    "a&b;c|d>e",
    "par(en)s",
    "dollar$ign",
    "back\\slash",
    "star*",
    "comma,inside",
    "eq=ual",
    "tilde~^!",
    "it's",
    "umlautä",
)


@pytest.mark.parametrize("password", ODD)
@pytest.mark.parametrize(
    "place",
    [
        "redis://:§@10.0.0.1:6379/1",
        "redis://:§@mymaster,10.0.0.1:26379/1 is down",
        "mysql://root:§@(10.0.0.1:3306)/juicefs",
        "root:§@(10.0.0.1:3306)/juicefs",
        "--token §",
        'REDIS_PASSWORD="§"',
        '"secretkey": "§"}',
        "password: §\nname: myjfs",
    ],
)
def test_odd_characters_in_a_password_are_part_of_it(place: str, password: str) -> None:
    """A password may hold what separates other things; no piece of it stays."""
    assert redact(RawText(place.replace(MARK, password))).text == place.replace(MARK, MASK)


def test_what_was_hidden_is_told_in_the_order_of_the_table() -> None:
    """The report counts each rule once, as the table lists them, whatever the order in the text."""
    text = RawText("token=aaa1 password=bbb2 redis://:ccc3@10.0.0.1:6379/1 password=ddd4")
    assert redact(text).hidden == (Hidden("url-password", 1), Hidden("password", 2), Hidden("token", 1))


def test_a_secret_that_two_rules_find_counts_once_for_the_upper_one() -> None:
    """A token in an Authorization header is one secret, not two."""
    result = redact(RawText(f"Authorization: Bearer {planted('jwt', 'eyJ§')}"))
    assert result.text == "Authorization: Bearer ****"
    assert result.hidden == (Hidden("authorization", 1),)


def test_a_secret_over_several_lines_keeps_its_lines() -> None:
    """Line numbers after a private key are those of the paste; the indentation of a YAML block stays."""
    text = "stringData:\n  key: |\n    first-not-real\n\n    second-not-real\nkind: Secret\n"
    out = redact(RawText(text)).text
    assert out == "stringData:\n  key: ****\n    ****\n\n    ****\nkind: Secret\n"


def test_a_kubectl_listing_of_secret_and_config_map_hides_only_the_secret() -> None:
    """In one list, each object's own kind decides about its data."""
    item = "- apiVersion: v1\n  data:\n    storage: bm90LXJlYWw=\n  kind: {kind}\n  metadata:\n    name: a\n"
    text = "items:\n" + "".join(item.format(kind=kind) for kind in ("ConfigMap", "Secret", "ConfigMap"))
    hidden = redact(RawText(text)).text
    assert [line.strip() for line in hidden.split("\n") if "storage" in line] == [
        "storage: bm90LXJlYWw=",
        "storage: ****",
        "storage: bm90LXJlYWw=",
    ]


@pytest.mark.parametrize("text", ["", "\n", "\x00\x01\udcff", "İ" * 50 + " password=hunter2", "****", "\\", '"', "://"])
def test_any_text_is_taken(text: str) -> None:
    """Nothing is raised, longer small letters do not shift what is hidden, and what comes out can be stored."""
    out = redact(RawText(text)).text
    assert out == text.replace("hunter2", MASK).replace("\udcff", "\ufffd")
    assert out.encode("utf-8") is not None


def test_all_examples_in_one_paste_leave_no_secret() -> None:
    """Rules do not get into each other's way."""
    paste = "\n\n".join(planted(rule, text) for rule, e in EXAMPLES.items() for text in e.hides)
    out = redact(RawText(paste)).text
    assert out.count("\n") == paste.count("\n")
    assert not [word for rule in EXAMPLES for word in secret_words(rule) if word in out]


def test_the_planted_secret_is_no_placeholder() -> None:
    """The tests' own secret is hidden for its place, not for its looks, and left alone elsewhere."""
    assert redact(RawText(f"the pod {FAKE} is Pending")).hidden == ()


@pytest.mark.parametrize(("rule", "text"), ONE_LINE)
def test_a_text_wrapped_between_words_hides_nothing_from_us(rule: str, text: str) -> None:
    """Where the next word did not fit, a key at the end of a line still belongs to the value on the next."""
    for cut in range(0 if " " in EXAMPLES[rule].secret else 40):
        whole = "words " * (cut % 7 + 3) + "x" * cut + "  " + planted(rule, text)
        wrapped = "\n".join(textwrap.wrap(whole, 80, break_on_hyphens=cut % 2 == 0, drop_whitespace=True))
        out = redact(RawText(wrapped)).text.replace("\n", " ").replace("- ", "-")
        assert not [shred for shred in shreds(EXAMPLES[rule].secret, text) if shred in out]
