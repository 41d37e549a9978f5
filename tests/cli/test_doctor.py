"""The doctor from outside: the real command, a stand-in Slack, a real API server."""

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from bot.core.checkup.slack import SCOPES
from tests.cli.running import run
from tests.control_plane.fixture import Kube
from tests.control_plane.server import ADMIN, BOT
from tests.kubeconfig import write_kubeconfig
from tests.slack_standin.manifest import Manifest
from tests.slack_standin.slack import Slack

ALONE = {"KUBECONFIG": "", "KUBERNETES_SERVICE_HOST": ""}


def levels(cwd: Path, env: Mapping[str, str]) -> tuple[int, dict[str, str]]:
    """The exit code, and the level of each topic."""
    done = run("doctor", "--json", cwd=cwd, env={**ALONE, "HOME": str(cwd), **env})
    assert done.stderr == b""
    found = json.loads(done.stdout)
    return done.returncode, {line["topic"]: line["level"] for line in found["lines"]}


def test_a_bot_that_is_well_has_only_good_lines(tmp_path: Path, kube: Kube) -> None:
    """With exact scopes, the generated role and a log on a good disk every line is ok; the exit code is 0."""
    with Slack(manifest=Manifest(scopes=frozenset(SCOPES))) as slack:
        env = {**slack.env(), "SLACK_SIGNING_SECRET": "", "KUBECONFIG": str(kube.plane.kubeconfig(BOT))}
        code, found = levels(tmp_path, env)
    disk = found.pop("file-system")
    assert (code, set(found.values())) == (0, {"ok"})
    assert disk in {"ok", "warning"}  # where the tests run may be a container's overlay
    assert found.keys() == {
        "settings",
        "slack-token",
        "slack-scopes",
        "clock",
        "slack-socket",
        "cluster tests",
        "rights tests",
        "rights beyond tests",
        "casebook",
        "database",
        "disk",
    }


def test_each_thing_that_is_wrong_fails_on_its_own_line(tmp_path: Path, kube: Kube) -> None:
    """A setting, the token, the app token, an administrator's kubeconfig, own cases, the log: six failures at once."""
    (tmp_path / "cases").mkdir()
    (tmp_path / "cases" / "faulty.md").write_text("no front matter")
    (tmp_path / "log.db").write_text("no database")
    with Slack() as slack:
        env = {
            **slack.env(),
            "JUICEFS_BOT_WORKERS": "none",
            "SLACK_BOT_TOKEN": "xoxb-1-2-abcdefgh",
            "SLACK_APP_TOKEN": "xapp-1-A1-2-abcdefgh",
            "KUBECONFIG": str(kube.plane.kubeconfig(ADMIN)),
            "JUICEFS_BOT_KNOWLEDGE": "cases",
            "JUICEFS_BOT_DB": "log.db",
        }
        code, found = levels(tmp_path, env)
    assert code == 1
    assert {topic for topic, level in found.items() if level == "failed"} == {
        "settings",
        "slack-token",
        "slack-socket",
        "rights beyond tests",
        "casebook",
        "database",
    }


def test_settings_that_are_no_text_fail_and_the_rest_is_looked_at(tmp_path: Path) -> None:
    """A `.env` saved as UTF-16."""
    (tmp_path / ".env").write_text("JUICEFS_BOT_LANG=zh\n", "utf-16")
    code, found = levels(tmp_path, {})
    assert code == 1
    assert found["settings"] == "failed"
    assert found["casebook"] == "ok"


def test_a_misspelt_setting_fails_and_the_others_count(tmp_path: Path) -> None:
    """The doctor says what the start would say, and goes on with what is right."""
    code, found = levels(tmp_path, {"JUICEFS_BOT_NAMESPACE": "shop", "JUICEFS_BOT_KNOWLEDGE": "nowhere"})
    assert code == 1
    assert found["settings"] == found["casebook"] == "failed"


def test_without_slack_and_cluster_it_warns_and_the_exit_code_is_0(tmp_path: Path) -> None:
    """Somebody who only pastes into the terminal has nothing that fails."""
    code, found = levels(tmp_path, {})
    assert code == 0
    assert found["slack-token"] == found["cluster"] == "warning"


def test_with_a_signing_secret_there_need_be_no_socket(tmp_path: Path) -> None:
    """HTTP mode: no app-level token is missed."""
    with Slack(manifest=Manifest(scopes=frozenset(SCOPES))) as slack:
        code, found = levels(tmp_path, {**slack.env(), "SLACK_APP_TOKEN": ""})
    assert (code, found["slack-requests"]) == (0, "ok")
    assert "slack-socket" not in found


def test_an_unreachable_slack_and_cluster_fail(tmp_path: Path) -> None:
    """Nobody listens there."""
    kubeconfig = write_kubeconfig(tmp_path / "config", "http://127.0.0.1:9", contexts=["gone"])
    env = {
        "SLACK_BOT_TOKEN": "xoxb-1-2-abcdefgh",
        "SLACK_APP_TOKEN": "xapp-1-A1-2-abcdefgh",
        "SLACK_API_BASE_URL": "http://127.0.0.1:9/api/",
        "KUBECONFIG": str(kubeconfig),
    }
    code, found = levels(tmp_path, env)
    assert code == 1
    assert found["slack-token"] == found["slack-socket"] == found["cluster gone"] == "failed"


@pytest.mark.parametrize(("lang", "word"), [("en", "warning  slack-token"), ("zh", "注意     slack-token")])
def test_it_speaks_both_languages(tmp_path: Path, lang: str, word: str) -> None:
    """The option decides, else the setting."""
    env = {**ALONE, "HOME": str(tmp_path)}
    assert word in run("doctor", "--lang", lang, cwd=tmp_path, env=env).stdout.decode()
    assert word in run("doctor", cwd=tmp_path, env={**env, "JUICEFS_BOT_LANG": lang}).stdout.decode()


def test_no_secret_is_shown(tmp_path: Path) -> None:
    """Neither a good token nor one of the wrong form stands in what it prints."""
    with Slack() as slack:
        done = run("doctor", cwd=tmp_path, env={**ALONE, **slack.env(), "SLACK_APP_TOKEN": "planted-secret"})
        assert slack.bot_token.encode() not in done.stdout + done.stderr
    assert b"planted-secret" not in done.stdout + done.stderr
    assert b"SLACK_APP_TOKEN must be" in done.stdout
