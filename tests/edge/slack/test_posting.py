"""Posts are made once, whatever Slack does meanwhile."""

import itertools
import threading

import pytest
from slack_sdk import WebClient

from bot.edge.slack.identity import Identity
from bot.edge.slack.outcomes import RefusedError
from bot.edge.slack.pacing import EVERY, Pace, Pause
from bot.edge.slack.patience import SECONDS, Patience
from bot.edge.slack.posting import Poster
from bot.edge.slack.reading import Reader
from bot.errors import SlackDownError, SlackError
from bot.model.case import CaseId, Strength
from bot.model.chat import Block, SlackMessage
from tests.slack_standin import Slack

BLOCK: Block = {"type": "section", "text": {"type": "plain_text", "text": "an answer"}}


def no_pause(seconds: float) -> bool:
    """Time passes quickly here, but not so quickly that a limit of a second is hammered."""
    return threading.Event().wait(min(seconds, 0.2))


def _poster(client: WebClient, me: Identity, pause: Pause, every: float = EVERY, seconds: float = SECONDS) -> Poster:
    patience = Patience(pause, seconds)
    return Poster(client, Reader(client, me, patience), Pace(pause, every=every), patience)


@pytest.fixture
def poster(client: WebClient, me: Identity) -> Poster:
    """A poster without pace, and with little patience."""
    return _poster(client, me, no_pause, every=0.0, seconds=3.0)


def answer(ts: str, **fields: object) -> SlackMessage:
    """An answer to the message `ts`."""
    return SlackMessage((BLOCK,), "an answer", mark=f"re:{ts}", **fields)  # type: ignore[arg-type]  # the tests name fields of it


@pytest.fixture
def asked(slack: Slack) -> str:
    """A person's message in #ops."""
    return slack.user("ana").posts("df fails")


def channel_of(slack: Slack, ts: str) -> str:
    """Where a message lies."""
    found = slack.message(ts)
    assert found is not None
    return found.channel


def test_a_post_carries_blocks_fallback_metadata_and_no_unfurls(slack: Slack, poster: Poster, asked: str) -> None:
    """What an answer is made of."""
    message = answer(asked, case=CaseId("mount-point-lost"), strength=Strength.CERTAIN)
    ts = poster.post(channel_of(slack, asked), asked, message)
    (posted,) = slack.answers(asked)
    assert (posted.ts, posted.text, posted.unfurl_links, posted.unfurl_media) == (ts, "an answer", False, False)
    payload = {"case": "mount-point-lost", "strength": "certain"}
    assert posted.metadata == {"event_type": "juicefs_diagnosis", "event_payload": payload}
    assert posted.blocks[0]["block_id"] == f"re:{asked}"


def test_a_limit_is_waited_out_however_often_it_comes(slack: Slack, poster: Poster, asked: str) -> None:
    """More refusals than patience would bear with failures."""
    slack.trouble.limit_times("chat.postMessage", times=4)
    poster.post(channel_of(slack, asked), asked, answer(asked))
    assert len(slack.answers(asked)) == 1
    assert len(slack.calls("chat.postMessage")) == 5


@pytest.mark.parametrize("trouble", ["lose_answer", "break_down", "drop", "refused"])
def test_when_slack_fails_the_answer_is_there_exactly_once(
    slack: Slack, poster: Poster, asked: str, trouble: str
) -> None:
    """Also when the post was carried out and only its answer was lost."""
    if trouble == "refused":
        slack.trouble.refuse("chat.postMessage", "internal_error", times=2)
    else:
        getattr(slack.trouble, trouble)("chat.postMessage", times=2)
    ts = poster.post(channel_of(slack, asked), asked, answer(asked))
    assert [posted.ts for posted in slack.answers(asked)] == [ts]


def test_a_post_that_may_stand_there_is_looked_for_first(slack: Slack, poster: Poster, asked: str) -> None:
    """After a stop nobody knows; the post is found by its mark, and another message's is not taken for it."""
    channel = channel_of(slack, asked)
    other = poster.post(channel, asked, answer("1.0"))
    first = poster.post(channel, asked, answer(asked), maybe_there=True)
    again = poster.post(channel, asked, answer(asked), maybe_there=True)
    assert first == again != other
    assert len(slack.answers(asked)) == 2


def test_patience_ends(slack: Slack, poster: Poster, asked: str) -> None:
    """The answer is left for later, and nothing of it was posted."""
    slack.trouble.break_down("chat.postMessage")
    with pytest.raises(SlackDownError):
        poster.post(channel_of(slack, asked), asked, answer(asked))
    assert slack.answers(asked) == []


def test_a_slack_that_is_gone_is_ours_to_tell(me: Identity, slack: Slack) -> None:
    """No connection at all ends in our own error, too."""
    nobody = WebClient("xoxb-1", base_url="http://127.0.0.1:9/", timeout=1)
    nobody.retry_handlers = []
    poster = _poster(nobody, me, no_pause, every=0.0, seconds=0.0)
    with pytest.raises(SlackDownError):
        poster.post("C1", "1.0", answer("1.0"))
    assert slack.calls("chat.postMessage") == []


