"""What the product promises of every field type, every input and every document, held to it through HTTP."""
