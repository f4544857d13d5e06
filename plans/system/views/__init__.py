"""Pages of jobs, kept files and mail."""
