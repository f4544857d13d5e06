"""Every change in the process: one verb, one transaction, one audit row."""
