"""Papers: their builders, their renditions, sending one as a file."""
