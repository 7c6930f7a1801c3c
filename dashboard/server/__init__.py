"""What the server does besides pages: headers, faults in plain words, a warm start."""
