"""Holds the branch coverage of domain, services and adapters to its floor, each by itself."""

import json
import sys
from pathlib import Path

FLOOR = 90
PARTS = ("rlscompanion/domain/", "rlscompanion/services/", "rlscompanion/adapters/")


def main(report: str) -> int:
    files = json.loads(Path(report).read_text(encoding="utf-8"))["files"]
    below = 0
    for part in PARTS:
        sums = [found["summary"] for name, found in files.items() if name.startswith(part)]
        there = sum(s["num_statements"] + s["num_branches"] for s in sums)
        seen = sum(s["covered_lines"] + s["covered_branches"] for s in sums)
        percent = 100 * seen / there
        print(f"{part:<28}{percent:6.1f} %")
        below += percent < FLOOR
    return 1 if below else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
