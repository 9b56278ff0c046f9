"""What training keeps: plain numbers and text, so that loading a model executes nothing."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass

from service_common.registry import RegistryError

from demand_forecasting.choice import Choice
from demand_forecasting.intervals import Spread

FORMAT = 1


@dataclass(frozen=True)
class SeriesModel:
    """How one series is forecast."""

    demand_class: str
    choice: Choice
    spread: Spread


@dataclass(frozen=True)
class ForecastModel:
    """A trained forecaster."""

    step_days: int
    horizon: int
    interval: float
    service_level: float
    booster: str | None
    series: Mapping[str, SeriesModel]
    safety: Mapping[str, float]
    """Safety factor by demand class (see intervals.safety_factors)."""
    drift_edges: tuple[float, ...]
    drift_shares: tuple[float, ...]
    evaluation: Mapping[str, object]
    """Figures and curves of the back-test, for the report and the model card."""

    def of(self, key: str, demand_class: str) -> SeriesModel:
        """The model of a series; one that came after the training borrows from its class."""
        if key in self.series:
            return self.series[key]
        alike = [s for s in self.series.values() if s.demand_class == demand_class] or list(
            self.series.values()
        )
        members = Counter(s.choice.members for s in alike).most_common(1)[0][0]
        middle = sorted(alike, key=lambda s: s.spread.high)[len(alike) // 2].spread
        return SeriesModel(demand_class, Choice(members, 1.0), middle)

    def needs(self, kind: str) -> bool:
        """Whether any series uses a model."""
        return any(kind in s.choice.members for s in self.series.values())


def to_artefact(model: ForecastModel) -> dict[str, object]:
    """As JSON-able data."""
    plain = asdict(model)
    plain["format"] = FORMAT
    return plain


def from_artefact(data: Mapping[str, object]) -> ForecastModel:
    """From what the registry gives; an artefact of another format is refused."""
    if data.get("format") != FORMAT:
        raise RegistryError(
            "This model was trained by another version of the code. Run `python -m demand_forecasting train`."
        )
    fields = {key: value for key, value in data.items() if key != "format"}
    series = fields["series"]
    if not isinstance(series, Mapping):
        raise RegistryError("The model names no series. Train again.")
    fields["series"] = {
        str(key): SeriesModel(
            str(item["demand_class"]),
            Choice(tuple(str(m) for m in item["choice"]["members"]), float(item["choice"]["error_ratio"])),
            Spread(**{name: float(value) for name, value in item["spread"].items()}),
        )
        for key, item in series.items()
    }
    for key in ("drift_edges", "drift_shares"):
        values = fields[key]
        fields[key] = tuple(float(v) for v in values) if isinstance(values, list) else ()
    return ForecastModel(**fields)  # type: ignore[arg-type]
