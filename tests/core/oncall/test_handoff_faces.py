"""The faces of a handing over: all of it, in both languages, and nobody's text can break or steer them."""

import json
import re
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from bot.core.faces.blocks import MOST_CHARACTERS, characters
from bot.core.oncall.handoff import hand_over
from bot.core.oncall.handoff_blocks import act_of, action_of, all_of, card_message, parent_message
from bot.core.oncall.handoff_lines import age
from bot.core.oncall.handoff_text import escaped, to_json, to_markdown
from bot.model.handoff import Handoff, HandoffId, OpenItem
from bot.model.oncall import Act, Change, Duty, Offer, Status
from bot.model.text import Lang, SafeText
from tests.core.judging.diagnosing import built_in, diagnosed, view
from tests.core.oncall.handoffs import NOW, item, reading
from tests.scenes.take import snapshot_of

BOOK = built_in().book
NASTY = "<!channel> <@U0BOSS> [x](http://evil) `a` *b* # c @everyone"


def noted(text: str, who: str = "U0BEN") -> Change:
    """A note."""
    return Change(Act.NOTE, who, NOW, Status.OPEN, "", SafeText(text))


def handoff(*items: OpenItem, note: str = "") -> Handoff:
    """From Anna to Ben."""
    return hand_over(items, NOW, sender="U0ANNA", receiver="U0BEN", note=SafeText(note))


def live(message: object) -> set[str]:
    """Everybody whom a message would ping."""
    return set(re.findall(r'"user(?:group)?_id": "(\w+)"', json.dumps(message)))


@pytest.mark.parametrize(("lang", "said"), [(Lang.EN, "Nothing is open."), (Lang.ZH, "没有未关闭的问题")])
def test_nothing_open_is_said(lang: Lang, said: str) -> None:
    """In every face, and there is nothing to accept."""
    empty = handoff()
    assert said in to_markdown(empty, lang, BOOK)
    message = parent_message(empty, lang, HandoffId(1), 0)
    assert said in message.text
    assert "actions" not in [block["type"] for block in message.blocks]
    assert to_json(empty, lang, BOOK)["open"] == 0


@pytest.mark.parametrize(
    ("lang", "expected"),
    [
        (
            Lang.EN,
            ["2 open, 2 need attention first", "nobody has it", "Tried: 08:00Z `U0BEN`: restarted it", "open for: 5h"],
        ),
        (
            Lang.ZH,
            ["共 2 个未关闭，其中 2 个需要优先处理", "无人负责", "已尝试：08:00Z `U0BEN`：restarted it", "已持续：5h"],
        ),
    ],
)
def test_a_card_tells_all_that_a_successor_must_know(lang: Lang, expected: list[str]) -> None:
    """Case, pod, owner, age, what was tried, before and now, what to do next."""
    first = item(1, owner="", tried=(noted("restarted it"),), before=reading("a"), now=reading("a"))
    told = to_markdown(handoff(first, item(2, before=reading("a"), now=reading("a", "b"))), lang, BOOK)
    title = BOOK.by_id[first.case].pages[lang].title if first.case else ""
    assert [
        one for one in (*expected, title, "`redis-auth-required` (certain)", "shop/orders-0") if one not in told
    ] == []


def test_findings_are_told_in_sentences() -> None:
    """Those of a real diagnosis, in the reader's language."""
    found = view(diagnosed(snapshot_of("waiting")))
    troubles = tuple(one for one in found.findings if one.state.value == "trouble")
    assert troubles
    now = replace(reading(), outcome=found.outcome, findings=troubles)
    told = to_markdown(handoff(item(1, before=reading("x"), now=now)), Lang.ZH, BOOK)
    assert f"- 新出现：{escaped(troubles[0].subject)}" in told
    assert "- 已消失：Mount Pod x：x" in told


