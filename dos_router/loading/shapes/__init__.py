"""What each kind of file may say, as pydantic models: the edge where text becomes typed values.

Field descriptions become the JSON Schema that editors use (`dos-router schema`).
"""
