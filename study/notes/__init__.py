"""Marks and notes beside a text: anchored by the provision's address and the quotation, carried along or put in doubt.

`anchoring` is pure. A note never moves to words that are not its own: see `anchoring.find_again`.
"""
