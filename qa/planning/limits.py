"""Hold the limits of planning: how near is near enough, and which operations go together."""

from __future__ import annotations

from qa.query import Operation

DOCUMENT_MARGIN = 0.25  # documents whose best cell is this near are all meant
GROUP_ACCEPT = 0.75
FORM_NAMED = 0.85  # likeness from which a phrase names the project of a form
SURE_TERM, KNOWN = 0.9, 0.5  # a lexicon term this sure, and least likeness to count as there
MOST_ALIKE = 4  # goals of one project that are told side by side
AGAINST_PRIOR = (Operation.GROWTH, Operation.CHANGE)
GROUPED = (
    Operation.TOP, Operation.BOTTOM, Operation.RANK, Operation.COUNT, Operation.FILTER,
    Operation.LIST, Operation.AVERAGE, Operation.COMPARE,
)  # fmt: skip
MEMBERS_OF = {
    Operation.LOOKUP, Operation.LIST, Operation.COMPARE, Operation.INVERSE, Operation.YES_NO,
    Operation.PURPOSE, Operation.SOURCE,
}  # fmt: skip
"""Operations beside which the items that hold a figure may be asked for."""
EXTREMES = (Operation.TOP, Operation.BOTTOM)
PAIRED = (Operation.DIFFERENCE, Operation.RATIO)
CALCULATED = {
    *AGAINST_PRIOR, *GROUPED, *PAIRED, Operation.SUM, Operation.SHARE, Operation.INVERSE,
    Operation.CONVERT, Operation.PER_HEAD, Operation.BACK_CALCULATE,
}  # fmt: skip
