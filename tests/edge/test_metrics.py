"""The metrics: each event moves its own, and no label can hold a name."""

from collections.abc import Callable

import pytest
from prometheus_client.parser import text_string_to_metric_families

from bot.edge.metrics import Metrics
from bot.model.case import CaseId, Strength
from bot.model.snapshot import Reason

LABELS = {"case", "strength", "kind", "reason", "method", "outcome", "version", "le"}
"""Every label that a metric of ours may have: none of them is a person, a pod, a channel or a workspace."""


def samples(metrics: Metrics) -> dict[tuple[str, tuple[tuple[str, str], ...]], float]:
    """Each sample of ours by its name and labels, as a scraper reads it."""
    families = text_string_to_metric_families(metrics.text().decode())
    every = [sample for family in families for sample in family.samples]
    return {
        (one.name, tuple(sorted(one.labels.items()))): one.value for one in every if one.name.startswith("juicefs_bot_")
    }


def filled() -> Metrics:
    """Metrics in which everything has happened."""
    metrics = Metrics("1.2.3")
    metrics.answered(CaseId("mount-pod-pending"), Strength.CERTAIN, 0.03)
    metrics.probed(1.5, [("Pod", Reason.FORBIDDEN)])
    metrics.called("chat.postMessage", "ok")
    return metrics


@pytest.mark.parametrize(
    ("happens", "sample", "labels"),
    [
        (lambda m: m.pasted(), "juicefs_bot_pastes_total", {}),
        (lambda m: m.silent(), "juicefs_bot_silences_total", {}),
        (lambda m: m.failed(), "juicefs_bot_errors_total", {}),
        (lambda m: m.reconnected(), "juicefs_bot_slack_reconnects_total", {}),
        (
            lambda m: m.answered(CaseId("mount-pod-oom"), Strength.LIKELY, 0.01),
            "juicefs_bot_answers_total",
            {"case": "mount-pod-oom", "strength": "likely"},
        ),
        (
            lambda m: m.answered(None, Strength.NONE, 0.01),
            "juicefs_bot_answers_total",
            {"case": "none", "strength": "none"},
        ),
        (lambda m: m.answered(None, Strength.NONE, 0.01), "juicefs_bot_answer_seconds_count", {}),
        (lambda m: m.probed(0.4, []), "juicefs_bot_probe_seconds_count", {}),
        (
            lambda m: m.probed(0.4, [("Event", Reason.TIMEOUT)]),
            "juicefs_bot_unread_total",
            {"kind": "Event", "reason": "timeout"},
        ),
        (
            lambda m: m.called("chat.update", "limited"),
            "juicefs_bot_slack_calls_total",
            {"method": "chat.update", "outcome": "limited"},
        ),
    ],
)
def test_each_event_counts_once(happens: Callable[[Metrics], None], sample: str, labels: dict[str, str]) -> None:
    """What happened once adds one to its own sample."""
    metrics, key = Metrics("0"), (sample, tuple(sorted(labels.items())))
    before = samples(metrics).get(key, 0.0)
    happens(metrics)
    assert samples(metrics)[key] == before + 1


def test_what_is_watched_is_looked_at_when_asked() -> None:
    """Queue, database and connection show what they are at the scrape."""
    metrics, state = Metrics("0"), {"queue": 3, "bytes": 4096, "connected": 1}
    metrics.watch(
        connected=lambda: bool(state["connected"]), queue=lambda: state["queue"], database=lambda: state["bytes"]
    )
    names = ("juicefs_bot_queue_length", "juicefs_bot_database_bytes", "juicefs_bot_slack_connected")
    assert [samples(metrics)[name, ()] for name in names] == [3, 4096, 1]
    state.update(queue=0, bytes=8192, connected=0)
    assert [samples(metrics)[name, ()] for name in names] == [0, 8192, 0]


def test_a_faulty_own_set_shows() -> None:
    """How many cases are in force, and that a newer set was refused."""
    metrics = Metrics("0")
    metrics.knows(33, refused=False)
    assert samples(metrics)["juicefs_bot_cases", ()] == 33
    assert samples(metrics)["juicefs_bot_own_cases_refused", ()] == 0
    metrics.knows(33, refused=True)
    assert samples(metrics)["juicefs_bot_own_cases_refused", ()] == 1


def test_no_label_can_name_anybody() -> None:
    """Labels are words of a fixed list; a new one has to be thought about here."""
    used = {label for _, labels in samples(filled()) for label, _ in labels}
    assert used == LABELS


def test_two_bots_in_one_process_do_not_share_counters() -> None:
    """Each has a registry of its own: nothing is global."""
    one, other = Metrics("0"), Metrics("0")
    one.pasted()
    assert samples(other)["juicefs_bot_pastes_total", ()] == 0
