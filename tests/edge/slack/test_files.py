"""Shared files are read with the token, and the token goes to Slack alone."""

import contextlib
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from slack_sdk import WebClient

from bot.core.chat.attachments import MOST_BYTES, readable, refusal
from bot.edge.slack.files import PATIENCE_SECONDS, Files
from bot.edge.slack.identity import Identity
from bot.edge.slack.incoming import read_message
from bot.edge.slack.patience import Patience
from bot.errors import InputError, SlackDownError, SlackError, StoppingError
from bot.model.chat import ChannelKind, SharedFile
from bot.model.text import Lang, SafeText
from tests.slack_standin import FILES, Slack


def patience(*, stopping: bool = False) -> Patience:
    """One that does not wait."""
    return Patience(lambda _: stopping, PATIENCE_SECONDS)


@pytest.fixture
def files(slack: Slack, client: WebClient) -> Files:
    """A reader of this workspace's files."""
    return Files(client, slack.bot_token, slack.api_url, patience())


def shared(slack: Slack, me: Identity, name: str, content: bytes | str, filetype: str = "") -> SharedFile:
    """A file in #ops as its message tells of it."""
    ts = slack.user("ana").uploads(name, content, filetype=filetype)
    message = slack.message(ts)
    assert message is not None
    found = read_message(message.body, message.channel, ChannelKind.PUBLIC, me)
    assert found is not None
    return found.files[0]


def test_a_text_file_is_read(slack: Slack, me: Identity, files: Files) -> None:
    """In UTF-8, with or without a mark, and in PowerShell's UTF-16."""
    assert files.text(shared(slack, me, "a.log", "挂载失败\n")) == "挂载失败\n"
    assert files.text(shared(slack, me, "b.log", b"\xef\xbb\xbfdf: fails")) == "df: fails"
    assert files.text(shared(slack, me, "c.txt", "df: fails".encode("utf-16"))) == "df: fails"
    assert files.text(shared(slack, me, "d.log", b"bad \xff byte")) == "bad \ufffd byte"


def test_a_sign_in_page_is_noticed(slack: Slack, client: WebClient, me: Identity) -> None:
    """Slack answers 200 with HTML to a token that may not read the file."""
    file = shared(slack, me, "a.log", "secret stuff")
    with pytest.raises(SlackError, match="sign-in page"):
        Files(client, "xoxb-not-this-one", slack.api_url, patience()).text(file)


def test_what_is_too_large_or_no_text_is_refused_before_it_is_fetched(slack: Slack, me: Identity) -> None:
    """In a kind sentence with the file's name."""
    large = shared(slack, me, "big.log", b"x" * (MOST_BYTES + 1))
    image = shared(slack, me, "screen.png", b"\x89PNG")
    small = shared(slack, me, "ok.yaml", "a: 1")
    assert readable([large, image, small]) == (small,)
    for file in (large, image):
        refused = refusal(file)
        assert refused is not None
        assert all(file.name in refused.said[lang] for lang in Lang)


def test_a_file_that_is_larger_than_it_said_is_refused(slack: Slack, me: Identity, files: Files) -> None:
    """The size in the event is not trusted."""
    told = shared(slack, me, "big.log", b"x" * (MOST_BYTES + 1))
    lying = SharedFile(told.id, told.name, told.mimetype, told.filetype, 3, told.url)
    with pytest.raises(InputError):
        files.text(lying)


def test_a_binary_file_with_a_texts_name_is_refused(slack: Slack, me: Identity, files: Files) -> None:
    """Its content tells."""
    with pytest.raises(InputError):
        files.text(shared(slack, me, "core.log", b"\x7fELF\x00\x00\x01"))


@pytest.mark.parametrize(
    "url",
    [
        "https://evil.example/x.log",
        "https://slack.com.evil.example/x.log",
        "https://evilslack.com/x.log",
        "http://files.slack.com/x.log",
        "https://files.slack.com@evil.example/x.log",
        "https://user:pass@files.slack.com/x.log",
        "file:///etc/passwd",
        "",
    ],
)
def test_the_token_goes_to_slacks_hosts_only(slack: Slack, client: WebClient, url: str) -> None:
    """An address elsewhere is refused before anything is sent there."""
    file = SharedFile("F0", SafeText("x.log"), "text/plain", "log", 3, url)
    with pytest.raises(SlackError):
        Files(client, "xoxb-secret", slack.api_url, patience()).text(file)


def test_no_redirect_takes_the_token_elsewhere(client: WebClient) -> None:
    """An answer that sends us to another host is not followed."""
    with _server(None) as (elsewhere, seen), _server(elsewhere) as (home, _):
        file = SharedFile("F1", SafeText("x.log"), "text/plain", "log", 3, f"{home}/x.log")
        with pytest.raises(SlackError):
            Files(client, "xoxb-secret", f"{home}/api/", patience()).text(file)
        assert seen == []


def test_a_file_without_an_address_is_looked_up(slack: Slack, me: Identity, files: Files) -> None:
    """As files from other workspaces come."""
    told = shared(slack, me, "a.log", "df fails")
    assert files.text(SharedFile(told.id, told.name, told.mimetype, told.filetype, told.size, "")) == "df fails"


def test_a_slack_that_fails_for_a_moment_is_asked_again(slack: Slack, me: Identity, files: Files) -> None:
    """A file may be the whole paste: a limit, a 503 and a broken connection cost nobody the answer."""
    told = shared(slack, me, "a.log", "df fails")
    slack.trouble.limit_times(FILES, times=2)
    slack.trouble.break_down(FILES, times=1, status=503)
    slack.trouble.drop(FILES, times=1)
    assert files.text(told) == "df fails"
    slack.trouble.break_down(FILES)
    with pytest.raises(SlackError, match="in time") as failed:
        files.text(told)
    assert not isinstance(failed.value, SlackDownError)


def test_a_bot_that_stops_has_read_nothing(slack: Slack, client: WebClient, me: Identity) -> None:
    """Then the message is not answered without its file: it is left for the next start."""
    told = shared(slack, me, "a.log", "df fails")
    slack.trouble.break_down(FILES)
    with pytest.raises(StoppingError):
        Files(client, slack.bot_token, slack.api_url, patience(stopping=True)).text(told)


@contextlib.contextmanager
def _server(leads_to: str | None) -> Iterator[tuple[str, list[str]]]:
    """A host that redirects (or answers); gives its address and the tokens that it was sent."""
    seen: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            seen.append(str(self.headers.get("Authorization")))
            self.send_response(302 if leads_to else 200)
            if leads_to:
                self.send_header("Location", f"{leads_to}/x.log")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}", seen
        finally:
            server.shutdown()
            thread.join()


def test_a_files_name_holds_no_secret_and_no_line_break(slack: Slack, me: Identity) -> None:
    """It is repeated to the person and kept in the log where the file cannot be read, and people name files anyhow."""
    named = shared(slack, me, "dump\nof redis://:hunter2-swordfish@10.0.0.1:6379/1 .png" + "x" * 500, b"\x89PNG")
    assert named.name.startswith("dump of redis://:****@10.0.0.1:6379/1 .png")
    assert len(named.name) == 120
