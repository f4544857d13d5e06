"""Changes that follow a finding."""
