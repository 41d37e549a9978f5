"""A handing over as Slack messages: the parent, and one reply for each open conversation, with its buttons.

Everything that people or clusters wrote goes into rich text elements, which Slack shows as it is.  The receiver in the
parent and the owner on a card are the only mentions that are live.
"""

from collections.abc import Iterable, Mapping, Sequence

from bot.core.faces.blocks import fitted, shortened
from bot.core.faces.rich_text import Element, bold, code, context, link, listed, marked, person, plain, rich, section
from bot.core.oncall.handoff_lines import (
    Line,
    Part,
    Person,
    Said,
    accepted_so_far,
    card_lines,
    colon,
    counted,
    headline,
)
from bot.core.wording import oncall as words
from bot.model.case import Casebook
from bot.model.chat import Block, SlackMessage
from bot.model.conversation import ConversationId
from bot.model.handoff import Card, Handoff, HandoffId
from bot.model.oncall import Act, Duty
from bot.model.text import Lang

PREFIX = "juicefs_oncall_"
ALL = "h"
"""How the value of a button begins that is about all of a handing over."""
MOST_LINE = 600
"""Characters of one line of a card: seven rows on a phone."""


def parent_message(handoff: Handoff, lang: Lang, number: HandoffId, waiting: int) -> SlackMessage:
    """The message that opens a handing over: from whom, to whom, how many, and what needs attention first.

    `waiting` of its conversations may still be accepted.
    """
    blocks: list[Block] = [rich(section(*_elements(headline(handoff, lang))))]
    if handoff.note.strip():
        blocks.append(rich(section(bold(colon(words.NOTE[lang], lang)), plain(handoff.note[:MOST_LINE]))))
    if progress := accepted_so_far(handoff, lang):
        blocks.append(context(progress))
    if waiting and handoff.receiver:
        blocks.append({"type": "actions", "elements": [_button(Act.ACCEPT, lang, f"{ALL}{number}", words.ACCEPT_ALL)]})
    return SlackMessage(fitted(blocks, lang), shortened(colon(words.HANDOFF[lang], lang) + counted(handoff, lang)))


def all_of(value: str) -> HandoffId | None:
    """The handing over that an Accept button is about as a whole; None for one of a single conversation."""
    number = value.removeprefix(ALL)
    return HandoffId(int(number)) if value.startswith(ALL) and number.isdecimal() else None


def card_message(card: Card, handoff: Handoff, lang: Lang, book: Casebook) -> SlackMessage:
    """One open conversation with all that a successor has to know, and buttons to accept and to resolve it."""
    told = card_lines(card, handoff.at, lang, book)
    blocks: list[Block] = [rich(section(plain(f"{told.mark} "), bold(_text((told.title,))), *_case(card)))]
    if told.attention:
        blocks.append(context(f"⚠️ {told.attention}"))
    blocks.append(rich(listed([_row(line, lang) for line in told.lines], ordered=False)))
    if card.item.url:
        blocks.append(rich(section(link(card.item.url, words.THREAD[lang]))))
    acts = _acts(card.item.duty)
    return SlackMessage(
        blocks=(*fitted(blocks, lang, card.item.case or ""), buttons(acts, lang, card.item.id)),
        text=shortened(f"{told.mark} {_text((told.title,))}"),
        case=card.item.case,
        strength=card.item.strength,
    )


def _case(card: Card) -> list[Element]:
    return [plain("  "), code(card.item.case)] if card.item.case else []


def _acts(duty: Duty) -> tuple[Act, ...]:
    """What is most likely to be done about a conversation that was handed over, as it stands."""
    if duty.status.closed:
        return (Act.REOPEN,)
    first = (Act.ACCEPT,) if duty.offer else () if duty.owner else (Act.TAKE,)
    return (*first, Act.RESOLVE)


def action_of(act: Act) -> str:
    """The action id of an act's button."""
    return f"{PREFIX}{act.name.lower()}"


def act_of(action: str) -> Act | None:
    """The act of a button by its action id; None for another button."""
    name = action.removeprefix(PREFIX).upper() if action.startswith(PREFIX) else ""
    return Act[name] if name in Act.__members__ else None


def buttons(acts: Iterable[Act], lang: Lang, number: ConversationId | None) -> Block:
    """A row of buttons; `number` is the conversation that they are about, None for all of a handing over."""
    value = "all" if number is None else str(number)
    return {"type": "actions", "elements": [_button(act, lang, value) for act in acts]}


def _button(act: Act, lang: Lang, value: str, label: Mapping[Lang, str] | None = None) -> Element:
    text = {"type": "plain_text", "text": (label or words.BUTTONS[act])[lang], "emoji": True}
    return {"type": "button", "action_id": action_of(act), "text": text, "value": value}


def _row(line: Line, lang: Lang) -> Element:
    return section(bold(colon(line.label, lang)), *_elements(line.parts))


def _elements(parts: Sequence[Part]) -> list[Element]:
    return [element for part in parts for element in _element(part)]


def _element(part: Part) -> list[Element]:
    if isinstance(part, Person):
        return [plain(part.name) if part.name else person(part.id)]
    return [plain(part.text[:MOST_LINE])] if isinstance(part, Said) else marked(part)


def _text(parts: Sequence[Part]) -> str:
    """The same without marks and mentions, for notifications."""
    return "".join(
        part if isinstance(part, str) else part.text if isinstance(part, Said) else part.id for part in parts
    )
