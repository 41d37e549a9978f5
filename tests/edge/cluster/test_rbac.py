"""The role: exactly what a snapshot reads, and nothing by which anything could be changed or entered."""

from pathlib import Path
from typing import Any

from bot.edge.cluster.kinds import TABLE
from bot.edge.cluster.rbac import cluster_wide, files, manifest, rules

DEPLOY = Path(__file__).parents[3] / "deploy"
DANGEROUS = {"secrets", "pods/exec", "pods/attach", "pods/portforward", "pods/proxy", "nodes/proxy", "services/proxy"}


def test_the_files_are_what_the_table_says() -> None:
    """`python -m bot.edge.cluster.rbac` was run after the last change of the table."""
    for path, content in files().items():
        assert (DEPLOY / path).read_text("utf-8") == content


def test_the_roles_for_namespaces_add_up_to_the_one_for_the_cluster() -> None:
    """Reading namespace by namespace grants each kind once: in the cluster's role or in the namespaces' one."""
    inside = rules(kind for kind in TABLE if not cluster_wide(kind))
    outside = rules(kind for kind in TABLE if cluster_wide(kind))
    assert not _granted(inside) & _granted(outside)
    assert _granted(inside) | _granted(outside) == _granted(rules())


def test_nothing_but_get_and_list_is_granted() -> None:
    """No verb changes anything, and none streams."""
    assert {verb for rule in rules() for verb in rule["verbs"]} == {"get", "list"}


def test_nothing_is_granted_by_wildcard() -> None:
    """A wildcard would grant Secrets, exec, and whatever Kubernetes adds next."""
    assert "*" not in manifest().partition("\n---\n")[2]
    assert all(rule["resources"] and "nonResourceURLs" not in rule for rule in rules())


def test_secrets_and_ways_into_containers_are_not_granted() -> None:
    """Get on a websocket exec is an exec; get on a Secret is the secret."""
    granted = {resource for rule in rules() for resource in rule["resources"]}
    assert not granted & DANGEROUS
    assert {resource for resource in granted if "/" in resource} == {"pods/log"}


def test_the_role_grants_each_kind_that_is_read_and_no_other() -> None:
    """Every row of the table is covered, and every rule is needed by a row."""
    assert _granted(rules()) == {(kind.group, kind.resource, kind.verb) for kind in TABLE}


def test_config_maps_are_granted_by_name() -> None:
    """ConfigMaps hold anything, passwords included: only the driver's own may be read."""
    (rule,) = [rule for rule in rules() if "configmaps" in rule["resources"]]
    assert rule["resourceNames"] == ["juicefs-csi-driver-config"]
    assert rule["verbs"] == ["get"]


def _granted(some: list[dict[str, Any]]) -> set[tuple[str, str, str]]:
    return {(g, r, v) for rule in some for g in rule["apiGroups"] for r in rule["resources"] for v in rule["verbs"]}
