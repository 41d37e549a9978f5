"""The check over a session's audit log sees every write; the fixture `kube` makes it at the end of the session."""

from typing import Any

import pytest

from tests.control_plane.auditing import AGENT, WrittenError, told
from tests.control_plane.fixture import Kube
from tests.control_plane.server import ADMIN, BOT_USER, NOBODY
from tests.edge.cluster.asking import take


def entry(verb: str, resource: str, below: str = "", user: str = BOT_USER, agent: str = "x") -> dict[str, Any]:
    """A line of an audit log."""
    about = {"resource": resource, **({"subresource": below} if below else {})}
    return {
        "verb": verb, "objectRef": about, "requestURI": f"/{resource}", "user": {"username": user}, "userAgent": agent
    }  # fmt: skip


READS = [entry("get", "pods"), entry("list", "nodes"), entry("get", "pods", "log")]
REVIEWS = [entry("create", "selfsubjectaccessreviews"), entry("create", "selfsubjectrulesreviews")]


def test_reading_and_the_two_self_reviews_are_told_by_number() -> None:
    """Nothing else is in the log of a sound session; what other users did is not the bot's."""
    others = [entry("delete", "pods", user="admin"), entry("create", "secrets", user="system:apiserver")]
    assert told([*READS, *REVIEWS, *others]) == "create 2, get 2, list 1"


@pytest.mark.parametrize(
    "bad",
    [
        *(entry(verb, "pods") for verb in ("create", "update", "patch", "delete", "deletecollection", "watch")),
        *(entry(verb, "pods", below) for verb in ("get", "create") for below in ("exec", "attach", "proxy")),
        *(entry("get", "nodes", "proxy"), entry("get", "secrets"), entry("list", "secrets")),
        *(entry("create", "subjectaccessreviews"), entry("create", "serviceaccounts", "token")),
        entry("delete", "pods", user="admin", agent=f"{AGENT}/1"),
    ],
    ids=lambda bad: f"{bad['verb']} {bad['objectRef']}",
)
def test_anything_more_is_an_error(bad: dict[str, Any]) -> None:
    """A single such request among thousands of reads fails the session, also with an administrator's credentials."""
    with pytest.raises(WrittenError):
        told([*READS, bad, *REVIEWS])


def test_the_bots_client_is_known_by_its_name(kube: Kube) -> None:
    """Whatever credentials it is given, its requests are found in the log."""
    scene = kube.show("healthy")
    before = len(kube.plane.audit("admin"))
    take(kube, scene.pod, ADMIN)
    asked = kube.plane.audit("admin")[before:]
    by_client = [one for one in asked if one["userAgent"].startswith(AGENT)]
    assert len(by_client) >= 20
    assert told(by_client)


def test_a_write_that_is_refused_is_in_the_log_too(kube: Kube) -> None:
    """Somebody without rights tries; were it the bot, the session would fail over it."""
    before = len(kube.plane.audit("nobody"))
    assert kube.plane.ask("DELETE", "/api/v1/namespaces/shop/pods/none", token=NOBODY)[0] == 403
    (asked,) = kube.plane.audit("nobody")[before:]
    with pytest.raises(WrittenError):
        told([{**asked, "user": {"username": BOT_USER}}])
