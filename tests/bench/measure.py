"""Runs one command and notes wall time, CPU time, peak memory, exit code and the calls that reached the emulator meanwhile.

usage: measure.py NAME EMULATOR_LOG MEASURES -- COMMAND...
"""

import json
import resource
import subprocess
import sys
import time

name, log, measures, _, *command = sys.argv[1:]


def calls():
    """moto logs one line a request."""
    with open(log, encoding="utf-8", errors="replace") as lines:
        return sum(" HTTP/1." in line and "/moto-api/" not in line for line in lines)


before, start = calls(), time.monotonic()
with open(f"{name}.stdout", "wb") as stdout, open(f"{name}.stderr", "wb") as stderr:
    code = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=stdout, stderr=stderr).returncode
wall = time.monotonic() - start
used = resource.getrusage(resource.RUSAGE_CHILDREN)
# ru_maxrss is the largest of the children, in KiB on Linux and in bytes on macOS.
unit = 1 if sys.platform == "darwin" else 1024
measure = {
    "name": name,
    "code": code,
    "wall": wall,
    "cpu": used.ru_utime + used.ru_stime,
    "peak": used.ru_maxrss * unit,
    "calls": calls() - before,
}
with open(measures, "a", encoding="utf-8") as lines:
    print(json.dumps(measure), file=lines)
