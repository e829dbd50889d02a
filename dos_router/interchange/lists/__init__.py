"""Lists that others keep of their services, as delimited text → services of ours."""
