"""Who leaves: what they hold, and handing it over."""
