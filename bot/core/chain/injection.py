"""The injection webhooks: which there are, and what each asks of a namespace and a pod that it is to change."""

from dataclasses import dataclass

from bot.core.objects.fields import field, items, labels, mapping, name, text
from bot.core.objects.selectors import unmet
from bot.model.snapshot import Json, Objects

DISABLED_LABEL = "disable.sidecar.juicefs.com/inject"
"""Set to "true" on a pod that is not to get a sidecar (source: pkg/common/common.go of the driver)."""

_PATH = "inject-v1-pod"
"""How the paths of both webhooks end: /juicefs/inject-v1-pod, /juicefs/serverless/inject-v1-pod."""


@dataclass(frozen=True, slots=True)
class Injector:
    """One webhook that injects sidecars, and the configuration that it stands in."""

    configuration: str
    created: str
    """When the configuration was made, as the API writes it."""
    hook: Json

    @property
    def service(self) -> tuple[str, str]:
        """Namespace and name of the service behind it; empty when it is called by URL."""
        service = mapping(self.hook, "clientConfig", "service")
        return text(service, "namespace"), text(service, "name")

    @property
    def refuses_when_down(self) -> bool:
        """Whether pods are refused while nobody answers; Fail is the default."""
        return text(self.hook, "failurePolicy") != "Ignore"

    def asks_of_namespace(self, namespace: Json) -> tuple[str, ...]:
        """What its namespaceSelector asks for and the namespace does not have."""
        return unmet(mapping(self.hook, "namespaceSelector"), labels(namespace))

    def asks_of(self, namespace: Json, pod: Json) -> tuple[str, ...]:
        """What it asks for and does not get, of the namespace first; nothing when it is to change the pod."""
        off = (f"{DISABLED_LABEL} unset",) if labels(pod).get(DISABLED_LABEL) == "true" else ()
        of_pod = unmet(mapping(self.hook, "objectSelector"), labels(pod))
        return (*self.asks_of_namespace(namespace), *of_pod, *off)


def injectors(configurations: Objects) -> tuple[Injector, ...]:
    """The webhooks among JuiceFS' mutating webhook configurations that inject sidecars."""
    return tuple(
        Injector(name(configuration), text(configuration, "metadata", "creationTimestamp"), hook)
        for configuration in configurations
        for hook in items(configuration, "webhooks")
        if _injects(hook)
    )


def _injects(hook: Json) -> bool:
    config = field(hook, "clientConfig")
    return _PATH in text(config, "service", "path") or _PATH in text(config, "url")
