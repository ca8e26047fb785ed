"""Which readings reach whom: assignments ranked by a rule everybody can read, then computed suggestions.

`ranking` is pure and tells the rule; `gathering` reads what it needs in four queries; `sources` is where another part of
the project adds a reason of its own.
"""
