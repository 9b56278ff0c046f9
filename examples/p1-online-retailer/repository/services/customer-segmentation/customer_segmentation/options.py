"""The settings of this use case, below `customer_segmentation:` in settings/*.yaml."""

from dataclasses import dataclass

from service_common.config import Section, settings_section


@dataclass(frozen=True)
class Options:
    """Every setting with the default that holds when it is absent."""

    min_segments: int = 3
    max_segments: int = 8
    bootstrap_rounds: int = 12
    minimum_stability: float = 0.8
    """Mean adjusted Rand index over bootstrap samples below which a number of segments is not trusted."""
    minimum_share: float = 0.02
    """Smallest share of the customers that a segment may hold."""
    quality_tolerance: float = 0.85
    """The largest trusted number of segments is taken whose silhouette is at least this share of the best."""
    sample: int = 4000
    """Most customers that the choice of the number of segments looks at; the final fit sees all."""
    seed: int = 7


def options_from(section: Section) -> Options:
    """Read and check the settings."""
    d = Options()
    low = section.whole("min_segments", d.min_segments, 2, 12)
    return Options(
        min_segments=low,
        max_segments=section.whole("max_segments", max(low, d.max_segments), low, 20),
        bootstrap_rounds=section.whole("bootstrap_rounds", d.bootstrap_rounds, 4, 200),
        minimum_stability=section.number("minimum_stability", d.minimum_stability, 0, 1),
        minimum_share=section.number("minimum_share", d.minimum_share, 0, 0.2),
        quality_tolerance=section.number("quality_tolerance", d.quality_tolerance, 0.1, 1),
        sample=section.whole("sample", d.sample, 200, 100_000),
        seed=section.whole("seed", d.seed, 0, 2**31 - 1),
    )


def load_options() -> Options:
    """The settings of the environment."""
    return options_from(settings_section("customer_segmentation"))
