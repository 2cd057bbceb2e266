"""Show the loaded documents."""

from ui.library import show_page

show_page()
