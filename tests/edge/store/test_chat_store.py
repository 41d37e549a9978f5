"""What a chat needs beside the log: threads, deletions, feedback, and who may see what."""

from datetime import timedelta
from pathlib import Path

from bot.edge.store.chat_store import ChatStore
from bot.model.case import CaseId, Strength
from bot.model.chat import Change, ChannelKind, Pointer, Spoken, Told
from bot.model.conversation import Conversation, ConversationId, Door, MessageOut, Place
from bot.model.feedback import Feedback
from bot.model.text import Lang, SafeText
from tests.edge.store.exchanges import NOON, asked, files_of, said, slack

TOLD = Told(CaseId("redis-auth-required"), Strength.CERTAIN)
THREAD = slack("1.0")
LATER = NOON + timedelta(minutes=5)


def answer(text: str = "Give the password.", *, ts: str = "1.5", answers: str = "1.0", minute: int = 0) -> MessageOut:
    """The bot's post."""
    return MessageOut(SafeText(text), NOON + timedelta(minutes=minute, seconds=1), Lang.EN, ts, answers, (TOLD,))


def record(store: ChatStore, text: str = "redis NOAUTH", place: Place = THREAD) -> ConversationId:
    """A paste and its answer."""
    return store.record(Conversation(place, (asked(text, ts="1.0"), answer(f"because of: {text}"))))


# -- threads ---------------------------------------------------------------------------------------


def test_a_thread_is_recalled_as_it_was(store: ChatStore) -> None:
    """What was said, what was told, in which post, in which language."""
    record(store)
    known = store.recall(THREAD)
    assert [(one.ts, one.text) for one in known.heard] == [("1.0", "redis NOAUTH")]
    assert known.spoken == (Spoken("1.5", "1.0", frozenset({TOLD}), Lang.EN),)
    assert known.told == {TOLD}
    assert [one.rule for one in known.heard[0].hidden] == ["url-password"]


def test_an_unknown_thread_is_empty(store: ChatStore) -> None:
    """Other channels and other threads are not mixed in."""
    record(store)
    for place in (slack("9.9"), slack("1.0", channel="C0OTHER"), Place(Door.SLACK, "T0OTHER", "C0ONCALL", "1.0")):
        assert store.recall(place).heard == ()


def test_a_reply_written_anew_tells_other_cases(store: ChatStore) -> None:
    """The same post, recorded again, replaces what it told."""
    record(store)
    other = Told(CaseId("mount-point-lost"), Strength.LIKELY)
    store.record(Conversation(THREAD, (MessageOut(SafeText("anew"), LATER, Lang.ZH, "1.5", "1.0", (other,)),)))
    assert store.recall(THREAD).spoken == (Spoken("1.5", "1.0", frozenset({other}), Lang.ZH),)


def test_a_deleted_message_leaves_nothing_of_its_text(store: ChatStore) -> None:
    """Neither in its own row, nor in proofs, slots or what the bot said since; the log says what became of it."""
    number = record(store, "NOAUTH on epsilon-node-8")
    later = Conversation(THREAD, (asked("more", minute=1, ts="2.0"), answer("epsilon-node-8", ts="2.5", minute=1)))
    store.record(later)
    assert store.erase(THREAD, "1.0")
    logged = store.conversation(number)
    assert logged is not None
    assert [one.text for one in logged.conversation.messages] == [
        "(deleted by its author)",
        "(removed: it quoted a message that was deleted)",
        "more",
        "(removed: it quoted a message that was deleted)",
    ]
    assert "epsilon" not in repr(logged)
    assert store.entries(["epsilon"]) == ()
    assert store.recall(THREAD).heard[0].text == ""
    assert store.recall(THREAD).knows("1.0")


def test_deleting_what_is_not_stored_changes_nothing(store: ChatStore) -> None:
    """Most deleted messages were never ours."""
    record(store)
    assert not store.erase(THREAD, "9.9")
    assert not store.erase(slack("9.9"), "1.0")
    assert store.recall(THREAD).heard[0].text == "redis NOAUTH"


# -- feedback --------------------------------------------------------------------------------------


