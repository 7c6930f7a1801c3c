"""``python -m benchmarks.rounds``: Homerounds beside its peers, one JSON line an engine."""

from benchmarks.rounds.engines import main

if __name__ == "__main__":
    raise SystemExit(main())
