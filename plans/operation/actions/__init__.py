"""Work run again or cancelled; troubles that begin and end."""
