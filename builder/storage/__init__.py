"""The only place that speaks SQL: transactions, fixed tables, physical tables of entities, records and queries."""
