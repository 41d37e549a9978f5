"""The log as people read it: a list with one line for each conversation, and one conversation whole.  And as JSON."""

import unicodedata
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

from bot.core.wording import sentences as wording
from bot.core.wording.judging import SOURCES
from bot.core.wording.terminal_style import PLAIN, Style, shown
from bot.model.conversation import Conversation, Door, Entry, Logged, Message, MessageIn, Place
from bot.model.match import Evidence, Match, Source
from bot.model.text import Hidden, Lang

Json = dict[str, object]

_MOST_LINE = 400
"""A line may be 1 MiB long; a person reads its beginning."""
_HEAD = {
    Lang.EN: ("ID", "LAST", "STRENGTH", "CASE", "WHERE", "LINE"),
    Lang.ZH: ("编号", "最近时间", "把握", "案例", "来源", "内容"),
}
_NO_CASE = {Lang.EN: "no case", Lang.ZH: "无对应案例"}
_DOOR = {
    Door.TERMINAL: {Lang.EN: "terminal", Lang.ZH: "终端"},
    Door.SLACK: {Lang.EN: "Slack", Lang.ZH: "Slack"},
}
_CONVERSATION = {Lang.EN: "Conversation {number}", Lang.ZH: "对话 {number}"}
_FORGOTTEN = {Lang.EN: "(forgotten)", Lang.ZH: "（已删除内容）"}
_FORGOTTEN_AT = {
    Lang.EN: "Its texts and names were removed on {at}.",
    Lang.ZH: "文本和名称已于 {at} 删除。",
}
_SOMEBODY = {Lang.EN: "somebody", Lang.ZH: "某人"}
_HIDDEN = {Lang.EN: "hidden before it was stored: {rules}", Lang.ZH: "存储前已隐去：{rules}"}


def listing(entries: Sequence[Entry], lang: Lang, style: Style = PLAIN, width: int = 0) -> str:
    """A table of conversations; with a `width` (columns of the terminal) no line is longer.  Times are UTC."""
    rows = [_HEAD[lang], *(_row(entry, lang) for entry in entries)]
    widths = [max(_width(row[column]) for row in rows) for column in range(len(_HEAD[lang]) - 1)]
    head, *lines = [_cut(_padded(row, widths), width) for row in rows]
    return "\n".join([style.faint(head), *lines])


def transcript(logged: Logged, lang: Lang, style: Style = PLAIN) -> str:
    """One conversation: who said what and when, the cases it led to, and the lines that prove them."""
    title = _CONVERSATION[lang].format(number=logged.id)
    head = style.title(f"{title}  ·  {_where(logged.conversation.place, lang)}")
    if logged.forgotten_at is not None:
        head += "\n" + style.warning(_FORGOTTEN_AT[lang].format(at=_when(logged.forgotten_at)))
    return "\n\n".join([head, *("\n".join(_message(one, lang, style)) for one in logged.conversation.messages)])


def entry_json(entry: Entry) -> Json:
    """One line of the list, as JSON-ready values; times as ISO 8601 in UTC."""
    return {
        "id": entry.id,
        "opened_at": entry.opened_at.isoformat(),
        "last_at": entry.last_at.isoformat(),
        **_place_json(entry.place),
        "user": entry.user,
        "case": entry.case,
        "strength": entry.strength.word,
        "line": entry.line,
        "forgotten": entry.forgotten,
    }


def logged_json(logged: Logged) -> Json:
    """One conversation whole, as JSON-ready values: a line of the export."""
    conversation: Conversation = logged.conversation
    return {
        "id": logged.id,
        "opened_at": logged.opened_at.isoformat(),
        "last_at": logged.last_at.isoformat(),
        **_place_json(conversation.place),
        "forgotten_at": logged.forgotten_at and logged.forgotten_at.isoformat(),
        "messages": [_message_json(message) for message in conversation.messages],
    }


def _row(entry: Entry, lang: Lang) -> tuple[str, ...]:
    return (
        str(entry.id),
        entry.last_at.astimezone(UTC).strftime("%Y-%m-%d %H:%MZ"),
        wording.STRENGTH[entry.strength][lang] if entry.case else "",
        shown(entry.case or _NO_CASE[lang]),
        _where(entry.place, lang),
        _FORGOTTEN[lang] if entry.forgotten else shown(entry.line)[:_MOST_LINE],
    )


def _padded(row: Sequence[str], widths: Sequence[int]) -> str:
    cells = [cell + " " * (width - _width(cell)) for cell, width in zip(row, widths, strict=False)]
    return "  ".join([*cells, row[-1]]).rstrip()


def _cut(line: str, width: int) -> str:
    if not width or _width(line) <= width:
        return line
    while _width(line) >= width:
        line = line[: min(len(line) - 1, width)]
    return line + "…"


def _width(text: str) -> int:
    """Columns on a terminal: a Chinese character takes two."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


def _where(place: Place, lang: Lang) -> str:
    return " ".join(part for part in (_DOOR[place.door][lang], shown(place.channel), shown(place.thread or "")) if part)


def _when(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%SZ")


def _message(message: Message, lang: Lang, style: Style) -> Iterator[str]:
    who = (shown(message.user) or _SOMEBODY[lang]) if isinstance(message, MessageIn) else "juicefs-bot"
    yield style.heading(f"{_when(message.at)}  {who}")
    yield from (f"    {shown(line.expandtabs())}".rstrip() for line in message.text.splitlines())
    if isinstance(message, MessageIn):
        yield from (line for match in message.matches for line in _match(match, lang, style))
        if message.hidden:
            rules = ", ".join(f"{shown(hidden.rule)} ×{hidden.count}" for hidden in message.hidden)
            yield style.warning(f"  {_HIDDEN[lang].format(rules=rules)}")


def _match(match: Match, lang: Lang, style: Style) -> Iterator[str]:
    strength = wording.STRENGTH[match.strength][lang]
    cause = f" · {shown(match.cause)}" if match.cause else ""
    yield style.title(f"  → {shown(match.case)}{cause} · {strength} · {match.score:.1f}")
    for one in match.evidence:
        number = f"{wording.LINE[lang]} {one.number}{wording.LINE_AFTER[lang]}"
        where = number if one.source is Source.PASTE else SOURCES[one.source][lang]
        yield f"      {style.faint(f'{where}:')} {shown(one.line)[:_MOST_LINE]}"


def _place_json(place: Place) -> Json:
    return {"door": place.door.value, "team": place.team, "channel": place.channel, "thread_ts": place.thread}


def _message_json(message: Message) -> Json:
    common: Json = {"at": message.at.isoformat(), "ts": message.ts, "lang": message.lang.value, "text": message.text}
    if not isinstance(message, MessageIn):
        return {"direction": "out", **common}
    return {
        "direction": "in",
        **common,
        "user": message.user,
        "verdict": message.verdict.value,
        "hidden": [_hidden_json(hidden) for hidden in message.hidden],
        "matches": [_match_json(match) for match in message.matches],
    }


def _hidden_json(hidden: Hidden) -> Json:
    return {"rule": hidden.rule, "count": hidden.count}


def _match_json(match: Match) -> Json:
    return {
        "case": match.case,
        "score": match.score,
        "strength": match.strength.word,
        "cause": match.cause,
        "slots": dict(match.slots),
        "evidence": [_evidence_json(evidence) for evidence in match.evidence],
    }


def _evidence_json(evidence: Evidence) -> Json:
    return {"line": evidence.line, "number": evidence.number, "source": evidence.source.value}
