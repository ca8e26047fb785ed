"""Reports drafted from the records: of an organisation by quarter or half-year, and of one's own half-year."""
