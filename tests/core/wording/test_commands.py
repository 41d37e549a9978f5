"""Commands are filled only with valid names; nothing that a paste holds can reach a shell."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.wording.commands import beside_sidecar, fill, slot_values
from bot.model.match import Names


def test_known_names_are_filled_in() -> None:
    """A command comes with the reader's own names."""
    values = slot_values(Names(namespaces=("shop",), pods=("web-0",)))
    assert fill("kubectl -n {app_ns} describe pod {app_pod}", values) == "kubectl -n shop describe pod web-0"


def test_unknown_slots_stay() -> None:
    """What is not known stays a placeholder, and jsonpath braces are left alone."""
    command = "kubectl get csinode {node} -o jsonpath='{.spec.drivers[*].name}'"
    assert fill(command, slot_values(Names())) == command


def test_a_dynamic_volume_is_its_own_handle() -> None:
    """A dynamic PV's volumeHandle equals its name; a static one's is not guessed."""
    dynamic = "pvc-7f3d2c1a-94b8-4c55-8a3e-0f6f2f1b6d20"
    assert slot_values(Names(pvs=(dynamic,)))["volume_handle"] == dynamic
    assert "volume_handle" not in slot_values(Names(pvs=("media",)))


def test_the_drivers_namespace_is_never_the_applications() -> None:
    """Commands about the driver take its namespace from the text; those about the application do not."""
    values = slot_values(Names(driver_namespaces=("storage",), mount_pods=("juicefs-a-b-abcdef",)))
    assert values["csi_ns"] == "storage"
    assert "app_ns" not in values
    assert "app_ns" not in slot_values(Names(namespaces=("kube-system",)))
    assert slot_values(Names(namespaces=("kube-system",), pods=("dns-0",)))["app_ns"] == "kube-system"


@pytest.mark.parametrize("evil", ["a; rm -rf /", "$(id)", "`id`", "a b", "A", "-n", "../x", "a\nb", "a|b", "名字", ""])
def test_a_value_that_is_no_name_is_not_filled_in(evil: str) -> None:
    """Shell characters, blanks and capitals cannot be part of a name."""
    assert fill("kubectl get pod {app_pod}", {"app_pod": evil}) == "kubectl get pod {app_pod}"


@given(st.text())
def test_no_text_can_add_shell_characters(text: str) -> None:
    """Whatever is offered as a name, the command gets no character that a name may not have."""
    made = fill("kubectl get pod {app_pod}", {"app_pod": text})
    assert set(made) <= set("abcdefghijklmnopqrstuvwxyz0123456789.-_ {}")


def test_beside_a_sidecar_a_mount_pods_commands_ask_the_pod() -> None:
    """Its log, its events and its use of memory are those of the application's pod."""
    asked = "kubectl -n {csi_ns} logs {mount_pod} --all-containers --previous"
    assert beside_sidecar(asked) == "kubectl -n {app_ns} logs {app_pod} -c {client} --previous"
    assert (
        beside_sidecar("kubectl -n {csi_ns} describe pod {mount_pod}") == "kubectl -n {app_ns} describe pod {app_pod}"
    )
    assert beside_sidecar("kubectl get pvc {pvc}") == "kubectl get pvc {pvc}"


@pytest.mark.parametrize(
    "run",
    [
        "kubectl -n {csi_ns} get pod {mount_pod} -o jsonpath='{.spec.containers[0].command}'",
        "kubectl -n {csi_ns} get pod -l app.kubernetes.io/name=juicefs-mount -o wide",
        "kubectl -n {csi_ns} logs {csi_node_pod} -c juicefs-plugin",
    ],
)
def test_beside_a_sidecar_what_only_other_pods_answer_is_not_asked(run: str) -> None:
    """A command that finds nothing costs a tired person minutes."""
    assert beside_sidecar(run) is None
