"""Clean text as formats give it: radicals, odd spaces, controls. Nothing printed is lost."""

from __future__ import annotations

import re
import unicodedata

# The CJK Radicals Supplement (from U+2E80) has no compatibility mapping in Unicode: "-" keeps.
_SUPPLEMENT = (
    "-厂乛乚乙亻冂几刀刂卜㔾小小兀尣尢尣巳幺彑彐忄心扌攵-旡日月歺母民氵水灬爪爪丬牛犭王疋目示礻竹糹纟罓"
    "罒网网网羊羊羊老肀聿月臼艹艹艹虎衤覀西见角角讠贝足车辶辶辶阝钅長镸长门阜阝雨青韦页风飞食食飠饣首马骨鬼"
    "鱼鸟卤麦黄黾斉齐歯齿竜龙龜亀龟"
)
# Kangxi radicals whose compatibility character is not the one printed in mainland texts.
_KANGXI = {"⼾": "户", "⾭": "青"}

_SPACES = (
    "\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
)
_NOTHING = "\u200b\u200c\u200d\u2060\ufeff\u00ad"


def _table() -> dict[int, str | None]:
    table: dict[int, str | None] = {
        0x2E80 + at: char for at, char in enumerate(_SUPPLEMENT) if char != "-"
    }
    for code in (*range(0x2F00, 0x2FD6), *range(0xF900, 0xFA6E)):
        plain = unicodedata.normalize("NFKC", chr(code))
        if plain != chr(code):
            table[code] = plain
    table.update({ord(char): plain for char, plain in _KANGXI.items()})
    table[0x2015] = "—"  # browsers set a dash as a horizontal bar
    table.update({ord(char): " " for char in _SPACES})
    table.update(dict.fromkeys(map(ord, _NOTHING)))
    table.update({code: None for code in range(0x20) if chr(code) not in "\t\n\r\f\v"})
    return table


_MAP = _table()
_RUN = re.compile(r"\s+")
_DEPARTMENT = re.compile(r"3(?:0[1-9]|1[0-3]|99)\d\d")
_GOVERNMENT = re.compile(r"5(?:0[1-9]|1[0-4]|99)\d\d")
"""Codes of one economic class as departments and as governments number it, one over the other."""
_WIDE = r"[\u2018-\u201d\u2026\u3001-\u303f\u3400-\u9fff\uf900-\ufaff\uff01-\uff5e]"
_BETWEEN_WIDE = re.compile(rf"(?<={_WIDE})\s+(?={_WIDE})")


def mend(text: str) -> str:
    """Map radical code points to their characters, odd spaces to a space; drop controls."""
    return text.translate(_MAP)


def clean(text: str) -> str:
    """Return a text on one line, without white space that only sets Chinese characters apart."""
    return _BETWEEN_WIDE.sub("", _RUN.sub(" ", mend(text)).strip())


_NOTE_MARK = re.compile(r"(?<=[\u4e00-\u9fff)）])\s*(?:[①-⑳]|[\[［(（]注\s*\d*[\])］）]|[*＊※]+)$")
"""What stands behind a name for a note below the table: 科技成果转化与扩散①, 检察（注1）."""
_RAISED = re.compile(r"[\[［(（]?(?:注\s*\d*|[①-⑳]|[*＊※]+)[\])］）]?")


def without_note_mark(name: str) -> str:
    """Return a name without the mark behind it that a note below the table explains."""
    return _NOTE_MARK.sub("", name)


def is_raised_mark(text: str) -> bool:
    """Tell whether letters set above their line are the mark of a note: 注1; not 2, as of m²."""
    return _RAISED.fullmatch(text.strip()) is not None


def clean_line(text: str) -> str:
    """Return a text on one line with single spaces; those between characters stay."""
    return _RUN.sub(" ", mend(text)).strip()


def squeeze(text: str) -> str:
    """Return a text without any white space: for header words and for comparing."""
    return _RUN.sub("", mend(text))


def is_wide(char: str) -> bool:
    """Tell whether a character is Chinese or full-width punctuation."""
    return bool(char) and re.match(_WIDE, char) is not None


def join_lines(lines: list[str]) -> str:
    """Join the broken lines of one text; a space only where two words of letters or two codes meet."""
    whole = ""
    for line in lines:
        line = line.strip()
        if not line:
            continue
        if whole and whole[-1].isascii() and line[0].isascii() and _needs_space(whole, line):
            whole += " "
        whole += line
    return whole


def _needs_space(before: str, after: str) -> bool:
    if _DEPARTMENT.fullmatch(before) and _GOVERNMENT.fullmatch(after):
        return True
    return before[-1].isalpha() and after[0].isalpha() and not any(c.isdigit() for c in before[-6:])
