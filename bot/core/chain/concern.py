"""Whether a pasted text can be about a pod: told by the names that stand in it."""

from bot.core.chain.mount_chain import Chain
from bot.core.objects.fields import name, uid
from bot.model.match import Names
from bot.model.snapshot import Snapshot


def concerns(names: Names, snapshot: Snapshot, chain: Chain) -> bool:
    """False when the text names pods or volumes, and not one of them is this pod's; a text without names may be."""
    links = chain.concerned
    pairs = (
        (names.pods, {name(snapshot.pod)}),
        (names.pod_uids, {uid(snapshot.pod)}),
        (names.pvcs, {link.claim_name for link in links}),
        (names.pvs, {word for link in links for word in (link.pv_name, link.handle)}),
        (names.mount_pods, {name(pod) for pod in chain.mount_pods}),
    )
    named = [(set(said), ours) for said, ours in pairs if said]
    return not named or any(said & ours for said, ours in named)
