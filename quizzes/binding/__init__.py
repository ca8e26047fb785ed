"""Questions bound to their sources: proposing citations, noticing stale ones, the map of a regulation, drafts."""
