"""The dashboard and the alerts: they may ask only for what /metrics has."""

import json
import re
from collections.abc import Iterator

import pytest
import yaml
from prometheus_client.parser import text_string_to_metric_families

from bot.model.snapshot import Json
from tests.deploy.building import DEPLOY
from tests.edge.test_metrics import filled

WORDS = set("absent and by changes histogram_quantile increase le on rate sum topk instance".split())
"""What an expression holds beside metrics, labels and their values: functions and operators."""
TIMES = re.compile(r"\[\d+[smhd]\]")


def expressions() -> Iterator[tuple[str, str]]:
    """Each expression with where it stands."""
    for panel in dashboard()["panels"]:
        for target in panel["targets"]:
            yield panel["title"], target["expr"]
    for rule in alerts():
        yield rule["alert"], rule["expr"]


def dashboard() -> Json:
    """deploy/grafana-dashboard.json."""
    found: Json = json.loads((DEPLOY / "grafana-dashboard.json").read_text("utf-8"))
    return found


def alerts() -> list[Json]:
    """The rules of deploy/alerts.yaml."""
    (group,) = yaml.safe_load((DEPLOY / "alerts.yaml").read_text("utf-8"))["groups"]
    return list(group["rules"])


def exposed() -> dict[str, set[str]]:
    """Every sample that /metrics can show, with its labels; the registry's own names, as a scraper reads them."""
    labels: dict[str, set[str]] = {}
    for family in text_string_to_metric_families(filled().text().decode()):
        for sample in family.samples:
            labels.setdefault(sample.name, set()).update(sample.labels)
    return labels


@pytest.mark.parametrize(("where", "expression"), list(expressions()))
def test_every_expression_names_what_exists(where: str, expression: str) -> None:
    """Each word of an expression is a metric that there is, a label of such a metric, or PromQL."""
    known = exposed()
    words = set(re.findall(r"\b[a-z_][a-z_0-9]*", TIMES.sub("", re.sub(r'"[^"]*"', "", expression))))
    metrics = words & known.keys()
    assert metrics, where
    labels = {label for metric in metrics for label in known[metric]}
    assert words - metrics - labels - WORDS == set(), where


def test_every_metric_of_ours_is_shown() -> None:
    """What is worth measuring is worth looking at: each metric stands on the dashboard or in an alert."""
    asked = " ".join(expression for _, expression in expressions())
    families = {re.sub(r"_(?:total|bucket|count|sum|created)$", "", name) for name in exposed()}
    assert sorted(name for name in families if name.startswith("juicefs_bot_") and name not in asked) == []


def test_the_values_in_expressions_are_values_that_there_are() -> None:
    """A label's value in an expression is one that the code writes."""
    values = {value for _, expression in expressions() for value in re.findall(r'"([^"]*)"', expression)}
    assert values <= {"ok", "limited", "refused", "failed", "forbidden"}


def test_every_alert_says_what_to_do_in_both_languages() -> None:
    """A name of its own, a severity, and a sentence for the person who is woken, in English and Chinese."""
    names = [rule["alert"] for rule in alerts()]
    assert len(set(names)) == len(names) >= 8
    for rule in alerts():
        assert rule["labels"]["severity"] in {"critical", "warning", "info"}
        assert re.search(r"[一-龥]", rule["annotations"]["summary_zh"])
        assert len(rule["annotations"]["summary"]) > 30


def test_the_dashboard_can_be_imported() -> None:
    """Panels have ids of their own, do not overlap, and take the data source that the reader chooses."""
    panels = dashboard()["panels"]
    assert len({panel["id"] for panel in panels}) == len(panels)
    assert {panel["datasource"]["uid"] for panel in panels} == {"${datasource}"}
    cells = [
        (x, y)
        for place in (panel["gridPos"] for panel in panels)
        for x in range(place["x"], place["x"] + place["w"])
        for y in range(place["y"], place["y"] + place["h"])
    ]
    assert len(set(cells)) == len(cells)
    assert max(x for x, _ in cells) < 24
