"""The server under load: started apart, asked as browsers ask it, and measured from outside."""
