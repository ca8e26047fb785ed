"""Texts for other channels: Atom feeds of topics, 手机报 as plain text, an article to paste into a 公众号 editor."""
