"""The land that a world is invented on: settlements, areas, and how much care goes where."""
