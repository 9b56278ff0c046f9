"""Errors a person can mend: they are printed as they are, without a stack trace."""


class IngestionError(Exception):
    """Something is wrong with a mapping, a source or the warehouse; the message says what to do."""
