"""Show the terms that the documents define, and what they mean in plain words."""

from ui.glossary import show_page

show_page()
