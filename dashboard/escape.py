"""Names made safe: whatever a file holds, it reaches the page as text.

Names and notes come from files: in HTML they pass through :func:`html_text`,
in Streamlit's Markdown through :func:`plain`.
"""

from __future__ import annotations

import html
import re

_MARKDOWN = re.compile(r"([\\`*_{}\[\]()#+\-.!|<>$~:&])")


def html_text(value: object) -> str:
    """Escape a value for HTML."""
    return html.escape(str(value), quote=True)


def plain(value: object) -> str:
    """Escape a value for Streamlit's Markdown: links, images, maths, colours and icons."""
    return _MARKDOWN.sub(r"\\\1", str(value).replace("\n", " "))
