"""Units (单位), accounts, sign-in."""
