"""Which directory a triage is routed in: the one named, the only one, or the one that knows the postcode."""

from __future__ import annotations

import os

from dos_router.cli.dialogue import Dialogue
from dos_router.cli.exits import Exit
from dos_router.cli.interview import POSTCODE, postcode_prompt
from dos_router.cli.opening_files import open_directory
from dos_router.cli.screen import Screen
from dos_router.diagnostics import Malformed, error
from dos_router.loading.directory import load
from dos_router.loading.locate import DIRECTORY_VARIABLE, known_directories
from dos_router.model.call import CallText
from dos_router.model.directory import Directory
from dos_router.routing.place import find_whereabouts

CURE = "`check` tells what is wrong with them"

_NEARNESS = ("postcode", "sector", "district")


def open_directory_for(asked: str | None, call: CallText, dialogue: Dialogue, screen: Screen) -> Directory:
    """Return the directory asked for; with several and none named, the one whose places know the postcode.

    The postcode is asked for if the call has none. A call that gives only coordinates cannot choose.
    """
    known = known_directories()
    elsewhere = call.postcode is None and (call.easting is not None or call.lat is not None)
    if asked or os.environ.get(DIRECTORY_VARIABLE) or len(known) <= 1 or elsewhere:
        return open_directory(asked, screen)
    usable = [directory for folder in known.values() if (directory := load(folder).directory)]
    if not usable:
        screen.refuse([error("no-directory", "none of the directories can be used", None, CURE)], Exit.DATA_ERRORS)
    prompt = postcode_prompt(*usable)
    postcode = prompt.check(call.postcode) if call.postcode else dialogue.ask(prompt)
    dialogue.given[POSTCODE] = postcode
    chosen, *others = sorted(_knowing(postcode, usable), key=lambda found: found[:3])
    also = f" ({', '.join(found[2] for found in others)} too: name one with -d)" if others else ""
    dialogue.talk.say(f"directory {chosen[2]}: its places know {postcode}{also}")
    return chosen[3]


def _knowing(postcode: str, directories: list[Directory]) -> list[tuple[int, int, str, Directory]]:
    """Return the directories that know a postcode: how nearly, how many places they know, their id.

    One that includes its neighbours knows their places too, so the smaller is the place's own.
    """
    found = []
    for directory in directories:
        try:
            where = find_whereabouts(CallText(postcode=postcode), directory)
        except Malformed:
            continue
        found.append((_NEARNESS.index(where.by or "district"), len(directory.places), directory.id, directory))
    return found
