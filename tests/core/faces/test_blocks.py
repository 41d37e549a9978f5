"""The reply as Slack blocks: scannable, within Slack's limits, and nothing in it is alive."""

import json
from typing import cast

from hypothesis import given
from hypothesis import strategies as st

from bot.core.faces.blocks import MOST_CHARACTERS, MOST_FALLBACK, characters, escape, fitted, to_blocks
from bot.core.faces.rich_text import plain, rich, section
from bot.model.case import CaseId, Risk, Status, Strength, Where
from bot.model.chat import Block
from bot.model.diagnosis import Reply, ReplyCase, ReplyCommand, ReplyStep, Verdict
from bot.model.match import Evidence
from bot.model.text import Lang, SafeText


def told(*, title: str = "A title", line: str = "the line", count: int = 3, lang: Lang = Lang.EN) -> Reply:
    """A reply with one case that has `count` commands and steps."""
    case = ReplyCase(
        case=CaseId("mount-point-lost"),
        title=title,
        strength=Strength.CERTAIN,
        status=Status.DOCUMENTED,
        score=97.0,
        evidence=(Evidence(SafeText(line), 1),),
        meaning="What it means: `df` fails.",
        cause=None,
        commands=tuple(
            ReplyCommand(f"kubectl get {n}", Where.NODE, f"Question {n}?", "Read it.") for n in range(count)
        ),
        steps=tuple(ReplyStep(f"Step {n}.", Risk.DISRUPTIVE) for n in range(count)),
        look_alikes=("other-case: it is not this.",),
        link="https://juicefs.com/docs",
    )
    return Reply(lang, Verdict.MATCHED, title, (case,), (), ())


def text_of(blocks: tuple[Block, ...]) -> str:
    """Everything in the blocks."""
    return json.dumps(blocks, ensure_ascii=False)


def test_the_title_stands_first_and_the_proof_in_preformatted_text() -> None:
    """A phone shows the verdict before anything else."""
    message = to_blocks(told(line="Transport endpoint is not connected"))
    assert [block["type"] for block in message.blocks[:2]] == ["header", "context"]
    proof = cast("list[dict[str, object]]", message.blocks[2]["elements"])
    assert proof[1]["type"] == "rich_text_preformatted"
    assert "Transport endpoint is not connected" in text_of((message.blocks[2],))


def test_the_fallback_starts_with_the_title_and_holds_the_case() -> None:
    """What a notification shows."""
    message = to_blocks(told())
    assert message.text.startswith("A title [mount-point-lost]")
    assert (message.case, message.strength) == ("mount-point-lost", Strength.CERTAIN)


def test_long_parts_are_folded_until_asked_for() -> None:
    """The first message has two commands and three steps, the whole one has all, and look-alikes."""
    short, long = to_blocks(told(count=5)), to_blocks(told(count=5), whole=True)
    assert (short.folded, long.folded) == (True, False)
    assert "kubectl get 2" not in text_of(short.blocks)
    assert "Step 3." not in text_of(short.blocks)
    assert "kubectl get 4" in text_of(long.blocks)
    assert "it is not this" in text_of(long.blocks)


@given(st.text(), st.text())
def test_nothing_that_people_wrote_is_parsed_by_slack(title: str, line: str) -> None:
    """Outside rich text and plain text there is only the fallback, and that is escaped."""
    message = to_blocks(told(title=title or "t", line=f"<!channel> {line}"))
    assert "<" not in message.text.replace("&lt;", "")
    assert {block["type"] for block in message.blocks} <= {"header", "context", "rich_text", "divider", "actions"}


@given(st.text(min_size=1, max_size=9_000), st.text(max_size=20_000))
def test_no_text_makes_a_message_too_long(title: str, line: str) -> None:
    """Slack's limits hold whatever is put in."""
    message = to_blocks(told(title=title, line=line), whole=True)
    assert sum(map(characters, message.blocks)) <= MOST_CHARACTERS + 100
    assert len(message.text) <= MOST_FALLBACK


def test_what_does_not_fit_is_said_to_be_cut() -> None:
    """The last block tells where the rest is."""
    long = rich(section(plain("x" * 6_000)))
    assert "case mount-point-lost" in text_of(fitted([long, long], Lang.EN, "mount-point-lost"))
    assert "cut here" in text_of(fitted([long, long], Lang.EN))


def test_the_fallback_is_never_cut_in_the_middle_of_an_entity() -> None:
    """Half an entity would be shown as it is."""
    for length in range(2_990, 3_005):
        message = to_blocks(told(title="x" * length + "<<<<"))
        assert not message.text.rstrip(";").endswith(("&", "&l"))


def test_the_three_characters_that_slack_parses_are_escaped() -> None:
    """A mention, a link and an entity come out as they were typed."""
    assert escape("<!channel> <https://evil|good> &lt;") == "&lt;!channel&gt; &lt;https://evil|good&gt; &amp;lt;"
