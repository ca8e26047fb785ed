"""Papers: what a quiz asks of one person. Draws, their sources, the order on the page, the rules copied, the print.

`drawing`, `ordering` and `places` are pure; the others read the database and change nothing.
"""
