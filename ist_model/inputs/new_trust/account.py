"""The report that goes with a trust made from public data: fact, guess, gap, and what was set aside."""

from __future__ import annotations

from collections.abc import Iterator

from ist_model.inputs.new_trust.build import Built
from ist_model.inputs.new_trust.published import Published
from ist_model.inputs.new_trust.standing import SPREAD_HEADING, TOGETHER_HEADING
from ist_model.inputs.public_data.layout import Family

_MISSING: tuple[tuple[Family, str], ...] = (
    ("members of groups", "no group links: dates of joining are the dates on which schools became academies"),
    (
        "predecessors and successors",
        "no links file: results and outcomes under former numbers may be missing",
    ),
    ("inspections", "no inspection file: outcomes are the register's, if it has any"),
    ("key stage 2", "no key stage 2 file: achievement rests on outcomes"),
    ("absence", "no absence file: attendance and behaviour rests on outcomes"),
    ("census", "no census: free school meals and languages are not shown"),
    ("workforce", "no workforce file: teachers follow from rolls and the register of assumptions"),
    ("finance", "no finance file: money follows from rolls and the register of assumptions"),
)
# Comments above the parts of the file.
HEADINGS = {
    "title": "Made by `ist new-trust` from public data, to be edited; report.md says what is guess.",
    "partnerships": "Guess: schools grouped by distance.",
    "schools": "Facts, but for partnership, joining, accountable_post and start_percentile.",
    "posts": "Guess, every one: as many leaders to a school as one trust published. Edit them first.",
    "start_spread": SPREAD_HEADING,
    "start_together": TOGETHER_HEADING,
}
_LICENCE = (
    "Contains public sector information licensed under the Open Government Licence v3.0: © Department for "
    "Education, © Ofsted. Neither endorses this file."
)
_WHAT_IS_KNOWN = (
    "A starting strength is what the model, as it was calibrated, expects of a school with such an outcome "
    "or figure so many years ago; eight of ten such schools lie between the two percentiles beside it. An "
    "overall outcome tells little of a school, an old one less (docs/calibration.md, 'Where a school "
    "starts'). `ist run` takes every school at its middle, so it shows fewer weak ones than there will be; "
    "draws (`ist choose`) vary them all. Put your own percentiles where you know better, and delete the "
    "school's lines in `start_spread`."
)


def account(built: Built, published: Published) -> str:
    """The report as Markdown."""
    return "\n".join(
        [*_head(built, published), *_schools(built), *_general(built, published), *_files(published), ""]
    )


def _head(built: Built, published: Published) -> Iterator[str]:
    members = built.members
    uid = f" (UID {members.uid})" if members.uid is not None else ""
    yield f"# {built.trust['title']}{uid}: what is fact and what is guess"
    yield from ("", _LICENCE, "", "| in trust.yaml | is | from |", "| --- | --- | --- |")
    yield f"| which schools | fact | {members.schools[0].told_by} |"
    yield "| names, numbers, ages, rolls, dates of joining | fact, but for gaps listed below | the register |"
    yield "| inspection outcomes and indicators | fact | the files named with each |"
    yield "| how a school joined | reading | type of academy and dates |"
    yield "| starting strengths | estimate | the figure named with each, as a national percentile |"
    yield "| partnerships | guess | distance between schools |"
    yield "| every post, designation and specialism | guess | as many to a school as one trust published |"
    if published.of("finance"):
        yield (
            "| income, costs and reserves of schools, where a file of late has them | carried over | "
            "shares in it, of income at the register's prices; amounts of past years are not copied |"
        )
    yield "| all other money of schools | assumed | rolls and the register |"
    yield (
        "| demand from beyond, bought help, networks, packages, money of the centre | not written | "
        "published nowhere |"
    )
    yield from ("", _WHAT_IS_KNOWN)


def _schools(built: Built) -> Iterator[str]:
    yield from ("", "## School by school", "")
    for school in built.trust["schools"]:
        strengths = built.strengths[school["id"]]
        yield f"### {school['id']}: {school['name']} ({school['urn']})"
        yield from ("", "| area | percentile | between | from | |", "| --- | --- | --- | --- | --- |")
        for area, found in strengths.items():
            stands_in = "" if found.rests_on == "own figure" else "filled in: no figure of its own"
            low, high = found.standing.between()
            known = f"{found.standing.percentile:.2f} | {low:.2f} to {high:.2f}"
            yield f"| {area.replace('_', ' ')} | {known} | {found.basis} | {stands_in} |"
        yield ""
        yield from (f"- {remark}" for remark in built.remarks[school["id"]])
        yield ""


def _general(built: Built, published: Published) -> Iterator[str]:
    yield from ("## Schools of the trust that are left out", "", f"{built.members.counted()}.", "")
    yield from [f"- {line}" for line in built.members.left_out] or ["None."]
    told = [text for family, text in _MISSING if not published.of(family)]
    told += built.general
    if told:
        yield from ("", "## What was not at hand", "")
        yield from (f"- {line}" for line in told)
    yield ""


def _files(published: Published) -> Iterator[str]:
    yield from ("## Files", "")
    for source in published.everything():
        yield "```text"
        yield from source.table.intake.lines()
        if source.yearly:
            yield f"  school year: {source.year or 'not known'}"
        yield "```"
