"""Serve the app and note the moment at which the chain returns each answer.

Run as `python -m tests.browser.timed NOTES …`: what follows the file goes to `streamlit`.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import Any

from streamlit.web import cli

from qa.chain import Chain


def main() -> None:
    """Wrap `Chain.ask`, then start Streamlit in this process."""
    notes, *rest = sys.argv[1:]
    ask = Chain.ask

    def timed(self: Chain, question: str, *given: Any, **named: Any) -> Any:
        answer = ask(self, question, *given, **named)
        with Path(notes).open("a") as out:
            out.write(f"{time.time() * 1000:.1f}\t{question}\n")
        return answer

    Chain.ask = timed  # type: ignore[method-assign]
    sys.argv = ["streamlit", *rest]
    cli.main()


if __name__ == "__main__":
    main()
