"""Tell the long code of a project that a question says and that no document in scope prints."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from qa.linking.text import bare

if TYPE_CHECKING:
    from qa.query import Query
    from qa.view import View

_CODE = re.compile(r"(?<![0-9a-z])(?=[0-9a-z]*\d{6})\d{8,}[a-z]\d{6,}(?![0-9a-z])", re.IGNORECASE)


def unprinted(view: View, query: Query) -> str:
    """Return the code, nothing where there is none or a row or the text prints it."""
    match = _CODE.search(query.text)
    if match is None:
        return ""
    code = bare(match[0]).lower()
    inside = set(query.scope.documents or view.catalogue.documents)
    tables = (t for t in view.catalogue.tables.values() if t.document_id in inside)
    printed = any(
        code in bare(f"{row.code or ''}|{row.text}|{row.printed}|{row.label}").lower()
        for table in tables
        for row in table.rows
    )
    texts = (p.text for p in view.catalogue.passages.values() if p.document_id in inside)
    return "" if printed or any(code in bare(text).lower() for text in texts) else match[0]
