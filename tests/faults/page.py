"""`python -m tests.faults.page`: run the faults that measure something; their figures go into docs/reliability.md."""

import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "reliability.md"
BEGIN, END = "<!-- figures of the last run -->", "<!-- end of the figures -->"
_MEASURED = ("test_killed.py", "test_disk.py", "test_database.py", "test_huge_paste.py", "test_day.py")


def main() -> int:
    """Give pytest's exit code; the page changes only when everything passed."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.xml"
        files = [f"tests/faults/{name}" for name in _MEASURED]
        family = ["-o", "junit_family=xunit1", f"--junitxml={report}"]
        code = subprocess.call([sys.executable, "-m", "pytest", "-n", "0", *family, *files], cwd=ROOT)
        if code == 0:
            PAGE.write_text(written(PAGE.read_text("utf-8"), list(rows(report))), "utf-8")
    return code


def rows(report: Path) -> Iterator[str]:
    """A line of the table for each test that told a figure."""
    for case in ET.parse(report).getroot().iter("testcase"):  # noqa: S314 - pytest has just written it
        figures = [f"{one.get('name')}: {one.get('value')}" for one in case.iter("property")]
        if figures:
            yield f"| `{case.get('name')}` | {'; '.join(figures)} |"


def written(page: str, table: list[str]) -> str:
    """The page with this table between its marks."""
    before, _, rest = page.partition(BEGIN)
    after = rest.partition(END)[2]
    return "\n".join([f"{before}{BEGIN}", "", "| test | the last run |", "|---|---|", *table, "", f"{END}{after}"])


if __name__ == "__main__":
    sys.exit(main())
