"""deploy/ as kubectl builds it: one bot that may do little, keeps its log off JuiceFS and reaches three places."""

import re
from itertools import chain, combinations
from os.path import relpath
from pathlib import Path
from textwrap import dedent

import pytest
import yaml

from bot.edge.casebook import check
from bot.edge.cluster.rbac import files
from bot.model.snapshot import Json
from bot.settings import SETTINGS, read
from tests.deploy.building import BUILDS, COMPONENTS, DEPLOY, built, container, of_kind, pod

ROOT = DEPLOY.parent
EVERY_SET = list(chain.from_iterable(combinations(COMPONENTS, size) for size in range(2, len(COMPONENTS) + 1)))
SECRET_NAMES = {"juicefs-bot-tokens", "juicefs-bot-kubeconfig", "juicefs-bot-tls"}
"""What people make themselves; deploy/ only names them."""

build = pytest.mark.parametrize("folder", BUILDS)


def test_the_overlays_are_the_components() -> None:
    """Each component can be had alone, as an overlay of its name."""
    assert {f"overlays/{name}" for name in COMPONENTS} == set(BUILDS) - {"", "base"}


@pytest.mark.parametrize("chosen", EVERY_SET, ids="+".join)
def test_components_can_be_joined(chosen: tuple[str, ...], tmp_path: Path) -> None:
    """Any of the components together make one deployment with what each of them asks for."""
    kustomization = {
        "resources": [relpath(DEPLOY / "base", tmp_path)],
        "components": [relpath(DEPLOY / "components" / name, tmp_path) for name in chosen],
    }
    (tmp_path / "kustomization.yaml").write_text(yaml.safe_dump(kustomization))
    objects = built(tmp_path)
    volumes = {volume["name"] for volume in pod(objects)["volumes"]}
    assert ("kubeconfig" in volumes) is ("clusters" in chosen)
    assert ("own-cases" in volumes) is ("own-cases" in chosen)
    assert bool(of_kind(objects, "Ingress")) is ("http" in chosen)
    assert bool(of_kind(objects, "RoleBinding")) is ("namespaced" in chosen)


@build
def test_the_bot_has_no_rights_on_its_node(folder: str) -> None:
    """Not root, nothing written but to its volumes, no capability, no new privileges, the default seccomp profile."""
    objects = built(folder)
    security, of_pod = container(objects)["securityContext"], pod(objects)["securityContext"]
    assert of_pod["runAsNonRoot"] is True
    assert of_pod["runAsUser"] > 0
    assert of_pod["seccompProfile"] == {"type": "RuntimeDefault"}
    assert security == {
        "allowPrivilegeEscalation": False,
        "readOnlyRootFilesystem": True,
        "capabilities": {"drop": ["ALL"]},
    }
    assert not {"hostNetwork", "hostPID", "hostIPC", "initContainers"} & pod(objects).keys()
    assert all("hostPath" not in volume for volume in pod(objects)["volumes"])
    (namespace,) = of_kind(objects, "Namespace")
    assert namespace["metadata"]["labels"]["pod-security.kubernetes.io/enforce"] == "restricted"


@build
def test_there_is_one_bot_and_never_two(folder: str) -> None:
    """One replica that ends before the next begins, with time to end what it has."""
    (deployment,) = of_kind(built(folder), "Deployment")
    assert deployment["spec"]["replicas"] == 1
    assert deployment["spec"]["strategy"] == {"type": "Recreate"}
    assert pod(built(folder))["terminationGracePeriodSeconds"] >= 30


@build
def test_the_log_has_a_volume_and_room_to_be_rewritten(folder: str) -> None:
    """The log's folder is a PVC for one node alone, and /tmp has room for a whole copy of it, as `forget` needs."""
    objects = built(folder)
    (claim,) = of_kind(objects, "PersistentVolumeClaim")
    assert claim["spec"]["accessModes"] == ["ReadWriteOnce"]
    assert "juicefs" not in str(claim["spec"]).lower()
    mounts = {mount["mountPath"]: mount["name"] for mount in container(objects)["volumeMounts"]}
    volumes = {volume["name"]: volume for volume in pod(objects)["volumes"]}
    assert volumes[mounts["/data"]]["persistentVolumeClaim"]["claimName"] == claim["metadata"]["name"]
    assert volumes[mounts["/tmp"]]["emptyDir"]["sizeLimit"] == claim["spec"]["resources"]["requests"]["storage"]
    assert _settings(objects)["JUICEFS_BOT_DB"].startswith("/data/")


