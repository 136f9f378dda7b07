"""The shapes of the HTTP interface: what requests may hold and what answers promise."""