def test_the_next_step_holds_the_names() -> None:
    """A slot that is known is filled; a healed one asks for a last look."""
    assert "It looks healed" in to_markdown(handoff(item(1, before=reading("a"), now=reading())), Lang.EN, BOOK)


def structure(markdown: str) -> list[str]:
    """What a Markdown reader makes of it, the texts apart."""
    found = [token for block in MarkdownIt().parse(markdown) for token in (block, *(block.children or ()))]
    return [token.type for token in found if token.type not in {"text", "text_special"}]


@settings(max_examples=200, deadline=None)
@given(
    st.text(alphabet="ab1 .-+#>*_`[]()<>!&|\\\n:/", max_size=40) | st.text(max_size=80) | st.just(NASTY),
    st.sampled_from(Lang),
)
def test_nobodys_text_is_more_than_text_in_markdown(text: str, lang: Lang) -> None:
    """No link, mark-up or heading comes of a note, a paste or a word that goes with it."""
    clean = SafeText(text)
    plain = handoff(item(1, case=None, title=SafeText("t"), tried=(noted("n"),)), note="w")
    nasty = handoff(item(1, case=None, title=SafeText(f"t{clean}"), tried=(noted(f"n{clean}"),)), note=f"w{clean}")
    assert structure(to_markdown(nasty, lang, BOOK)) == structure(to_markdown(plain, lang, BOOK))
    json.dumps(to_json(nasty, lang, BOOK))


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=3_000) | st.just(NASTY), st.sampled_from(Lang))
def test_only_owner_sender_and_receiver_are_live_in_slack(text: str, lang: Lang) -> None:
    """Whatever a note or a paste says; every message keeps Slack's limits and its fallback is escaped."""
    one = item(1, case=None, title=SafeText(text), tried=(noted(text),) * 9, before=reading("a"), now=reading("b"))
    found = handoff(one, note=text)
    parent, card = parent_message(found, lang, HandoffId(1), 1), card_message(found.cards[0], found, lang, BOOK)
    assert live(parent.blocks) == {"U0ANNA", "U0BEN"}
    assert live(card.blocks) == {"U0ANNA"}
    for message in (parent, card):
        assert sum(map(characters, message.blocks)) <= MOST_CHARACTERS + 200
        assert not re.search(r"<[!@#h]", message.text)
        assert "mrkdwn" not in json.dumps(message.blocks)


def test_the_buttons_name_the_conversation() -> None:
    """On a card the conversation's number, on the parent all of them."""
    offered = Duty(Status.HANDED_OVER, offer=Offer("U0BEN", "U0ANNA", NOW))
    found = handoff(item(7, duty=offered))
    assert '"action_id": "juicefs_oncall_accept"' in json.dumps(
        card_message(found.cards[0], found, Lang.EN, BOOK).blocks
    )
    assert '"value": "7"' in json.dumps(card_message(found.cards[0], found, Lang.EN, BOOK).blocks)
    assert '"value": "h3"' in json.dumps(parent_message(found, Lang.EN, HandoffId(3), 1).blocks)
    assert (all_of("h3"), all_of("7"), all_of("h"), all_of("")) == (3, None, None, None)


@given(st.sampled_from(Act))
def test_a_button_names_its_act(act: Act) -> None:
    """There and back; another button names none."""
    assert act_of(action_of(act)) is act
    assert act_of("juicefs_helped") is None
    assert act_of("juicefs_oncall_nonsense") is None


@pytest.mark.parametrize(
    ("span", "told"),
    [
        (timedelta(), "0m"),
        (timedelta(minutes=-5), "0m"),
        (timedelta(hours=2, minutes=5), "2h 5m"),
        (timedelta(days=3, hours=4, minutes=5), "3d 4h"),
        (timedelta(days=3, minutes=5), "3d 5m"),
    ],
)
def test_an_age_is_told_in_its_two_largest_units(span: timedelta, told: str) -> None:
    """A reader at night does not count minutes of days."""
    assert age(span) == told
