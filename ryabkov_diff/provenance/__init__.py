"""Where a text says that its words come from: the venue of the interview, the news agencies, the outlets' names.

Used by `read`, which states these sources as a part of the article, and by `align`, which takes them as evidence that
two articles report one occasion. The names stand in `data/outlets.txt`; the patterns know none of them. `hearers` is
imported by itself: it looks wider than the others, and no one needs it before the model runs.
"""

from ryabkov_diff.provenance.credits import Credit, match_credit
from ryabkov_diff.provenance.datelines import Dateline, match_dateline
from ryabkov_diff.provenance.outlets import Outlet, known_outlets, outlet_name_of_host, outlet_named, outlet_of_host
from ryabkov_diff.provenance.sources import find_venue, find_wires, locate_source

__all__ = [
    "Credit",
    "Dateline",
    "Outlet",
    "find_venue",
    "find_wires",
    "known_outlets",
    "locate_source",
    "match_credit",
    "match_dateline",
    "outlet_name_of_host",
    "outlet_named",
    "outlet_of_host",
]
