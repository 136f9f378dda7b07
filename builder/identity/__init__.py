"""People: accounts, sessions, members of workspaces, and the rights that follow from their roles."""
