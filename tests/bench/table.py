"""Prints the measures, each tool's figures as a multiple of the first one's."""

import json
import sys

with open(sys.argv[1], encoding="utf-8") as lines:
    measures = [json.loads(line) for line in lines]
first = measures[0]
head = ("tool", "exit", "wall s", "×", "cpu s", "×", "peak MiB", "×", "calls", "×")
widths = (12, 4, 8, 7, 8, 7, 9, 7, 7, 7)


def ratio(measure, what):
    return f"{measure[what] / first[what]:.1f}" if first[what] else "-"


def line(cells):
    return " ".join(
        str(cell).rjust(width) if i else str(cell).ljust(width) for i, (cell, width) in enumerate(zip(cells, widths))
    )


print(line(head))
for m in measures:
    shown = {
        "wall": f"{m['wall']:.2f}",
        "cpu": f"{m['cpu']:.2f}",
        "peak": f"{m['peak'] / 2**20:.0f}",
        "calls": m["calls"],
    }
    cells = [cell for what in shown for cell in (shown[what], ratio(m, what))]
    print(line((m["name"], m["code"], *cells)))
