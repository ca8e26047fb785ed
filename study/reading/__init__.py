"""Honest progress: what a browser reports of reading, and what of it the server believes."""
