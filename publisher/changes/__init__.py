"""What differs between two texts, and what it means: alignment, redline, noise, materiality. Pure."""
