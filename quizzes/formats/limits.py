"""How much a file of questions may hold; what is larger is a mistake or an attack."""

MAX_BYTES = 20 * 1024 * 1024
MAX_QUESTIONS = 20_000
# Words of a paper, GIFT or Aiken file; 20,000 questions have about six million.
MAX_TEXT_CHARS = 6_000_000
# One question with everything that belongs to it, before it is taken apart.
MAX_QUESTION_CHARS = 40_000
MAX_STEM_CHARS = 10_000
MAX_OPTION_CHARS = 2_000
MAX_EXPLANATION_CHARS = 20_000
# A workbook of 20,000 questions unpacks to some 30 MB.
MAX_WORKBOOK_BYTES = 60 * 1024 * 1024
MAX_SHEETS = 30
MAX_COLUMNS = 80
