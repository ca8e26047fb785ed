"""Which article of one edition is which of the other.

Articles with the same words come first; then reworded ones, the most alike first; then what is left between the
same neighbours. What is still left over is a piece of a split, a part of a merger, or new or gone.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import pairwise

from .likeness import Role, Unit, weigh

__all__ = ["Alignment"]

_SAME = 0.40  # likeness, with what else speaks for a pair, from which two articles are one reworded article
_MANY = 0.30  # the same, for two articles between the same neighbours
_FEW = 0.28  # the same, when few others stand there
_FEW_LEFT = 5
_CROWD = 1000  # pairs in a gap beyond which it is no place at all
_ALONE = 0.26  # the same, when each stands alone there
_LITTLE = 0.16  # the same, of both articles alone, when nothing else comes near on either side
_AHEAD = 1.25  # how many times the next best it must be then, on one side at least
_LEVEL = 1.0  # the same, on the other side
_EXPLAINED = 0.75  # what a rival counts for that has a partner of its own
_SUBSTANCE = 35  # weight below which an article is stock phrases, found in any longer one
_SHORT_SHARE = 0.72  # what the share of the shorter article found in the longer one counts for
_ORDER_BONUS = 0.07
_NUMBER_BONUS = 0.04
_GROUP_BONUS = 0.04
_PENAL_GAP = 0.12
_CLAIM = 0.05  # how much better a claim on a taken article must be to make a merger likelier than a pair
_COMMON = 40  # articles a bigram may occur in and still point to candidates
_CANDIDATES = 8
_PIECE = 0.4  # share of a leftover article found in what its source lost
_BESIDE = 0.35  # share of a leftover article found where the article next to it went
_BETWEEN = 0.25  # the same, when both neighbours went there
_PIECE_LENGTH = 12  # characters; shorter leftovers are too common to be a piece of anything
_WORTH = 0.25  # share of the shorter one that must be common for a closer look
_AMPLE = 100  # weight from which an article is not found in another by chance
_SHORT_DOUBT = 0.9
_PART_SHARE = 0.2  # share of a leftover article that the 款 of its source must make up
_SMALL_SHARE = 0.11  # the same, when the 款 went there word for word
_WHOLE_PART = 0.6
_LOST = 0.4  # share of a 款 that must stand in the article it went to
_CLEARLY = 0.25  # by how much that must be more than in the article the rest went to
_LEAD_SHARE = 0.75  # the same for what an article begins with
_LEAD_ALIKE = 0.5  # share of the whole article that must be there too
_LEAD_KEPT = 0.6  # more of it in the partner proves nothing
_RIVAL = 0.9  # a second source this close to the best means words that many articles share


class Alignment:
    """Pairs old and new articles step by step; every article ends in one place."""

    def __init__(self, old: list[Unit], new: list[Unit]) -> None:
        self.old, self.new = old, new
        self.partner: dict[int, int] = {}  # old index -> new index
        self.taken: dict[int, int] = {}  # new index -> old index
        self.pieces: dict[int, list[int]] = defaultdict(list)  # old index -> further new indexes (split)
        self.sources: dict[int, list[int]] = defaultdict(list)  # new index -> further old indexes (merged)

    def run(self) -> None:
        """Do all steps, the surest first."""
        self._pair_equal()
        if len(self.partner) == len(self.old) == len(self.new):
            return
        self.weights = weigh(self.old, self.new)
        self._pair_gone()
        self._pair_alike()
        self._pair_roles()
        self._pair_in_place(alone=True)
        self._find_pieces()
        self._pair_in_place(alone=False)
        self._pair_only_choice()
        self._find_pieces()
        self._merge_neighbours()

    def _pair(self, i: int, j: int) -> None:
        self.partner[i], self.taken[j] = j, i

    def _free_old(self) -> list[Unit]:
        return [unit for unit in self.old if unit.index not in self.partner]

    def _free_new(self) -> list[Unit]:
        return [unit for unit in self.new if unit.index not in self.taken]

    # -- pairs -------------------------------------------------------------------------------------------

    def _pair_equal(self) -> None:
        """Pair articles with the same words: same number first, then in order."""
        waiting: dict[str, list[Unit]] = defaultdict(list)
        for unit in self.new:
            waiting[unit.text].append(unit)
        for by_number in (True, False):
            for unit in self._free_old():
                same = waiting.get(unit.text, [])
                match = next((n for n in same if not by_number or n.node.address == unit.node.address), None)
                if match is not None:
                    same.remove(match)
                    self._pair(unit.index, match.index)

    def _pair_gone(self) -> None:
        """Pair an article with the empty number that was left of it."""
        by_address = {unit.node.address: unit for unit in self._free_old()}
        for unit in self._free_new():
            if unit.gone and (old := by_address.get(unit.node.address)):
                self._pair(old.index, unit.index)

    def _both(self, a: Unit, b: Unit) -> tuple[float, float]:
        """Return how much of both articles is the same, 0 to 1, and how much of the shorter one.

        The first is between the weighted and the plain size of what they share.
        """
        weight, number = self.weights.common(a.bigrams, b.bigrams)
        less = min(a.weight, b.weight)
        weighted = 2 * weight / (a.weight + b.weight)
        if less < _SUBSTANCE:
            return weighted, 0.0
        return weighted / 2 + number / (len(a.text) + len(b.text)), weight / less

    def _likeness(self, a: Unit, b: Unit) -> float:
        """Return how alike two articles are, 0 to 1: of both, or of the shorter one alone."""
        both, shorter = self._both(a, b)
        return max(both, _SHORT_SHARE * shorter)

    def _score(self, a: Unit, b: Unit) -> float:
        """Return the likeness with what speaks for a pair besides its words."""
        score = self._likeness(a, b)
        if a.group and a.group == b.group:
            score += _GROUP_BONUS
        if a.node.address == b.node.address:
            score += _NUMBER_BONUS
        return score - _PENAL_GAP if _apart(a, b) else score

    def _pair_alike(self) -> None:
        """Pair reworded articles, the most alike first."""
        bounds = self._bounds()
        scored = []
        for a, b in self._candidates(self._free_old(), self._free_new()):
            low, high = bounds[a.index]
            score = self._score(a, b)
            scored.append((score + (_ORDER_BONUS if low < b.index < high else 0.0), a.index, b.index))
        claims: dict[int, tuple[float, int]] = {}  # old index -> its best claim on an article that was taken
        for score, i, j in sorted(scored, key=lambda entry: (-entry[0], entry[1], entry[2])):
            if score < _SAME:
                break
            if i in self.partner:
                continue
            if j in self.taken:
                claims.setdefault(i, (score, j))
            elif not self._is_part(i, score, claims.get(i)):
                self._pair(i, j)

    def _is_part(self, i: int, score: float, claim: tuple[float, int] | None) -> bool:
        """Tell whether an article is rather a part of one that was paired already than reworded in another."""
        if claim is None or claim[0] < score + _CLAIM:
            return False
        taken = self.new[claim[1]]
        return self._piece(self.old[i], taken, self.old[self.taken[claim[1]]]) >= _PIECE

    def _candidates(self, old: list[Unit], new: list[Unit]) -> Iterator[tuple[Unit, Unit]]:
        """Yield the pairs worth a closer look: few rare sequences in common, or one number."""
        postings: dict[str, list[int]] = defaultdict(list)
        for unit in old:
            for bigram in unit.bigrams:
                postings[bigram].append(unit.index)
        by_address = {unit.node.address: unit.index for unit in old}
        for unit in new:
            hits: Counter[int] = Counter()
            for bigram in unit.bigrams:
                found = postings.get(bigram, ())
                if len(found) <= _COMMON:
                    hits.update(found)
            near = {i for i, _count in hits.most_common(_CANDIDATES)}
            if unit.node.address in by_address:
                near.add(by_address[unit.node.address])
            for i in sorted(near):
                yield self.old[i], unit

    def _pair_only_choice(self) -> None:
        """Pair what has little in common, but with nothing else as much, seen from both sides."""
        if len(self.partner) == len(self.old) or len(self.taken) == len(self.new):
            return
        of_old: dict[int, dict[int, float]] = defaultdict(dict)
        of_new: dict[int, dict[int, float]] = defaultdict(dict)
        for a, b in self._candidates(self.old, self.new):
            if a.index not in self.partner or b.index not in self.taken:
                score = self._both(a, b)[0] - (_PENAL_GAP if _apart(a, b) else 0.0)
                of_old[a.index][b.index] = of_new[b.index][a.index] = score
        pairs = [(-score, i, j) for i, others in of_old.items() for j, score in others.items()]
        for less, i, j in sorted(pairs):
            if -less < _LITTLE:
                break
            if i not in self.partner and j not in self.taken:
                ahead = -less / _rival(of_old[i], j, self.taken), -less / _rival(of_new[j], i, self.partner)
                if min(ahead) >= _LEVEL and max(ahead) >= _AHEAD:
                    self._pair(i, j)

    def _anchors(self) -> list[tuple[int, int]]:
        """Return the longest run of pairs that keep their order, with what bounds the texts on both ends."""
        ends: list[int] = []  # the smallest last new index of a run of each length
        runs: list[tuple[int, int, int]] = []  # old index, new index, index of the pair before in the run
        heads: list[int] = []
        for i, j in sorted(self.partner.items()):
            at = bisect_left(ends, j)
            runs.append((i, j, heads[at - 1] if at else -1))
            ends[at : at + 1] = [j]
            heads[at : at + 1] = [len(runs) - 1]
        kept = [(len(self.old), len(self.new))]
        step = heads[-1] if heads else -1
        while step >= 0:
            i, j, step = runs[step]
            kept.append((i, j))
        return [(-1, -1), *reversed(kept)]

    def _bounds(self) -> list[tuple[int, int]]:
        """Return for each old article between which new ones it would keep its place."""
        bounds: list[tuple[int, int]] = []
        for (i1, j1), (i2, j2) in pairwise(self._anchors()):
            bounds.extend([(j1, j2)] * (i2 - i1))
        return bounds

    def _gaps(self) -> Iterator[tuple[list[Unit], list[Unit]]]:
        """Yield what is unpaired on both sides between neighbours that kept their order."""
        for (i1, j1), (i2, j2) in pairwise(self._anchors()):
            old = [unit for unit in self.old[i1 + 1 : i2] if unit.index not in self.partner]
            new = [unit for unit in self.new[j1 + 1 : j2] if unit.index not in self.taken]
            if old and new:
                yield old, new

    def _pair_in_place(self, *, alone: bool) -> None:
        """Pair what is left between the same neighbours, where less likeness is enough."""
        for old, new in list(self._gaps()):
            if alone != (len(old) == len(new) == 1) or len(old) * len(new) > _CROWD:
                continue
            least = _ALONE if alone else _FEW if len(old) + len(new) <= _FEW_LEFT else _MANY
            scored = [(self._score(a, b), a, b) for a in old for b in new]
            for score, a, b in sorted(scored, key=lambda entry: (-entry[0], entry[1].index, entry[2].index)):
                if score < least:
                    break
                if a.index not in self.partner and b.index not in self.taken:
                    self._pair(a.index, b.index)

    def _pair_roles(self) -> None:
        """Pair what every law has once: the article on its purpose, and the one on when it takes effect."""
        for role in (Role.PURPOSE, Role.EFFECT):
            old = [unit for unit in self._free_old() if unit.role == role]
            new = [unit for unit in self._free_new() if unit.role == role]
            if old and new:
                at = 0 if role == Role.PURPOSE else -1
                self._pair(old[at].index, new[at].index)

    # -- splits and mergers ------------------------------------------------------------------------------

    def _find_pieces(self) -> None:
        """Give leftover articles to the pair they were split from or merged into."""
        pairs = {i: j for i, j in self.partner.items() if self.taken.get(j) == i}
        whole = {i: j for i, j in pairs.items() if j not in self.sources}
        for unit in self._free_new():
            i = self._origin(unit, self.old, self.new, whole)
            if i is not None:
                self.pieces[i].append(unit.index)
                self.taken[unit.index] = i
        merged = {j: i for i, j in pairs.items() if i not in self.pieces}
        for unit in self._free_old():
            j = self._origin(unit, self.new, self.old, merged)
            if j is not None:
                self.sources[j].append(unit.index)
                self.partner[unit.index] = j

    def _merge_neighbours(self) -> None:
        """Give a leftover article to the merger that the one before or after it went into, where less proof is enough."""
        for unit in self._free_old():
            beside = [self.partner.get(unit.index + step) for step in (-1, 1)]
            merged = [j for j in beside if j is not None and j in self.sources]
            if unit.weight < _SUBSTANCE or not merged:
                continue
            least = _BETWEEN if merged[0] == merged[-1] and len(merged) > 1 else _BESIDE
            share, j = max((self.weights.carried(unit.bigrams, self.new[j].bigrams), -j) for j in merged)
            if share >= least and not _apart(unit, self.new[-j]):
                self.sources[-j].append(unit.index)
                self.partner[unit.index] = -j

    def _origin(self, unit: Unit, whole: list[Unit], parts: list[Unit], pairs: dict[int, int]) -> int | None:
        """Return the article that ``unit`` was a part of besides its partner, None when there is none."""
        if len(unit.text) < _PIECE_LENGTH or unit.weight < _SUBSTANCE:
            return None
        found: list[tuple[float, int]] = []
        for index, partner in pairs.items():
            source = whole[index]
            if _apart(source, unit):
                continue
            if self.weights.touched(unit, source) < _WORTH * min(unit.weight, source.weight):
                continue
            share = self._piece(unit, source, parts[partner])
            if share >= _PIECE:
                found.append((share + self._both(unit, source)[0], -index))
        found.sort(reverse=True)
        if not found or (len(found) > 2 and found[1][0] > _RIVAL * found[0][0]):
            return None
        return -found[0][1]

    def _piece(self, unit: Unit, source: Unit, partner: Unit) -> float:
        """Return how surely ``unit`` is a piece of ``source`` that ``partner`` is not, 0 to 1."""
        weights = self.weights
        best = weights.carried(unit.bigrams, source.bigrams - partner.bigrams)
        best *= 1.0 if unit.weight >= _AMPLE else _SHORT_DOUBT
        for level in source.parts:
            belongs = [part for part in level if self._belongs(part, unit, partner)]
            size = sum(weights.total(part) for part in belongs)
            held = sum(weights.shared(part, unit.bigrams) for part in belongs)
            enough = _PART_SHARE if held < _WHOLE_PART * size else _SMALL_SHARE
            if belongs and held >= enough * unit.weight:
                best = max(best, held / size)
        return max(best, self._led(unit, source, partner))

    def _led(self, unit: Unit, source: Unit, partner: Unit) -> float:
        """Return the share of an article's opening words in ``source``, 0 when they prove nothing.

        Penalties for two acts are alike but for the act; a merger of both names it.
        """
        carried = self.weights.carried
        if not unit.lead or carried(unit.lead, partner.bigrams) >= _LEAD_KEPT:
            return 0.0
        share = carried(unit.lead, source.bigrams)
        alike = carried(unit.bigrams, source.bigrams) >= _LEAD_ALIKE
        return share if alike and share >= _LEAD_SHARE else 0.0

    def _belongs(self, part: Counter[str], unit: Unit, partner: Unit) -> bool:
        """Tell whether a 款 of an article went to ``unit`` and not where the rest of it went."""
        share = self.weights.carried(part, unit.bigrams)
        return share >= _LOST and share >= self.weights.carried(part, partner.bigrams) + _CLEARLY


def _rival(scores: dict[int, float], chosen: int, paired: dict[int, int]) -> float:
    """Return the score of the next best choice; one that has its own partner counts for less."""
    others = (score * (_EXPLAINED if k in paired else 1) for k, score in scores.items() if k != chosen)
    return max((*others, 0.01))


def _apart(a: Unit, b: Unit) -> bool:
    """Tell a duty from the penalty for its breach: the words are alike, the articles are two."""
    return a.penal is not None and b.penal is not None and a.penal != b.penal
