"""The nouns of the domain. Standard library only; nothing here reads, writes or computes much."""
