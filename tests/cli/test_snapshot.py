"""`juicefs-bot snapshot`: the command as a person runs it, against a real API server where there is one."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.cli.cluster import in_context, utc_now
from bot.cli.snapshot import snapshot
from bot.core.objects.target import Target
from bot.core.redaction.redact import redact
from bot.edge.snapshot_file import load
from bot.errors import ClusterError, InputError
from bot.model.snapshot import PodRef
from tests.control_plane.fixture import Kube
from tests.control_plane.server import BOT

POD = PodRef("shop", "api")


def test_a_context_may_be_named_once() -> None:
    """As an option or before the pod; twice only when both are the same."""
    assert in_context(Target(POD), None) == Target(POD)
    assert in_context(Target(POD), "prod") == Target(POD, "prod")
    assert in_context(Target(POD, "prod"), "prod") == Target(POD, "prod")
    with pytest.raises(InputError, match="Two contexts are named: prod and dev"):
        in_context(Target(POD, "prod"), "dev")


def test_the_time_is_written_as_kubernetes_writes_it() -> None:
    """Seconds and Z, so that it compares with the times in objects."""
    assert len(utc_now()) == len("2026-05-04T02:20:00Z")
    assert utc_now().endswith("Z")


def test_a_snapshot_is_written_and_can_be_loaded(kube: Kube, tmp_path: Path) -> None:
    """The file holds what the bot's role may read; the terminal says how much."""
    scene = kube.show("healthy")
    file, config = tmp_path / "pod.yaml", str(kube.plane.kubeconfig(BOT))
    done = CliRunner().invoke(
        snapshot, [str(scene.pod), "-o", str(file), "--kubeconfig", config], catch_exceptions=False
    )
    assert (done.exit_code, done.stdout) == (0, f"{file}: 20 answers\n")
    taken = load(file, redact)
    assert (taken.scope, taken.context, taken.gaps()) == (scene.pod, "tests", ())


def test_a_pod_that_is_not_there_writes_no_file(kube: Kube, tmp_path: Path) -> None:
    """The error goes up as ours, for the one line on stderr, and nothing is left behind."""
    kube.show("healthy")
    file, config = tmp_path / "pod.yaml", str(kube.plane.kubeconfig(BOT))
    with pytest.raises(ClusterError, match="There is no pod shop/zzz"):
        CliRunner().invoke(snapshot, ["shop", "zzz", "-o", str(file), "--kubeconfig", config], catch_exceptions=False)
    assert not file.exists()


def test_a_namespace_and_a_pod_may_be_two_words(tmp_path: Path) -> None:
    """What is no pod is refused before any cluster is opened."""
    with pytest.raises(InputError, match="names no pod"):
        CliRunner().invoke(snapshot, ["Shop", "api", "-o", str(tmp_path / "x")], catch_exceptions=False)
