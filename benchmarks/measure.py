"""One measurement in a process of its own: `python -m benchmarks.measure WORKLOAD SIZE [memory CONTENDER]`."""

import importlib
import json
import sys
import time
from pathlib import Path
from typing import Any

from benchmarks.workload import OURS, Workload

MOST_SECONDS = 30.0  # for all rounds of one size
MOST_ROUNDS = 200  # what takes a moment is asked often: a busy machine is quiet now and then
FEWEST_ROUNDS = 3


def seconds_of(workload: Workload, size_at: int) -> dict[str, Any]:
    """This function will time every contender in turn, round after round, and return each one's best seconds."""
    inputs = workload.make(**workload.sizes[size_at].values)
    runs, absent = _runs(workload, inputs)
    ours = runs[OURS]()
    for name, run in runs.items():
        workload.same(ours, run(), name)
    del ours
    best = dict.fromkeys(runs, float("inf"))
    begun, rounds = time.perf_counter(), 0
    while rounds < FEWEST_ROUNDS or (rounds < MOST_ROUNDS and time.perf_counter() - begun < MOST_SECONDS):
        for name, run in runs.items():
            start = time.perf_counter()
            answer = run()
            best[name] = min(best[name], time.perf_counter() - start)
            del answer
        rounds += 1
    return {"seconds": best, "absent": absent, "rounds": rounds}


def peak_of(workload: Workload, size_at: int, contender: str) -> dict[str, Any]:
    """This function will return the most memory, in MiB, that this process held while one contender answered.

    The inputs are in it. On a system that cannot forget an earlier peak, making them is too.
    """
    inputs = workload.make(**workload.sizes[size_at].values)
    runs, _ = _runs(workload, inputs, only=contender)
    if contender not in runs:
        return {"mib": None}
    clear = Path("/proc/self/clear_refs")
    if clear.exists():
        clear.write_text("5")  # resets the peak that the kernel reports
    answer = runs[contender]()
    peak = _peak_mib()
    del answer
    return {"mib": peak}


def _runs(workload: Workload, inputs: Any, only: str = "") -> tuple[dict[str, Any], list[str]]:
    runs, absent = {}, []
    for name, prepare in workload.contenders.items():
        if only and name != only:
            continue
        try:
            runs[name] = prepare(inputs)
        except ImportError:
            absent.append(name)
    return runs, absent


def _peak_mib() -> float:
    status = Path("/proc/self/status")
    if status.exists():
        line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) / 1024
    import resource

    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 2**20


def main() -> None:
    """This function will measure what the arguments name and print it as JSON."""
    module, size_at, *memory = sys.argv[1:]
    workload = importlib.import_module(f"benchmarks.{module}").WORKLOAD
    if memory:
        print(json.dumps(peak_of(workload, int(size_at), memory[1])))
    else:
        print(json.dumps(seconds_of(workload, int(size_at))))


if __name__ == "__main__":
    main()
