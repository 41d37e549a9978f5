"""What stands on an answer about its conversation, in every state and both languages."""

import json
from datetime import UTC, datetime

import pytest

from bot.core.chat.buttons import NOT_IT, SHOW_ALL, UPSTREAM, button
from bot.core.oncall.board import as_text, paint, taken_down
from bot.core.oncall.handoff_blocks import action_of
from bot.model.board import Board, Situation
from bot.model.case import CaseId, Strength
from bot.model.chat import Block, SlackMessage
from bot.model.oncall import Act, Duty, Offer, Status
from bot.model.text import Lang, SafeText

AT = datetime(2026, 3, 14, 3, 12, tzinfo=UTC)
ANSWER = SlackMessage(({"type": "rich_text", "elements": []},), "text", case=CaseId("x"), strength=Strength.CERTAIN)
SHOW = button(SHOW_ALL, "Show all steps")
BOARD = Board(ANSWER, Lang.EN, (SHOW,))
NAMES = {"U1": "Ana", "U2": "魏"}
TAKE, RESOLVE, REOPEN, ACCEPT, DISMISS = (
    action_of(act) for act in (Act.TAKE, Act.RESOLVE, Act.REOPEN, Act.ACCEPT, Act.DISMISS)
)


def name(user: str) -> str:
    """What they are called."""
    return NAMES.get(user, user)


def pressable(blocks: tuple[Block, ...]) -> list[str]:
    """The buttons in their order."""
    rows = [block["elements"] for block in blocks if block["type"] == "actions"]
    return [one["action_id"] for row in rows for one in row]  # type: ignore[attr-defined]  # JSON


def words(blocks: tuple[Block, ...]) -> str:
    """Every text of the lines, mentions as `@id`."""
    lines = [line["elements"] for block in blocks if block["type"] == "rich_text" for line in block["elements"]]  # type: ignore[attr-defined]  # JSON
    return "\n".join("".join(one.get("text") or f"@{one.get('user_id')}" for one in line) for line in lines)


def test_nothing_is_said_of_what_nobody_touched() -> None:
    """The buttons are there from the start, the state is not: everybody knows that nobody has it."""
    assert pressable(paint(BOARD, Situation(), name)) == [TAKE, RESOLVE, NOT_IT, SHOW_ALL]
    assert words(paint(BOARD, Situation(), name)) == ""


OFFER = Offer("U2", "U1", AT)


@pytest.mark.parametrize(
    ("situation", "en", "zh", "buttons"),
    [
        (Situation(Duty(owner="U1", version=1)), "🔧 @U1 has it.", "🔧 由 @U1 负责。", [RESOLVE, NOT_IT]),
        (
            Situation(Duty(version=4)),
            "🔧 Open, and nobody has it.",
            "🔧 未关闭，目前无人负责。",
            [TAKE, RESOLVE, NOT_IT],
        ),
        (
            Situation(Duty(owner="U1", next_check=AT, version=2)),
            "🔧 @U1 has it. Next check: 03-14 03:12Z.",
            "🔧 由 @U1 负责。下次检查：03-14 03:12Z。",
            [RESOLVE, NOT_IT],
        ),
        (
            Situation(Duty(Status.HANDED_OVER, owner="U1", offer=OFFER, version=2)),
            "➡️ Handed to @U2 by Ana, not accepted yet.",
            "➡️ Ana 已交接给 @U2，对方尚未接收。",
            [ACCEPT, RESOLVE, NOT_IT],
        ),
        (
            Situation(Duty(Status.RESOLVED, "U1", closed_at=AT, version=2), "U2", SafeText("restarted\nthe node")),
            "✅ Resolved by 魏, 03-14 03:12Z.\nWhat did it: restarted the node",
            "✅ 魏 已标记为解决（03-14 03:12Z）。\n解决方法：restarted the node",
            [REOPEN],
        ),
        (
            Situation(Duty(Status.DISMISSED, closed_at=AT, version=1), "U2"),
            "➖ Dismissed by 魏, 03-14 03:12Z.",
            "➖ 魏 已忽略（03-14 03:12Z）。",
            [REOPEN],
        ),
        (
            Situation(Duty(), refuted=("U1", "U2")),
            "❌ Ana, 魏: not this case.",
            "❌ Ana、魏：不是这个案例。",
            [TAKE, RESOLVE],
        ),
    ],
)
def test_every_state_is_said_and_offers_what_fits(situation: Situation, en: str, zh: str, buttons: list[str]) -> None:
    """Who has it, what became of it, and the acts that are possible then; the answer's own buttons stay."""
    assert words(paint(BOARD, situation, name)) == en
    assert pressable(paint(BOARD, situation, name)) == [*buttons, SHOW_ALL]
    assert words(paint(Board(ANSWER, Lang.ZH), situation, name)) == zh


def test_an_answer_without_a_case_offers_nothing_until_somebody_has_it() -> None:
    """Then it can be resolved or dismissed; there is no case that it could not be."""
    board = Board(SlackMessage(ANSWER.blocks, "text"), Lang.EN)
    assert paint(board, Situation(), name) == ()
    assert pressable(paint(board, Situation(Duty(owner="U1", version=1)), name)) == [RESOLVE, DISMISS]
    assert pressable(paint(board, Situation(Duty(version=2)), name)) == [TAKE, RESOLVE, DISMISS]


def test_a_diagnosis_can_be_reported_open_or_resolved() -> None:
    """There is a cluster to report of."""
    board = Board(ANSWER, Lang.EN, (), diagnosis=True)
    assert pressable(paint(board, Situation(), name))[-1] == UPSTREAM
    assert pressable(paint(board, Situation(Duty(Status.RESOLVED, version=1)), name)) == [REOPEN, UPSTREAM]


def test_an_older_answer_shows_no_state() -> None:
    """What it said stays, with the buttons that are about what it said."""
    message = taken_down(BOARD)
    assert pressable(message.blocks) == [SHOW_ALL]
    assert (message.blocks[0], message.text) == (ANSWER.blocks[0], ANSWER.text)


def test_what_people_are_called_and_wrote_is_never_live() -> None:
    """A name and a note are plain text elements, whatever stands in them; the same state is the same text."""
    evil = "<!channel> <@U9>"
    resolved = Situation(Duty(Status.RESOLVED, closed_at=AT, version=1), "U1", SafeText(evil), ("U1",))
    blocks = paint(BOARD, resolved, lambda _user: evil)
    kinds = {one["type"] for block in blocks[:-1] for line in block["elements"] for one in line["elements"]}  # type: ignore[attr-defined]  # JSON
    assert kinds == {"text"}
    assert as_text(blocks) == as_text(paint(BOARD, resolved, lambda _user: evil))
    assert json.loads(as_text(blocks)) == list(blocks)
