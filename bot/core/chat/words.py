"""What somebody who addresses the bot asks for: a word of ours with its argument, or a text to be answered.

A word only counts where what follows can be its argument: `log redis` is a search, `log of the Mount Pod below:` with
forty lines is a paste.  A few words that are none of ours get the nearest of ours as a suggestion.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace

from rapidfuzz.distance import OSA
from rapidfuzz.process import extractOne

from bot.core.objects.target import read_target
from bot.errors import InputError
from bot.model.chat import Ask, AskKind
from bot.model.text import RawText

WORDS: Mapping[str, AskKind] = {
    **dict.fromkeys(("help", "usage", "hello", "hi", "?", "帮助", "用法", "你好", "您好", "？"), AskKind.HELP),
    **dict.fromkeys(("cases", "案例列表", "案例库", "所有案例"), AskKind.CASES),
    **dict.fromkeys(("case", "案例"), AskKind.CASE),
    **dict.fromkeys(("match", "匹配"), AskKind.MATCH),
    **dict.fromkeys(("log", "日志", "记录"), AskKind.LOG),
    **dict.fromkeys(("diagnose", "诊断"), AskKind.DIAGNOSE),
}
"""Every word that the bot takes, in either language, and what it asks for."""

ON_CALL = frozenset(
    "take takeover note check remind resolve resolved solved dismiss track handoff handover accept reopen open stats"
    " report 我来处理 接手 接管 备注 检查 复查 提醒 已解决 忽略 跟踪 交接 接收 重新打开 未关闭 待处理 统计".split()
)
"""Words of one piece about conversations on call, which `bot.core.oncall.asks` reads: for who mistypes one."""

MOST_SEARCHED = 6
"""Words of a search; more of them are a sentence (a guess)."""
MOST_UNKNOWN = 3
"""Words of a text that may be a mistyped command; more of them are a sentence (a guess)."""
NEAR = 0.6
"""How alike a mistyped word must be: two slips in a word of five letters."""
_FIRST = re.compile(r"\s*(?:/juicefs\s+)?(?P<word>\S+)(?P<rest>.*)\Z", re.DOTALL)
_RUN_TOGETHER = "诊断"
"""What people write right before a pod, without a blank."""
_POLITE = frozenset({"me", "me please", "please", "us", "一下"})
"""What people add to `help`."""
_AROUND = "`'\"“”‘’,，。;；"
"""What stands around a name that was copied."""
_END = "!.:,。！：，"
_ID = re.compile(r"[\w-]+")
_TYPED = re.compile(r"[\w?？ @-]{1,40}")
"""What a person types as a command: no quotes, colons, slashes or dots, as errors have them."""


def read_ask(text: RawText) -> Ask:
    """What `text` asks for; it is unmangled and without the bot's own mention."""
    found = _FIRST.match(text)
    if found is None:
        return Ask(AskKind.EMPTY)
    word, rest = found["word"].lower(), found["rest"].strip()
    kind = WORDS.get(word) or WORDS.get(word.rstrip(f"{_END}?？"))
    if (kind is AskKind.DIAGNOSE and rest) or (kind is None and word.startswith(_RUN_TOGETHER)):
        whole = rest if kind else text.strip().removeprefix(_RUN_TOGETHER)
        if (ask := _diagnose(whole)) is not None:
            return replace(ask, chinese=not word.isascii())
    if kind is not None and _FITS[kind](rest):
        return replace(_ask(kind, rest), chinese=not word.isascii())
    if kind is None and (_maybe_mistyped(text) or _diagnose_mistyped(word, rest)):
        return Ask(AskKind.UNKNOWN, RawText(text.strip()), _suggestion(word, rest))
    return Ask(AskKind.PASTE, text)


def _diagnose(rest: str) -> Ask | None:
    """A pod, and what is said of it behind it; nothing where the words name none."""
    line, _, more = rest.partition("\n")
    words = _in_our_order([word.strip(_AROUND).rstrip(_END + "?？") for word in line.split()])
    for count in (1, 2):
        pod = " ".join(words[:count])
        if (len(words) == count or "/" in pod) and _names_pod(pod):
            paste = "\n".join(part for part in (" ".join(words[count:]), more) if part.strip())
            return Ask(AskKind.DIAGNOSE, RawText(pod), paste=RawText(paste))
    return None


def _in_our_order(words: list[str]) -> list[str]:
    """As people copy it from kubectl: `pod web-0 -n shop` is `shop/web-0`."""
    words = words[1:] if words[:1] in (["pod"], ["Pod"]) and len(words) > 1 else words
    match words:
        case ["-n", namespace, pod, *more] | [pod, "-n", namespace, *more]:
            return [f"{namespace}/{pod.removeprefix('pod/')}", *more]
        case _:
            return words


def _names_pod(text: str) -> bool:
    try:
        read_target(text)
    except InputError:
        return False
    return True


def _ask(kind: AskKind, rest: str) -> Ask:
    if kind is AskKind.CASE and not rest:
        return Ask(AskKind.CASES)
    return Ask(kind, RawText(rest))


def _few(rest: str) -> bool:
    return "\n" not in rest and len(rest.split()) <= MOST_SEARCHED


def _nothing(rest: str) -> bool:
    said = rest.strip("?!？！。. ").lower()
    return not said or said in WORDS or said in _POLITE


def _id(rest: str) -> bool:
    return not rest or bool(_ID.fullmatch(rest.strip("`")))


def _pod(rest: str) -> bool:
    """So little that it was meant as a pod; a sentence that begins with `diagnose` is no command."""
    return len(rest.split()) <= 1


_FITS: Mapping[AskKind, Callable[[str], bool]] = {
    AskKind.HELP: _nothing,
    AskKind.CASES: _few,
    AskKind.CASE: _id,
    AskKind.MATCH: lambda _: True,
    AskKind.LOG: _few,
    AskKind.DIAGNOSE: _pod,
}


def _maybe_mistyped(text: str) -> bool:
    line = text.strip()
    return len(line.split()) <= MOST_UNKNOWN and bool(_TYPED.fullmatch(line))


def _diagnose_mistyped(word: str, rest: str) -> bool:
    """A pod behind what is almost `diagnose`."""
    return _suggestion(word, "").startswith("diagnose") and _diagnose(rest) is not None


def _suggestion(word: str, rest: str) -> str:
    near = extractOne(word, [*WORDS, *sorted(ON_CALL)], scorer=OSA.normalized_similarity, score_cutoff=NEAR)
    return f"{near[0]} {rest}".strip() if near else ""
