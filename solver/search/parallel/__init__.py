"""Where searches run: one after another here, or side by side in processes that may die."""