def votes(store: ChatStore) -> list[tuple[str, str]]:
    """Who said what."""
    return list(store._db.execute("SELECT user, verdict FROM feedback ORDER BY user").fetchall())


def test_a_person_counts_once_and_their_last_press_counts(store: ChatStore) -> None:
    """Two people are two, twice the same is one, another word replaces the first."""
    record(store)
    for user, feedback in (("U1", Feedback.HELPED), ("U1", Feedback.HELPED), ("U2", Feedback.HELPED)):
        assert store.vote(THREAD, "1.5", user, feedback, LATER)
    store.vote(THREAD, "1.5", "U1", Feedback.NOT_IT, LATER)
    assert votes(store) == [("U1", "not-it"), ("U2", "helped")]


def test_feedback_on_an_unknown_post_is_refused(store: ChatStore) -> None:
    """A button of a conversation that was forgotten explains itself."""
    assert not store.vote(THREAD, "1.5", "U1", Feedback.HELPED, LATER)


def test_forgetting_takes_names_out_of_all_tables(store: ChatStore, path: Path) -> None:
    """Who pressed, which message was answered, and the claims of the thread."""
    number = record(store)
    store.claim(Pointer("msg:C0ONCALL:1.0", Change.NEW, "C0ONCALL", "1.0"), NOON)
    store.settle("msg:C0ONCALL:1.0")
    for user in ("U0VOTER1", "U0VOTER2"):
        store.vote(THREAD, "1.5", user, Feedback.HELPED, LATER)
    store.forget(number, LATER)
    for trace in (b"U0VOTER", b"C0ONCALL"):
        assert trace not in files_of(path)
    again = Pointer("msg:C0ONCALL:1.0", Change.NEW, "C0ONCALL", "1.0")
    assert not store.claim(again, LATER), "a bot that catches up would read the forgotten text again"
    assert votes(store) == [("", "helped"), ("", "helped")]


# -- who may see what ------------------------------------------------------------------------------


def test_a_channel_sees_itself_and_public_channels_only(store: ChatStore) -> None:
    """Private channels, direct messages, unknown channels and terminals stay where they are."""
    kinds = {"C0PUB": ChannelKind.PUBLIC, "C0PRIV": ChannelKind.PRIVATE, "D0ME": ChannelKind.DIRECT}
    for channel, kind in kinds.items():
        store.note_channel("T0TEAM", channel, kind)
    for channel in (*kinds, "C0NEW"):
        store.record(Conversation(slack("1.0", channel), (asked(f"redis {channel}", ts="1.0"), said("x"))))
    store.record(Conversation(Place(Door.TERMINAL), (asked("redis at home"), said("x"))))

    def seen(channel: str, team: str = "T0TEAM") -> set[str]:
        return {one.place.channel for one in store.visible(["redis"], Place(Door.SLACK, team, channel), 10)}

    assert seen("C0PUB") == {"C0PUB"}
    assert seen("C0PRIV") == {"C0PUB", "C0PRIV"}
    assert seen("D0ME") == {"C0PUB", "D0ME"}
    assert seen("C0NEW") == {"C0PUB", "C0NEW"}
    assert seen("C0PUB", "T0OTHER") == set()


def test_a_channel_that_became_private_is_not_seen_any_more(store: ChatStore) -> None:
    """The newest word of Slack counts, and an event that does not tell changes nothing."""
    here = Place(Door.SLACK, "T0TEAM", "C0HERE")
    store.record(Conversation(slack("1.0", "C0PUB"), (asked("redis", ts="1.0"), said("x"))))
    for kind, count in ((ChannelKind.PUBLIC, 1), (ChannelKind.UNKNOWN, 1), (ChannelKind.PRIVATE, 0)):
        store.note_channel("T0TEAM", "C0PUB", kind)
        assert len(store.visible(["redis"], here, 10)) == count


def test_a_forgotten_conversation_is_seen_nowhere(store: ChatStore) -> None:
    """Not even as an empty line."""
    store.note_channel("T0TEAM", "C0ONCALL", ChannelKind.PUBLIC)
    number = record(store)
    store.forget(number, LATER)
    assert store.visible([], Place(Door.SLACK, "T0TEAM", "C0ONCALL"), 10) == ()
