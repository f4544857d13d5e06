"""Pages of the plan: load, permission, form, one action, redirect."""
