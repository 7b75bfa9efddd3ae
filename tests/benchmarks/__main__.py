"""`python -m tests.benchmarks`: our engine against the same crossing written for other simulators.

Takes a few minutes of one core, and installs the others into an environment of their own.
"""

import argparse
import sys
import tempfile
import time
from pathlib import Path

from tests.benchmarks.measuring import measure
from tests.benchmarks.page import compared, text_of, write
from tests.benchmarks.tools import machine, make_peers

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "background" / "performance.md"
OTHERS = ROOT / "results" / "out" / "benchmark"


def main() -> int:
    """Measure, print the tables, and write them into the page if asked to."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("--rounds", type=int, default=5, help="how often every program runs")
    parser.add_argument("--days", type=float, default=365, help="days of BORDER-1 that we and the C++ loop run")
    parser.add_argument("--write", action="store_true", help=f"put the tables into {PAGE.relative_to(ROOT)}")
    asked = parser.parse_args()
    start = time.perf_counter()
    peers = make_peers(OTHERS)
    with tempfile.TemporaryDirectory() as folder:
        measured = measure(peers, Path(folder), rounds=asked.rounds, days=asked.days)
    command = "make benchmark" if asked.write else " ".join(["python -m tests.benchmarks", *sys.argv[1:]])
    text = text_of(measured, peers, machine=machine(), command=command)
    sys.stdout.write(text)
    if asked.write:
        write(PAGE, text)
    sys.stderr.write(f"{time.perf_counter() - start:.0f} s\n")
    apart = [row for rows in compared(measured).values() for row in rows if not row.agrees]
    return 1 if measured.differs or apart else 0


if __name__ == "__main__":
    sys.exit(main())
