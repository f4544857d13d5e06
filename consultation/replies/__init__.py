"""The unit's reply online: opinions, enclosures, release, receipt."""
