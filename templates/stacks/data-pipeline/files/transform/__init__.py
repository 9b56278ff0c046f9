"""The dbt project and the command that runs it: `python -m transform build`."""
