"""The block for an upstream issue and the picture of the figures, in a room with a real log."""

import pytest

from bot.core.chat.buttons import NOT_IT, UPSTREAM
from bot.model.text import Lang
from tests.flow.desk import FIRST, Desk
from tests.flow.test_conversing import CHATTER, LOST
from tests.flow.test_pressing import text_of

PASTE = f"Successfully assigned shop/orders-0 to node-b\n{LOST}"


@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("report", "The block for an issue"),
        ("prepare upstream issue", "The block for an issue"),
        ("整理上游 issue", "issue 内容已放到本线程"),
    ],
)
def test_a_word_puts_the_block_into_the_thread(desk: Desk, word: str, said: str) -> None:
    """As a file with the paste and what the cluster says, in the maintainers' language; once for a message."""
    desk.cluster = "waiting"
    thread = desk.says(PASTE)
    asked = desk.says(word, to=thread, mention=True)
    (file,) = desk.uploads
    assert (file.channel, file.thread_ts) == ("C0OPS", thread)
    assert file.name.startswith(f"juicefs-issue-{FIRST}-")
    text = file.content.decode()
    assert LOST in text
    assert "### CSI Node log around the PV" in text
    assert desk.last(thread).text.startswith(said)
    desk.hears(desk.message(word, asked, thread=thread, mention=True, resumed=True))
    assert desk.uploads == [file]


@pytest.mark.parametrize(
    ("cluster", "paste", "why"), [(None, PASTE, "No cluster is connected"), ("waiting", LOST, "names no pod")]
)
def test_without_a_cluster_or_a_pod_the_file_says_what_is_missing(
    desk: Desk, cluster: str | None, paste: str, why: str
) -> None:
    """A report must not look complete when it is not."""
    desk.cluster = cluster
    thread = desk.says(paste)
    desk.says("report", to=thread, mention=True)
    assert "These commands show what is missing" in desk.uploads[0].content.decode()
    assert why in desk.last(thread).text


@pytest.mark.parametrize(
    ("lang", "said"), [(Lang.EN, "I could not share a file here"), (Lang.ZH, "无法在这里上传文件")]
)
def test_where_slack_takes_no_file_the_block_is_posted(desk: Desk, lang: Lang, said: str) -> None:
    """The scope is missing: the block as preformatted text, nothing of it live."""
    desk.may_share, desk.langs["U1"] = False, lang
    thread = desk.says(f"{LOST}\n<!channel> <@U9>")
    desk.presses(UPSTREAM, next(iter(desk.threads)), thread)
    shown = desk.last(thread)
    assert shown.text.startswith(said)
    assert "rich_text_preformatted" in text_of(shown)
    assert '"user_id"' not in text_of(shown)
    assert len(text_of(shown)) < 12_000


def test_a_thread_that_is_not_known_has_nothing_to_report(desk: Desk) -> None:
    """By word and by a button that is out of date."""
    root = desk.says(CHATTER)
    desk.says("report", to=root, mention=True)
    assert "I know nothing of this thread yet" in desk.last(root).text
    desk.presses(UPSTREAM, "9.9", "9.9")
    assert "no longer have the conversation" in desk.whispers[-1].text
    assert desk.uploads == []


def test_words_about_one_conversation_need_its_thread(desk: Desk) -> None:
    """Behind the slash command there is none."""
    for word in ("report", "not it", "take", "不是这个案例"):
        assert desk.runs(word).text in (
            "That is about one conversation: mention me in its thread and write it there.",
            "这个命令针对某个对话：请到它的线程里 @我 再发送。",
        )


@pytest.mark.parametrize("word", ["not it", "Not this case", "不是这个案例"])
def test_not_this_case_is_a_word_too(desk: Desk, word: str) -> None:
    """It counts against the newest answer of the thread, as its button does, and stands on it."""
    thread = desk.says(LOST)
    (post,) = desk.threads
    desk.says(word, to=thread, mention=True)
    assert "mount-point-lost" in text_of(desk.last(thread))
    desk.repaints()
    assert "U1: not this case" in text_of(desk.posts[post])
    assert NOT_IT not in text_of(desk.posts[post])
    assert desk.store.stats().refuted == 1


def test_the_figures_come_with_their_picture(desk: Desk) -> None:
    """By mention into the thread, behind the command into the channel; without the scope it says so."""
    thread = desk.says(LOST)
    desk.says("stats plot", to=thread, mention=True)
    assert "Conversations: 1" in text_of(desk.last(thread))
    assert "Conversations: 1" in desk.runs("stats plot").text
    assert [(one.thread_ts, one.content) for one in desk.uploads] == [(thread, b"PNG of 1"), ("", b"PNG of 1")]
    assert [one.name.endswith(".png") for one in desk.uploads] == [True, True]
    desk.may_share = False
    assert "files:write" in text_of(desk.runs("统计图"))
