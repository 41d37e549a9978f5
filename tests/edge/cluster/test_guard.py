"""The client refuses whatever is not reading, before a byte leaves."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.edge.cluster.guard import WriteRefusedError, check
from bot.edge.cluster.kinds import TABLE, path_of, query_of
from bot.model.snapshot import Ask, Part
from tests.edge.cluster.loopback import saying, server

POD = "/api/v1/namespaces/shop/pods/api"
REVIEW = "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews"


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "HEAD", "CONNECT", "TRACE"])
def test_only_get_is_let_through(method: str) -> None:
    """No method that could change anything passes, not even where GET does."""
    check("GET", POD)
    with pytest.raises(WriteRefusedError):
        check(method, POD)


@pytest.mark.parametrize(
    "url",
    [
        f"{POD}/exec",
        f"{POD}/exec?command=sh&stdin=true",
        f"{POD}/attach",
        f"{POD}/portforward",
        f"{POD}/proxy",
        f"{POD}/proxy/metrics",
        f"{POD}:80/proxy/",
        f"{POD}/ephemeralcontainers",
        f"{POD}/log?follow=true",
        f"{POD}/log/../exec",
        f"{POD}/%65xec",
        f"{POD}%2Fexec",
        "/api/v1/namespaces/shop/pods?watch=true",
        "/api/v1/watch/namespaces/shop/pods",
        "/api/v1/proxy/nodes/node-b",
        "/api/v1/nodes/node-b/proxy/configz",
        "/api/v1/namespaces/shop/services/web/proxy",
        "/api/v1/namespaces/shop/secrets",
        "/api/v1/namespaces/shop/secrets/juicefs-secret",
        "/api/v1/secrets",
        "/api/v1/namespaces/shop/configmaps",
        "/api/v1/namespaces/shop/serviceaccounts/default/token",
        "/api/v1/namespaces/../secrets/x",
        "/api/v1/namespaces/shop/pods/../secrets/x",
        "/api/v1/namespaces//pods/api",
        f"{POD}#/exec",
        f"/{POD}/exec",
        "/apis/apps/v1/namespaces/shop/deployments",
        "/configz",
        "",
    ],
)
def test_a_get_that_is_more_than_reading_is_refused(url: str) -> None:
    """Exec, attach, port-forward and proxies are GETs; Secrets and watches are no business of ours."""
    if url == f"{POD}#/exec":
        check("GET", url)  # a fragment never leaves the client
        return
    with pytest.raises(WriteRefusedError):
        check("GET", url)


@pytest.mark.parametrize("kind", TABLE, ids=lambda kind: str(kind.part))
def test_everything_in_the_table_may_be_asked(kind: object) -> None:
    """What a snapshot reads passes, with the query that it sends."""
    part: Part = kind.part  # type: ignore[attr-defined]  # a Kind
    ask = Ask(part, "kube-system" if part in {Part.LOG, Part.POD, Part.EVENTS} else "", "node-b.example", "api")
    check("GET", f"{path_of(ask)}?{query_of(ask)}")


def test_only_the_two_self_reviews_may_be_posted() -> None:
    """Asking the API server what oneself may do changes nothing; asking for others, or elsewhere, is refused."""
    check("POST", REVIEW)
    check("POST", REVIEW.replace("access", "rules"))
    for url in (REVIEW.replace("self", ""), REVIEW + "/x", REVIEW + "?dryRun=All", "/api/v1/namespaces"):
        with pytest.raises(WriteRefusedError):
            check("POST", url)


@given(
    st.lists(st.sampled_from(["..", ".", "%2e%2e", "exec", "proxy", "pods", "api", "log", "", "a b", "é"]), max_size=6)
)
def test_no_path_below_a_pod_reaches_anything_but_its_log(steps: list[str]) -> None:
    """However a path below a pod is put together, what passes is the pod's log alone."""
    url = "/".join([POD, *steps])
    try:
        check("GET", url)
    except WriteRefusedError:
        return
    assert url in {POD, f"{POD}/log"}


def test_nothing_leaves_when_the_guard_refuses() -> None:
    """Both places of the client where a request can start hold it back before a connection is made."""
    with server(saying(b"{}")) as api:
        client = api.client()
        for method, path in (("DELETE", POD), ("POST", "/api/v1/namespaces"), ("GET", f"{POD}/exec")):
            with pytest.raises(WriteRefusedError):
                client.call_api(method, api.url + path)
            with pytest.raises(WriteRefusedError):
                client.rest_client.request(method, api.url + path)  # type: ignore[no-untyped-call]
        with pytest.raises(WriteRefusedError):
            client.call_api("GET", f"http://127.0.0.2:{api.port}{POD}")
        assert api.requests == []
