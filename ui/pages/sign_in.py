"""Let staff sign in where visitors may see nothing."""

from ui.about import show_sign_in
from ui.frame import head
from ui.state import tr
from ui.words import html

head(html(tr("app.name")))
show_sign_in()
