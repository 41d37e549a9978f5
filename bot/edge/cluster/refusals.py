"""Why a pod cannot be diagnosed at all, in a sentence for the person who asked."""

import json
from collections.abc import Callable, Mapping
from http import HTTPStatus

from rapidfuzz import fuzz, process

from bot.core.objects.fields import items, name
from bot.core.objects.target import is_name
from bot.edge.cluster.kinds import PAGE
from bot.edge.cluster.wire import NAMES_ONLY, NO_CONNECTION, NO_CREDENTIALS, NO_TLS, Reply, Request
from bot.errors import ClusterError
from bot.model.snapshot import PodRef, Reason, Unread

NEAR = 3
"""Names offered; more would have to be read."""

_BEGINNING = 4
"""Letters that are enough of a name's beginning (a guess)."""
NEAR_ENOUGH = 60
"""The ratio (0 to 100) from which a name is offered.  A guess: it keeps another pod of the same Deployment (two random
parts differ: 70 and more) and a typing error (90 and more), and drops names that share a dash alone (below 50)."""

_ZH: Mapping[str, str] = {NO_CONNECTION: "连接失败", NO_TLS: "TLS 握手失败"}

Ask = Callable[[Request], Reply | Unread]


def refusal(scope: PodRef, gap: Unread, ask: Ask) -> ClusterError:
    """The error to raise when the pod could not be read; for a pod that does not exist it looks for near names."""
    if gap.reason is Reason.NOT_FOUND:
        return _no_such_pod(scope, ask)
    if gap.reason is Reason.FORBIDDEN:
        return ClusterError(
            f"I am not allowed to read the pod {scope}. Bind the role in deploy/base/rbac.yaml to my account.",
            f"我没有读取 Pod {scope} 的权限。请把 deploy/base/rbac.yaml 中的角色绑定到我的账号。",
        )
    if gap.reason is Reason.TIMEOUT:
        return ClusterError(
            f"The cluster did not answer in time: nothing is known of {scope}. Try again, or look at the API server.",
            f"集群没有及时响应，无法得知 {scope} 的情况。请重试，或检查 API Server。",
        )
    return _trouble(gap.detail)


def _trouble(detail: str) -> ClusterError:
    if detail == f"HTTP {HTTPStatus.UNAUTHORIZED}":
        return ClusterError(
            "The cluster refuses my credentials: the token is expired or unknown. Renew it and ask again.",
            "集群拒绝了我的凭证：Token 已过期或无法识别。请更新凭证后再试。",
        )
    if detail == NO_CREDENTIALS:
        return ClusterError(
            "I have no valid credentials for this cluster. Look at the kubeconfig's user and its credential plugin.",
            "没有可用于该集群的有效凭证。请检查 kubeconfig 中的用户及其凭证插件。",
        )
    return ClusterError(
        f"The cluster cannot be reached ({detail}). Look at the API server's address and whether it runs.",
        f"无法连接集群（{_ZH.get(detail, detail)}）。请检查 API Server 的地址以及它是否在运行。",
    )


def _no_such_pod(scope: PodRef, ask: Ask) -> ClusterError:
    space = ask(Request(f"/api/v1/namespaces/{scope.namespace}"))
    if isinstance(space, Reply) and space.status == HTTPStatus.NOT_FOUND:
        return ClusterError(
            f"There is no namespace {scope.namespace} in this cluster.", f"集群中没有命名空间 {scope.namespace}。"
        )
    near = near_names(scope, ask)
    if not near:
        return ClusterError(
            f"There is no pod {scope}, and none with a name near to it in that namespace.",
            f"没有 Pod {scope}，该命名空间里也没有名称相近的 Pod。",
        )
    return ClusterError(
        f"There is no pod {scope}. Names near to it: {', '.join(near)}",
        f"没有 Pod {scope}。名称相近的有：{'、'.join(near)}",
    )


def near_names(scope: PodRef, ask: Ask) -> tuple[str, ...]:
    """Up to NEAR names of pods in the namespace that are like the one asked for, the most alike first.

    Looks at the first PAGE pods of the namespace (names alone); none when they cannot be listed.
    """
    reply = ask(Request(f"/api/v1/namespaces/{scope.namespace}/pods", f"limit={PAGE}", NAMES_ONLY))
    names = [found for found in _names(reply) if is_name(found)]
    best = process.extract(scope.name, names, scorer=_likeness, limit=NEAR, score_cutoff=NEAR_ENOUGH)
    return tuple(choice for choice, _score, _index in best)


def _likeness(asked: str, known: str, **_options: object) -> float:
    """Likeness from 0 to 100; the name of a Deployment, or its beginning, counts as like its pods'."""
    begins = known.startswith(f"{asked}-") or (len(asked) >= _BEGINNING and known.startswith(asked))
    return 100.0 if begins else fuzz.ratio(asked, known)


def _names(reply: Reply | Unread) -> tuple[str, ...]:
    if isinstance(reply, Unread) or reply.status != HTTPStatus.OK:
        return ()
    try:
        body = json.loads(reply.body)
    except ValueError:
        return ()
    return tuple(name(item) for item in items(body, "items")) if isinstance(body, Mapping) else ()
