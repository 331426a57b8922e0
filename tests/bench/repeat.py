"""Runs commands in turn, several times each, and prints for each the least and the median of wall and CPU time and the peak memory.

usage: repeat.py TIMES -- NAME COMMAND... -- NAME COMMAND...

The first command's figures are the ones that the others' multiples are of. What the commands write is thrown away.
"""

import os
import statistics
import subprocess
import sys
import time

times, *rest = sys.argv[1:]
commands, words = [], []
for word in [*rest, "--"]:
    if word != "--":
        words.append(word)
    elif words:
        commands.append((words[0], words[1:]))
        words = []


def measure(command):
    """Wall and CPU seconds, peak bytes, exit code; children of the command count where it waits for them."""
    start = time.monotonic()
    process = subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    _, status, used = os.wait4(process.pid, 0)
    wall = time.monotonic() - start
    unit = 1 if sys.platform == "darwin" else 1024
    return wall, used.ru_utime + used.ru_stime, used.ru_maxrss * unit, os.waitstatus_to_exitcode(status)


runs = {name: [] for name, _ in commands}
# In turn, so that other work on the machine falls on all of them alike.
for _ in range(int(times)):
    for name, command in commands:
        runs[name].append(measure(command))

first = runs[commands[0][0]]
print(f"{'tool':24} exit   wall ms: min    × median    ×   cpu ms: min     × median     ×  peak MiB     ×")
for name, measured in runs.items():
    cells = []
    for at in (0, 1):
        for pick in (min, statistics.median):
            figure, base = (pick(run[at] for run in which) for which in (measured, first))
            cells.append(f"{figure * 1000:8.0f} {figure / base:6.1f}")
    peak, base = (max(run[2] for run in which) for which in (measured, first))
    codes = ",".join(sorted({str(run[3]) for run in measured}))
    print(f"{name:24} {codes:>4} {'  '.join(cells)} {peak / 2**20:8.0f} {peak / base:6.1f}")
