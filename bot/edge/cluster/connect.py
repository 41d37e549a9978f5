"""Opening a cluster: the bot's own when it runs in one, else a context of a kubeconfig, if it is allowed."""

import logging
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import get_ident

from kubernetes.client import Configuration
from kubernetes.config import ConfigException, list_kube_config_contexts, load_kube_config
from kubernetes.config.incluster_config import InClusterConfigLoader
from urllib3 import disable_warnings
from urllib3.exceptions import InsecureRequestWarning
from yaml import YAMLError

from bot.edge.cluster.driver_place import in_driver_namespace
from bot.edge.cluster.fetch import transport
from bot.edge.cluster.guard import GuardedClient
from bot.edge.cluster.take import SIDE_BY_SIDE
from bot.edge.cluster.wire import Transport
from bot.edge.cluster.workers import within
from bot.errors import ClusterError

_UNREADABLE = (ConfigException, YAMLError, OSError, ValueError, TypeError, KeyError, AttributeError)
"""What the client raises for the many ways in which a kubeconfig can be wrong."""


@dataclass(frozen=True, slots=True)
class Access:
    """Which cluster to read.

    An empty `context` means the cluster that the bot runs in or, outside of one, the kubeconfig's current context.
    `allowed` are the contexts that may be read: None for all of them.  It does not hold for the bot's own cluster.
    """

    context: str = ""
    kubeconfig: Path | None = None
    allowed: frozenset[str] | None = None
    account: Path = Path("/var/run/secrets/kubernetes.io/serviceaccount")
    """Where Kubernetes puts a pod's own token and certificate."""
    driver_namespace: str = ""
    """Where the CSI Driver is, when its pods may be listed there alone; empty: they are looked for everywhere."""


@dataclass(frozen=True, slots=True)
class Cluster:
    """An open cluster: the context's name (empty for the bot's own) and the way to send requests to it."""

    context: str
    send: Transport


def connect(access: Access, seconds: float, environment: Mapping[str, str] = os.environ) -> Cluster:
    """The cluster, ready to be read; no request is sent yet.

    Raises ClusterError when the context is not allowed or unknown, when the configuration cannot be read, and when
    its credential plugin fails or does not return within *seconds*.
    """
    cluster = within(seconds, lambda: _connect(access, environment))
    if cluster is None:
        raise ClusterError(
            "The kubeconfig's credential plugin did not return in time. Run it by hand once, then ask again.",
            "kubeconfig 中的凭证插件没有及时返回。请先手动运行一次，再重试。",
        )
    return cluster


def contexts(access: Access, environment: Mapping[str, str] = os.environ) -> tuple[str, ...]:
    """Every context that may be read: an empty name for the bot's own cluster; none where there is no kubeconfig.

    Raises ClusterError when the kubeconfig cannot be read.
    """
    if _inside(access, environment):
        return ("",)
    if not _file(access, environment) and not Path("~/.kube/config").expanduser().exists():
        return ()
    return tuple(_allowed(access, environment)[0])


def default_context(access: Access, environment: Mapping[str, str] = os.environ) -> str:
    """The context that is read where nobody names one; empty for the bot's own cluster.

    Raises ClusterError when the kubeconfig cannot be read.
    """
    return "" if _inside(access, environment) else _allowed(access, environment)[1]


def _connect(access: Access, environment: Mapping[str, str]) -> Cluster:
    configuration = Configuration()
    configuration.retries = False  # urllib3 would ask three more times, each with the whole timeout
    configuration.connection_pool_maxsize = SIDE_BY_SIDE + 1  # and one to look for near names
    context = "" if _inside(access, environment) else _context(access, environment)
    try:
        if context:
            _load(configuration, access, context, environment)
        else:
            _load_own(configuration, access, environment)
    except _UNREADABLE as error:
        raise _unreadable() from error
    if not configuration.verify_ssl:
        disable_warnings(InsecureRequestWarning)  # the kubeconfig says so; a warning for each request helps nobody
    send = transport(GuardedClient(configuration))
    return Cluster(context, in_driver_namespace(send, access.driver_namespace) if access.driver_namespace else send)


def _inside(access: Access, environment: Mapping[str, str]) -> bool:
    """Whether the bot's own cluster is meant: it runs in one, and nothing names another."""
    named = access.context or access.kubeconfig or environment.get("KUBECONFIG")
    return not named and bool(environment.get("KUBERNETES_SERVICE_HOST"))


def _file(access: Access, environment: Mapping[str, str]) -> str | None:
    return str(access.kubeconfig) if access.kubeconfig else environment.get("KUBECONFIG")


def _context(access: Access, environment: Mapping[str, str]) -> str:
    """The name of the context to use, known and allowed."""
    allowed, current = _allowed(access, environment)
    wanted = access.context or current
    if wanted in allowed:
        return wanted
    offer = ", ".join(allowed) or "-"
    raise ClusterError(
        f"The context {wanted!r} is not known or not allowed here. Allowed: {offer}",
        f"上下文 {wanted!r} 不存在或不允许在此使用。允许的有：{offer}",
    )


def _allowed(access: Access, environment: Mapping[str, str]) -> tuple[list[str], str]:
    """The kubeconfig's contexts that may be read, and its current one."""
    try:
        every, current = list_kube_config_contexts(_file(access, environment))  # type: ignore[no-untyped-call]
    except _UNREADABLE as error:
        raise _unreadable() from error
    names = sorted(str(one.get("name", "")) for one in every)
    allowed = [one for one in names if access.allowed is None or one in access.allowed]
    return allowed, str((current or {}).get("name", ""))


def _load_own(configuration: Configuration, access: Access, environment: Mapping[str, str]) -> None:
    token, certificate = str(access.account / "token"), str(access.account / "ca.crt")
    InClusterConfigLoader(token, certificate, environ=environment).load_and_set(configuration)  # type: ignore[no-untyped-call]


def _load(configuration: Configuration, access: Access, context: str, environment: Mapping[str, str]) -> None:
    with _plugin_errors() as errors:
        load_kube_config(  # type: ignore[no-untyped-call]
            _file(access, environment), context, client_configuration=configuration, persist_config=False
        )
    if errors:
        raise ClusterError(
            f"The credential plugin of the context {context!r} failed. Run it by hand to see why.",
            f"上下文 {context!r} 的凭证插件执行失败。请手动运行它查看原因。",
        )


@contextmanager
def _plugin_errors() -> Iterator[list[str]]:
    """Collects what the client would log to stderr when a plugin fails: its text may hold secrets and is dropped."""
    heard: list[str] = []
    me = get_ident()

    def hear(record: logging.LogRecord) -> bool:
        ours = record.module == "kube_config" and record.thread == me  # another cluster may be opened beside this one
        heard.extend(["error"] * ours)
        return not ours

    root, silent = logging.getLogger(), logging.NullHandler()
    root.addHandler(silent)  # without any handler, logging.error would install one that prints
    root.addFilter(hear)
    try:
        yield heard
    finally:
        root.removeFilter(hear)
        root.removeHandler(silent)


def _unreadable() -> ClusterError:
    return ClusterError(
        "The kubeconfig cannot be read. Name an existing, valid file, or run inside a cluster.",
        "无法读取 kubeconfig。请指定存在且有效的文件，或在集群内运行。",
    )
