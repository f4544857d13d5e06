"""节点审核: evidence, papers made ready, packages."""
