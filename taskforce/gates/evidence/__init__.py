"""What must exist before a stage may be put to the deciders; one file a kind of evidence."""
