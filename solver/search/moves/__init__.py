"""What the search does to rounds: tasks put in, strings of them taken out."""
