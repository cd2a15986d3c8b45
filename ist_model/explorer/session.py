"""One person's exploring: levers in, pictures out, first of few runs and then of all; no widgets here."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from ist_model.experiments.compare import must_be_alike
from ist_model.experiments.live import Wanted, evaluate, hold_laws
from ist_model.explorer.kept import Kept
from ist_model.explorer.saving import save
from ist_model.explorer.settings import Settings, settings_of
from ist_model.explorer.starts import Starts
from ist_model.explorer.views import HEAD, PUPILS_ONLY, VIEWS
from ist_model.explorer.writing import EXPLORED, content_of, says_nothing
from ist_model.inputs.errors import InputError
from ist_model.inputs.identity import identity
from ist_model.inputs.resolve import extended
from ist_model.inputs.scenario_models import Resolved, Scenario
from ist_model.report.cases.case import Case
from ist_model.report.cases.held import without_effect
from ist_model.results.result import ScenarioResult

FIRST, RUNS = 50, 500  # samples of chance of the first picture and of the last
PATIENCE = 0.4  # seconds: if the last picture is no further off, the first would only delay it

Stop = Callable[[], bool]


@dataclass(frozen=True)
class Picture:
    """What there is to show.

    Attributes:
        case: the scenario beside its baseline, with what the view needs.
        runs: samples of chance that it rests on.
        all_runs: whether these are all that will be made.
        checked: whether every law of the model was held against every run.
        complete: whether nothing more will come for these levers.
    """

    case: Case
    runs: int
    all_runs: bool
    checked: bool
    complete: bool


class Session:
    """Scenarios of a folder, explored from one of them and set beside a baseline."""

    def __init__(
        self,
        scenarios_dir: Path,
        baseline: str = "baseline",
        *,
        runs: int = RUNS,
        named: bool = False,
        kept: Kept | None = None,
    ) -> None:
        """Read the baseline.

        Args:
            scenarios_dir: folder with scenarios, register and trusts.
            baseline: scenario that all is set beside.
            runs: samples of chance of a finished picture.
            named: whether schools are called by name, for the trust's own private use.
            kept: results that were made before; omit for none.

        Raises:
            InputError: if the baseline does not resolve.
        """
        self.scenarios_dir, self.runs, self.named = scenarios_dir, runs, named
        self.read = Starts.of(scenarios_dir)
        self.baseline = self.read.get(baseline)
        self._kept = Kept() if kept is None else kept

    def starts(self) -> list[str]:
        """Scenarios that one may start from, the baseline first; those at the top of the folder."""
        return self.read.names(self.baseline.scenario_id)

    def offered(self) -> tuple[dict[str, str], dict[str, InputError]]:
        """Names, by id, of the scenarios that one may start from; and what is wrong with each broken one."""
        called: dict[str, str] = {}
        broken: dict[str, InputError] = {}
        for each in self.starts():
            try:
                called[each] = self.start(each).name
            except InputError as error:
                broken[each] = error
        return called, broken

    def start(self, name: str) -> Resolved:
        """A scenario to start from.

        Raises:
            InputError: if it does not resolve.
        """
        return self.read.get(name)

    def plain(self, name: str) -> Settings:
        """All levers where a scenario has them."""
        return settings_of(self.start(name))

    def scenario(self, settings: Settings) -> Resolved:
        """The scenario that levers mean.

        Raises:
            InputError: if it is none that could be run.
            NonsenseError: for levers that cannot go together.
        """
        start = self.start(settings.start)
        content = content_of(settings, start)
        if says_nothing(content):
            return start
        return extended(start, EXPLORED, Scenario.model_validate(content))

    def save(self, settings: Settings, name: str, question: str, author: str) -> Path:
        """Write the levers as a scenario file.

        Raises:
            SaveError, InputError, NonsenseError: as `saving.save` and `scenario`; nothing is written.
        """
        start = self.start(settings.start)
        content = content_of(settings, start, name=name, question=question, author=author)
        return save(content, self.scenario(settings), self.scenarios_dir)

    def pictures(self, settings: Settings, view: str, stop: Stop = lambda: False) -> Iterator[Picture]:
        """Pictures of a view, each better than the one before.

        First few runs, then all, then the laws held against every run, then what is left if support has no
        effect (MODEL 4.7).

        Raises:
            InputError, NonsenseError: if the levers are no scenario.
            NotComparableError: if it cannot be set beside the baseline.
            ConservationError: if a run breaks a law.
            Stopped: as soon as `stop` says so.
        """
        resolved = self.scenario(settings)
        must_be_alike([self.baseline, resolved])
        wanted = HEAD | VIEWS[view].wanted
        case = None
        for runs, result in self._in_stages(resolved, wanted, stop):
            case = self._case(resolved, result, self._result(self.baseline, wanted, runs, stop))
            yield Picture(case, runs, runs == self.runs, checked=False, complete=False)
        if case is None:
            return
        for each in (case.baseline, case.result):
            self._hold_laws(self.baseline if each is case.baseline else resolved, each, stop)
        if resolved.no_effect or self.baseline.no_effect:
            yield Picture(case, self.runs, all_runs=True, checked=True, complete=True)
            return
        yield Picture(case, self.runs, all_runs=True, checked=True, complete=False)
        after, before = (
            self._result(without_effect(each), PUPILS_ONLY, self.runs, stop)
            for each in (resolved, self.baseline)
        )
        told = replace(case, result_no_effect=after, baseline_no_effect=before)
        yield Picture(told, self.runs, all_runs=True, checked=True, complete=True)

    def _case(self, resolved: Resolved, result: ScenarioResult, baseline: ScenarioResult) -> Case:
        return Case(resolved, self.baseline, result, baseline, None, None, self.named)

    def _in_stages(
        self, resolved: Resolved, wanted: Wanted, stop: Stop
    ) -> Iterator[tuple[int, ScenarioResult]]:
        """Results of a scenario by number of runs; the last alone if it is kept."""
        last = self._found(resolved, wanted, self.runs)
        if last is not None:
            yield self.runs, last
            return
        stages = [FIRST, self.runs] if self.runs > FIRST else [self.runs]
        for result in evaluate(resolved, wanted, stages, patience=PATIENCE, stop=stop):
            self._kept.keep(result, wanted)
            yield result.runs, result

    def _result(self, resolved: Resolved, wanted: Wanted, runs: int, stop: Stop) -> ScenarioResult:
        found = self._found(resolved, wanted, runs)
        if found is None:
            found = next(evaluate(resolved, wanted, [runs], stop=stop))
            self._kept.keep(found, wanted)
        return found

    def _found(self, resolved: Resolved, wanted: Wanted, runs: int) -> ScenarioResult | None:
        return self._kept.find(identity(resolved), wanted, runs)

    def _hold_laws(self, resolved: Resolved, result: ScenarioResult, stop: Stop) -> None:
        made = (result.identity, self.runs)
        if made not in self._kept.lawful:
            hold_laws(resolved, self.runs, stop)
            self._kept.lawful.add(made)
