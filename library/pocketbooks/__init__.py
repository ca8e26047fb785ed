"""Pocket books: compiled by an editor, pinned to editions, printed in several shapes."""
