"""The injection webhooks and what they ask for."""

from bot.core.chain.injection import Injector, injectors
from bot.model.snapshot import Json
from tests.scenes.scene import load

WEBHOOK = load("injected").get("webhook")
SELECTED = {"metadata": {"labels": {"juicefs.com/enable-injection": "true"}}}


def hook(**fields: object) -> Json:
    """A configuration with one webhook of which some fields are others."""
    return {**WEBHOOK, "webhooks": [{**WEBHOOK["webhooks"][0], **fields}]}


def only(configuration: Json) -> Injector:
    """The one injector of a configuration."""
    (found,) = injectors((configuration,))
    return found


def test_both_kinds_of_injector_are_known_by_their_path() -> None:
    """Names are Helm's to choose; the paths are the driver's own, called by service or by URL."""
    for path in ("/juicefs/inject-v1-pod", "/juicefs/serverless/inject-v1-pod"):
        assert injectors((hook(clientConfig={"service": {"namespace": "jfs", "name": "hook", "path": path}}),))
        assert injectors((hook(clientConfig={"url": f"https://hook.example{path}"}),))
    validating = hook(clientConfig={"service": {"path": "/juicefs/validate-secret"}})
    assert injectors((validating, {"metadata": {"name": "empty"}})) == ()


def test_an_injector_tells_where_it_calls_and_what_happens_when_nobody_answers() -> None:
    """Fail is Kubernetes' default."""
    assert only(WEBHOOK).service == ("kube-system", "juicefs-admission-webhook")
    assert only(WEBHOOK).configuration == "juicefs-admission-webhook"
    assert only(hook(failurePolicy=None)).refuses_when_down
    assert not only(hook(failurePolicy="Ignore")).refuses_when_down


def test_what_is_asked_of_the_namespace_comes_first() -> None:
    """An empty selector asks for nothing; the driver's own label for switching it off counts as asked for too."""
    off = {"metadata": {"labels": {"disable.sidecar.juicefs.com/inject": "true"}}}
    asked = ("juicefs.com/enable-injection=true", "disable.sidecar.juicefs.com/inject unset")
    assert only(WEBHOOK).asks_of({}, off) == asked
    assert only(WEBHOOK).asks_of(SELECTED, {}) == ()
    assert only(WEBHOOK).asks_of_namespace({}) == asked[:1]
