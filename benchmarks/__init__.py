"""What the house can do, timed: each module prints one JSON line a case."""
