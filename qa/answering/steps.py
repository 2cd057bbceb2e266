"""Word one step: calculate it, say it, name its evidence."""

from __future__ import annotations

from collections.abc import Callable

from qa.answering.many import Many
from qa.answering.measured import MeasuredSets
from qa.answering.names import Names
from qa.answering.wording import Wording
from qa.answering.words import Worded
from qa.planning.types import Step
from qa.query import Operation, Query


class Steps(Many, MeasuredSets):
    """Word the steps of one question."""

    def __init__(self, query: Query, names: Names, say: Wording) -> None:
        super().__init__(query, names, say)
        self._by_operation: dict[Operation, Callable[[Step], Worded]] = {
            Operation.SUM: self._sum,
            Operation.DIFFERENCE: self._difference,
            Operation.RATIO: self._ratio,
            Operation.SHARE: self._share,
            Operation.GROWTH: self._against_prior,
            Operation.CHANGE: self._against_prior,
            Operation.TOP: self._ranked,
            Operation.BOTTOM: self._ranked,
            Operation.RANK: self._ranked,
            Operation.COMPARE: self._compare,
            Operation.COUNT: self._count,
            Operation.FILTER: self._count,
            Operation.LIST: self._count,
            Operation.AVERAGE: self._average,
            Operation.INVERSE: self._inverse,
            Operation.CONVERT: self._convert,
            Operation.PER_HEAD: self._per_head,
        }

    def word(self, step: Step) -> Worded:
        """Return the sentences of a step; raises CalculationError where it cannot be calculated."""
        if step.measured is not None:
            return self._measured(step, step.measured)
        handler = self._by_operation.get(step.asked.operation, self._lookup)
        many = (self._sum, self._ranked, self._count, self._average, self._compare)
        alone = len(step.operands) == 1 and not step.bases and not step.group
        if alone and step.asked.monthly:
            return self._a_month(step)
        if alone and handler in many:
            handler = self._lookup
        return self._noted(step, handler(step))
