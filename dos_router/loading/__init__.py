"""TEXT → MODEL: files become trees of text with places, then the model, object by object.

bytes → text_tree (every value with its line and column) → shapes (pydantic: what a file may say)
      → directory, services, policy, care_plans, pathways (the model, with every problem found)
"""
