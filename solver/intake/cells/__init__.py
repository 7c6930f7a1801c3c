"""What a cell says: words, numbers, days and times as people write them."""
