"""Files of the bot's own, at the stand-in."""

import threading

import pytest
from slack_sdk import WebClient

from bot.edge.slack.identity import Identity
from bot.edge.slack.outcomes import RefusedError
from bot.edge.slack.patience import Patience
from bot.edge.slack.reading import Reader
from bot.edge.slack.uploading import Uploader
from bot.errors import SlackDownError
from bot.model.chat import Upload
from tests.slack_standin import Slack


def no_pause(seconds: float) -> bool:
    """Time passes quickly here."""
    return threading.Event().wait(min(seconds, 0.1))


@pytest.fixture
def uploader(client: WebClient, me: Identity) -> Uploader:
    """With little patience."""
    patience = Patience(no_pause, 2.0)
    return Uploader(client, Reader(client, me, patience), patience)


def issue(slack: Slack, thread: str) -> Upload:
    """A file for a thread in #ops."""
    return Upload(slack.channel("#ops"), thread, "juicefs-issue-1-1.md", "Issue", "### 报告\n".encode())


def shared(slack: Slack) -> list[bytes]:
    """The contents of what stands in a channel."""
    return [file.content for file in slack.files if file.channels]


def test_a_file_lands_in_its_thread(slack: Slack, uploader: Uploader) -> None:
    """With its name, its title and its bytes."""
    root = slack.user("ana").posts("help", channel="#ops")
    uploader.share(issue(slack, root))
    (post,) = slack.answers(root)
    assert [(file["name"], file["title"]) for file in post.files] == [("juicefs-issue-1-1.md", "Issue")]
    assert shared(slack) == ["### 报告\n".encode()]


def test_it_is_shared_once_whatever_another_run_did(slack: Slack, uploader: Uploader) -> None:
    """What stands in the thread under this name is not shared again."""
    root = slack.user("ana").posts("help", channel="#ops")
    for _ in range(2):
        uploader.share(issue(slack, root), maybe_there=True)
    assert len(slack.answers(root)) == 1


def test_a_limit_is_waited_out(slack: Slack, uploader: Uploader) -> None:
    """And it is there once."""
    root = slack.user("ana").posts("help", channel="#ops")
    slack.trouble.limit_times("files.completeUploadExternal", times=2)
    uploader.share(issue(slack, root))
    assert len(slack.answers(root)) == 1


def test_a_missing_scope_is_told_at_once(slack: Slack, uploader: Uploader) -> None:
    """Whoever asked gets the words instead."""
    slack.trouble.refuse("files.getUploadURLExternal", "missing_scope")
    with pytest.raises(RefusedError):
        uploader.share(issue(slack, ""))
    assert shared(slack) == []


def test_patience_ends(slack: Slack, uploader: Uploader) -> None:
    """Slack fails for long: nothing is claimed to be there."""
    slack.trouble.break_down("files.getUploadURLExternal")
    with pytest.raises(SlackDownError):
        uploader.share(issue(slack, ""))
    assert shared(slack) == []
