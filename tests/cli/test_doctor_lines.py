"""Each line of the doctor seen wrong from outside: the real command, one thing amiss at a time."""

import json
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from bot.core.checkup.slack import SCOPES
from tests.cli.running import run
from tests.control_plane.fixture import Kube
from tests.control_plane.server import BOT, NOBODY
from tests.slack_standin.manifest import Manifest
from tests.slack_standin.slack import Slack

ALONE = {"KUBECONFIG": "", "KUBERNETES_SERVICE_HOST": "", "SLACK_SIGNING_SECRET": ""}


def lines(cwd: Path, env: Mapping[str, str]) -> tuple[int, dict[str, tuple[str, str]]]:
    """The exit code, and of each topic that is not ok the level with what was seen and what to do, in English."""
    done = run("doctor", "--json", cwd=cwd, env={**ALONE, "HOME": str(cwd), **env})
    assert done.stderr == b""
    found = json.loads(done.stdout)["lines"]
    assert all(line["advice"]["en"] and line["advice"]["zh"] for line in found if line["level"] != "ok")
    told = {line["topic"]: (line["level"], f"{line['seen']['en']} {line['advice']['en']}") for line in found}
    told.pop("file-system")  # where the tests run may be a container's overlay
    return done.returncode, {topic: line for topic, line in told.items() if line[0] != "ok"}


@pytest.mark.parametrize(
    ("missing", "more", "level", "word"),
    [
        ("chat:write", "", "failed", "Missing: chat:write"),
        ("files:read", "", "warning", "Missing: files:read"),
        ("", "channels:join", "warning", "More than is needed: channels:join"),
    ],
)
def test_scopes(tmp_path: Path, missing: str, more: str, level: str, word: str) -> None:
    """One that nothing works without fails; one that costs a part, and one too many, warn."""
    scopes = (frozenset(SCOPES) - {missing}) | ({more} - {""})
    with Slack(manifest=Manifest(scopes=scopes)) as slack:
        code, wrong = lines(tmp_path, slack.env())
    assert code == (1 if level == "failed" else 0)
    assert wrong.pop("cluster")[0] == "warning"
    assert (list(wrong), wrong["slack-scopes"][0]) == (["slack-scopes"], level)
    assert word in wrong["slack-scopes"][1]


def test_a_revoked_token(tmp_path: Path) -> None:
    """With Slack's word for it; nothing is said of scopes that nobody knows."""
    with Slack(manifest=Manifest(scopes=frozenset(SCOPES))) as slack:
        slack.revokes_token()
        code, wrong = lines(tmp_path, slack.env())
    assert (code, set(wrong)) == (1, {"slack-token", "cluster"})
    assert "token_revoked" in wrong["slack-token"][1]


def test_a_slack_in_trouble(tmp_path: Path) -> None:
    """It gives no address for the socket: told, with HTTP mode as the other way."""
    with Slack(manifest=Manifest(scopes=frozenset(SCOPES))) as slack:
        slack.trouble.break_down("apps.connections.open")
        code, wrong = lines(tmp_path, slack.env())
    assert (code, set(wrong)) == (1, {"slack-socket", "cluster"})
    assert "serve --http" in wrong["slack-socket"][1]


def test_a_token_of_the_wrong_form(tmp_path: Path) -> None:
    """It is not called missing: it is there, and wrong."""
    swapped = {"SLACK_BOT_TOKEN": "xapp-1-A1-2-abcdefgh", "SLACK_APP_TOKEN": "xoxb-1-2-abcdefgh"}
    code, wrong = lines(tmp_path, swapped)
    assert (code, set(wrong)) == (1, {"settings", "slack-token", "cluster"})
    assert "SLACK_BOT_TOKEN is wrong, see settings" in wrong["slack-token"][1]
    assert all(variable in wrong["settings"][1] for variable in swapped)


@pytest.mark.parametrize(("minutes", "level"), [(1, "warning"), (-20, "failed")])
def test_a_clock_that_is_off(tmp_path: Path, minutes: int, level: str) -> None:
    """Held against the Date of Slack's answer; from five minutes on nothing signed is accepted."""
    with slack_at(timedelta(minutes=minutes)) as api:
        _, wrong = lines(tmp_path, {"SLACK_BOT_TOKEN": "xoxb-1-2-abcdefgh", "SLACK_API_BASE_URL": api})
    assert wrong["clock"][0] == level
    assert ("behind" if minutes > 0 else "ahead of") in wrong["clock"][1]


def test_a_cluster_that_forbids(tmp_path: Path, kube: Kube) -> None:
    """An account without rights: all that is missing is named."""
    code, wrong = lines(tmp_path, {"KUBECONFIG": str(kube.plane.kubeconfig(NOBODY))})
    assert (code, set(wrong)) == (1, {"slack-token", "rights tests"})
    assert "list daemonsets.apps" in wrong["rights tests"][1]
    assert "deploy/base/rbac.yaml" in wrong["rights tests"][1]


def test_a_cluster_that_refuses_the_credentials(tmp_path: Path, kube: Kube) -> None:
    """A token that has expired."""
    code, wrong = lines(tmp_path, {"KUBECONFIG": str(kube.plane.kubeconfig("expired"))})
    assert (code, set(wrong)) == (1, {"slack-token", "cluster tests"})
    assert "HTTP 401" in wrong["cluster tests"][1]


