"""Do the parts of the driver run the same version?  During an upgrade they do not, and errors of both versions mix."""

from collections.abc import Iterator

from bot.core.chain.client_image import tag
from bot.core.chain.install import PLUGIN
from bot.core.chain.look import Probe, Seen, fine, trouble, unknown
from bot.core.chain.mount_chain import Chain
from bot.core.objects.fields import container, namespace, text
from bot.model.finding import Stage
from bot.model.snapshot import Part, Read, Snapshot, Unread

_PEOPLES_WORDS = {Part.CONTROLLER_PODS: "CSI Controller", Part.CSI_NODE_PODS: "CSI Node"}


def look(snapshot: Snapshot, chain: Chain) -> Iterator[Seen]:
    """Asks pods with volumes that are, or may be, JuiceFS'; a sidecar has no CSI Node to compare."""
    if not chain.concerned:
        return
    reads = {Part.CONTROLLER_PODS: snapshot.controller_pods}
    if chain.by_csi_node and text(snapshot.pod, "spec", "nodeName"):
        reads |= {Part.CSI_NODE_PODS: snapshot.csi_node_pods}
    subject = f"Driver {chain.wanted[0]}"
    for part, read in reads.items():
        if isinstance(read, Unread):
            yield unknown(part, read, f"{subject}, {_PEOPLES_WORDS[part]}")
    every = sorted(set().union(*(_tags(read, chain.namespace) for read in reads.values())))
    if any(isinstance(read, Unread) for read in reads.values()) or not every:
        return
    if len(every) == 1:
        yield fine("driver-version", subject, version=every[0])
    else:
        yield trouble("driver-versions-differ", subject, versions=", ".join(every))


PROBE = Probe("driver-versions", Stage.MOUNT_POD, (Part.CSI_NODE_PODS, Part.CONTROLLER_PODS), look)


def _tags(read: Read, of_driver: str | None) -> set[str]:
    """The tags of the driver's image in the namespace of the driver that serves the pod."""
    pods = () if isinstance(read, Unread) else (one for one in read if not of_driver or namespace(one) == of_driver)
    return {found for pod in pods if (found := tag(text(container(pod, PLUGIN), "image")))}
