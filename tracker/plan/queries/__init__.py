"""What the plan's pages show. Each function costs a fixed number of queries, whatever the plan holds."""
