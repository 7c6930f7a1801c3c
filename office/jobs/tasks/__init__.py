"""The work of jobs, a file a kind."""
