"""Say what this is; let staff sign in and see settings and feedback."""

from ui.about import show_page

show_page()
