"""The peer in plain Python: services indexed by symptom group and square, then checked one by one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType

from dos_router.model.answer import Answer
from dos_router.model.call import Request
from dos_router.model.directory import Directory
from dos_router.model.service import AMBULANCE, EMERGENCY_DEPARTMENT, Service
from dos_router.routing.batch import call_text
from dos_router.routing.distances import NATIONAL_METRES, is_inside, search_area
from dos_router.routing.explain import explain
from dos_router.routing.request import read_request

CELL = 20_000  # metres


class IndexedPython:
    """The plain engine over the few services that could matter to a call: the same answers, sooner."""

    def __init__(self, directory: Directory) -> None:
        """Sort services into cells of a grid, each with the symptom groups that it is profiled for."""
        self.directory = directory
        self._cells: dict[tuple[int, int], list[Service]] = defaultdict(list)
        self._always: list[Service] = []
        for service in directory.services.values():
            if service.point is None or service.type == AMBULANCE:
                self._always.append(service)
            else:
                self._cells[service.point.easting // CELL, service.point.northing // CELL].append(service)

    def route(self, cells: Mapping[str, str | None]) -> Answer | None:
        """Answer a row; None where it cannot be understood."""
        request = read_request(call_text(cells), self.directory).request
        return self._answer(request) if request else None

    def _answer(self, request: Request) -> Answer:
        found = {one.id: one for one in self._likely(request)}
        smaller = replace(self.directory, services=MappingProxyType(dict(sorted(found.items()))))
        return explain(smaller, request).answer

    def _likely(self, request: Request) -> Iterator[Service]:
        yield from self._always
        if request.point is None:
            return
        searched = search_area(request, self.directory.policy).metres
        metres, (east, north) = max(searched, NATIONAL_METRES), request.point
        for x in range((east - metres) // CELL, (east + metres) // CELL + 1):
            for y in range((north - metres) // CELL, (north + metres) // CELL + 1):
                for one in self._cells.get((x, y), ()):
                    profiled = one.symptoms.has_group(request.symptom_group or "")
                    if one.type == EMERGENCY_DEPARTMENT or (profiled and is_inside(request.point, one.point, searched)):
                        yield one