@build
def test_the_settings_are_valid_and_hold_no_secret(folder: str) -> None:
    """The ConfigMap's keys are settings, none of them secret, and the bot accepts their values."""
    given = _settings(built(folder))
    known = {setting.variable: setting for setting in SETTINGS}
    assert given.keys() <= known.keys()
    assert not any(known[variable].secret for variable in given)
    read(given)


@build
def test_no_secret_is_part_of_what_is_applied(folder: str) -> None:
    """deploy/ makes no Secret; those that it names are the ones that the documents tell people to make."""
    objects = built(folder)
    assert not of_kind(objects, "Secret")
    named = {source["secretRef"]["name"] for source in container(objects)["envFrom"] if "secretRef" in source}
    named |= {volume["secret"]["secretName"] for volume in pod(objects)["volumes"] if "secret" in volume}
    named |= {tls["secretName"] for ingress in of_kind(objects, "Ingress") for tls in ingress["spec"]["tls"]}
    assert "juicefs-bot-tokens" in named <= SECRET_NAMES


def test_the_example_tokens_are_refused() -> None:
    """Placeholders that somebody applies as they are are refused by their form, before anything is sent to Slack."""
    (secret,) = list(yaml.safe_load_all((DEPLOY / "tokens.example.yaml").read_text("utf-8")))
    known = {setting.variable: setting for setting in SETTINGS}
    for variable, value in secret["stringData"].items():
        with pytest.raises(ValueError):  # noqa: PT011 - what every row of the table raises
            known[variable].parse(value)
    (named,) = [source["secretRef"] for source in container(built("base"))["envFrom"] if "secretRef" in source]
    assert named["name"] == secret["metadata"]["name"]


@build
def test_the_network_lets_out_dns_and_https_alone(folder: str) -> None:
    """Out: DNS to the cluster's own, HTTPS to the internet, the API server's ports inside; each rule names where to."""
    (policy,) = of_kind(built(folder), "NetworkPolicy")
    assert set(policy["spec"]["policyTypes"]) == {"Ingress", "Egress"}
    assert policy["spec"]["podSelector"]["matchLabels"] == {"app.kubernetes.io/name": "juicefs-bot"}
    out = [({port["port"] for port in rule["ports"]}, rule["to"]) for rule in policy["spec"]["egress"]]
    assert [ports for ports, _ in out] == [{53}, {443}, {443, 6443}]
    assert all(where for _, where in out)
    (internet,) = out[1][1]
    inside = {block["ipBlock"]["cidr"] for block in out[2][1]}
    assert inside | {"127.0.0.0/8", "169.254.0.0/16"} == set(internet["ipBlock"]["except"])


@build
def test_the_network_lets_in_what_the_container_offers(folder: str) -> None:
    """In: metrics from this cluster's namespaces; the port for Slack only where Slack calls."""
    objects = built(folder)
    (policy,) = of_kind(objects, "NetworkPolicy")
    let_in = {port["port"] for rule in policy["spec"]["ingress"] for port in rule["ports"]}
    assert let_in == {port["containerPort"] for port in container(objects)["ports"]}
    assert (3000 in let_in) is (folder == "overlays/http")


@build
def test_the_probes_ask_the_health_port(folder: str) -> None:
    """Alive and ready are two questions, asked where the container listens."""
    only = container(built(folder))
    assert only["livenessProbe"]["httpGet"] == {"path": "/healthz", "port": "health"}
    assert only["startupProbe"]["httpGet"] == {"path": "/healthz", "port": "health"}
    assert only["readinessProbe"]["httpGet"] == {"path": "/readyz", "port": "health"}
    assert only["resources"]["requests"].keys() >= {"cpu", "memory"}
    assert "memory" in only["resources"]["limits"]


