"""Links that stay alive: which there are, where they lead, and what to do once they break."""
