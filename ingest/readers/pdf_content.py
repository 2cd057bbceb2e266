"""Run the content of PDF pages faster than pdfminer does, with what it draws unchanged.

pdfminer cuts content streams into tokens one character class at a time; pages of many small pieces
spend nearly all their time there. Here one pattern reads an operator with its operands. What sets
colours or dashes is passed over, for nothing of it is drawn by us. A stream that the pattern does
not cover whole (inline images, damage) goes to pdfminer's own parser.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from pdfminer.pdfinterp import PDFPageInterpreter
from pdfminer.pdftypes import list_value, stream_value
from pdfminer.psparser import LIT
from pdfplumber.page import Page, PDFPageAggregatorWithMarkedContent
from pdfplumber.utils.exceptions import PdfminerException

Statement = tuple[str, list[Any]]
"""The method that runs an operator, and its operands."""

_SPACE = rb"[\x00\t\n\x0c\r ]"
_NUMBER = rb"[+-]?(?:\d+\.?\d*|\.\d+)(?![\w.+-])"
_TOKEN = re.compile(
    rb"(?:" + _SPACE + rb"|%[^\r\n]*)*(?:"
    rb"(?P<numbers>(?:" + _NUMBER + _SPACE + rb"+)*)"
    rb"(?P<operator>(?:[A-Za-z][A-Za-z01]?[A-Za-z]{0,3}\*?|['\"])(?![\w*'\"]))"
    rb"|(?P<number>" + _NUMBER + rb")"
    rb"|<(?P<hex>[0-9A-Fa-f\x00\t\n\x0c\r ]*)>"
    rb"|\((?P<string>(?:[^()\\]|\\[\s\S]|\((?:[^()\\]|\\[\s\S])*\))*)\)"
    rb"|/(?P<name>[^\x00\t\n\x0c\r ()<>\[\]{}/%#]*)"
    rb"|(?P<mark>\[|\]|<<|>>)"
    rb"|(?P<end>\Z))"
)
_ESCAPE = re.compile(rb"\\(?:([0-7]{1,3})|(\r\n|\r|\n)|([\s\S]))")
_ESCAPED = {b"b": b"\b", b"t": b"\t", b"n": b"\n", b"f": b"\f", b"r": b"\r"}
_PASSED_OVER = frozenset(
    b"g G rg RG k K cs CS sc SC scn SCN ri i gs d j J M w BDC BMC EMC MP DP BX EX".split()
)
_WORDS = {b"true": True, b"false": False, b"null": None}


class UncoveredContentError(ValueError):
    """Say that a content stream holds what the pattern does not cover."""


class Interpreter(PDFPageInterpreter):
    """Run content streams statement by statement."""

    def execute(self, streams: Sequence[object]) -> None:
        """Run streams; those not covered are left to pdfminer."""
        listed = [stream_value(one) for one in list_value(streams)]
        known = [one.objid for one in listed]
        if None in known or self.parent_stream_ids.intersection(known):
            super().execute(streams)
            return
        try:
            found = list(statements(b"\n".join(one.get_data() for one in listed)))
        except UncoveredContentError:
            super().execute(streams)
            return
        self.stream_ids.clear()
        self.stream_ids.update(one for one in known if one is not None)
        for method, operands in found:
            self._run(method, operands)

    def _run(self, method: str, operands: list[Any]) -> None:
        function = getattr(self, method, None)
        if function is None:
            return
        wanted = function.__code__.co_argcount - 1
        if wanted == 0:
            function()
        elif len(operands) >= wanted:
            function(*operands[-wanted:])


def statements(data: bytes) -> Iterator[Statement]:
    """Yield the statements of a content stream; raises UncoveredContentError."""
    operands: list[Any] = []
    outer: list[list[Any]] = []
    at, end = 0, len(data)
    while at < end:
        match = _TOKEN.match(data, at)
        if match is None:
            raise UncoveredContentError
        at = match.end()
        kind = match.lastgroup
        if kind == "operator":
            operator = match["operator"]
            if operator in _WORDS:
                operands.extend(map(_number, match["numbers"].split()))
                operands.append(_WORDS[operator])
                continue
            if outer or operator in (b"BI", b"ID", b"EI"):
                raise UncoveredContentError
            if operator not in _PASSED_OVER:
                operands.extend(map(_number, match["numbers"].split()))
                yield _method(operator), operands
            operands = []
        elif kind == "mark":
            operands = _nested(match["mark"], operands, outer)
        elif kind != "end":
            operands.append(_value(kind, match))
    if outer:
        raise UncoveredContentError


def _nested(mark: bytes, operands: list[Any], outer: list[list[Any]]) -> list[Any]:
    """Open or close a list or a dictionary (whose content no operator here needs)."""
    if mark in (b"[", b"<<"):
        outer.append(operands)
        return []
    if not outer:
        raise UncoveredContentError
    before = outer.pop()
    before.append(operands if mark == b"]" else {})
    return before


def _value(kind: str | None, match: re.Match[bytes]) -> Any:
    if kind == "number":
        return _number(match["number"])
    if kind == "hex":
        digits = re.sub(_SPACE, b"", match["hex"])
        return bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode("ascii"))
    if kind == "string":
        text = match["string"]
        return _ESCAPE.sub(_unescaped, text) if b"\\" in text else text
    return LIT(_named(match["name"]))


def _named(name: bytes) -> Any:
    try:
        return name.decode("utf-8")
    except UnicodeDecodeError:
        return name


def _number(text: bytes) -> int | float:
    return float(text) if b"." in text else int(text)


def _unescaped(match: re.Match[bytes]) -> bytes:
    octal, line, char = match.groups()
    if octal:
        return bytes((int(octal, 8) & 0xFF,))
    return b"" if line else _ESCAPED.get(char, char)


_methods: dict[bytes, str] = {}


def _method(operator: bytes) -> str:
    name = _methods.get(operator)
    if name is None:
        text = operator.decode("ascii").replace("*", "_a").replace('"', "_w").replace("'", "_q")
        name = _methods[operator] = f"do_{text}"
    return name


def interpret(page: Page) -> None:
    """Give a page its layout, for pdfplumber to take its characters and rules from.

    Raises PdfminerException for whatever is damaged, as pdfplumber's own way does.
    """
    device = PDFPageAggregatorWithMarkedContent(
        page.pdf.rsrcmgr, pageno=page.page_number, laparams=page.pdf.laparams
    )
    try:
        Interpreter(page.pdf.rsrcmgr, device).process_page(page.page_obj)
    except Exception as error:  # damage shows itself in every kind of exception
        raise PdfminerException(error) from error
    page._layout = device.get_result()
