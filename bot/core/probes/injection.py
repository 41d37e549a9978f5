"""Was the pod given a sidecar, where it should have one?  What the webhook's own selectors say decides."""

from collections.abc import Iterator

from bot.core.chain.injection import DISABLED_LABEL, Injector, injectors
from bot.core.chain.install import CLIENTS, plugin_args
from bot.core.chain.look import Probe, Seen, called, fine, trouble, unknown
from bot.core.chain.mount_chain import INJECTED_LABEL, Chain
from bot.core.objects.fields import items, labels, text
from bot.core.objects.moments import seconds
from bot.model.finding import Stage
from bot.model.snapshot import Json, Part, Snapshot, Unread


def look(snapshot: Snapshot, chain: Chain) -> Iterator[Seen]:
    """Asks every pod with volumes that are, or may be, JuiceFS'."""
    pod, subject = snapshot.pod, called("Pod", snapshot.pod)
    if chain.concerned and labels(pod).get(INJECTED_LABEL) == "true":
        yield _labelled(pod, subject)
    elif chain.concerned:
        yield from _plain(snapshot, chain, subject)


PROBE = Probe("injection", Stage.INJECTION, (Part.POD, Part.WEBHOOKS, Part.NAMESPACE, Part.DAEMON_SETS), look)


def _plain(snapshot: Snapshot, chain: Chain, subject: str) -> Iterator[Seen]:
    webhooks = snapshot.webhooks
    served = any(not isinstance(link.mount_pods, Unread) and link.mount_pods for link in chain.links)
    if served:
        yield fine("served-by-mount-pod", subject)
    if isinstance(webhooks, Unread):
        if not served:
            yield unknown(Part.WEBHOOKS, webhooks, subject)
    elif not (found := injectors(webhooks)):
        yield fine("no-injection-here", subject)
    elif not served:
        yield _without_sidecar(snapshot, found, subject)


def _labelled(pod: Json, subject: str) -> Seen:
    """A pod with the label of an injected one; a template that was copied from one has it, and no sidecar."""
    every = (*items(pod, "spec", "initContainers"), *items(pod, "spec", "containers"))
    has_client = any(text(one, "name").startswith(CLIENTS) for one in every)
    shown = f"{INJECTED_LABEL}: true"
    return fine("sidecar-injected", subject, shown) if has_client else trouble("injected-in-name-only", subject, shown)


def _without_sidecar(snapshot: Snapshot, found: tuple[Injector, ...], subject: str) -> Seen:
    """Why a pod without a sidecar has none.  Where CSI Node mounts too, a pod that is not selected needs none."""
    namespace, sets, args = snapshot.namespace, snapshot.daemon_sets, plugin_args(snapshot)
    if isinstance(namespace, Unread):
        return unknown(Part.NAMESPACE, namespace, subject)
    if selecting := [one for one in found if not one.asks_of(namespace, snapshot.pod)]:
        return _missed(snapshot.pod, selecting, subject)
    if isinstance(sets, Unread) and args is None:
        return unknown(Part.DAEMON_SETS, sets, subject)
    if args:
        return fine("injection-not-asked-for", subject)
    if labels(snapshot.pod).get(DISABLED_LABEL) == "true":
        return trouble("injection-disabled", subject, f"{DISABLED_LABEL}: true")
    code = "namespace-not-selected" if found[0].asks_of_namespace(namespace) else "pod-not-selected"
    return trouble(code, subject, wanted=", ".join(found[0].asks_of(namespace, snapshot.pod)))


def _missed(pod: Json, selecting: list[Injector], subject: str) -> Seen:
    """A pod that the webhook selects and that has no sidecar: it was made too early, or nobody answered then."""
    born, created = text(pod, "metadata", "creationTimestamp"), min(one.created for one in selecting)
    if (seconds(born, created) or 0.0) > 0:
        return trouble("pod-older-than-webhook", subject, born=born, created=created)
    return trouble("selected-but-not-injected", subject)
