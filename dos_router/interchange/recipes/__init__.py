"""What the columns of the lists that are published mean, as data: one YAML file a list."""