@pytest.mark.slow
def test_a_cluster_that_is_frozen(tmp_path: Path, kube: Kube) -> None:
    """Connections are taken, nothing answers: told after ten seconds."""
    with kube.plane.frozen():
        code, wrong = lines(tmp_path, {"KUBECONFIG": str(kube.plane.kubeconfig(BOT))})
    assert (code, set(wrong)) == (1, {"slack-token", "cluster tests"})
    assert "does not answer" in wrong["cluster tests"][1]


def test_a_role_that_reads_secrets(tmp_path: Path, kube: Kube) -> None:
    """In the bot's own namespace alone, where its tokens lie: named with the place."""
    space = "/apis/rbac.authorization.k8s.io/v1/namespaces/juicefs-bot"
    rules = [{"apiGroups": [""], "resources": ["secrets"], "verbs": ["get", "list"]}]
    binding = {
        "metadata": {"name": "leak"},
        "roleRef": {"apiGroup": "rbac.authorization.k8s.io", "kind": "Role", "name": "leak"},
        "subjects": [{"kind": "ServiceAccount", "name": "juicefs-bot", "namespace": "juicefs-bot"}],
    }
    assert kube.plane.ask("POST", f"{space}/roles", {"metadata": {"name": "leak"}, "rules": rules})[0] == 201
    assert kube.plane.ask("POST", f"{space}/rolebindings", binding)[0] == 201
    try:
        env = {"KUBECONFIG": str(kube.plane.kubeconfig(BOT))}
        seen = (lines(tmp_path, env) for _ in range(20))
        code, wrong = next(found for found in seen if found[0])
    finally:
        kube.plane.ask("DELETE", f"{space}/rolebindings/leak")
        kube.plane.ask("DELETE", f"{space}/roles/leak")
    assert (code, set(wrong)) == (1, {"slack-token", "rights beyond tests"})
    assert "get secrets (juicefs-bot), list secrets (juicefs-bot)" in wrong["rights beyond tests"][1]


def test_a_context_that_is_not_there(tmp_path: Path, kube: Kube) -> None:
    """The setting names one more than the kubeconfig has; the other is looked at as always."""
    env = {"KUBECONFIG": str(kube.plane.kubeconfig(BOT)), "JUICEFS_BOT_CONTEXTS": "tests,prod"}
    code, wrong = lines(tmp_path, env)
    assert (code, set(wrong)) == (1, {"slack-token", "cluster prod"})
    assert "JUICEFS_BOT_CONTEXTS" in wrong["cluster prod"][1]


def test_a_kubeconfig_that_is_none(tmp_path: Path) -> None:
    """Broken or missing is not the same as none."""
    (tmp_path / "config").write_text("not: [yaml")
    for name in ("config", "missing"):
        code, wrong = lines(tmp_path, {"KUBECONFIG": str(tmp_path / name)})
        assert (code, wrong["cluster"][0]) == (1, "failed")


def test_own_cases_that_are_not_there(tmp_path: Path) -> None:
    """The folder of the setting does not exist."""
    code, wrong = lines(tmp_path, {"JUICEFS_BOT_KNOWLEDGE": "gone"})
    assert (code, wrong["casebook"][0]) == (1, "failed")
    assert "gone" in wrong["casebook"][1]


def newer(path: Path) -> None:
    """A version after this one has taken a step that this one does not know."""
    with closing(sqlite3.connect(path)) as log, log:
        log.execute("UPDATE _sqlite_migrations SET name = '9999_later' WHERE name LIKE '0001%'")


def read_only(path: Path) -> None:
    """As on a read-only mount; root may write anywhere, so the file says it itself (sqlite.org/fileformat2.html)."""
    content = bytearray(path.read_bytes())
    content[18] = 9
    path.write_bytes(content)


def foreign(path: Path) -> None:
    """Another program's database."""
    path.unlink()
    with closing(sqlite3.connect(path)) as other, other:
        other.execute("CREATE TABLE theirs (id INTEGER)")


@pytest.mark.parametrize(
    ("spoil", "word"),
    [
        (newer, "newer juicefs-bot"),
        (read_only, "can be read but not written"),
        (foreign, "database of another program"),
    ],
)
def test_a_log_that_cannot_be_used(tmp_path: Path, spoil: Callable[[Path], None], word: str) -> None:
    """It fails with the sentence that a start would end with, and the file is left as it is."""
    path = tmp_path / "juicefs-bot.db"
    assert run("run", given=b"df: /data: Transport endpoint is not connected, juicefs", cwd=tmp_path).returncode == 0
    spoil(path)
    before = path.read_bytes()
    done = run("doctor", "--json", cwd=tmp_path, env={**ALONE, "HOME": str(tmp_path)})
    (line,) = [one for one in json.loads(done.stdout)["lines"] if one["topic"] == "database"]
    assert (done.returncode, line["level"]) == (1, "failed")
    assert word in line["advice"]["en"]
    assert path.read_bytes() == before


@contextmanager
def slack_at(ahead: timedelta) -> Iterator[str]:
    """The address of a Slack whose clock is ahead of ours; it answers every call alike."""

    class Answer(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = b'{"ok": true, "team": "standin"}'
            self.rfile.read(int(self.headers.get("Content-Length", "0")))
            self.send_response_only(200)
            self.send_header("Date", format_datetime(datetime.now(UTC) + ahead, usegmt=True))
            self.send_header("X-OAuth-Scopes", ",".join(SCOPES))
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Nothing on the tests' output."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Answer) as server:
        thread = Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/api/"
        server.shutdown()
        thread.join()
