"""Probe injection-answered: does anybody answer the injection webhook."""

from typing import Any

from bot.core.probes.injection_answered import PROBE
from bot.model.finding import Weight
from bot.model.snapshot import Part
from tests.core.probes.looking import book, codes, look_at, only, refused, unknowns
from tests.scenes.take import snapshot_of

DOWN = {"status.conditions[Ready].status": "False", "status.conditions[ContainersReady].status": "False"}
BOTH = ("controller", "standby")
PLAIN = {"of": "app", "set": {"metadata.labels[done.sidecar.juicefs.com/inject]": None}}
"""The pod was not injected (whether it should have been is another probe's question)."""


def test_fires_when_no_controller_is_ready() -> None:
    """One ready controller is enough to answer; none is not."""
    assert codes(PROBE, "injected", change=[{"of": "controller", "set": DOWN}]) == ["webhook-answered"]
    found = only(PROBE, "injected", change=[PLAIN, *({"of": one, "set": DOWN} for one in BOTH)])
    assert (found.code, found.facts["policy"]) == ("webhook-controller-not-ready", "Fail")
    assert found.subject == "MutatingWebhookConfiguration juicefs-admission-webhook"


def test_fires_on_a_webhook_that_outlived_its_controller() -> None:
    """An uninstall may leave the configuration, and with it a namespace in which no pod can be created."""
    change: list[Any] = [PLAIN, *({"remove": one} for one in BOTH)]
    assert codes(PROBE, "injected", change=change) == ["webhook-left-behind"]
    ignoring = {"of": "webhook", "set": {"webhooks[0].failurePolicy": "Ignore"}}
    assert only(PROBE, "injected", change=[*change, ignoring]).facts["policy"] == "Ignore"


def test_fires_on_a_webhook_that_calls_another_namespace() -> None:
    """A configuration from an earlier installation calls a service that nobody stands behind."""
    moved = {"webhooks[0].clientConfig.service.namespace": "juicefs"}
    found = only(PROBE, "injected", change=[PLAIN, {"of": "webhook", "set": moved}])
    assert (found.code, found.facts["asked"], found.facts["there"]) == (
        "webhook-asks-elsewhere",
        "juicefs",
        "kube-system",
    )


def test_fires_weakly_for_a_pod_that_has_its_sidecar() -> None:
    """A webhook that is down now does not touch a pod that was injected before."""
    assert codes(PROBE, "injected", change=[{"remove": one} for one in BOTH]) == ["webhook-not-answered-now"]
    assert book().findings["webhook-not-answered-now"].weight is Weight.WEAK


def test_silent_where_the_webhook_does_not_look() -> None:
    """Without a webhook, or in a namespace that it does not select, a controller that is down refuses no pod."""
    down = [{"of": one, "set": DOWN} for one in BOTH]
    assert codes(PROBE, "injected") == ["webhook-answered"]
    assert codes(PROBE, change=down) == []
    unlabelled = {"of": "space", "set": {"metadata.labels[juicefs.com/enable-injection]": None}}
    assert codes(PROBE, "injected", change=[unlabelled, *down]) == []


def test_silent_on_a_webhook_that_is_called_by_url() -> None:
    """Without a service any ready controller will do: more cannot be told."""
    config = {"url": "https://juicefs.example/juicefs/inject-v1-pod"}
    by_url = {"of": "webhook", "set": {"webhooks[0].clientConfig": config}}
    assert codes(PROBE, "injected", change=[by_url]) == ["webhook-answered"]


def test_forbidden_is_unknown() -> None:
    """Neither the webhook of an injected pod nor its controllers are called well unread."""
    kind = "MutatingWebhookConfiguration"
    assert unknowns(PROBE, "injected", forbid=["mutatingwebhookconfigurations"]) == [(kind, "forbidden")]
    unread = refused(snapshot_of("injected"), Part.CONTROLLER_PODS)
    assert [(one.code, one.facts["kind"]) for one in look_at(PROBE, unread)] == [("injection-answered-unknown", "Pod")]
    assert unknowns(PROBE, "injected", change=[PLAIN], forbid=["namespaces"]) == [("Namespace", "forbidden")]
    assert codes(PROBE, "injected", change=[PLAIN], forbid=["namespaces"]) == ["injection-answered-unknown"]
