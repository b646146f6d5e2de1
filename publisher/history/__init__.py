"""Git, and nothing else touches it: the master's revisions, the publication log, publishing."""
