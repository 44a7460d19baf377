"""Editions of a finished result for other programs: Excel, SQLite, networks, maps, annotators."""

from __future__ import annotations

from presselese.export.editions import Outcome, add_editions, export, require

__all__ = ["Outcome", "add_editions", "export", "require"]
