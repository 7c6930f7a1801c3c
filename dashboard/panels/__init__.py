"""The parts of the pages, a module a page: what is shown and what may be changed."""
