"""Which pod somebody means, and what is refused because no pod can have that name."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.objects.target import Target, is_name, read_target
from bot.errors import InputError
from bot.model.snapshot import PodRef

API = PodRef("shop", "orders-api-6d4f9c7b8-x2k5p")


@pytest.mark.parametrize("text", [f"shop/{API.name}", f"shop {API.name}", f"  shop   {API.name} "])
def test_a_pod_may_be_named_with_a_slash_or_a_space(text: str) -> None:
    """`ns/pod` and `ns pod` mean the same pod, in the bot's own cluster."""
    assert read_target(text) == Target(API)


@pytest.mark.parametrize("context", ["prod", "admin@prod", "arn:aws:eks:eu-west-1:123456789012:cluster/prod"])
def test_a_context_may_stand_before_the_pod(context: str) -> None:
    """Whatever stands before the last colon is the context, however many colons and slashes it has itself."""
    assert read_target(f"{context}:shop/{API.name}") == Target(API, context)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "orders-api",
        "shop/",
        "/api",
        "shop/api/log",
        "Shop/api",
        "shop/api;rm",
        "shop/../secrets",
        "shop/-api",
        "shop/api.",
        "a.b/api",
        "shop/" + "a" * 254,
        "x" * 64 + "/api",
        "shop/api extra",
        "shop/ａpi",
        "shop/api\nshop/web",
    ],
)
def test_what_is_no_kubernetes_name_is_refused(text: str) -> None:
    """A text that is not two valid names raises our own error, in both languages."""
    with pytest.raises(InputError) as refused:
        read_target(text)
    assert all("namespace/pod" in sentence for sentence in refused.value.said.values())


@pytest.mark.parametrize(
    "name",
    [
        "juicefs-worker-07-pvc-7f3d2c1a-94b8-4c55-8a3e-0f6f2f1b6d20-kqzvwe",
        "juicefs-ip-10-3-0-17.eu-west-1.compute.internal-pvc-7f3d2c1a-94b8-4c55-8a3e-0f6f2f1b6d20-kqzvwe",
        "a" * 253,
    ],
)
def test_a_mount_pods_name_may_be_long(name: str) -> None:
    """Kubernetes counts a pod's name as a whole: a part of more than 63 characters is one, as of most Mount Pods."""
    assert is_name(name)
    assert read_target(f"kube-system/{name}").pod.name == name


@pytest.mark.parametrize("name", ["a-.b", "a.-b", "a..b", "-", "a-", ".a", "a" * 254])
def test_what_begins_or_ends_in_a_sign_is_no_name(name: str) -> None:
    """Each part between dots begins and ends in a letter or a digit."""
    assert not is_name(name)


@given(st.text(max_size=80))
def test_whatever_is_taken_is_a_valid_name(text: str) -> None:
    """No input gets a namespace or a pod through that Kubernetes would not accept."""
    try:
        target = read_target(text)
    except InputError:
        return
    assert re.fullmatch(r"[a-z0-9]([-a-z0-9]*[a-z0-9])?", target.pod.namespace)
    assert is_name(target.pod.name)
    assert "/" not in target.pod.name
