"""The role: exactly what a snapshot reads, and nothing by which anything could be changed or entered."""

from pathlib import Path

from bot.edge.cluster.kinds import TABLE
from bot.edge.cluster.rbac import manifest, rules

ROLE = Path(__file__).parents[3] / "deploy" / "rbac.yaml"
DANGEROUS = {"secrets", "pods/exec", "pods/attach", "pods/portforward", "pods/proxy", "nodes/proxy", "services/proxy"}


def test_the_file_is_what_the_table_says() -> None:
    """`python -m bot.edge.cluster.rbac > deploy/rbac.yaml` was run after the last change of the table."""
    assert ROLE.read_text("utf-8") == manifest()


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
    granted = {
        (g, r, v) for rule in rules() for g in rule["apiGroups"] for r in rule["resources"] for v in rule["verbs"]
    }
    assert granted == {(kind.group, kind.resource, kind.verb) for kind in TABLE}


def test_config_maps_are_granted_by_name() -> None:
    """ConfigMaps hold anything, passwords included: only the driver's own may be read."""
    (rule,) = [rule for rule in rules() if "configmaps" in rule["resources"]]
    assert rule["resourceNames"] == ["juicefs-csi-driver-config"]
    assert rule["verbs"] == ["get"]
