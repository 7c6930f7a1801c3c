"""What outlives a page: the store, jobs, loading, and who may do what. It knows no screen."""
