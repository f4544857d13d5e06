"""The plan as a whole (规划): list, import page, settings, rights, phase."""
