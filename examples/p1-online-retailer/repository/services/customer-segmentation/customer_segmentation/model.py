"""A trained segmentation as plain numbers and text: scale, centroids, names, and why these."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

from service_common.registry import RegistryError

from customer_segmentation.clustering import Candidate
from customer_segmentation.naming import Profile
from customer_segmentation.space import Space

FORMAT = 1


@dataclass(frozen=True)
class SegmentModel:
    """What assigns a customer to a segment."""

    space: Space
    centroids: tuple[tuple[float, ...], ...]
    profiles: tuple[Profile, ...]
    chosen: Candidate
    candidates: tuple[Candidate, ...]
    baseline: Candidate
    """The RFM quintile rule with as many segments, judged the same way."""
    customers: int
    anonymous_share: float
    """Share of sales that name no customer."""
    drift_edges: tuple[tuple[float, ...], ...]
    drift_shares: tuple[tuple[float, ...], ...]

    @property
    def beats_baseline(self) -> bool:
        """Clearer than the rule, and stable."""
        return self.chosen.silhouette > self.baseline.silhouette

    def names(self) -> tuple[str, ...]:
        """Names of the segments by index."""
        return tuple(p.name for p in self.profiles)


def to_artefact(model: SegmentModel) -> dict[str, object]:
    """As JSON-able data."""
    return {**asdict(model), "format": FORMAT}


def _rows(value: object) -> tuple[tuple[float, ...], ...]:
    if not isinstance(value, Sequence):
        raise RegistryError("The model is incomplete. Train again.")
    return tuple(tuple(float(v) for v in row) for row in value)


def _block(value: object) -> Mapping[str, object]:
    if not isinstance(value, Mapping):
        raise RegistryError("The model is incomplete. Train again.")
    return value


def from_artefact(data: Mapping[str, object]) -> SegmentModel:
    """From what the registry gives; an artefact of another format is refused."""
    if data.get("format") != FORMAT:
        raise RegistryError(
            "This model was trained by another version of the code. "
            "Run `python -m customer_segmentation train`."
        )
    space = _block(data["space"])
    profiles, candidates = data["profiles"], data["candidates"]
    if not isinstance(profiles, Sequence) or not isinstance(candidates, Sequence):
        raise RegistryError("The model is incomplete. Train again.")
    return SegmentModel(
        space=Space(*(row for row in _rows([space["units"], space["centres"], space["spreads"]]))),
        centroids=_rows(data["centroids"]),
        profiles=tuple(Profile(**p) for p in profiles),
        chosen=Candidate(**_block(data["chosen"])),  # type: ignore[arg-type]
        candidates=tuple(Candidate(**c) for c in candidates),
        baseline=Candidate(**_block(data["baseline"])),  # type: ignore[arg-type]
        customers=int(str(data["customers"])),
        anonymous_share=float(str(data["anonymous_share"])),
        drift_edges=_rows(data["drift_edges"]),
        drift_shares=_rows(data["drift_shares"]),
    )
