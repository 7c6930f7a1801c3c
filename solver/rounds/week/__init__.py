"""A week of rounds: day by day, each in the light of the others."""
