"""Who is told of what: notices, reminders, digests."""
