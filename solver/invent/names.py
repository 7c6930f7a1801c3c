"""Names for providers that do not exist."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np

_FIRST = (
    "Applewhisk", "Bumblebrook", "Candlewick Vale", "Dapplemere", "Elderfluff", "Fernwhistle",
    "Gooseberry Lantern", "Hobbinghurst", "Inglesnook", "Jollyfield", "Kettlethorn",
    "Lavenderpuff", "Marmalade Lane", "Nettlewick", "Otterbonnet", "Puddlecote", "Quillfeather",
    "Rumblestead", "Snapdragon Hollow", "Teacosy", "Umberwick", "Velvetmoss", "Wobblestone",
    "Yarrowfax", "Zinniamere", "Buttonhook", "Cloverknot", "Dandelion Clock", "Figgymeadow",
    "Humblepatch", "Moonbarrow", "Nightjar Row", "Pumpernook", "Robinstile", "Sugarloaf Fold",
    "Thimbleford", "Tumbleweir", "Whirlicote", "Woolgather", "Bramblepenny", "Crumpetshaw",
    "Duckdown", "Featherstitch",
)  # fmt: skip
_SECOND = ("Homecare", "Care at Home")


def provider_names(count: int, rng: np.random.Generator) -> list[str]:
    """Distinct fictional names, each marked as invented.

    Parameters
    ----------
    count
        How many; at most 86.
    rng
        Source of chance.

    Raises
    ------
    ValueError
        When more names are asked for than there are.
    """
    names = [f"{first} {second} (invented)" for second in _SECOND for first in _FIRST]
    if count > len(names):
        raise ValueError(f"There are {len(names)} fictional names, not {count}.")
    return [names[int(i)] for i in rng.permutation(len(names))[:count]]
