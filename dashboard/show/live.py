"""Words that a screen reader speaks as they change, without moving the focus."""

from __future__ import annotations

import streamlit as st

_HTML = '<p role="status" aria-live="polite"></p>'
_CSS = """
p { position: absolute; width: 1px; height: 1px; margin: -1px; overflow: hidden;
    clip-path: inset(50%); white-space: nowrap; }
"""
_JS = """
export default function ({ data, parentElement }) {
  const line = parentElement.querySelector("[role=status]");
  if (line.textContent !== data.words) line.textContent = data.words;
}
"""


@st.cache_resource(show_spinner=False)
def _component():  # type: ignore[no-untyped-def]  # Streamlit's renderer type is not public
    return st.components.v2.component("homerounds_live", html=_HTML, css=_CSS, js=_JS)


def speak(words: str, *, key: str) -> None:
    """Speak ``words`` when they differ from those of the last run; nothing is shown."""
    _component()(key=key, data={"words": words}, height="content")
