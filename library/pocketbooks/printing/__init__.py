"""Printing a book in every shape. Pure: knows neither Django nor where a book came from.

`model` and `form` are light; the rest brings typst, pikepdf and the fonts, so nothing is imported here.
"""
