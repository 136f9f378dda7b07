"""Apps to start from: one folder for each template, and the loader that reads them."""
