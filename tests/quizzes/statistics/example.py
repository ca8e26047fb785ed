"""Answers whose figures are known: a table small enough for the hand, and one computed by scipy.

The scipy figures are of version 1.17.1, by the calls named beside them.
"""

# Ten people, five questions of one point; totals 5 4 4 3 2 2 2 1 1 0.
BY_HAND = (
    (1, 1, 1, 1, 1),
    (1, 1, 1, 1, 0),
    (1, 1, 1, 0, 1),
    (1, 1, 0, 1, 0),
    (1, 0, 1, 0, 0),
    (1, 1, 0, 0, 0),
    (0, 1, 0, 1, 0),
    (1, 0, 0, 0, 0),
    (0, 0, 1, 0, 0),
    (0, 0, 0, 0, 0),
)
# pointbiserialr(item, total - item).statistic, then pearsonr(item, total - item).confidence_interval(0.95)
SCIPY_BY_HAND = (
    (0.3611575592573077, -0.3474848042134335, 0.807225405354171),
    (0.5601120336112039, -0.10738468639349523, 0.8795537822827558),
    (0.2307692307692308, -0.4666623519738199, 0.7512413781653563),
    (0.32274861218395134, -0.3851429849618141, 0.7915277544674012),
    (0.520416499866533, -0.16243431339211895, 0.8662126928374272),
)
# Forty people, six questions, some half marks: a row a person, a digit a question, h for half a point.
FORTY = (
    "01h001 110101 111000 100000 111000 10h100 011100 111111 110000 011110 "
    "11h010 111001 010010 010000 111100 11h010 000000 010100 000000 010010 "
    "00h000 110000 110000 100000 111111 11h101 000000 101000 111100 100100 "
    "10h000 100000 011000 011000 111011 11h000 111101 111011 001000 110000"
)
PEOPLE = tuple(tuple({"0": 0.0, "h": 0.5, "1": 1.0}[mark] for mark in person) for person in FORTY.split())
# pearsonr(item, total - item), and its .confidence_interval(0.95)
SCIPY_FORTY = (
    (0.19779562069007547, -0.12118027324478152, 0.4797453699304527),
    (0.42598368082919097, 0.1319889940683361, 0.651094197666047),
    (0.3969374730885199, 0.0974817118328854, 0.6304872423658308),
    (0.294039993017957, -0.019230826741891437, 0.554737491962206),
    (0.28335116312822134, -0.030884229844973653, 0.5466128859348736),
    (0.532319267507212, 0.2647037346319821, 0.7238054405867894),
)


def column(table: tuple[tuple[float, ...], ...], place: int) -> list[float]:
    """Return one question's marks."""
    return [row[place] for row in table]


def rests(table: tuple[tuple[float, ...], ...], place: int) -> list[float]:
    """Return everybody's total without that question."""
    return [sum(row) - row[place] for row in table]
