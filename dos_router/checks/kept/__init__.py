"""What checks keep between runs, so that after a change only what it touches is read and judged anew."""
