"""Speed beside what one would use instead: one file for each workload, all measured by `python -m benchmarks`."""
