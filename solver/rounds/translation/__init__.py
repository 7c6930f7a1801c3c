"""From the field's words to arrays: who may make which visit, when, and how it is liked."""
