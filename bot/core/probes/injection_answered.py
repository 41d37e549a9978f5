"""Does anybody answer the injection webhook?  While nobody does, namespaces that it selects get no new pods."""

from collections.abc import Iterator

from bot.core.chain.injection import Injector, injectors
from bot.core.chain.look import Probe, Seen, called, fine, trouble, unknown
from bot.core.chain.mount_chain import INJECTED_LABEL, Chain
from bot.core.objects.fields import labels, namespace, ready
from bot.model.finding import Stage
from bot.model.snapshot import Objects, Part, Snapshot, Unread


def look(snapshot: Snapshot, _: Chain) -> Iterator[Seen]:
    """Asks every webhook that injects into the pod's namespace; without one, nothing."""
    space, webhooks, pods = snapshot.namespace, snapshot.webhooks, snapshot.controller_pods
    injected = labels(snapshot.pod).get(INJECTED_LABEL) == "true"
    if isinstance(webhooks, Unread):
        if injected:
            yield unknown(Part.WEBHOOKS, webhooks, "Injection webhook")
        return
    for one in injectors(webhooks):
        subject = f"MutatingWebhookConfiguration {one.configuration}"
        if isinstance(space, Unread) and not injected:
            yield unknown(Part.NAMESPACE, space, subject)
        elif not isinstance(space, Unread) and one.asks_of_namespace(space):
            continue
        elif isinstance(pods, Unread):
            yield unknown(Part.CONTROLLER_PODS, pods, subject)
        else:
            yield _answered(one, pods, subject, injected=injected)


PROBE = Probe(
    "injection-answered", Stage.INJECTION, (Part.WEBHOOKS, Part.NAMESPACE, Part.CONTROLLER_PODS, Part.POD), look
)


def _answered(one: Injector, pods: Objects, subject: str, *, injected: bool) -> Seen:
    """Whether a controller is ready where the webhook's service stands: CSI Controller is what answers it.

    A pod that has its sidecar already is not touched by that; the next one will be.
    """
    space, _ = one.service
    here = [pod for pod in pods if not space or namespace(pod) == space]
    policy = "Fail" if one.refuses_when_down else "Ignore"
    if any(ready(pod) for pod in here):
        return fine("webhook-answered", subject)
    if injected:
        return trouble("webhook-not-answered-now", subject, policy=policy)
    if here:
        shown = ", ".join(called("Pod", pod) for pod in here)
        return trouble("webhook-controller-not-ready", subject, shown, policy=policy)
    if pods:
        return trouble("webhook-asks-elsewhere", subject, asked=space, there=namespace(pods[0]), policy=policy)
    return trouble("webhook-left-behind", subject, policy=policy)
