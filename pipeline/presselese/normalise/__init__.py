"""Pure functions that turn spans into values; nothing here knows spaCy."""
