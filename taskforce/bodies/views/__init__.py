"""Pages of bodies, of their seats and deputies."""
