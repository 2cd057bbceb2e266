"""Start the chat: `streamlit run app.py`."""

from ui.frame import open_frame

# Processes that read uploaded files import this file under another name; they must not draw.
if __name__ == "__main__":
    open_frame().run()
