"""A machine that acts at random and looks whether the invariants still hold (``make fuzz``)."""
