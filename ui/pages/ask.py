"""Ask questions and see answers."""

from ui.asking import show_page

show_page()