@build
def test_the_rights_are_the_generated_ones(folder: str) -> None:
    """No rule in any build is another than the table of kinds gives: read only, no wildcard, no Secret."""
    ours = [yaml.safe_load_all(content) for content in files().values()]
    generated = [rule for documents in ours for one in documents for rule in one.get("rules", ())]
    granted = [rule for role in of_kind(built(folder), "ClusterRole") for rule in role["rules"]]
    assert granted
    assert all(rule in generated for rule in granted)
    assert not of_kind(built(folder), "Role")


def test_namespaced_reading_grants_nothing_in_other_namespaces() -> None:
    """The role for the whole cluster keeps only what lies in no namespace; the rest is bound namespace by namespace."""
    objects = built("overlays/namespaced")
    roles = {role["metadata"]["name"]: role["rules"] for role in of_kind(objects, "ClusterRole")}
    everywhere = {resource for rule in roles["juicefs-bot"] for resource in rule["resources"]}
    assert "persistentvolumes" in everywhere
    assert not everywhere & {"pods", "pods/log", "persistentvolumeclaims", "events", "configmaps"}
    (wide,) = of_kind(objects, "ClusterRoleBinding")
    assert wide["roleRef"]["name"] == "juicefs-bot"
    bound = {binding["metadata"]["namespace"]: binding for binding in of_kind(objects, "RoleBinding")}
    assert bound.keys() == {"kube-system", "default"}
    assert all(binding["roleRef"]["name"] == "juicefs-bot-namespaced" for binding in bound.values())
    assert all(binding["subjects"] == wide["subjects"] for binding in bound.values())


def test_the_example_of_an_own_case_is_one() -> None:
    """The case that the component ships passes `cases check`, and the ConfigMap holds every file of the folder."""
    folder = DEPLOY / "components" / "own-cases" / "cases"
    _, faults = check(folder)
    assert faults == ()
    (cases,) = [one for one in of_kind(built("overlays/own-cases"), "ConfigMap") if "own" in one["metadata"]["name"]]
    assert cases["data"].keys() == {path.name for path in folder.iterdir()}
    assert cases["metadata"]["name"] == "juicefs-bot-own-cases"


def test_the_image_is_of_this_version() -> None:
    """The image's tag is the version in pyproject.toml."""
    project = (ROOT / "pyproject.toml").read_text("utf-8")
    version = next(line.split('"')[1] for line in project.splitlines() if line.startswith("version"))
    assert container(built(""))["image"] == f"juicefs-bot:{version}"


@pytest.mark.parametrize("page", ["operate.md", "operate.zh.md"])
def test_the_kustomization_of_the_document_builds(page: str, tmp_path: Path) -> None:
    """Who copies it beside a clone gets the own image and the own setting, and keeps the other settings.

    A block is what a browser shows as one: an empty line does not end it, and what is to be typed is not in it.
    """
    blocks = re.findall(r"(?m)(?:^ {4,}.*\n|^\n(?= {4}))+", (ROOT / "docs" / page).read_text("utf-8"))
    wanted = [dedent(one) for one in blocks if re.match(r"\s+(?:apiVersion: kustomize|configMapGenerator)", one)]
    assert len(wanted) == 2
    (tmp_path / "juicefs-bot").symlink_to(ROOT)
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "kustomization.yaml").write_text("".join(wanted))
    objects = built(tmp_path / "mine")
    assert container(objects)["image"].startswith("registry.example.com/juicefs-bot:")
    assert _settings(objects) == _settings(built("base")) | {"JUICEFS_BOT_RETENTION_DAYS": "90"}


def _settings(objects: list[Json]) -> dict[str, str]:
    """The ConfigMap that the container's environment comes from."""
    (name,) = [source["configMapRef"]["name"] for source in container(objects)["envFrom"] if "configMapRef" in source]
    (found,) = [one for one in of_kind(objects, "ConfigMap") if one["metadata"]["name"] == name]
    return dict(found["data"])
