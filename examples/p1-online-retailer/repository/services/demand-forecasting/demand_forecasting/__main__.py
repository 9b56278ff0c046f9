"""`python -m demand_forecasting train|evaluate|predict|report|serve`."""

import sys

from service_common.command import run


def _train() -> int:
    from demand_forecasting.training import main

    return main()


def _evaluate() -> int:
    from demand_forecasting.evaluation import main

    return main()


def _predict() -> int:
    from demand_forecasting.forecasting import main

    return main()


def _report() -> int:
    from demand_forecasting.planning_report import main

    return main()


# Every step imports only what it needs: a service must start fast.
STEPS = {
    "train": ("back-test the candidates, choose per series and promote the result", _train),
    "evaluate": ("write metrics, report and model card of the promoted model", _evaluate),
    "predict": ("write forecasts, anomalies, seasons and reorder proposals to the warehouse", _predict),
    "report": ("write the planning report of the last predictions", _report),
}

if __name__ == "__main__":
    sys.exit(run("demand_forecasting", STEPS, "demand_forecasting.serve:app"))
