"""What sqlfluff puts in place of dbt's own macros when it lints the models (.sqlfluff names this folder)."""


def dateadd(datepart: str, interval: object, from_date_or_timestamp: str) -> str:
    """Stand in for dbt.dateadd."""
    return f"date_add({from_date_or_timestamp}, interval {interval} {datepart})"


def datediff(first_date: str, second_date: str, datepart: str) -> str:
    """Stand in for dbt.datediff."""
    return f"date_diff({first_date}, {second_date}, {datepart})"
