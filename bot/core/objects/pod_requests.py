"""What a pod requests of its node, summed up as the scheduler and kubelet do it."""

from bot.core.objects.fields import field, items
from bot.core.objects.quantity import quantity
from bot.model.snapshot import Json


def pod_request(pod: Json, resource: str) -> float:
    """Whole CPUs, or bytes: all containers together or the largest init container, and the runtime's overhead.

    Init containers that stay (restartPolicy Always) count among the containers.
    """
    inits = items(pod, "spec", "initContainers")
    stay = [one for one in inits if one.get("restartPolicy") == "Always"]
    together = sum(_wanted(one, resource) for one in (*items(pod, "spec", "containers"), *stay))
    largest = max((_wanted(one, resource) for one in inits if one.get("restartPolicy") != "Always"), default=0.0)
    return max(together, largest) + (quantity(field(pod, "spec", "overhead", resource)) or 0.0)


def _wanted(container: Json, resource: str) -> float:
    """A container without a request but with a limit requests its limit."""
    asked = (field(container, "resources", kind, resource) for kind in ("requests", "limits"))
    return next((number for one in asked if (number := quantity(one)) is not None), 0.0)
