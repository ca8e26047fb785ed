"""Reminders that can be turned off: a digest by e-mail. Topic feeds and texts for other channels are the library's."""
