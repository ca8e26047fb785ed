"""积分: the branch's own ledger, written from evidence by dated rules, with correction and appeal."""
