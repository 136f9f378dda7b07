"""One module of routes for each resource; ``builder.api.registration`` lists them."""
