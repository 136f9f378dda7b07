"""What an app is: documents, their typed definitions and every rule that needs no input or output."""
