"""What a store that an earlier version wrote needs to become one of today."""
