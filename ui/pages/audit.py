"""Show the findings of the audit."""

from ui.findings import show_page

show_page()
