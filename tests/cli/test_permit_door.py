"""What a channel may have read, with what the kubeconfig calls its contexts."""

from pathlib import Path

import pytest

from bot.cli.permit_door import permit_door
from bot.core.objects.target import read_target
from bot.model.text import Lang
from bot.settings import read
from tests.kubeconfig import write_kubeconfig


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """A kubeconfig with two contexts, of which `prod` is the current one."""
    path = write_kubeconfig(tmp_path / "config", "https://127.0.0.1:9", contexts=["prod", "staging"], user={})
    return {"KUBECONFIG": str(path)}


def may(setting: str, channel: str, pod: str, environment: dict[str, str]) -> bool:
    """Whether a channel may have this pod read."""
    chosen = read({"JUICEFS_BOT_CHANNELS_MAY_READ": setting})
    return permit_door(chosen, environment)(channel, read_target(pod)) is None


def test_without_the_setting_every_channel_may(environment: dict[str, str]) -> None:
    """What the bot's role can read, wherever it was invited."""
    assert may("", "C0123", "kube-system/etcd-0", environment)


@pytest.mark.parametrize(
    ("pod", "allowed"),
    [
        ("shop/api", True),
        ("prod:shop/api", True),
        ("staging:shop/api", False),
        ("staging:web/api", True),
        ("web/api", False),
    ],
)
def test_the_current_context_is_the_same_with_its_name(pod: str, allowed: bool, environment: dict[str, str]) -> None:  # noqa: FBT001 - a parameter of the test
    """Nobody gets around the list by naming it, and nobody is refused for naming it."""
    assert may("C0123=shop,staging:web", "C0123", pod, environment) is allowed
    assert may("C0123=prod:shop,staging:web", "C0123", pod, environment) is allowed


def test_a_refusal_names_what_is_allowed(environment: dict[str, str]) -> None:
    """In both languages; where nothing is allowed it says what helps instead."""
    chosen = read({"JUICEFS_BOT_CHANNELS_MAY_READ": "C0123=shop,staging:web*"})
    refused = permit_door(chosen, environment)("C0123", read_target("kube-system/etcd-0"))
    assert refused is not None
    for lang in Lang:
        assert "`kube-system/etcd-0`" in refused.said[lang]
        assert "`shop`, `staging:web*`" in refused.said[lang]
    nothing = permit_door(chosen, environment)("D0123", read_target("shop/api-0"))
    assert nothing is not None
    assert "nor any other pod" in nothing.said[Lang.EN]
    assert "kubectl describe pod" in nothing.said[Lang.ZH]


def test_a_kubeconfig_that_cannot_be_read_allows_nothing(tmp_path: Path) -> None:
    """Which context is meant is not guessed."""
    environment = {"KUBECONFIG": str(tmp_path / "missing")}
    assert not may("C0123=prod:*", "C0123", "shop/api", environment)
