"""Changes of what the portal runs on: uploads, mail, the chain of the log."""
