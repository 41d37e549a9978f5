"""What the bot says when people act on a conversation, as Slack messages with the buttons that fit how it stands."""

from collections.abc import Callable, Sequence

from bot.core.faces.blocks import fitted, shortened
from bot.core.faces.rich_text import Element, bold, code, link, listed, marked, person, plain, rich, section
from bot.core.oncall.acts import possible
from bot.core.oncall.handoff_blocks import buttons
from bot.core.oncall.handoff_lines import age, colon, counted
from bot.core.oncall.stats import Stats
from bot.core.oncall.stats_text import MOST_UNMATCHED, figures
from bot.core.wording import oncall as words
from bot.model.chat import SlackMessage
from bot.model.conversation import ConversationId
from bot.model.episode import Episode
from bot.model.handoff import Card, Handoff
from bot.model.oncall import Deed, Duty, Refused, Reminder
from bot.model.text import Lang

Name = Callable[[str], str]
"""A person's name by their id."""
MOST_LINE = 120
MOST_SOLVED = 300
ROWS = 10
"""Of one list: a phone's screen."""
_SLOTS = ("{owner}", "{receiver}", "{who}", "{at}", "{status}")


def done_message(deed: Deed, duty: Duty, number: ConversationId | None, lang: Lang, name: Name = str) -> SlackMessage:
    """What was done.  Only a receiver is pinged: who acted knows it.

    With a `number` it has the buttons that fit; without one the state stands on the conversation's own answer.
    """
    said = words.DONE[deed.act][lang]
    at = f"{duty.next_check:%Y-%m-%d %H:%MZ}" if duty.next_check else ""
    owner = plain(name(duty.owner) if duty.owner else "")
    filled = {"{who}": plain(name(deed.who)), "{receiver}": _receiver(duty), "{at}": plain(at), "{owner}": owner}
    row = rich(section(*_filled(said, filled)))
    rows = (row,) if number is None else (row, buttons(possible(duty), lang, number))
    receiver = words.THE_GROUP[lang] if duty.offer and duty.offer.receiver.startswith("S") else ""
    called = receiver or (name(duty.offer.receiver) if duty.offer else "")
    return SlackMessage(rows, shortened(_bare(said, filled | {"{receiver}": plain(called)})))


def refusal_message(refused: Refused, lang: Lang, name: Name, receiver: str = "") -> SlackMessage:
    """Why it was not done, and where what stands already is; nobody is pinged by it."""
    duty = refused.duty
    to = receiver or (duty.offer.receiver if duty.offer else "")
    called = words.THE_GROUP[lang] if to.startswith("S") else name(to) if to else "?"
    filled = {"{owner}": plain(name(duty.owner) if duty.owner else "?"), "{receiver}": plain(called)}
    said = words.REFUSALS[refused.why][lang]
    more = [plain(" "), link(refused.where, words.THE_HANDOFF[lang])] if refused.where else []
    return SlackMessage((rich(section(*_filled(said, filled), *more)),), shortened(_bare(said, filled)))


def accepted_message(who: str, count: int, lang: Lang, name: Name) -> SlackMessage:
    """How many of a handing over somebody accepted, who has them now."""
    said = words.ACCEPTED[lang].replace("{count}", str(count))
    row = rich(section(*_filled(said, {"{who}": person(who)})))
    return SlackMessage((row,), shortened(_bare(said, {"{who}": plain(name(who))})))


def reminder_message(reminder: Reminder, duty: Duty, lang: Lang) -> SlackMessage:
    """A reminder, which pings the one person or group that it is for, and the buttons that fit."""
    said, filled = words.REMINDERS[reminder.kind][lang], {"{receiver}": person(reminder.user)}
    row = rich(section(*_filled(said, filled)))
    return SlackMessage((row, buttons(possible(duty), lang, reminder.conversation)), shortened(_bare(said, filled)))


