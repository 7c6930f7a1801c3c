"""Files of roads → segments: what an extract holds, checked, cut at junctions."""
