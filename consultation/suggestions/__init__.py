"""Public rounds and 建言献策: the citizen's side."""
