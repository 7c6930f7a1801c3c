"""Inputs made wrong at random: files that must load or end in a sentence, towns to plan."""
