"""How the factory is started: on this machine by one command, or as a fleet."""
