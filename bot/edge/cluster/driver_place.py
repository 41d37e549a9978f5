"""Reading where the driver is instead of everywhere, for a bot that may not list pods in the whole cluster."""

from dataclasses import replace

from bot.edge.cluster.wire import Reply, Request, Transport
from bot.model.snapshot import Unread

_PODS = "/api/v1/pods"
_DAEMON_SETS = "/apis/apps/v1/daemonsets"


def in_driver_namespace(send: Transport, namespace: str) -> Transport:
    """The same transport, but what can only lie where the driver is installed is listed in that namespace alone.

    These are DaemonSets and pods that are chosen by a label: CSI Node, CSI Controller, Mount Pods.  All pods of a node,
    which are asked for without a label, lie in many namespaces and stay as they are.
    """

    def sent(request: Request, deadline: float) -> Reply | Unread:
        ours = request.path == _DAEMON_SETS or (request.path == _PODS and "labelSelector=" in request.query)
        if not ours:
            return send(request, deadline)
        head, _, resource = request.path.rpartition("/")
        return send(replace(request, path=f"{head}/namespaces/{namespace}/{resource}"), deadline)

    return sent
