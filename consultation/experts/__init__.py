"""咨询论证: the sealed panel."""
