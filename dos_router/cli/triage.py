"""`triage`: a pathway's questions, asked in the terminal; then the route of what they come to."""

from __future__ import annotations

import functools
import inspect
import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any, NamedTuple

import typer

from dos_router.cli import options
from dos_router.cli.call_options import takes_call, with_parameters
from dos_router.cli.dialogue import Dialogue
from dos_router.cli.exits import Exit
from dos_router.cli.guard import guarded
from dos_router.cli.interview import AGE, PATHWAY, POSTCODE, SEX, WORDS, Setting, call_prompts, patient_of
from dos_router.cli.opening_files import now_in, open_care_plans
from dos_router.cli.private_file import refuse_overwriting, write_private
from dos_router.cli.replay import codes_of, open_transcript, overlay, repeat
from dos_router.cli.screen import Screen, open_screen
from dos_router.cli.talk import Talk
from dos_router.cli.which_directory import open_directory_for
from dos_router.diagnostics import Malformed, has_errors
from dos_router.loading.locate import find_pathways
from dos_router.loading.pathways import load_pathways
from dos_router.model.answer import Answer, Outcome
from dos_router.model.call import CallText
from dos_router.model.directory import Directory
from dos_router.model.pathway import Pathway
from dos_router.model.transcript import Given, Transcript
from dos_router.reports.route_json import route_json
from dos_router.reports.route_text import mark_line, render_answer
from dos_router.reports.transcript_yaml import render_transcript
from dos_router.reports.triage_json import triage_json
from dos_router.reports.triage_text import ILLUSTRATIVE, render_notes, render_triage
from dos_router.routing.route import route_call
from dos_router.routing.triage import Result

app = typer.Typer(rich_markup_mode=None, add_completion=False)

Words = Annotated[list[str] | None, typer.Argument(metavar="[WORDS…]", help="what is the matter, in the caller's words")]
Save = Annotated[Path | None, typer.Option("--save", metavar="FILE", help="write a transcript, readable by you alone")]
Force = Annotated[bool, typer.Option("--force", help="let --save overwrite a file")]
Replay = Annotated[str | None, typer.Option("--replay", metavar="FILE", help="repeat a transcript without asking")]
