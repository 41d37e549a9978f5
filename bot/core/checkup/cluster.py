"""What is said of a cluster: whether it answers, what may be read, and what should not be allowed."""

from collections.abc import Mapping, Sequence
from itertools import chain

from bot.core.checkup.lines import failed, warning, well
from bot.model.checkup import EVERYWHERE, ClusterFacts, Line, Right


def cluster_lines(facts: ClusterFacts) -> Sequence[Line]:
    """A cluster: whether it answers, what may be read, and what should not be allowed."""
    name = facts.context or "in-cluster"
    topic = f"cluster {name}"
    if facts.answer.refused:
        return [
            failed(
                topic,
                (
                    f"The API server refuses the credentials: {facts.answer.refused}",
                    f"API Server 拒绝了凭证：{facts.answer.refused}",
                ),
                (
                    "Renew the token in the kubeconfig, or recreate the pod.",
                    "请更新 kubeconfig 里的 token，或者重建 Pod。",
                ),
            )
        ]
    if not facts.answer.reached:
        return [
            failed(
                topic,
                ("The API server does not answer", "API Server 没有响应"),
                (
                    "Check its address and the NetworkPolicy: the bot needs its port, mostly 443 or 6443.",
                    "请检查地址和 NetworkPolicy：机器人需要访问它的端口，通常是 443 或 6443。",
                ),
            )
        ]
    return [well(topic, "The API server answers", "API Server 有响应"), _reads(name, facts), _needless(name, facts)]


def _reads(name: str, facts: ClusterFacts) -> Line:
    topic = f"rights {name}"
    missing = [right for right, places in facts.needed.items() if not places]
    places = sorted(set(chain.from_iterable(facts.needed.values())) - {EVERYWHERE})
    if missing and facts.unanswered:
        return _unknown(topic, facts)
    if missing:
        names, count = ", ".join(map(str, missing)), f"{len(facts.needed) - len(missing)}/{len(facts.needed)}"
        line = failed if len(missing) == len(facts.needed) else warning
        return line(
            topic,
            (f"{count} reads granted; not: {names}", f"已授予 {count} 项读权限；缺少：{names}"),
            (
                "Apply deploy/base/rbac.yaml (or the component namespaced); what cannot be read is told as unknown.",
                "请应用 deploy/base/rbac.yaml（或 namespaced 组件）；读不到的内容会在回答里标为未知。",
            ),
        )
    if places:
        some = ", ".join(places)
        return well(topic, f"All reads granted, pods in {some} alone", f"读权限齐全，Pod 仅限 {some}")
    return well(topic, f"All {len(facts.needed)} reads granted", f"{len(facts.needed)} 项读权限齐全")


def _needless(name: str, facts: ClusterFacts) -> Line:
    topic = f"rights beyond {name}"
    if not facts.needless:
        if facts.unanswered:
            return _unknown(topic, facts)
        where = ", ".join(facts.namespaces)
        return well(
            topic,
            "Nothing that writes, enters a container or reads Secrets, cluster-wide"
            + (f" or in {where}" if where else ""),
            "没有写入、进入容器或读取 Secret 的权限（整个集群" + (f"，以及 {where}）" if where else "）"),
        )
    names = ", ".join(_short(facts.needless))
    return failed(
        topic,
        (f"The bot could: {names}", f"机器人能够：{names}"),
        (
            "It refuses to by itself; still, give it a ServiceAccount with deploy/base/rbac.yaml and nothing else.",
            "它自身会拒绝这样做，但仍请为它单独建 ServiceAccount，只绑定 deploy/base/rbac.yaml。",
        ),
    )


def _unknown(topic: str, facts: ClusterFacts) -> Line:
    return warning(
        topic,
        (
            f"Not known: the API server left {facts.unanswered} questions about rights unanswered",
            f"未知：API Server 有 {facts.unanswered} 个权限问题没有回答",
        ),
        ("It is slow or was cut off in between; run doctor again.", "它响应太慢，或者连接中断；请重新运行 doctor。"),
    )


def _short(granted: Mapping[Right, tuple[str, ...]], most: int = 6) -> list[str]:
    told = [f"{right} ({', '.join(places)})" if any(places) else str(right) for right, places in granted.items()]
    return told[:most] + (["…"] if len(told) > most else [])
