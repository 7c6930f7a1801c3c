"""A page taken apart: its blocks, and in each the sentences, cards, tables, charts and widgets."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from io import BytesIO
from typing import TYPE_CHECKING, Any

import pyarrow as pa
from figures import Figure, exact, figures

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd
    from streamlit.testing.v1 import AppTest

MONEY = re.compile(r"£\s?\d|\d+p\b")
BASE = re.compile(r"Base: .+; prices of \d{1,2} \w+ \d{4}; data of \d{1,2} \w+ \d{4}")
FACTS = re.compile(r"(?:\*\*[^*\n]+:\*\* [^\n]*(?:\n|$))+")
"""A list of facts, a word and its value a line: it is read as a card is."""
ROOMS = ("tab", "expandable", "popover", "form", "dialog")
"""Containers that a reader sees one at a time or framed: each is a block of its own."""


@dataclass
class Block:
    """What stands between two headings, or in a tab.

    Parameters
    ----------
    heading
        The heading above it, or the label of its tab.
    sentences
        Text to read: paragraphs, captions, notes of tables, help.
    bases
        Lines that say what amounts of money rest on.
    helps
        Help of widgets, shown on asking.
    tables, cards, widgets
        What they say.
    drawn
        Figures of charts and of grids: so many that they answer for their own block alone.
    money_drawn
        True where one of those is of money.
    title
        True where the heading is the page's own.
    """

    heading: str
    sentences: list[str] = field(default_factory=list)
    bases: list[str] = field(default_factory=list)
    helps: list[str] = field(default_factory=list)
    tables: list[str] = field(default_factory=list)
    cards: list[str] = field(default_factory=list)
    widgets: list[str] = field(default_factory=list)
    drawn: list[Figure] = field(default_factory=list)
    money_drawn: bool = False
    title: bool = False

    @property
    def says_money(self) -> bool:
        """Tell whether an amount of money is said, listed or drawn here; helps are apart."""
        said = (*self.sentences, *self.tables, *self.cards)
        return self.money_drawn or any(MONEY.search(text) for text in said)

    def rests_on_nothing(self) -> bool:
        """Tell whether money stands here without a line that says its base, prices and data."""
        return self.says_money and not self.bases


KINDS = {"td": "cell", "th": "cell", "dt": "card", "dd": "card", "li": "base"}
"""Elements of a page's own HTML that are no sentence."""


class _Html(HTMLParser):
    """Part the text of a page's own HTML into sentences, cells, cards and the base line."""

    def __init__(self, body: str) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: dict[str, list[str]] = {}
        self._open: list[str] = []
        self.feed(body)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "style":
            self._open.append("style")
        elif tag in ("p", "caption", "small"):
            self._open.append("sentence")
            self.parts.setdefault("sentence", []).append("")
        elif tag in KINDS:
            self._open.append(KINDS[tag])
            self.parts.setdefault(KINDS[tag], []).append("")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("style", "p", "caption", "small", *KINDS) and self._open:
            self._open.pop()

    def handle_data(self, data: str) -> None:
        kind = self._open[-1] if self._open else "sentence"
        if kind != "style" and data.strip():
            if not self._open:
                self.parts.setdefault("sentence", []).append("")
            self.parts[kind][-1] += data


def taken_apart(page: AppTest) -> list[Block]:
    """Take a page apart, from its top to its foot."""
    blocks = [Block("")]
    _walk(page.main, blocks[0], blocks)
    return blocks


def _walk(node: Any, block: Block, blocks: list[Block]) -> None:
    for child in node.children.values():
        if getattr(child, "children", None) is not None:
            inside = block
            if child.type in ROOMS or (getattr(child, "label", "") and child.type != "column"):
                inside = Block(str(getattr(child, "label", "") or block.heading))
                blocks.append(inside)
            _walk(child, inside, blocks)
        elif child.type in ("title", "header", "subheader"):
            block = Block(str(child.value), title=child.type == "title")
            blocks.append(block)
        else:
            _read(child, block)


def _read(child: Any, block: Block) -> None:
    if child.type == "html":
        parts = _Html(str(child.proto.body)).parts
        block.sentences += parts.get("sentence", [])
        block.tables += parts.get("cell", [])
        block.cards += parts.get("card", []) + parts.get("base", [])
    elif child.type in ("markdown", "caption", "info", "warning", "success", "error", "text"):
        text = re.sub(r"\\(.)", r"\1", str(child.value))
        kind = block.bases if BASE.search(text) else block.sentences
        (block.cards if FACTS.fullmatch(text) else kind).append(text)
    elif child.type == "arrow_data_frame" or child.type == "dataframe":
        block.drawn += _of_grid(child.value)
        block.money_drawn |= any("£" in str(name) for name in child.value.columns)
    elif "vega_lite" in child.type:
        found, money = _of_chart(child.proto)
        block.drawn += found
        block.money_drawn |= money
    elif child.type == "bidi_component":
        block.sentences += _outcome(child.proto)
    else:
        _read_widget(child, block)


def _outcome(proto: Any) -> list[str]:
    """Give the sentence of a component that says how something ended; a map has none."""
    words = json.loads(proto.json) if proto.json else {}
    return [words["words"]] if isinstance(words, dict) and "words" in words else []


def _read_widget(child: Any, block: Block) -> None:
    label = str(getattr(child, "label", "") or "")
    said = [label, str(getattr(child.proto, "placeholder", "") or "")]
    value = getattr(child, "value", None)
    values = value if isinstance(value, list | tuple) else [value]
    for one in values:
        if isinstance(one, int | float) and not isinstance(one, bool):
            said.append(f"£{one}" if "£" in label else f"{one}%" if "%" in label else str(one))
        elif isinstance(one, str):
            said.append(one)
    said += [str(option) for option in getattr(child, "options", ())]
    block.widgets += [text for text in said if text]
    if words := str(getattr(child.proto, "help", "") or ""):
        block.helps.append(words)


def _of_grid(frame: pd.DataFrame) -> list[Figure]:
    found = [exact(len(frame))]
    for name in frame.columns:
        unit = "£" if "£" in str(name) else "%" if "%" in str(name) else ""
        for value in frame[name].dropna():
            if isinstance(value, str):
                found += figures(value)
            elif isinstance(value, int | float):
                found.append(exact(float(value), unit))
        found += figures(str(name))
    return found


def _of_chart(proto: Any) -> tuple[list[Figure], bool]:
    words = list(_texts(json.loads(proto.spec)))
    money = any("£" in text for text in words)
    found = []
    frames = [proto.data.data, *(one.data.data for one in proto.datasets)]
    for content in frames:
        if content:
            frame = pa.ipc.open_stream(BytesIO(content)).read_pandas()
            found.append(exact(len(frame)))
            for value in frame.to_numpy().ravel():
                if isinstance(value, int | float) and value == value:
                    found += [exact(value), exact(value, "£")] if money else [exact(value)]
                    found.append(exact(100 * value, "%"))
    for text in words:
        found += figures(text)
    return found, money


def _texts(spec: Any) -> Iterator[str]:
    """Give the words of a chart: titles of axes and legends."""
    if isinstance(spec, dict):
        for name, part in spec.items():
            if name == "title" and isinstance(part, str):
                yield part
            else:
                yield from _texts(part)
    elif isinstance(spec, list):
        for part in spec:
            yield from _texts(part)


def standing(blocks: list[Block]) -> list[Figure]:
    """Give every figure of a page that stands in a table, card, widget or base line."""
    found = []
    for block in blocks:
        for text in (*block.tables, *block.cards, *block.bases, *block.widgets):
            found += figures(text)
    return found
