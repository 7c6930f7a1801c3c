"""Reading what somebody uploaded: in a process of its own, kept all or none."""
