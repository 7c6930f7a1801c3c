"""Who works here, and what they may do.

Homerounds serves whoever sits at the machine that it runs on: there is one local actor, who may
do everything. Where that changes, this room is what changes.
"""

from office.people.actors import Act, Actor, NotAllowed, here, may, require

__all__ = ["Act", "Actor", "NotAllowed", "here", "may", "require"]
