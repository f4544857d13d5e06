"""The kinds of evidence, one file a key: each module brings its KIND."""