def open_message(handoff: Handoff, lang: Lang, title: Callable[[Card], str], name: Name = str) -> SlackMessage:
    """What is open in a channel, a line each, what needs attention first on top; pings nobody.

    A list of several blocks is cut where it is full, and says so.
    """
    if not handoff.cards:
        return SlackMessage((rich(section(plain(words.NO_OPEN[lang]))),), words.NO_OPEN[lang])
    counts = counted(handoff, lang)
    rows = [_open_row(card, handoff, lang, title(card), name) for card in handoff.cards]
    lists = [rich(listed(rows[at : at + ROWS], ordered=False)) for at in range(0, len(rows), ROWS)]
    return SlackMessage(fitted((rich(section(bold(counts))), *lists), lang), shortened(counts))


def stats_message(stats: Stats, lang: Lang) -> SlackMessage:
    """The figures of the log: the sums, the most frequent cases, what matched nothing."""
    if not stats.conversations:
        return SlackMessage((rich(section(plain(words.STATS_EMPTY[lang]))),), words.STATS_EMPTY[lang])
    parts: list[Element] = [section(bold(words.STATS_TITLE[lang]))]
    parts.append(listed([section(plain(line)) for line in figures(stats, lang)], ordered=False))
    if stats.cases:
        rows = [section(code(one.case), plain(f" × {one.total}")) for one in stats.cases[:MOST_UNMATCHED]]
        parts += [section(bold(words.STATS_CASES[lang])), listed(rows, ordered=False)]
    if stats.unmatched:
        lines = stats.unmatched[:MOST_UNMATCHED]
        rows = [section(plain(f"{one.count} × "), code(one.line[:MOST_LINE])) for one in lines]
        parts += [section(bold(words.STATS_UNMATCHED[lang])), listed(rows, ordered=False)]
    return SlackMessage(fitted((rich(*parts),), lang), shortened(" ".join(figures(stats, lang))))


def seen_block(seen: Sequence[Episode], lang: Lang, address: Callable[[Episode], str]) -> dict[str, object]:
    """Where the same case was seen before, and what solved it then."""
    rows = [_seen_row(one, lang, address(one)) for one in seen]
    return rich(section(bold(words.SEEN_BEFORE[lang])), listed(rows, ordered=False))


def _seen_row(one: Episode, lang: Lang, url: str) -> Element:
    when = f"{one.opened_at:%Y-%m-%d}"
    pods = ", ".join(map(str, sorted(one.about.pods)[:2]))
    solved = one.solved.strip()[:MOST_SOLVED] or words.NOT_SOLVED[lang]
    first = link(url, when) if url else plain(when)
    return section(first, plain(f" {pods}: {solved}" if pods else f": {solved}"))


def _open_row(card: Card, handoff: Handoff, lang: Lang, title: str, name: Name) -> Element:
    item = card.item
    why = (", " if lang is Lang.EN else "，").join(words.ATTENTION[one][lang] for one in card.attention)
    owner = name(item.duty.owner) if item.duty.owner else words.NOBODY[lang]
    first = link(item.url, title[:MOST_LINE]) if item.url else plain(title[:MOST_LINE])
    pods = [plain("  "), code(", ".join(map(str, item.pods)))] if item.pods else []
    facts = [f"{words.AGE[lang]} {age(handoff.at - item.opened_at)}", f"{colon(words.OWNER[lang], lang)}{owner}"]
    facts += [words.STATUS[item.duty.status][lang]] if item.duty.offer else []
    return section(first, *pods, plain(" · ".join(["", *facts, *([f"⚠️ {why}"] if why else [])])))


def _receiver(duty: Duty) -> Element:
    return person(duty.offer.receiver) if duty.offer else plain("")


def _filled(said: str, elements: dict[str, Element]) -> list[Element]:
    """A sentence of ours with elements in its slots; what is back-quoted is code."""
    for slot in _SLOTS:
        said = said.replace(slot, f"\0{slot}\0")
    pieces = [piece for piece in said.split("\0") if piece]
    return [one for piece in pieces for one in ([elements[piece]] if piece in elements else marked(piece))]


def _bare(said: str, elements: dict[str, Element]) -> str:
    """The same for a notification, which shows no elements."""
    for slot, element in elements.items():
        shown = element.get("text") or element.get("user_id") or element.get("usergroup_id") or ""
        said = said.replace(slot, str(shown))
    return said
