"""Runs a command and writes what it and every process it waited for cost.

Usage: measure-process.py REPORT COMMAND [WORD...]; ends with the command's exit code.
"""

import json
import os
import subprocess
import sys
import time

report, *command = sys.argv[1:]
started = time.perf_counter()
process = subprocess.Popen(command, stdin=subprocess.DEVNULL)
# What the kernel counted for this one process and those it waited for, not for whatever started this script.
_, status, usage = os.wait4(process.pid, 0)
wall = time.perf_counter() - started
code = os.waitstatus_to_exitcode(status)
with open(report, "w", encoding="utf-8") as file:
    json.dump(
        {
            "cpuMs": (usage.ru_utime + usage.ru_stime) * 1000,
            "wallMs": wall * 1000,
            # Of the largest of the processes; Linux counts in kilobytes.
            "peakMB": usage.ru_maxrss / 1024,
        },
        file,
    )
# The command has been waited for.
process.returncode = code
sys.exit(code if code >= 0 else 128 - code)
