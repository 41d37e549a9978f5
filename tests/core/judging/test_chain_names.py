"""The names that commands are filled with."""

from pathlib import Path

from tests.core.judging.diagnosing import FOLDER, of, of_file, view


def names_in(scene: Path) -> dict[str, str]:
    """What the diagnosis of a scene's file fills in."""
    return dict(view(of_file(scene)).names)


def test_the_secret_is_that_of_the_volume() -> None:
    """A PV says by which Secret kubelet publishes it."""
    names = dict(view(of("healthy")).names)
    assert (names["secret_ns"], names["secret"]) == ("kube-system", "juicefs-secret")


def test_without_a_volume_the_secret_is_that_of_its_class() -> None:
    """While none was made, the Secret by which the StorageClass makes them is the one to look at."""
    names = names_in(FOLDER / "waits-for-a-secret-of-its-class.yaml")
    assert (names["secret_ns"], names["secret"]) == ("kube-system", "juicefs-secret")
    assert "pv" not in names


def test_a_secret_whose_name_is_made_for_each_volume_is_not_filled_in() -> None:
    """`${pvc.name}` in a class stands for another name each time, and the command keeps its slot."""
    template = {"parameters[csi.storage.k8s.io/provisioner-secret-name]": "${pvc.name}"}
    names = dict(view(of("waiting", change=[{"remove": "pv"}, {"of": "class", "set": template}])).names)
    assert "secret" not in names
