"""Looking at Slack without using it: against the stand-in, right and wrong."""

import socket
import time

import pytest

from bot.core.checkup.slack import SCOPES
from bot.edge.slack.checking import look_at_socket, look_at_token
from bot.model.checkup import Reached
from tests.slack_standin.manifest import Manifest
from tests.slack_standin.slack import Slack


def test_a_good_token_tells_workspace_scopes_and_time() -> None:
    """auth.test answers, its headers have the granted scopes and Slack's clock."""
    with Slack(manifest=Manifest(scopes=frozenset(SCOPES))) as slack:
        facts = look_at_token(slack.bot_token, slack.api_url)
    assert facts.answer == Reached(reached=True)
    assert facts.workspace
    assert facts.scopes == frozenset(SCOPES)
    assert facts.skew is not None
    assert abs(facts.skew) < 30


def test_a_clock_that_is_off_shows() -> None:
    """The difference to Slack's Date header, ahead being positive."""
    with Slack() as slack:
        ahead = look_at_token(slack.bot_token, slack.api_url, now=lambda: time.time() + 600)
    assert ahead.skew == pytest.approx(600, abs=30)


def test_a_refused_token_is_told_with_slacks_word() -> None:
    """Wrong and revoked tokens: what Slack calls it, and no scopes."""
    with Slack() as slack:
        assert look_at_token("xoxb-1-2-abcdefgh", slack.api_url).answer.refused == "invalid_auth"
        slack.revokes_token()
        assert look_at_token(slack.bot_token, slack.api_url).answer.refused == "token_revoked"
        assert look_at_socket("xapp-1-A1-2-abcdefgh", slack.api_url).refused


def test_a_slack_that_is_not_there_is_not_reached() -> None:
    """Nothing listens, or nothing sensible answers."""
    with socket.create_server(("127.0.0.1", 0)) as closed:
        api = f"http://127.0.0.1:{closed.getsockname()[1]}/api/"
    assert not look_at_token("xoxb-1-2-abcdefgh", api).answer.reached
    assert not look_at_socket("xapp-1-A1-2-abcdefgh", api).reached
    with Slack() as slack:
        slack.trouble.break_down("auth.test")
        assert not look_at_token(slack.bot_token, slack.api_url).answer.reached


def test_socket_mode_is_looked_at_and_not_opened() -> None:
    """The ticket is had and the way is open; no connection is made that could take events from the running bot."""
    with Slack() as slack:
        assert look_at_socket(slack.app_token, slack.api_url) == Reached(reached=True)
        assert slack.calls("apps.connections.open")
        assert slack.wire.connections == 0
