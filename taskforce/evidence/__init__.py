"""What must exist before a gate may be put to its deciders; one file a kind in ``kinds/``."""
