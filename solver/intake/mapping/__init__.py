"""Exports of case and rostering systems → our columns."""
