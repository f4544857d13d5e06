"""One small break at a time in the rules, and whether a test notices: ``make mutants``."""
