"""Figures of ``make bench``: bench_*.py, on a private PostgreSQL, each beside its floor."""
