"""Words of ours are told from pastes, in both languages, and mistyped ones get a suggestion."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.chat.words import WORDS, read_ask
from bot.model.chat import Ask, AskKind
from bot.model.text import RawText


def ask(kind: AskKind, argument: str = "", *, chinese: bool = False) -> Ask:
    """A plain ask."""
    return Ask(kind, RawText(argument), chinese=chinese)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("help", ask(AskKind.HELP)),
        ("Help!", ask(AskKind.HELP)),
        ("帮助", ask(AskKind.HELP, chinese=True)),
        ("hello", ask(AskKind.HELP)),
        ("help log", ask(AskKind.HELP, "log")),
        ("cases", ask(AskKind.CASES)),
        ("cases redis", ask(AskKind.CASES, "redis")),
        ("案例", ask(AskKind.CASES, chinese=True)),
        ("case", ask(AskKind.CASES)),
        ("case mount-point-lost", ask(AskKind.CASE, "mount-point-lost")),
        ("案例 mount-point-lost", ask(AskKind.CASE, "mount-point-lost", chinese=True)),
        ("match NOAUTH Authentication required\nline", ask(AskKind.MATCH, "NOAUTH Authentication required\nline")),
        ("匹配 挂载点丢失", ask(AskKind.MATCH, "挂载点丢失", chinese=True)),
        ("log", ask(AskKind.LOG)),
        ("log redis password", ask(AskKind.LOG, "redis password")),
        ("日志 挂载点", ask(AskKind.LOG, "挂载点", chinese=True)),
        ("diagnose shop/web-0", ask(AskKind.DIAGNOSE, "shop/web-0")),
        ("diagnose prod:shop/web-0", ask(AskKind.DIAGNOSE, "prod:shop/web-0")),
        ("diagnose shop web-0", ask(AskKind.DIAGNOSE, "shop web-0")),
        ("诊断 shop/web-0", ask(AskKind.DIAGNOSE, "shop/web-0", chinese=True)),
        ("diagnose", ask(AskKind.DIAGNOSE)),
        ("/juicefs help", ask(AskKind.HELP)),
        ("  \n ", ask(AskKind.EMPTY)),
    ],
)
def test_words_of_ours(text: str, wanted: Ask) -> None:
    """A known word with an argument that fits is that ask."""
    assert read_ask(RawText(text)) == wanted


@pytest.mark.parametrize(
    "text",
    [
        "help, my pod is stuck in ContainerCreating",
        "log of the Mount Pod below:\njuicefs[7] <FATAL>: NOAUTH Authentication required",
        "case closed, but the pod still cannot mount",
        "diagnose says nothing useful here",
        "诊断 一下 这个 Pod 为什么起不来",
        "Transport endpoint is not connected",
        "driver name csi.juicefs.com not found",
        "df: /data: Socket not connected",
        "日志里有 redis NOAUTH 的报错怎么办",
    ],
)
def test_pastes_and_sentences(text: str) -> None:
    """A text that only begins with a word of ours, or has nothing of it, is answered as a whole."""
    assert read_ask(RawText(text)) == Ask(AskKind.PASTE, RawText(text))


@pytest.mark.parametrize(
    ("text", "suggestion"),
    [
        ("hlep", "help"),
        ("caes", "cases"),
        ("cese mount-point-lost", "case mount-point-lost"),
        ("diagnos shop", "diagnose shop"),
        ("帮忙", ""),
        ("bananas", ""),
    ],
)
def test_a_mistyped_word_gets_the_nearest_of_ours(text: str, suggestion: str) -> None:
    """A few words that are none of ours are unknown, with a suggestion when one is near."""
    assert read_ask(RawText(text)) == Ask(AskKind.UNKNOWN, RawText(text), suggestion)


@pytest.mark.parametrize("word", list(WORDS))
def test_every_word_is_taken(word: str) -> None:
    """No word of the table is unknown or a paste by itself; `match` needs no text to be understood."""
    assert read_ask(RawText(word)).kind not in (AskKind.UNKNOWN, AskKind.PASTE, AskKind.EMPTY)


@given(st.text())
def test_any_text_at_all_is_some_ask(text: str) -> None:
    """Nothing that a person may write fails, and a paste keeps every character."""
    found = read_ask(RawText(text))
    assert found.kind is not AskKind.PASTE or found.argument == text


@pytest.mark.parametrize(
    ("text", "pod", "beside"),
    [
        ("diagnose shop/web-0", "shop/web-0", ""),
        ("diagnose shop web-0", "shop web-0", ""),
        ("diagnose `shop/web-0`, it hangs", "shop/web-0", "it hangs"),
        ("diagnose prod:shop/web-0 please?", "prod:shop/web-0", "please"),
        ("diagnose shop/web-0\ndf: /data: error\nline two", "shop/web-0", "df: /data: error\nline two"),
        ("diagnose pod shop/web-0.", "shop/web-0", ""),
        ("diagnose pod web-0 -n shop", "shop/web-0", ""),
        ("diagnose pod/web-0 -n shop", "shop/web-0", ""),
        ("diagnose -n shop web-0 now", "shop/web-0", "now"),
        ("诊断shop/web-0", "shop/web-0", ""),
        ("诊断 shop/web-0 一直卡住", "shop/web-0", "一直卡住"),
    ],
)
def test_a_pod_is_found_however_it_was_copied(text: str, pod: str, beside: str) -> None:
    """In quotes, from kubectl, with a sentence or a paste behind it, which is kept as text."""
    ask = read_ask(RawText(text))
    assert (ask.kind, ask.argument, ask.paste) == (AskKind.DIAGNOSE, pod, beside)


@pytest.mark.parametrize(
    "text", ["diagnose this for me please", "诊断一下这个问题，谢谢", "diagnose the mount of web-0"]
)
def test_a_sentence_about_diagnosing_names_no_pod(text: str) -> None:
    """It is answered as what it is: a text."""
    assert read_ask(RawText(text)).kind in (AskKind.PASTE, AskKind.UNKNOWN)


def test_a_mistyped_diagnose_is_not_answered_as_a_text() -> None:
    """A pod behind it tells what was meant."""
    ask = read_ask(RawText("daignose shop/web-0"))
    assert (ask.kind, ask.suggestion) == (AskKind.UNKNOWN, "diagnose shop/web-0")


@pytest.mark.parametrize("text", ["help me", "help me please!", "Help?", "帮助 一下"])
def test_help_is_given_however_it_is_asked_for(text: str) -> None:
    """Nobody is told that `help me` names no JuiceFS."""
    assert read_ask(RawText(text)).kind is AskKind.HELP
