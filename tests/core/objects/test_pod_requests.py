"""What a pod requests of its node."""

from typing import Any

from bot.core.objects.pod_requests import pod_request


def one(cpu: str, **more: object) -> dict[str, Any]:
    """A container that requests so much CPU."""
    return {"resources": {"requests": {"cpu": cpu}}, **more}


def test_containers_add_up_and_the_largest_init_container_counts() -> None:
    """Init containers run one after the other, before the rest."""
    spec = {"containers": [one("250m"), one("1")], "initContainers": [one("500m"), one("2")]}
    assert pod_request({"spec": spec}, "cpu") == 2
    assert pod_request({"spec": {**spec, "initContainers": [one("1")]}}, "cpu") == 1.25


def test_init_containers_that_stay_add_up() -> None:
    """A native sidecar runs beside the others."""
    spec = {"containers": [one("1")], "initContainers": [one("500m", restartPolicy="Always")]}
    assert pod_request({"spec": spec}, "cpu") == 1.5


def test_a_limit_without_a_request_is_one() -> None:
    """Kubernetes takes the limit then; the runtime's overhead comes on top; nothing is nothing."""
    limited = {"resources": {"limits": {"cpu": "2"}}}
    assert pod_request({"spec": {"containers": [limited], "overhead": {"cpu": "100m"}}}, "cpu") == 2.1
    assert pod_request({"spec": {"containers": [{}]}}, "memory") == 0
    assert pod_request({}, "cpu") == 0
