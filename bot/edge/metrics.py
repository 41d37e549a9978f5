"""What the bot counts and measures, as Prometheus reads it.

No label names a person, a pod, a channel or a workspace: labels are case ids, strengths, Kubernetes kinds, reasons, Web
API methods and words of our own, so that the metrics may be seen by whoever runs the cluster.
"""

import sys
from collections.abc import Callable, Iterable

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.platform_collector import PlatformCollector
from prometheus_client.process_collector import ProcessCollector

from bot.model.case import CaseId, Strength
from bot.model.snapshot import Reason

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"

_ANSWER_SECONDS = (0.01, 0.025, 0.05, 0.1, 0.15, 0.25, 0.5, 1, 2.5, 5, 15, 60, 300)
"""From the promise (p50 50 ms, p95 150 ms) to what waiting out Slack's limits costs."""
_PROBE_SECONDS = (0.1, 0.25, 0.5, 1, 2, 3, 5, 7.5, 10, 20, 60, 120)
"""Around the promise of 2 s and the default deadline of 10 s, up to the longest deadline that can be set."""


class Metrics:
    """Counters of one bot, in a registry of their own.  Every method may be called from any thread."""

    def __init__(self, version: str) -> None:
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)
        PlatformCollector(registry=self.registry)
        self._count_what_is_asked()
        self._count_slack()
        self._measure_state(version)

    def pasted(self) -> None:
        """A text came in that was looked at."""
        self._pastes.inc()

    def answered(self, case: CaseId | None, strength: Strength, seconds: float) -> None:
        """An answer was posted, so long after its message; None is an answer that no case fits."""
        self._answers.labels(case or "none", strength.word).inc()
        self._answer_seconds.observe(seconds)

    def silent(self) -> None:
        """A text in a channel was left without an answer, as it should be when nothing fits."""
        self._silences.inc()

    def probed(self, seconds: float, unread: Iterable[tuple[str, Reason]]) -> None:
        """A pod's cluster was read and judged; `unread` are the kinds that could not be read, with the reason."""
        self._probe_seconds.observe(seconds)
        for kind, reason in unread:
            self._unread.labels(kind, reason.value).inc()

    def failed(self) -> None:
        """Something of ours broke while a message was worked on."""
        self._errors.inc()

    def called(self, method: str, outcome: str) -> None:
        """A method of the Web API was called: `ok`, `limited` (429), `refused` or `failed`."""
        self._calls.labels(method, outcome).inc()

    def reconnected(self) -> None:
        """The socket to Slack was lost and opened anew."""
        self._reconnects.inc()

    def knows(self, cases: int, *, refused: bool) -> None:
        """So many cases are in force; `refused` when a newer own set is faulty and was not taken."""
        self._cases.set(cases)
        self._refused.set(refused)

    def watch(self, *, connected: Callable[[], bool], queue: Callable[[], int], database: Callable[[], int]) -> None:
        """Where to look at each scrape: the connection, how much waits, the log's bytes."""
        self._connected.set_function(connected)
        self._queue.set_function(queue)
        self._database.set_function(database)

    def text(self) -> bytes:
        """Everything in Prometheus' text format."""
        return generate_latest(self.registry)

    def _count_what_is_asked(self) -> None:
        self._pastes = Counter("juicefs_bot_pastes", "Texts looked at.", registry=self.registry)
        self._answers = Counter("juicefs_bot_answers", "Answers posted.", ["case", "strength"], registry=self.registry)
        self._silences = Counter("juicefs_bot_silences", "Texts left without an answer.", registry=self.registry)
        self._errors = Counter("juicefs_bot_errors", "Messages on which the bot failed.", registry=self.registry)
        self._answer_seconds = Histogram(
            "juicefs_bot_answer_seconds",
            "From a message to its posted answer.",
            buckets=_ANSWER_SECONDS,
            registry=self.registry,
        )
        self._probe_seconds = Histogram(
            "juicefs_bot_probe_seconds",
            "Reading and judging a pod's cluster.",
            buckets=_PROBE_SECONDS,
            registry=self.registry,
        )
        self._unread = Counter(
            "juicefs_bot_unread", "Reads of a cluster without an answer.", ["kind", "reason"], registry=self.registry
        )

    def _count_slack(self) -> None:
        self._calls = Counter(
            "juicefs_bot_slack_calls", "Calls of Slack's Web API.", ["method", "outcome"], registry=self.registry
        )
        self._reconnects = Counter(
            "juicefs_bot_slack_reconnects", "Sockets to Slack opened anew.", registry=self.registry
        )
        self._connected = Gauge("juicefs_bot_slack_connected", "1 while events can come.", registry=self.registry)

    def _measure_state(self, version: str) -> None:
        self._queue = Gauge("juicefs_bot_queue_length", "Messages that wait or are worked on.", registry=self.registry)
        self._database = Gauge(
            "juicefs_bot_database_bytes", "The conversation log with its write-ahead log.", registry=self.registry
        )
        blocks = Gauge(
            "juicefs_bot_memory_blocks",
            "What Python holds, in blocks: grows with a leak alone, and resident memory with a burst too.",
            registry=self.registry,
        )
        blocks.set_function(sys.getallocatedblocks)
        self._cases = Gauge("juicefs_bot_cases", "Cases in force.", registry=self.registry)
        self._refused = Gauge(
            "juicefs_bot_own_cases_refused", "1 while a newer own set of cases is faulty.", registry=self.registry
        )
        info = Gauge("juicefs_bot_info", "1, with the version.", ["version"], registry=self.registry)
        info.labels(version).set(1)
