"""Label and node selectors, against what Kubernetes' own documentation says of them."""

import pytest

from bot.core.objects.selectors import unmet, unmet_by_node
from bot.model.snapshot import Json

LABELS = {"env": "prod", "tier": "db", "rank": "7"}


def expression(key: str, operator: str, *values: str) -> Json:
    """A selector of one expression."""
    return {"matchExpressions": [{"key": key, "operator": operator, "values": list(values)}]}


@pytest.mark.parametrize(
    "selector",
    [
        {},
        {"matchLabels": {"env": "prod"}},
        expression("env", "In", "dev", "prod"),
        expression("env", "NotIn", "dev"),
        expression("absent", "NotIn", "dev"),
        expression("tier", "Exists"),
        expression("absent", "DoesNotExist"),
        expression("rank", "Gt", "6"),
        expression("rank", "Lt", "8"),
    ],
)
def test_what_a_selector_asks_for_and_gets_selects(selector: Json) -> None:
    """An empty selector selects everything; a missing key satisfies NotIn and DoesNotExist."""
    assert unmet(selector, LABELS) == ()


@pytest.mark.parametrize(
    ("selector", "told"),
    [
        ({"matchLabels": {"env": "prod", "juicefs.com/enable-injection": "true"}}, "juicefs.com/enable-injection=true"),
        (expression("env", "In", "dev", "test"), "env In (dev, test)"),
        (expression("env", "NotIn", "prod"), "env NotIn (prod)"),
        (expression("absent", "In", "a"), "absent In (a)"),
        (expression("absent", "Exists"), "absent"),
        (expression("env", "DoesNotExist"), "!env"),
        (expression("rank", "Gt", "7"), "rank Gt (7)"),
        (expression("env", "Lt", "7"), "env Lt (7)"),
        (expression("absent", "Gt", "7"), "absent Gt (7)"),
        (expression("env", "Approximately", "prod"), "env Approximately (prod)"),
    ],
)
def test_what_it_does_not_get_is_told(selector: Json, told: str) -> None:
    """A requirement that is not met is told as people write it; an operator that nobody knows is never met."""
    assert unmet(selector, LABELS) == (told,)


def affinity(*terms: Json) -> Json:
    """A pod's spec with these terms of required node affinity."""
    required = {"nodeSelectorTerms": list(terms)}
    return {"affinity": {"nodeAffinity": {"requiredDuringSchedulingIgnoredDuringExecution": required}}}


NODE = {"metadata": {"name": "node-b", "labels": LABELS}}


def test_a_node_selector_must_be_met_whole() -> None:
    """Each pair of a nodeSelector counts."""
    assert unmet_by_node({"nodeSelector": {"env": "prod"}}, NODE) == ()
    assert unmet_by_node({"nodeSelector": {"env": "prod", "gpu": "yes"}}, NODE) == ("gpu=yes",)
    assert unmet_by_node({}, NODE) == ()


def test_one_fitting_term_of_affinity_is_enough() -> None:
    """Terms are alternatives; within a term everything counts, and a term that asks for nothing fits nothing."""
    fits, not_here = expression("env", "In", "prod"), expression("gpu", "Exists")
    assert unmet_by_node(affinity(not_here, fits), NODE) == ()
    assert unmet_by_node(affinity(not_here), NODE) == ("gpu",)
    assert unmet_by_node(affinity({}), NODE) == ("an empty term",)


def test_a_node_is_chosen_by_name_too() -> None:
    """The DaemonSet controller itself names nodes in matchFields."""

    def named(node: str) -> Json:
        return affinity({"matchFields": [{"key": "metadata.name", "operator": "In", "values": [node]}]})

    assert unmet_by_node(named("node-b"), NODE) == ()
    assert unmet_by_node(named("node-a"), NODE) == ("metadata.name In (node-a)",)
