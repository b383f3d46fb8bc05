"""`python -m benchmarks [WORKLOAD ...]`: one table of every workload, each measured in processes of its own."""

import importlib
import json
import math
import os
import pkgutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

import benchmarks
from benchmarks.workload import OURS, Workload

ROOT = Path(__file__).resolve().parents[1]
NOT_WORKLOADS = {
    "workload",
    "measure",
    "roster_ground",
    "roster_by_hand",
    "meeting_ground",
    "meeting_path",
    "early_warning_peers",
    "__main__",
}


def main() -> None:
    """This function will measure the workloads named, or all, and print the table and what was left out."""
    console = Console(width=max(Console().width, 170))
    table = Table(
        title="Best seconds of several rounds, in one process; ratios are ours ÷ theirs, so under 1 is faster"
    )
    for heading in ("workload", "size", OURS, "beside", "ratio", "bar", "", "peak memory, ours / theirs"):
        table.add_column(heading, justify="left" if heading in ("workload", "beside", "") else "right")
    notes: list[str] = []
    for module, workload in _workloads(sys.argv[1:]):
        for row in _measured(module, workload, console, notes):
            table.add_row(*row)
        table.add_section()
        notes += workload.notes
    console.print(table)
    for note in dict.fromkeys(notes):
        console.print(f"- {note}")


def _workloads(wanted: list[str]) -> Iterator[tuple[str, Workload]]:
    for module in sorted(entry.name for entry in pkgutil.iter_modules(benchmarks.__path__)):
        if module not in NOT_WORKLOADS and (not wanted or module in wanted):
            yield module, importlib.import_module(f"benchmarks.{module}").WORKLOAD


def _measured(module: str, workload: Workload, console: Console, notes: list[str]) -> Iterator[list[str]]:
    ours: list[tuple[int, float]] = []
    for size_at, size in enumerate(workload.sizes):
        with console.status(f"{workload.name}, {size.label}"):
            found = _in_a_process(module, size_at)
        seconds: dict[str, float] = found["seconds"]
        told = ", ".join(f"{name} {_seconds_text(taken)}" for name, taken in seconds.items())
        console.print(f"{workload.name}, {size.label}: {told}")  # as it comes: the table follows at the end
        if size.judged:
            ours.append((size.n, seconds[OURS]))
        notes += [f"{name} is not installed here; `make bench` installs it." for name in found["absent"]]
        peak = _peak(module, size_at, OURS)
        first = [workload.name if size_at == 0 else "", size.label, _seconds_text(seconds[OURS])]
        for name in [name for name in seconds if name != OURS]:
            shown = f"{name}{' (floor)' if name == workload.floor else ''}  {_seconds_text(seconds[name])}"
            ratio = seconds[OURS] / seconds[name]
            memory = f"{peak} / {_peak(module, size_at, name)} MiB"
            yield [*first, shown, f"{ratio:.3f}", *_verdict(workload, size_at, name, ratio), memory]
            first = ["", "", ""]
    if len(ours) > 1:
        (n_before, before), (n_after, after) = ours[-2:]
        grows = math.log(after / before) / math.log(n_after / n_before)
        yield ["", "growth", f"n^{grows:.2f}", "", "", "", "", ""]


def _verdict(workload: Workload, size_at: int, name: str, ratio: float) -> tuple[str, str]:
    for bar in workload.bars:
        if bar.beside == name and workload.sizes[size_at].judged:
            return f"≤ {bar.at_most:g}", "holds" if ratio <= bar.at_most else "MISSED"
    return "", ""


def _peak(module: str, size_at: int, contender: str) -> str:
    return f"{_in_a_process(module, size_at, 'memory', contender)['mib']:,.0f}"


def _in_a_process(module: str, size_at: int, *more: str) -> dict[str, Any]:
    """Peers live in an environment of their own; where it is not there, this one answers without them."""
    beside = ROOT / f"{Path(sys.prefix).name}-bench" / "bin" / "python"
    python = str(beside) if beside.exists() else sys.executable
    environment = os.environ | {"PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)])}
    command = [python, "-m", "benchmarks.measure", module, str(size_at), *more]
    done = subprocess.run(command, env=environment, cwd=ROOT, stdout=subprocess.PIPE, check=True)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def _seconds_text(seconds: float) -> str:
    return f"{seconds * 1000:,.2f} ms" if seconds < 1 else f"{seconds:,.2f} s"


if __name__ == "__main__":
    main()
