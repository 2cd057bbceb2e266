"""Start the chat: `streamlit run app.py`."""

from ui.frame import open_frame

open_frame().run()
