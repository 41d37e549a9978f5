"""How `juicefs-bot serve` begins, and what it says when it cannot."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.running import run
from tests.slack.pastes import NOT_REGISTERED
from tests.slack.running import ROOT, Bot
from tests.slack_standin import QUICK, Slack, load_manifest


def _serve(slack: Slack, folder: Path, **changed: str) -> tuple[int, list[str]]:
    env = slack.env() | {"JUICEFS_BOT_DB": str(folder / "log.db")} | changed
    done = run("serve", cwd=folder, env=env)
    return done.returncode, (done.stdout + done.stderr).decode().splitlines()


def test_the_example_settings_with_the_tokens_filled_in_are_all_it_needs(tmp_path: Path) -> None:
    """As the README says: copy .env.example to .env, put the tokens in, `make run`."""
    example = (ROOT / ".env.example").read_text("utf-8")
    with Slack(timing=QUICK, manifest=load_manifest(ROOT / "deploy" / "slack-manifest.yaml")) as slack:
        given = slack.env()
        for name in ("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "SLACK_API_BASE_URL"):
            example = re.sub(rf"(?m)^{name}=.*$", f"{name}={given.pop(name)}", example)
        (tmp_path / ".env").write_text(example, "utf-8")
        clean = {name: value for name, value in os.environ.items() if not name.startswith(("JUICEFS_BOT_", "SLACK_"))}
        env = clean | given | {"PYTHONPATH": str(ROOT)}
        with subprocess.Popen(
            [sys.executable, "-m", "bot", "run"], cwd=tmp_path, env=env, stdin=subprocess.DEVNULL, stderr=-1, text=True
        ) as process:
            slack.wait_for_bot()
            slack.wait_for_answer(slack.user("ana").posts(NOT_REGISTERED))
            process.terminate()
            _, said = process.communicate(timeout=20)
    assert process.returncode == 0
    assert '"connected"' in said


def test_the_cluster_client_is_not_loaded_before_a_cluster_is_asked_for(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    """Connected, with a paste and a word answered, the bot has spent neither time nor memory on Kubernetes' library."""
    with Slack(timing=QUICK) as slack:
        bot = Bot(slack, tmp_path_factory.mktemp("imports"), {"PYTHONPROFILEIMPORTTIME": "1"}).start()
        slack.wait_for_answer(slack.user("ana").posts(NOT_REGISTERED))
        slack.wait_for_answer(slack.user("ana").dms("help"))
        assert bot.stop() == 0
    loaded = {line.rpartition("|")[2].strip().partition(".")[0] for line in bot.output.splitlines()}
    assert "slack_sdk" in loaded
    assert loaded & {"kubernetes", "numpy", "matplotlib"} == set()


@pytest.mark.parametrize("variable", ["SLACK_BOT_TOKEN", "SLACK_APP_TOKEN"])
def test_a_wrong_token_ends_with_one_clear_line(tmp_path: Path, variable: str) -> None:
    """Slack refuses it: the line names the setting and Slack's word, not the token, and there is no trace."""
    wrong = {"SLACK_BOT_TOKEN": "xoxb-0000-wrong", "SLACK_APP_TOKEN": "xapp-0000-wrong"}[variable]
    with Slack() as slack:
        code, said = _serve(slack, tmp_path, **{variable: wrong})
    assert code == 2
    assert len(said) == 1
    assert variable in said[0]
    assert "invalid_auth" in said[0]
    assert wrong not in said[0]


def test_a_revoked_token_ends_with_one_clear_line(tmp_path: Path) -> None:
    """The app was removed from the workspace."""
    with Slack() as slack:
        slack.revokes_token()
        code, said = _serve(slack, tmp_path)
    assert (code, len(said)) == (2, 1)
    assert "token_revoked" in said[0]


def test_swapped_tokens_are_noticed_before_slack_is_asked(tmp_path: Path) -> None:
    """Both begin with what they are for."""
    with Slack() as slack:
        code, said = _serve(slack, tmp_path, SLACK_BOT_TOKEN=slack.app_token, SLACK_APP_TOKEN=slack.bot_token)
        assert slack.calls() == []
    assert (code, len(said)) == (2, 1)
    assert "SLACK_BOT_TOKEN must be a bot token, xoxb-" in said[0]
    assert "SLACK_APP_TOKEN must be an app-level token, xapp-" in said[0]


@pytest.mark.parametrize(
    "missing", [("SLACK_BOT_TOKEN",), ("SLACK_APP_TOKEN",), ("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN")]
)
def test_without_tokens_it_says_what_is_missing_and_how_to_get_it(tmp_path: Path, missing: tuple[str, ...]) -> None:
    """It names what is not set and only that, where Slack shows it, and the console that works without."""
    with Slack() as slack:
        code, said = _serve(slack, tmp_path, **dict.fromkeys(missing, ""))
    text = "\n".join(said)
    assert code == 2
    assert {name for name in ("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN") if name in text} == set(missing)
    assert "api.slack.com/apps" in text
    assert "juicefs-bot console" in text


def test_a_slack_that_cannot_be_reached_ends_with_one_clear_line(tmp_path: Path) -> None:
    """The address leads nowhere: no trace of a library."""
    with Slack() as slack:
        code, said = _serve(slack, tmp_path, SLACK_API_BASE_URL="http://127.0.0.1:9/api/")
    assert (code, len(said)) == (2, 1)
    assert "cannot be reached" in said[0]
