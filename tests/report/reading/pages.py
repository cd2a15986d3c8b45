"""Every table of the pack and what reads it."""

from __future__ import annotations

import re
from collections.abc import Callable

from tests.report.reading.claims import Shown
from tests.report.reading.of_people_and_money import (
    bench,
    centre,
    labelled,
    network_flows,
    network_kind,
    outcome,
    pool,
    vacancies,
    withdrawn,
)
from tests.report.reading.of_scenarios import (
    compare_levels,
    compare_often,
    compare_regret,
    joining,
    key_numbers,
    no_effect,
    scenario_groups,
    scenario_numbers,
)
from tests.report.reading.of_the_decision import decision
from tests.report.reading.of_the_trust import (
    grades,
    helpers,
    kinds_of_post,
    known_answers,
    money,
    roles,
    rows_of_register,
    school_account,
    school_needs,
    school_published,
    school_starts,
    schools_today,
    specialisms,
)
from tests.report.reading.of_unknowns import listed, ranked
from tests.report.reading.stored import Store

Reader = Callable[[Store, Shown], None]

# Page and caption (patterns) to what reads the table; a text says why a table has nothing to read.
READERS: tuple[tuple[str, str, Reader | str], ...] = (
    (r"decision", r"The options side by side", decision),
    (r"trust", r"The schools on ", schools_today),
    (r"trust", r"Who can help other schools", helpers),
    (r"trust", r"Money", money),
    (r"days", r"What our schools ask for", specialisms),
    (r"days", r"Roles, with 95% intervals", roles),
    (r"leaders", r"Who is to lead each school", "the trust file's plan, post by post, in words"),
    (r"leaders", r"Leaders of the whole trust", bench),
    (r"compare", r"Sure at 95%", "names of scenarios"),
    (r"compare", r"How often each scenario beats", compare_often),
    (r"compare", r"Over \d+ other sets", compare_regret),
    (r"compare", r"Each scenario’s own numbers", compare_levels),
    (r"scenarios/.*", r"Key numbers", key_numbers),
    (r"scenarios/.*", r"Pupils in a school with an area .*groups", scenario_groups),
    (r"scenarios/.*", r"(The numbers of this scenario|This scenario against)", scenario_numbers),
    (r"scenarios/.*", r"Changed against today’s plan", "what the scenario file says, in words"),
    (r"scenarios/.*", r"Assumptions that the model’s authors flag", rows_of_register),
    (r"joining", r"Averages over runs", joining),
    (r"join-test", r".*", "of a sweep of its own: tests/report/test_join_page.py"),
    (r"network", r"Days of support a year by giver", network_flows),
    (r"network", r"What kind of network it is", network_kind),
    (r"network", r"What withdrawing a group does", withdrawn),
    (r"succession", r"Vacancies and gaps", vacancies),
    (r"succession", r".*can be sent out", pool),
    (r"money", r"Cost of support for each pupil-year", outcome),
    (r"money", r"All schools of the trust together", labelled),
    (r"money", r"The account of the trust’s centre", centre),
    (r"money/.*", r"(Income and expenditure|Figures of integrated)", school_account),
    (r"schools/.*", r"Where the starting points come from", school_starts),
    (r"schools/.*", r"What the school asks for help with", school_needs),
    (r"schools/.*", r"Published figures", school_published),
    (r"data-protection", r"For the trust to decide", "questions, in words"),
    (r"data-protection", r"Posts in the trust file", kinds_of_post),
    (
        r"assumptions",
        r"What each assumption carries",
        "of a sweep of its own: tests/report/test_assumptions_page.py",
    ),
    (r"stress-des", r".*", "a description of the model in words, checked with its page"),
    (r"evidence", r"Pupils of our existing schools", no_effect),
    (r"evidence", r"What the model’s numbers rest on", grades),
    (r"evidence", r"Numbers with a known answer", known_answers),
    (r"evidence", r"Scores a school", "the back-test, not of these runs: tests/report/test_back_test.py"),
    (r"evidence", r"What we did not know", listed),
    (r"evidence", r"How far each could change it", ranked),
    (r"evidence", r".*", rows_of_register),
)


def reader_of(shown: Shown) -> Reader | str:
    """What reads a table.

    Raises:
        LookupError: If nothing does: a new table needs a reader.
    """
    for page, caption, reader in READERS:
        if re.fullmatch(page, shown.file.removesuffix(".html")) and re.match(caption, shown.caption):
            return reader
    raise LookupError(f"no reader for the table {shown.caption!r} of {shown.file}: add one to READERS")
