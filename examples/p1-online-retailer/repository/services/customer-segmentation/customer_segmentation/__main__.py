"""`python -m customer_segmentation train|evaluate|predict|report|serve`."""

import sys

from service_common.command import run


def _train() -> int:
    from customer_segmentation.training import main

    return main()


def _evaluate() -> int:
    from customer_segmentation.evaluation import main

    return main()


def _predict() -> int:
    from customer_segmentation.segmenting import main

    return main()


# Every step imports only what it needs: a service must start fast.
STEPS = {
    "train": ("find, test and name the segments and promote the result", _train),
    "evaluate": ("write metrics, report and model card of the promoted model", _evaluate),
    "predict": ("write the segment of every customer, profiles and movements to the warehouse", _predict),
    "report": ("the same as evaluate: one page holds the test and the profiles", _evaluate),
}

if __name__ == "__main__":
    sys.exit(run("customer_segmentation", STEPS, "customer_segmentation.serve:app"))
