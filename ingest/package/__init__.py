"""Research packages: a store as an RO-Crate that others can verify and run again."""
