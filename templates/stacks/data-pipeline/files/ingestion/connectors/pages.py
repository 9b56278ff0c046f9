"""Part of a dlt resource, outside of a pipeline."""

from collections.abc import Iterator
from typing import Any

import pyarrow as pa

MAX_ROWS = 20_000
"""A check does not read whole databases and APIs."""
PAGE = 1_000


def first_rows(resource: Any, rows: int) -> Iterator[Any]:
    """Yield Arrow tables or lists of dicts of a resource, about `rows` rows and at most about `MAX_ROWS`."""
    wanted = min(rows, MAX_ROWS)
    count = 0
    page: list[Any] = []
    for item in resource:
        if isinstance(item, pa.Table | pa.RecordBatch):
            yield item
            count += item.num_rows
        else:
            page.append(item)
            count += 1
            if len(page) == PAGE:
                yield page
                page = []
        if count >= wanted:
            break
    if page:
        yield page
