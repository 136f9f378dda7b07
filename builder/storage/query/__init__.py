"""The one query compiler: typed queries and a Rights value become SQL, and rows come back."""
