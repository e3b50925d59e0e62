"""Side-by-side benchmarks: our work against a named peer, each printing a ratio of CPU time."""
