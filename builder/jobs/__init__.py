"""Durable background work: a queue in the database, leases, steps that are not repeated, one worker loop."""
