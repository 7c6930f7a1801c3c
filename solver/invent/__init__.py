"""Invent worlds: packages, carers, providers and rounds on any road network."""
