"""The names in a text, and only valid ones."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.matching.names import is_name, names
from bot.model.text import SafeText

_DESCRIBE = """Name:         orders-api-6d4f9c7b8-x2k5p
Namespace:    shop
Node:         node-b/10.0.3.7
Events:
  Normal   Scheduled    10m  default-scheduler  Successfully assigned shop/orders-api-6d4f9c7b8-x2k5p to node-b
  Warning  FailedMount  2m   kubelet  MountVolume.SetUp failed for volume "pvc-7f3d2c1a-94b8-4c55-8a3e-0f6f2f1b6d20" : \
mountpod: juicefs-node-b-pvc-7f3d2c1a-94b8-4c55-8a3e-0f6f2f1b6d20-kqzvwe
"""


def test_a_described_pod() -> None:
    """`kubectl describe pod` names the namespace, the pod, the node, the PV and the Mount Pod."""
    found = names(SafeText(_DESCRIBE))
    assert found.namespaces == ("shop",)
    assert found.pods == ("orders-api-6d4f9c7b8-x2k5p",)
    assert found.nodes == ("node-b",)
    assert found.pvs == ("pvc-7f3d2c1a-94b8-4c55-8a3e-0f6f2f1b6d20",)
    assert found.mount_pods == ("juicefs-node-b-pvc-7f3d2c1a-94b8-4c55-8a3e-0f6f2f1b6d20-kqzvwe",)


def test_a_driver_log_line() -> None:
    """The CSI Node's log names the pod (appName) and the volume (volumeId)."""
    line = 'I0504 7 node.go:183] "get volume_capability" logger="NodePublishVolume" appName="web-0" volumeId="media"'
    found = names(SafeText(line))
    assert (found.pods, found.pvs) == (("web-0",), ("media",))


def test_our_own_pods_are_no_application() -> None:
    """CSI Node and Mount Pods are told apart from the application's pod."""
    found = names(SafeText("juicefs-csi-node-8rd96   2/3   CrashLoopBackOff\nweb-5c9d8f7b6-abcde   0/1   Pending"))
    assert found.csi_node_pods == ("juicefs-csi-node-8rd96",)
    assert found.pods == ("web-5c9d8f7b6-abcde",)


def test_sentences_are_no_names() -> None:
    """`the pod is`, `namespace has` name nothing."""
    assert names(SafeText("the namespace has no label and the pv is gone, pvc stuck")) == names(SafeText(""))


@pytest.mark.parametrize(
    "text",
    [
        'kube_pod_status_reason{namespace="shop", pod="web-7f-x2k5p"} is firing',
        "*namespace:* `shop`\n*pod:* `web-7f-x2k5p`",
        "namespace: shop\npod: web-7f-x2k5p",
        "namespace=shop pod=web-7f-x2k5p",
        "Pod shop/web-7f-x2k5p is stuck",
    ],
)
def test_an_alerts_labels_are_names(text: str) -> None:
    """As Prometheus, Alertmanager and people write them."""
    found = names(SafeText(text))
    assert (found.namespaces, found.pods) == (("shop",), ("web-7f-x2k5p",))


def test_what_went_wrong_with_a_pod_is_no_pod() -> None:
    """A colon behind the word begins a sentence as often as a value."""
    assert names(SafeText("Error syncing pod: failed to mount\npod: timed out")).pods == ()


@given(st.text(max_size=400))
def test_every_name_is_valid(text: str) -> None:
    """Whatever the text, nothing but valid Kubernetes names comes out where commands are filled from."""
    wrapped = (
        f'Namespace:  {text}\npod="{text}/{text}" claim "{text}/{text}" volume "{text}" '
        f"mountpod: {text}\nNode: {text}/1.2.3.4"
    )
    found = names(SafeText(wrapped))
    kinds = (found.namespaces, found.pods, found.nodes, found.pvcs, found.pvs, found.mount_pods, found.storage_classes)
    assert all(is_name(name) for kind in kinds for name in kind)


def test_where_the_driver_lives_is_no_applications_namespace() -> None:
    """The namespace of a Mount Pod or of the driver's own pods is told apart, however it is written."""
    mount_pod = "juicefs-kn-04-pvc-c41f7d02-8e6b-4f39-a0d5-61b2e97c3a18-ufzkbe"
    for text in (
        f"evicting pod storage/{mount_pod}",
        f"Name:         {mount_pod}\nNamespace:    storage\n",
        f"$ kubectl -n storage describe pod {mount_pod}",
        f"$ kubectl logs {mount_pod} -n storage",
        "$ kubectl -n storage logs juicefs-csi-node-4kd8z -c juicefs-plugin",
    ):
        found = names(SafeText(text + "\nSuccessfully assigned shop/web-0 to kn-04"))
        assert found.driver_namespaces == ("storage",), text
        assert found.namespaces == ("shop",), text
