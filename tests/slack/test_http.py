"""`serve --http`: the same bot, called by Slack; signed requests are answered once, all others refused unseen."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.running import run
from tests.slack.pastes import DESCRIBE, MOUNT_LOST, NOT_REGISTERED
from tests.slack.running import Bot
from tests.slack.seen import quiet
from tests.slack_standin import Person, Slack
from tests.slack_standin.http_door import HttpDoor, post_event

HTTP = ("--http", "127.0.0.1:0")
PAGES = {"JUICEFS_BOT_HEALTH": "127.0.0.1:0", "SLACK_APP_TOKEN": ""}


@pytest.fixture(scope="module")
def door(slack: Slack, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Bot, HttpDoor]]:
    """A bot that Slack delivers to over HTTP, without an app-level token."""
    made = Bot(slack, tmp_path_factory.mktemp("http"), PAGES, HTTP)
    made.launch()
    yield made, slack.wire.use_http(f"http://127.0.0.1:{made.port('listening for Slack')}/slack/events")
    slack.wire.use_sockets()
    assert made.stop() == 0
    assert "Traceback" not in made.output


@pytest.fixture
def called(door: tuple[Bot, HttpDoor]) -> Bot:
    """The bot."""
    return door[0]


@pytest.fixture
def room(request: pytest.FixtureRequest) -> str:
    """The name of a public channel with the bot in it."""
    return f"#{request.node.name.removeprefix('test_').replace('_', '-')}"


def test_a_paste_is_answered(slack: Slack, called: Bot, ana: Person, room: str) -> None:
    """As over Socket Mode, without one."""
    paste = ana.posts(DESCRIBE, channel=room)
    assert "csi-driver-not-registered" in slack.read(slack.wait_for_answer(paste))
    assert slack.wire.connections == 0
    assert called.noted("connected")


def test_buttons_and_the_command_work(slack: Slack, called: Bot, ana: Person, room: str) -> None:
    """They come to the same address, form-encoded; so do forms."""
    reply = slack.wait_for_answer(ana.posts(NOT_REGISTERED, channel=room))
    ana.presses(reply, "Not this case")
    slack.wait_for(lambda: called.noted("feedback"), what="the button")
    ana.presses(reply, "This solved it")
    ana.submits(slack.wait_for(lambda: ana.modal, what="the question"), {"What did it?": "a new node"})
    slack.wait_for(lambda: called.rows("SELECT 1 FROM changes WHERE text = 'a new node'"), what="the note")
    ana.runs("/juicefs", "case mount-point-lost", channel=room)
    slack.wait_for(lambda: [one for one in ana.whispers if "mount-point-lost" in slack.read(one)], what="the case")


def test_retries_are_answered_once(slack: Slack, called: Bot, ana: Person, room: str) -> None:
    """Slack brings an event again, and again: one answer, and each request acknowledged."""
    paste = ana.posts(MOUNT_LOST, channel=room)
    slack.wait_for_answer(paste)
    for retry in (1, 2, 3):
        slack.wire.deliver_again(paste, retry=retry, reason="http_timeout")
    assert quiet(slack, ana, paste)
    assert called.noted("heard again")


def test_what_slack_did_not_sign_is_refused_and_logged_nowhere(
    slack: Slack, called: Bot, door: tuple[Bot, HttpDoor]
) -> None:
    """A hundred requests with a wrong secret, and a hundred malformed ones: refused; not a word of them is kept."""
    forged = {"type": "event_callback", "event": {"type": "message", "text": "zugzwang-planted", "ts": "1.0"}}
    url = door[1].url
    for number in range(100):
        assert post_event(url, "0123456789abcdef", forged).status == 401
        assert post_event(url, slack.signing_secret, f'{{"planted-{number}": zugzwang-planted').status == 400
    assert not called.stores("zugzwang")


def test_the_pages_are_on_another_port(called: Bot, door: tuple[Bot, HttpDoor]) -> None:
    """What Slack can reach has neither metrics nor probes, and the other way round."""
    pages, requests = called.port(), door[1].url
    assert str(pages) not in requests
    assert post_event(f"http://127.0.0.1:{pages}/slack/events", "x", {}).status in {405, 413}
    assert post_event(requests.replace("/slack/events", "/metrics"), "x", {}).status == 404


def test_a_restart_loses_nothing(slack: Slack, called: Bot, ana: Person, room: str, door: tuple[Bot, HttpDoor]) -> None:
    """While nothing listens Slack's retries fail; what was said is read after the start."""
    assert called.stop() == 0
    paste = ana.posts(NOT_REGISTERED, channel=room)
    called.launch()
    slack.wait_for_answer(paste, timeout=20)
    door[1].url = f"http://127.0.0.1:{called.port('listening for Slack')}/slack/events"
    assert quiet(slack, ana, paste)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"SLACK_SIGNING_SECRET": ""}, "SLACK_SIGNING_SECRET: https://api.slack.com/apps"),
        ({"SLACK_SIGNING_SECRET": "short"}, "SLACK_SIGNING_SECRET must be"),
    ],
)
def test_without_the_signing_secret_it_does_not_start(
    slack: Slack, tmp_path: Path, changed: dict[str, str], said: str
) -> None:
    """It says where the secret stands, and asks for no app-level token."""
    env = slack.env() | {"JUICEFS_BOT_DB": str(tmp_path / "log.db"), "SLACK_APP_TOKEN": ""} | changed
    done = run("serve", *HTTP, cwd=tmp_path, env=env)
    assert done.returncode == 2
    assert said in done.stderr.decode()
    assert "connections:write" not in done.stderr.decode()


@pytest.mark.parametrize("address", ["3000", "0.0.0.0:99999", "http://0.0.0.0:3000"])
def test_an_address_of_the_wrong_form_is_one_line(tmp_path: Path, address: str) -> None:
    """Told before anything is opened."""
    done = run("serve", "--http", address, cwd=tmp_path)
    assert done.returncode == 2
    assert done.stderr.count(b"\n") == 1
    assert b"HOST:PORT" in done.stderr
