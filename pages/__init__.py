"""A thin script a question; what they show lives in ``dashboard``."""
