"""Presselese harvests tables of people, roles, organisations, cities and dates."""
