"""``python -m benchmarks.roads``: Homerounds beside its peers, one JSON line an engine."""

from benchmarks.roads.engines import main

if __name__ == "__main__":
    main()
