"""Keeping and moving: everything the portal holds as one folder, checked, and put back whole.

A backup is of no engine: rows are lines of JSON, so that what stood in SQLite can be restored
into PostgreSQL and back. What it holds is told by ``tables`` (from the models, as the migrations
of the database made them) and ``manifest`` (what was written, with its hashes).
"""
