"""Lines of logs."""

import pytest

from bot.core.objects.log_lines import grave, lines, names, written
from bot.model.text import SafeText

NOW = "2026-05-04T02:20:00Z"


def test_the_newest_line_comes_first() -> None:
    """A log's last line is what happened last; empty lines say nothing."""
    assert list(lines(SafeText("a\n\nb\n \nc\n"))) == ["c", "b", "a"]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ('E0504 02:10:05.200000       7 node.go:1] "x" logger="main"', True),
        ("2026/05/04 02:10:08.412345 juicefs[7] <FATAL>: x [main.go:1]", True),
        ('I0504 02:10:05.2 7 pod.go:1] "Pod x" err="no"', True),
        ("plain: could not mount it", True),
        ('I0504 02:10:05.2 7 node.go:1] "creating dir" target="/a"', False),
        ("2026/05/04 02:10:08.412345 juicefs[7] <INFO>: OK", False),
        ('W0504 02:10:05.2 7 node.go:1] "slow"', False),
    ],
)
def test_a_grave_line_tells_of_a_failure(line: str, *, expected: bool) -> None:
    """By its level, or by words that only failures use."""
    assert grave(line) is expected


def test_a_name_is_found_whole() -> None:
    """A name that goes on is another object's; quotes, slashes and brackets end it."""
    assert names('pvcName="orders-data"', "orders-data")
    assert names('provision "shop/orders-data" class', "shop/orders-data")
    assert not names('pvcName="orders-data-2"', "orders-data")
    assert not names('pvcName="my.orders-data"', "orders-data")
    assert not names("anything", "")


def test_a_klog_line_tells_its_moment_without_a_year() -> None:
    """The year is the one that puts the line before the snapshot: December is last year's in January."""
    told = written("I0504 02:10:05.1 7 node.go:1] x", NOW)
    assert told is not None
    assert told.isoformat() == "2026-05-04T02:10:05+00:00"
    december = written("I1231 23:59:59.1 7 node.go:1] x", "2026-01-01T00:00:10Z")
    assert december is not None
    assert december.year == 2025
    assert written("I0229 23:59:59.1 7 node.go:1] x", "2028-01-01T00:00:10Z") is None


def test_a_line_of_a_client_tells_its_moment_whole() -> None:
    """With the year; in UTC, in which containers run."""
    told = written("2026/05/04 02:10:08.412345 juicefs[7] <INFO>: OK", NOW)
    assert told is not None
    assert told.isoformat() == "2026-05-04T02:10:08+00:00"


def test_what_has_no_time_has_no_moment() -> None:
    """Neither has a header that names no day."""
    assert written("juicefs[7] <INFO>: OK", NOW) is None
    assert written("2026/13/04 02:10:08 juicefs[7] <INFO>: OK", NOW) is None
    assert written("I1399 02:10:05.1 7 node.go:1] x", NOW) is None
    assert written("I0229 02:10:05.1 7 node.go:1] x", NOW) is None
    assert written("I0504 02:10:05.1 7 node.go:1] x", "") is None
