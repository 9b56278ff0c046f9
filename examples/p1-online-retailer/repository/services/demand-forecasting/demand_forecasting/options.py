"""The settings of this use case, below `demand_forecasting:` in settings/*.yaml."""

from dataclasses import dataclass, replace

from service_common.config import Section, settings_section


@dataclass(frozen=True)
class Options:
    """Every setting with the default that holds when it is absent."""

    horizon_days: int = 28
    granularity: str = "auto"
    """`day`, `week`, or `auto`: weekly when the typical series sells on too few days."""
    interval: float = 0.8
    """Share of outcomes that a prediction interval should hold."""
    individual_series: int = 120
    """How many of the busiest series get their own Theta and ETS fits; the others share one pooled model."""
    selection_origins: int = 3
    """Back-test origins that choose the models; one more, the latest, measures the choice."""
    pooled_rows: int = 60_000
    """Most training rows of the pooled model."""
    holiday_country: str | None = None
    """ISO 3166 code whose public holidays the pooled model knows; by default the client's country."""
    anomaly_threshold: float = 4.0
    """Robust z-score above which a day is an anomaly."""
    anomaly_days: int = 180
    """How far back anomalies are reported."""
    service_level: float = 0.95
    review_days: int = 7
    default_lead_time_days: int = 14
    stock_age_days: int = 21
    """Stock counts older than this are not used for proposals."""
    seed: int = 7


def options_from(section: Section) -> Options:
    """Read and check the settings."""
    d = Options()
    return Options(
        horizon_days=section.whole("horizon_days", d.horizon_days, 7, 182),
        granularity=section.choice("granularity", d.granularity, ("auto", "day", "week")),
        interval=section.number("interval", d.interval, 0.5, 0.98),
        individual_series=section.whole("individual_series", d.individual_series, 0, 5000),
        selection_origins=section.whole("selection_origins", d.selection_origins, 1, 12),
        pooled_rows=section.whole("pooled_rows", d.pooled_rows, 5000, 5_000_000),
        holiday_country=section.optional_text("holiday_country"),
        anomaly_threshold=section.number("anomaly_threshold", d.anomaly_threshold, 2, 20),
        anomaly_days=section.whole("anomaly_days", d.anomaly_days, 7, 1000),
        service_level=section.number("service_level", d.service_level, 0.5, 0.999),
        review_days=section.whole("review_days", d.review_days, 1, 60),
        default_lead_time_days=section.whole("default_lead_time_days", d.default_lead_time_days, 0, 365),
        stock_age_days=section.whole("stock_age_days", d.stock_age_days, 1, 365),
        seed=section.whole("seed", d.seed, 0, 2**31 - 1),
    )


def load_options() -> Options:
    """The settings of the environment."""
    options = options_from(settings_section("demand_forecasting"))
    if options.holiday_country is not None:
        return options
    return replace(options, holiday_country=settings_section("client").optional_text("country"))
