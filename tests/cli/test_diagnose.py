"""`juicefs-bot diagnose` as a person runs it: answers, exit codes, and one line for whatever goes wrong."""

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from bot.edge.snapshot_file import save
from tests.cli.running import run
from tests.core.judging.diagnosing import FOLDER
from tests.scenes.scene import load
from tests.scenes.take import snapshot_of

POD = "shop/orders-api-6d4f9c7b8-x2k5p"
NOAUTH = b"juicefs[7] <FATAL>: Load metadata: NOAUTH Authentication required. [format.go:100]\n"
KUBECONFIG = """\
apiVersion: v1
kind: Config
current-context: prod
contexts:
- {name: prod, context: {cluster: c, user: u}}
- {name: dev, context: {cluster: c, user: u}}
clusters: [{name: c, cluster: {server: "https://127.0.0.1:9"}}]
users: [{name: u, user: {token: secret-token-of-a-test}}]
"""


def diagnose(*arguments: str, given: bytes = b"", **env: str) -> "subprocess.CompletedProcess[bytes]":
    """The command with settings in the environment."""
    return run("diagnose", *arguments, given=given, env=env)


def body(done: "subprocess.CompletedProcess[bytes]") -> Any:  # noqa: ANN401 - JSON of any form
    """What `--json` printed, after a run without trouble."""
    assert (done.returncode, done.stderr) == (0, b"")
    return json.loads(done.stdout)


def refusal(done: "subprocess.CompletedProcess[bytes]") -> str:
    """The one line on stderr of a run that failed as it should."""
    assert (done.returncode, done.stdout) == (2, b"")
    said = done.stderr.decode()
    assert said.endswith("\n")
    assert said.count("\n") == 1
    assert said.startswith("juicefs-bot: ")
    assert "Traceback" not in said
    return said


@pytest.fixture
def saved(tmp_path: Path) -> str:
    """A snapshot's file of a pod that waits on a tainted node."""
    path = tmp_path / "pod.yaml"
    save(snapshot_of(load(FOLDER / "waits-on-a-tainted-node.yaml")), path)
    return str(path)


@pytest.fixture
def kubeconfig(tmp_path: Path) -> str:
    """A kubeconfig whose cluster nobody serves."""
    path = tmp_path / "config"
    path.write_text(KUBECONFIG, "utf-8")
    return str(path)


def test_a_snapshot_is_diagnosed_without_a_cluster(saved: str) -> None:
    """The file is enough; naming the pod beside it is allowed."""
    found = body(diagnose("--snapshot", saved, "--json"))
    assert (found["pod"], found["node"], found["mode"]) == (POD, "node-b", "mount-pod")
    assert found["cases"][0]["case"] == "csi-driver-not-registered"
    assert found["cases"][0]["strength"] == "certain"
    assert found["cases"][0]["for"]
    assert body(diagnose(POD, "--snapshot", saved, "--json")) == found


def test_without_json_a_person_reads_it(saved: str) -> None:
    """The verdict first, then findings, commands with real names and the fix; in the language that is asked for."""
    english = diagnose("--snapshot", saved)
    assert (english.returncode, english.stderr) == (0, b"")
    said = english.stdout.decode()
    assert said.startswith("The cluster says “The JuiceFS CSI driver is not registered on this node”")
    assert "✗ CSINode node-b: " in said
    assert "$ kubectl get csinode node-b" in said
    chinese = diagnose("--snapshot", saved, "--lang", "zh").stdout.decode()
    assert chinese.startswith("集群的情况指向")
    assert diagnose("--snapshot", saved, JUICEFS_BOT_LANG="zh").stdout.decode() == chinese


def test_a_text_is_weighed_beside_the_cluster(saved: str, tmp_path: Path) -> None:
    """From a file or from standard input; a text that the cluster does not bear out is told as such."""
    path = tmp_path / "paste.txt"
    path.write_bytes(NOAUTH)
    found = body(diagnose("--snapshot", saved, "--text", str(path), "--json"))
    assert found["headline"].startswith("The text says “")
    assert "redis-auth-required" in [case["case"] for case in found["cases"]]
    assert body(diagnose("--snapshot", saved, "--text", "-", "--json", given=NOAUTH)) == found


def test_a_snapshot_of_another_pod_is_refused(saved: str) -> None:
    """Nobody should read one pod's diagnosis under another's name."""
    assert "is about shop/orders-api" in refusal(diagnose("shop/till-0", "--snapshot", saved))


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "Name a pod"),
        (("Shop/api",), "names no pod"),
        (("shop/api; rm -rf /",), "names no pod"),
        (("shop/../etc",), "names no pod"),
        (("shop", "api", "more"), "names no pod"),
        (("--no-such-option",), "No such option"),
        (("shop/api", "--lang", "de"), "'de'"),
        (("shop/api", "--context"), "requires an argument"),
        (("--snapshot", "/no/such/file"), "cannot be read"),
        (("--snapshot", "pyproject.toml"), "holds no snapshot"),
        (("shop/api", "--text", "/no/such/file"), "Cannot read"),
        (("shop/api", "--kubeconfig", "/no/such/file"), "kubeconfig cannot be read"),
        (("prod:shop/api", "--context", "dev"), "Two contexts"),
    ],
)
def test_what_cannot_be_used_is_refused_in_one_line(arguments: tuple[str, ...], said: str) -> None:
    """Words, options, files: each fault is one sentence on stderr and exit code 2."""
    assert said in refusal(diagnose(*arguments))


def test_a_cluster_that_cannot_be_reached_is_said_to_be(kubeconfig: str) -> None:
    """The address has no server; neither the token nor the client's own words are shown."""
    said = refusal(diagnose("shop/api", "--kubeconfig", kubeconfig))
    assert "cannot be reached" in said
    assert "secret-token" not in said


def test_only_allowed_contexts_are_read(kubeconfig: str) -> None:
    """The setting holds for the option, for `context:ns/pod`, and for the kubeconfig's current context."""
    for arguments in (("shop/api", "--context", "prod"), ("prod:shop/api",), ("shop/api",)):
        said = refusal(diagnose(*arguments, "--kubeconfig", kubeconfig, JUICEFS_BOT_CONTEXTS="dev"))
        assert "'prod' is not known or not allowed here. Allowed: dev" in said
    unknown = refusal(diagnose("stage:shop/api", "--kubeconfig", kubeconfig))
    assert "Allowed: dev, prod" in unknown


def test_only_allowed_namespaces_are_read(kubeconfig: str) -> None:
    """Before anything is sent."""
    said = refusal(diagnose("shop/api", "--kubeconfig", kubeconfig, JUICEFS_BOT_NAMESPACES="till,web"))
    assert "namespace shop is not allowed here. Allowed: till, web" in said


def test_a_wrong_setting_is_named() -> None:
    """A deadline of a day is a mistake."""
    assert "JUICEFS_BOT_DEADLINE must be" in refusal(diagnose("shop/api", JUICEFS_BOT_DEADLINE="86400"))
