"""Services as one table, CSV or Parquet: every field of the files in a column, out and in."""
