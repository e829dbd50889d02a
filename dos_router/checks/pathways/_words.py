"""Where the words of a pathway stand."""

from __future__ import annotations

from dos_router.checks.subject import Subject
from dos_router.diagnostics import Location
from dos_router.model.pathway import Pathway


def place_of_word(subject: Subject, pathway: Pathway, word: str) -> Location:
    """Return where one of a pathway's words stands."""
    tree = subject.pathway_tree(pathway)
    return tree.location("words", pathway.words.index(word)) if tree else pathway.line("words")
