"""What the product does by itself: finishing publishes, filling the search, emptying the trash, sweeping."""
