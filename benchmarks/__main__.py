"""`python -m benchmarks [--corpus FILE.jsonl]`: the tables of docs/benchmarks.md.

Each table stands alone: our figure and, where one exists, the baselines', from the same run on the same machine.
"""

import argparse
from pathlib import Path

from benchmarks import cold, diagnosing, matching, slack


def main() -> None:
    """Print every table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpus", type=Path, help="labelled pastes to measure with; default: the casebook's examples")
    corpus = parser.parse_args().corpus
    print(matching.table(corpus))
    print(cold.table())
    print(diagnosing.table())
    print(slack.table())


if __name__ == "__main__":
    main()
