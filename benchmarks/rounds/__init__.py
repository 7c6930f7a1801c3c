"""Rounds beside their peers."""
