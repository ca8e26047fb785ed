"""What evidence is worth under which rule, and the chain that shows a silent edit. Pure."""

from study.ledger.reckoning.chain import START, Fault, Sealed, check_chain, seal
from study.ledger.reckoning.clauses import NAMES, Clause, Kind, clause_faults, clauses_from, clauses_json
from study.ledger.reckoning.counting import (
    Booked,
    Due,
    Evidence,
    Rule,
    due,
    governing,
    key_of,
    valid_until,
)

__all__ = [
    "NAMES",
    "START",
    "Booked",
    "Clause",
    "Due",
    "Evidence",
    "Fault",
    "Kind",
    "Rule",
    "Sealed",
    "check_chain",
    "clause_faults",
    "clauses_from",
    "clauses_json",
    "due",
    "governing",
    "key_of",
    "seal",
    "valid_until",
]
