"""The printed map: shapes, words and what stands around them, in British National Grid."""
