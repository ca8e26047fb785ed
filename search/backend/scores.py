"""Sets of documents with scores, as arrays: what is found by any of several parts, and by all of them."""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from search.backend.postings import NOTHING, Postings

# Below this share of all documents, sorting what was found is quicker than a slot for every document.
SPARSE = 1 / 16


def scaled(found: Postings, factor: float) -> Postings:
    """Return `found` with every score multiplied."""
    return found if factor == 1 else Postings(found.documents, found.weights * np.float32(factor))


def even(documents: NDArray[np.int32], score: float) -> Postings:
    """Return documents that all have one score."""
    return Postings(documents, np.full(len(documents), score, np.float32))


def any_of(parts: Iterable[Postings], count: int) -> Postings:
    """Return what any part finds among `count` documents, scores added."""
    found = [part for part in parts if len(part.documents)]
    if len(found) < 2:
        return found[0] if found else NOTHING
    if sum(len(part.documents) for part in found) < count * SPARSE:
        documents, places = np.unique(np.concatenate([part.documents for part in found]), return_inverse=True)
        scores = np.bincount(places, np.concatenate([part.weights for part in found]))
        return Postings(documents, scores.astype(np.float32))
    totals = np.zeros(count, np.float32)
    is_found = np.zeros(count, bool)
    for part in found:
        totals[part.documents] += part.weights
        is_found[part.documents] = True
    documents = np.flatnonzero(is_found).astype(np.int32)
    return Postings(documents, totals[documents])


def within(found: Postings, allowed: NDArray[np.int32] | None) -> Postings:
    """Return what of `found` is among the documents in `allowed`; None allows all."""
    if allowed is None or not len(found.documents):
        return found
    if not len(allowed):
        return NOTHING
    places = np.minimum(np.searchsorted(allowed, found.documents), len(allowed) - 1)
    kept = allowed[places] == found.documents
    return Postings(found.documents[kept], found.weights[kept])


def without(found: Postings, unwanted: NDArray[np.int32]) -> Postings:
    """Return what of `found` is not among `unwanted`."""
    if not len(unwanted) or not len(found.documents):
        return found
    places = np.minimum(np.searchsorted(unwanted, found.documents), len(unwanted) - 1)
    kept = unwanted[places] != found.documents
    return Postings(found.documents[kept], found.weights[kept])


def both(one: Postings, other: Postings) -> Postings:
    """Return what both find, scores added."""
    small, large = sorted((one, other), key=lambda found: len(found.documents))
    if not len(small.documents):
        return NOTHING
    places = np.minimum(np.searchsorted(large.documents, small.documents), len(large.documents) - 1)
    kept = large.documents[places] == small.documents
    return Postings(small.documents[kept], small.weights[kept] + large.weights[places[kept]])
