"""What every room stands on: audit, jobs, mail, files, secrecy, clock, page helpers."""
