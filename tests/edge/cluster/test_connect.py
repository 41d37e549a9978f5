"""Opening a cluster: which one, whether it may be read, and what happens when its configuration is no good."""

import json
from pathlib import Path
from typing import Any

import pytest

from bot.edge.cluster.connect import Access, connect
from bot.edge.cluster.wire import Reply, Request
from bot.errors import ClusterError
from bot.model.text import Lang
from tests.edge.cluster.loopback import saying, server, soon

POD = Request("/api/v1/namespaces/shop/pods/api")


def kubeconfig(folder: Path, url: str = "http://127.0.0.1:1", user: Any = None, **changes: object) -> Path:  # noqa: ANN401 - JSON
    """A kubeconfig with the contexts dev (current) and prod, both for *url*."""
    config = {
        "apiVersion": "v1",
        "kind": "Config",
        "current-context": "dev",
        "contexts": [{"name": name, "context": {"cluster": "c", "user": "u"}} for name in ("dev", "prod")],
        "clusters": [{"name": "c", "cluster": {"server": url}}],
        "users": [{"name": "u", "user": user or {"token": "abc"}}],
        **changes,
    }
    path = folder / "kubeconfig"
    path.write_text(json.dumps(config), "utf-8")
    return path


def plugin(command: str, *args: str) -> dict[str, object]:
    """A user whose credentials come from a command."""
    version = "client.authentication.k8s.io/v1"
    return {"exec": {"apiVersion": version, "command": command, "args": list(args), "interactiveMode": "Never"}}


def test_the_current_context_is_used_unless_another_is_named(tmp_path: Path) -> None:
    """Without a name it is the kubeconfig's current context; the name used is told."""
    path = kubeconfig(tmp_path)
    assert connect(Access(kubeconfig=path), 10, {}).context == "dev"
    assert connect(Access("prod", path), 10, {}).context == "prod"
    assert connect(Access(), 10, {"KUBECONFIG": str(path)}).context == "dev"


def test_a_context_off_the_list_is_refused(tmp_path: Path) -> None:
    """With an allow-list, no other context is opened, named or current, and the sentence says which may be."""
    path = kubeconfig(tmp_path)
    allowed = frozenset({"prod"})
    assert connect(Access("prod", path, allowed), 10, {}).context == "prod"
    for context in ("", "dev", "none"):
        with pytest.raises(ClusterError, match=r"not known or not allowed here\. Allowed: prod"):
            connect(Access(context, path, allowed), 10, {})


def test_an_unknown_context_names_the_known_ones(tmp_path: Path) -> None:
    """A typing error in the context's name is answered with the names there are."""
    with pytest.raises(ClusterError, match=r"'prd' is not known or not allowed here\. Allowed: dev, prod"):
        connect(Access("prd", kubeconfig(tmp_path)), 10, {})


@pytest.mark.parametrize(
    "text", ["", "just words", "{}", "[1]", '{"contexts": 5}', "a: [", '{"contexts": [{"name": "x"}]}']
)
def test_a_kubeconfig_that_is_none_is_one_sentence(tmp_path: Path, text: str) -> None:
    """Whatever is wrong with the file, the error is ours and names no foreign text."""
    path = tmp_path / "kubeconfig"
    path.write_text(text, "utf-8")
    with pytest.raises(ClusterError) as refused:
        connect(Access(kubeconfig=path), 10, {})
    assert set(refused.value.said) == {Lang.EN, Lang.ZH}


def test_a_missing_kubeconfig_is_one_sentence(tmp_path: Path) -> None:
    """So is a file that does not exist."""
    with pytest.raises(ClusterError, match="kubeconfig cannot be read"):
        connect(Access(kubeconfig=tmp_path / "missing"), 10, {})


def test_a_plugin_that_hangs_does_not_hang_the_bot(tmp_path: Path) -> None:
    """A credential plugin runs without a timeout of its own; the deadline ends the wait."""
    path = kubeconfig(tmp_path, user=plugin("sleep", "3"))
    with pytest.raises(ClusterError, match="did not return in time"):
        connect(Access(kubeconfig=path), 0.3, {})


@pytest.mark.parametrize("command", ["false", "no-such-command-here", "echo"])
def test_a_plugin_that_fails_is_told_without_its_words(
    tmp_path: Path, command: str, capfd: pytest.CaptureFixture[str]
) -> None:
    """What a plugin prints may hold secrets: the error is ours, and nothing reaches the terminal."""
    path = kubeconfig(tmp_path, user=plugin(command, "sesame-token"))
    with pytest.raises(ClusterError) as refused:
        connect(Access(kubeconfig=path), 10, {})
    assert "credential plugin of the context 'dev' failed" in str(refused.value)
    assert capfd.readouterr() == ("", "")


def test_a_plugins_token_is_used(tmp_path: Path) -> None:
    """The token that a plugin prints goes out with the request."""
    credential = {"apiVersion": "client.authentication.k8s.io/v1", "kind": "ExecCredential", "status": {"token": "xyz"}}
    with server(saying(b"{}")) as api:
        path = kubeconfig(tmp_path, api.url, plugin("echo", json.dumps(credential)))
        assert connect(Access(kubeconfig=path), 10, {}).send(POD, soon(10)) == Reply(200, b"{}")
        assert b"\r\nauthorization: bearer xyz\r\n" in api.requests[0].lower()


def account(folder: Path) -> Path:
    """The files that Kubernetes puts into a pod."""
    (folder / "token").write_text("own-token")
    (folder / "ca.crt").write_text("certificate")
    return folder


def test_inside_a_cluster_it_is_the_bots_own(tmp_path: Path) -> None:
    """A pod reads its own cluster, which has no context name; an allow-list of contexts does not concern it."""
    inside = {"KUBERNETES_SERVICE_HOST": "127.0.0.1", "KUBERNETES_SERVICE_PORT": "443"}
    access = Access(account=account(tmp_path), allowed=frozenset({"prod"}))
    assert connect(access, 10, inside).context == ""


def test_a_named_context_wins_over_the_bots_own_cluster(tmp_path: Path) -> None:
    """Who names a kubeconfig or a context means it, inside a cluster too."""
    inside = {"KUBERNETES_SERVICE_HOST": "127.0.0.1", "KUBERNETES_SERVICE_PORT": "443"}
    path = kubeconfig(tmp_path)
    assert connect(Access("prod", path), 10, inside).context == "prod"
    assert connect(Access(), 10, {**inside, "KUBECONFIG": str(path)}).context == "dev"


def test_a_pod_without_its_token_is_one_sentence(tmp_path: Path) -> None:
    """With automountServiceAccountToken off there is nothing to identify the bot with."""
    inside = {"KUBERNETES_SERVICE_HOST": "127.0.0.1", "KUBERNETES_SERVICE_PORT": "443"}
    with pytest.raises(ClusterError, match="cannot be read"):
        connect(Access(account=tmp_path), 10, inside)
