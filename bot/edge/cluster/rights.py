"""Which rights the bot has in a cluster, told by the API server itself: self-reviews, the only POSTs it ever sends."""

import json
from collections.abc import Iterable, Mapping
from functools import partial
from http import HTTPStatus
from time import monotonic

from bot.edge.cluster.connect import Cluster
from bot.edge.cluster.kinds import TABLE
from bot.edge.cluster.take import SIDE_BY_SIDE
from bot.edge.cluster.wire import Reply, Request, Transport
from bot.edge.cluster.workers import Crew
from bot.model.checkup import EVERYWHERE, ClusterFacts, Reached, Right
from bot.model.snapshot import Json, Unread

_PATH = "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews"

NEEDED: tuple[Right, ...] = tuple(
    sorted({Right(kind.verb, kind.group, kind.resource, name) for kind in TABLE for name in kind.names or ("",)})
)
"""Every right that a snapshot uses."""

_WRITES = ("create", "update", "patch", "delete")
FORBIDDEN: tuple[Right, ...] = (
    Right("*", "*", "*"),
    *(Right(verb, "", "secrets") for verb in ("get", "list", "watch", *_WRITES)),
    *(
        Right(verb, "", f"pods/{way}")
        for way in ("exec", "attach", "portforward", "proxy")
        for verb in ("get", "create")
    ),
    *(Right(verb, "", "nodes/proxy") for verb in ("get", "create")),
    *(Right(verb, "", "pods") for verb in _WRITES),
    Right("create", "", "pods/eviction"),
    *(Right(verb, "", kind) for kind in ("persistentvolumeclaims", "persistentvolumes") for verb in _WRITES),
    *(Right(verb, "apps", kind) for kind in ("daemonsets", "deployments", "statefulsets") for verb in _WRITES),
    Right("create", "", "serviceaccounts/token"),
    Right("impersonate", "", "users"),
    Right("impersonate", "", "serviceaccounts"),
    Right("escalate", "rbac.authorization.k8s.io", "clusterroles"),
    Right("bind", "rbac.authorization.k8s.io", "clusterroles"),
)
"""What must not be granted: writing, ways into containers and nodes, Secrets, becoming somebody else."""

_Question = tuple[Right, str]


def look_at_rights(cluster: Cluster, namespaces: Iterable[str], seconds: float) -> ClusterFacts:
    """What the bot may do in all of the cluster and, where not there, in each of `namespaces`; within *seconds*."""
    deadline, every, places = monotonic() + seconds, (*NEEDED, *FORBIDDEN), tuple(namespaces)
    answer = _reached(cluster.send(_request(Right("get", "", "pods"), EVERYWHERE), deadline))
    if answer.refused or not answer.reached:
        return ClusterFacts(cluster.context, answer, {}, {})
    said = _allowed([(right, EVERYWHERE) for right in every], cluster.send, deadline)
    narrow = [(right, place) for place in places for right in every if not said[right, EVERYWHERE]]
    said |= _allowed(narrow, cluster.send, deadline)
    granted = {right: _places(right, said) for right in every}
    return ClusterFacts(
        cluster.context,
        answer,
        {right: granted[right] for right in NEEDED},
        {right: granted[right] for right in FORBIDDEN if granted[right]},
        places,
        sum(one is None for one in said.values()),
    )


def _places(right: Right, said: Mapping[_Question, bool | None]) -> tuple[str, ...]:
    return tuple(place for (one, place), allowed in said.items() if one == right and allowed)


def _allowed(questions: list[_Question], send: Transport, deadline: float) -> dict[_Question, bool | None]:
    """The API server's answers, asked side by side; None where none is back in time."""
    found: dict[_Question, bool | None] = dict.fromkeys(questions)
    with Crew[_Question, bool | None](partial(_ask, send=send, deadline=deadline), SIDE_BY_SIDE) as crew:
        for question in questions:
            crew.give(question)
        for _ in questions:
            done = crew.next(deadline - monotonic())
            if done is None:
                break
            found[done[0]] = done[1]
    return found


def _ask(question: _Question, send: Transport, deadline: float) -> bool | None:
    reply = send(_request(*question), deadline)
    if isinstance(reply, Unread) or reply.status != HTTPStatus.CREATED:
        return None
    try:
        body = json.loads(reply.body)
        return body["status"].get("allowed") is True
    except (ValueError, TypeError, KeyError, AttributeError):
        return None


def _request(right: Right, namespace: str) -> Request:
    resource, _, below = right.resource.partition("/")
    attributes = {
        "verb": right.verb,
        "group": right.group,
        "resource": resource,
        "subresource": below,
        "name": right.name,
        "namespace": namespace,
    }
    review: Json = {
        "apiVersion": "authorization.k8s.io/v1",
        "kind": "SelfSubjectAccessReview",
        "spec": {"resourceAttributes": {key: value for key, value in attributes.items() if value}},
    }
    return Request(_PATH, review=review)


def _reached(reply: Reply | Unread) -> Reached:
    if isinstance(reply, Unread):
        return Reached(reached=False)
    if reply.status == HTTPStatus.CREATED:
        return Reached(reached=True)
    return Reached(reached=True, refused=f"HTTP {reply.status}")