def test_a_refusal_is_told_by_slacks_word(slack: Slack, poster: Poster) -> None:
    """An archived channel is no reason to try again."""
    channel = slack.channel("#old", archived=True)
    with pytest.raises(RefusedError) as refused:
        poster.post(channel, "1.0", answer("1.0"))
    assert refused.value.code == "is_archived"
    assert isinstance(refused.value, SlackError)
    assert len(slack.calls("chat.postMessage")) == 1


def test_blocks_that_slack_does_not_take_leave_the_text(slack: Slack, poster: Poster, asked: str) -> None:
    """Better plain than silent."""
    faulty: Block = {"type": "section", "text": {"type": "plain_text", "text": "x" * 3_001}}
    poster.post(channel_of(slack, asked), asked, SlackMessage((faulty,), "an answer"))
    (posted,) = slack.answers(asked)
    assert (posted.text, posted.blocks) == ("an answer", ())


def test_an_update_replaces_the_post(slack: Slack, poster: Poster, asked: str) -> None:
    """The same message with other words, its metadata with it."""
    channel = channel_of(slack, asked)
    ts = poster.post(channel, asked, answer(asked))
    slack.trouble.limit_times("chat.update", times=1)
    changed = answer(asked, case=CaseId("redis-auth-required"), strength=Strength.LIKELY)
    poster.update(channel, ts, changed)
    (posted,) = slack.answers(asked)
    assert posted.metadata["event_payload"] == {"case": "redis-auth-required", "strength": "likely"}


def test_passing_edits_are_few_in_the_whole_workspace(slack: Slack, poster: Poster, asked: str) -> None:
    """Slack takes some fifty edits a minute, and the answers are to be among them."""
    channel = channel_of(slack, asked)
    ts = poster.post(channel, asked, answer(asked))
    assert [poster.refresh(channel, ts, answer(asked)) for _ in range(3)] == [True, False, False]
    assert len(slack.calls("chat.update")) == 1


@pytest.mark.parametrize("trouble", ["limit_times", "break_down", "drop", "refuse"])
def test_a_passing_edit_that_fails_is_left_out(slack: Slack, poster: Poster, asked: str, trouble: str) -> None:
    """It is tried once and holds nobody up; the answer comes all the same."""
    channel = channel_of(slack, asked)
    ts = poster.post(channel, asked, answer(asked))
    more = ("internal_error",) if trouble == "refuse" else ()
    getattr(slack.trouble, trouble)("chat.update", *more, times=1)
    assert not poster.refresh(channel, ts, answer(asked))
    poster.update(channel, ts, answer(asked, case=CaseId("mount-point-lost")))
    assert len(slack.calls("chat.update")) == 2
    assert slack.answers(asked)[0].metadata["event_payload"]["case"] == "mount-point-lost"


def test_a_whisper_is_for_one_person(slack: Slack, poster: Poster, asked: str) -> None:
    """In the thread, and nobody else's to see."""
    ana = slack.user("ana")
    poster.whisper(channel_of(slack, asked), ana.id, asked, answer(asked))
    (whispered,) = ana.whispers
    assert (whispered.text, whispered.thread_ts) == ("an answer", asked)
    assert slack.answers(asked) == []


def test_posts_in_a_channel_are_a_second_apart(slack: Slack, client: WebClient, me: Identity, asked: str) -> None:
    """As Slack sees them arrive."""
    stopped = threading.Event()
    poster = _poster(client, me, stopped.wait)
    for number in range(3):
        poster.post(channel_of(slack, asked), asked, answer(f"{number}.0"))
    at = [call.at for call in slack.calls("chat.postMessage")]
    assert all(later - earlier >= 1.0 for earlier, later in itertools.pairwise(at))


def test_stopping_ends_all_waiting(slack: Slack, client: WebClient, me: Identity, asked: str) -> None:
    """A minute's limit does not hold up the end."""
    stopped = threading.Event()
    poster = _poster(client, me, stopped.wait)
    slack.trouble.limit("chat.postMessage", seconds=60)
    threading.Timer(0.2, stopped.set).start()
    with pytest.raises(SlackDownError):
        poster.post(channel_of(slack, asked), asked, answer(asked))


def test_without_a_thread_a_post_begins_one_and_is_found_among_the_channels_own(
    slack: Slack, poster: Poster, asked: str
) -> None:
    """Posted again by another run it stands there once; a post of the same words in a thread is another."""
    channel = channel_of(slack, asked)
    poster.post(channel, asked, answer(asked))
    first = poster.post(channel, "", answer(asked))
    assert poster.post(channel, "", answer(asked), maybe_there=True) == first
    found = slack.message(first)
    assert found is not None
    assert not found.is_reply


def test_a_page_is_published_with_patience(slack: Slack, poster: Poster) -> None:
    """The newest is what its reader sees."""
    ana = slack.user("ana")
    slack.trouble.limit_times("views.publish", times=1)
    poster.publish(ana.id, (BLOCK,))
    assert ana.home is not None
    assert "an answer" in slack.read(ana.home)
