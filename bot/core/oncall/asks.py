"""What somebody asks for about conversations on call: a word of ours in either language, with what follows it.

Takes the text as Slack sent it: a mention of a person or group is only known by its token.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum

from bot.model.oncall import Act
from bot.model.text import RawText


class View(StrEnum):
    """A word that shows something, and changes nothing about who has it."""

    OPEN = "open"
    STATS = "stats"
    PLOT = "plot"
    """The figures with their picture."""
    NOT_IT = "not-it"
    """It is not this case: what comes next closest."""
    REPORT = "report"
    """What the maintainers of JuiceFS ask for, as a file."""


OF_THREAD = frozenset({View.NOT_IT, View.REPORT})
"""The views that are about one conversation, and need its thread."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """An act or a view, and what goes with it."""

    what: Act | View
    text: RawText = field(default=RawText(""), repr=False)
    """The note, what solved it, or the word that goes with a handing over; raw."""
    receiver: str = ""
    """The id of the person or group that was mentioned."""
    after: timedelta | None = None
    """When to remind; None where that could not be read."""
    chinese: bool = False


_WORDS: Mapping[str, Act | View] = {
    **dict.fromkeys(("take", "i'm on it", "on it", "mine", "我来处理", "我来", "接手"), Act.TAKE),
    **dict.fromkeys(("take over", "takeover", "接管"), Act.TAKE_OVER),
    **dict.fromkeys(("note", "备注"), Act.NOTE),
    **dict.fromkeys(("check", "recheck", "verify", "verify fix", "检查", "复查", "验证"), Act.CHECK),
    **dict.fromkeys(("remind", "remind me in", "remind in", "提醒"), Act.REMIND),
    **dict.fromkeys(("resolve", "resolved", "solved", "已解决", "解决"), Act.RESOLVE),
    **dict.fromkeys(("dismiss", "忽略"), Act.DISMISS),
    **dict.fromkeys(("track", "跟踪"), Act.TRACK),
    **dict.fromkeys(
        ("handoff", "hand off to", "hand off", "hand over to", "hand over", "handover", "交接给", "交接"), Act.HAND_OVER
    ),
    **dict.fromkeys(("accept", "接收", "接受"), Act.ACCEPT),
    **dict.fromkeys(("reopen", "重新打开", "重开"), Act.REOPEN),
    **dict.fromkeys(("open", "未关闭", "待处理"), View.OPEN),
    **dict.fromkeys(("stats", "统计"), View.STATS),
    **dict.fromkeys(("stats plot", "stats --plot", "plot", "统计图", "统计 图"), View.PLOT),
    **dict.fromkeys(("not it", "not this case", "not this", "不是这个案例", "不是这个问题", "不是这个"), View.NOT_IT),
    **dict.fromkeys(
        (
            "report",
            "upstream",
            "upstream issue",
            "prepare upstream issue",
            "整理上游 issue",
            "上游 issue",
            "整理 issue",
        ),
        View.REPORT,
    ),
}
_ALONE = frozenset({Act.TAKE, Act.TAKE_OVER, Act.CHECK, Act.DISMISS, Act.TRACK, Act.ACCEPT, Act.REOPEN, *View})
"""Words with nothing behind them: `open the pod` is a sentence, and no list of ours."""
_SPELT = sorted(_WORDS, key=len, reverse=True)
_MENTION = re.compile(
    r"<(?:@|!subteam\^)(?P<id>[A-Z0-9]+)(?:\|[^<>]*)?>|<!(?P<everybody>\w+)(?:\|[^<>]*)?>|@(?P<name>[\w.-]+)"
)
_SPAN = re.compile(
    r"(\d{1,4})\s*(minutes?|mins?|m|hours?|h|days?|d|分钟|分|个?小时|时|天)(?:后|以后|之后)?", re.IGNORECASE
)
_MINUTES = {"m": 1, "分": 1, "h": 60, "时": 60, "小": 60, "个": 60, "d": 1440, "天": 1440}
MOST_DAYS = 30
"""A reminder further ahead is a mistake (a guess)."""
_MOST_WHEN = 2
"""Words behind `remind` that were meant as a time (`tomorrow`, `90 days`); more of them are a sentence (a guess)."""
_SLASH = re.compile(r"\A/juicefs\s+", re.IGNORECASE)
_END = " \t!.。！"


def read_wanted(text: RawText, *, command: bool = False) -> Wanted | None:
    """What `text` (without the bot's own mention) wants of a conversation on call; None when that is none of ours.

    Behind the slash `command` a handing over may have a note without a receiver: nobody pastes there.
    """
    typed = _SLASH.sub("", text.replace("\u2019", "'").strip())
    lowered = typed.lower()
    word = next((one for one in _SPELT if _begins(lowered, one)), None)
    if word is None:
        return None
    what, rest = _WORDS[word], typed[len(word) :].lstrip(" \t:：,，")
    if what in _ALONE:
        return None if rest.strip(_END) else Wanted(what, chinese=not word.isascii())
    if what is Act.HAND_OVER:
        return _handing_over(rest.strip(), chinese=not word.isascii(), command=command)
    return _with_rest(what, rest.strip(), chinese=not word.isascii())


def _with_rest(what: Act | View, rest: str, *, chinese: bool) -> Wanted | None:
    if what is Act.REMIND:
        after = _span(rest)
        few = len(rest.split()) <= _MOST_WHEN and "\n" not in rest
        return Wanted(what, after=after, chinese=chinese) if after or few else None
    return Wanted(what, RawText(rest), chinese=chinese)


def _handing_over(rest: str, *, chinese: bool, command: bool) -> Wanted | None:
    """To whom, and a note; a name that Slack made no mention of is kept with its `@`, for the answer."""
    found = _MENTION.match(rest)
    if found is None:
        return Wanted(Act.HAND_OVER, RawText(rest), chinese=chinese) if command or not rest else None
    receiver = found["id"] or f"@{found['everybody'] or found['name']}"
    return Wanted(Act.HAND_OVER, RawText(rest[found.end() :].strip()), receiver, chinese=chinese)


def _begins(text: str, word: str) -> bool:
    """Whether a text begins with the word and not with a longer one; Chinese words need no blank behind them."""
    rest = text[len(word) :]
    return text.startswith(word) and (
        not rest.strip(_END) or not word.isascii() or not (rest[0].isalnum() or rest[0] in "-_/.")
    )


def _span(text: str) -> timedelta | None:
    found = _SPAN.fullmatch(text.strip(_END))
    if found is None:
        return None
    span = timedelta(minutes=int(found[1]) * _MINUTES[found[2][0].lower()])
    return span if timedelta() < span <= timedelta(days=MOST_DAYS) else None
