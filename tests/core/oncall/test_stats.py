"""The figures: what is counted, in which week, and that alike questions are one."""

from collections.abc import Sequence
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.core.oncall.stats import Unmatched, count, week_of
from bot.model.case import CaseId, Strength
from bot.model.diagnosis import Verdict
from bot.model.episode import Episode
from bot.model.oncall import Status
from bot.model.text import SafeText
from tests.core.oncall.episodes import CASE, NIGHT, episode

WEEK = 7 * 24
OOM = CaseId("mount-pod-oom")


def unmatched(*lines: str) -> Sequence[Unmatched]:
    """What is counted of questions that nothing matched, the first line asked first."""
    asked = [episode(number, hours=number, case=None, line=SafeText(line)) for number, line in enumerate(lines)]
    return count(asked).unmatched


def test_nothing_gives_no_shares() -> None:
    """An empty log is not a share of zero."""
    empty = count([])
    assert (empty.answered_share, empty.confirmed_share, empty.to_resolve, empty.weeks) == (None, None, None, ())


def test_cases_are_counted_by_week_without_gaps() -> None:
    """A quiet week stands between two busy ones; the most frequent case comes first."""
    found = count([episode(1), episode(2, hours=2 * WEEK), episode(3, case=OOM), episode(4)])
    assert found.weeks == ("2026-W11", "2026-W12", "2026-W13")
    assert [(one.case, one.total, one.weekly) for one in found.cases] == [(CASE, 3, (2, 0, 1)), (OOM, 1, (1, 0, 0))]


def test_a_week_is_an_iso_week_in_utc() -> None:
    """The first days of a year may belong to the last week of the one before."""
    assert week_of(NIGHT.replace(year=2027, month=1, day=2)) == "2026-W53"


def test_answered_is_likely_or_better_or_a_pod_that_was_judged() -> None:
    """A possible case is no answer; a pod found well is one."""
    found = count(
        [
            episode(1),
            episode(2, strength=Strength.POSSIBLE, verdict=Verdict.UNSURE),
            episode(3, case=None, verdict=Verdict.HEALTHY),
            episode(4, case=None, verdict=Verdict.NO_CASE),
        ]
    )
    assert found.answered_share == 0.5


def test_what_people_said_is_shown_and_changes_nothing_else() -> None:
    """Helped and Not it are summed; the cases are counted as if nobody had said anything."""
    quiet = count([episode(1), episode(2)])
    found = count([episode(1, helped=3), episode(2, refuted=1)])
    assert (found.confirmed_share, found.cases) == (0.75, quiet.cases)


def test_time_to_resolve_is_the_median_of_what_was_resolved() -> None:
    """What is open or was dismissed has no time."""
    closed = [
        episode(1, status=Status.RESOLVED, closed_at=NIGHT + timedelta(hours=1)),
        episode(2, status=Status.RESOLVED, closed_at=NIGHT + timedelta(hours=2)),
        episode(3, status=Status.RESOLVED, closed_at=NIGHT + timedelta(hours=9)),
        episode(4, status=Status.DISMISSED, closed_at=NIGHT + timedelta(days=9)),
    ]
    assert (count(closed).to_resolve, count(closed).resolved) == (timedelta(hours=2), 3)


def test_questions_that_differ_in_names_and_numbers_are_one() -> None:
    """Counted together, told in the words of the newest, the most frequent first."""
    found = unmatched(
        "juicefs: cannot open /data/a/1.bin: code 17",
        "why is my bucket slow",
        "juicefs: cannot open /data/b/2.bin: code 18",
    )
    assert found == (Unmatched(SafeText("juicefs: cannot open /data/b/2.bin: code 18"), 2),
                     Unmatched(SafeText("why is my bucket slow"), 1))  # fmt: skip


def test_what_was_opened_on_purpose_is_no_question() -> None:
    """Without a paste there is nothing that could have matched."""
    assert count([episode(1, case=None, verdict=None)]).unmatched == ()


_EPISODES = st.lists(
    st.builds(
        lambda hours, case, line, verdict: episode(1, hours=hours, case=case, line=SafeText(line), verdict=verdict),
        st.integers(-40_000, 40_000),
        st.sampled_from([None, CASE, OOM]),
        st.text(max_size=30) | st.just("mount failed 17"),
        st.sampled_from([None, *Verdict]),
    ),
    max_size=12,
)


@given(_EPISODES)
def test_nothing_is_lost_or_counted_twice(episodes: list[Episode]) -> None:
    """Weeks add up to the total of each case; questions without answer add up to their number."""
    found = count(episodes)
    assert all(sum(one.weekly) == one.total for one in found.cases)
    assert sum(one.total for one in found.cases) <= found.answered <= found.conversations
    open_questions = [
        one
        for one in episodes
        if one.verdict
        and one.case is None
        and one.line.strip()
        and one.verdict not in (Verdict.HEALTHY, Verdict.ELSEWHERE)
    ]
    assert sum(one.count for one in found.unmatched) == len(open_questions)
    assert all(week_of(one.opened_at) in found.weeks for one in episodes)
