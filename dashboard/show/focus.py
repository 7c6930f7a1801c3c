"""A sentence that takes the keyboard's focus, where the control that was pressed has gone.

A button that is replaced by its outcome would leave the focus at the top of the page.
"""

from __future__ import annotations

import uuid

import streamlit as st

_HTML = '<p tabindex="-1"></p>'
_CSS = """
p { margin: 0; padding: .7rem 1rem; border-left: 4px solid #2f6b3a; background: #e9f4ec;
    color: #173d20; line-height: 1.5; max-width: 62rem; }
p:focus { outline: 3px solid #0f4c5c; outline-offset: 2px; }
"""
_JS = """
const taken = new Set();
export default function ({ data, parentElement }) {
  const line = parentElement.querySelector("p");
  line.textContent = data.words;
  if (data.turn && !taken.has(data.turn)) {
    taken.add(data.turn);
    line.focus();
  }
}
"""


@st.cache_resource(show_spinner=False)
def _component():  # type: ignore[no-untyped-def]  # Streamlit's renderer type is not public
    return st.components.v2.component("homerounds_focus", html=_HTML, css=_CSS, js=_JS)


def ask(key: str) -> None:
    """Let the sentence of this key take the focus once: call where a button is pressed."""
    st.session_state[_turn(key)] = uuid.uuid4().hex


def outcome(words: str, *, key: str) -> None:
    """Say how something ended; the focus comes here if :func:`ask` was called since."""
    turn = st.session_state.get(_turn(key), "")
    _component()(key=key, data={"words": words, "turn": turn}, height="content")


def _turn(key: str) -> str:
    return f"focus-{key}"
