"""An end for work that has none of its own, such as asking the system's resolver."""

import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import TypeVar

_Result = TypeVar("_Result")


def within(limit_s: float, work: Callable[[], _Result]) -> _Result:
    """Return what *work* returns, or raise what it raises.

    Raises:
        TimeoutError: If *work* is not done after *limit_s*; it is left to itself, in a thread
            that the end of the process does not wait for.
    """
    outcome: Future[_Result] = Future()

    def run() -> None:
        try:
            outcome.set_result(work())
        except BaseException as error:  # noqa: BLE001  (raised again, by whoever waits)
            outcome.set_exception(error)

    threading.Thread(target=run, daemon=True).start()
    try:
        return outcome.result(limit_s)
    except TimeoutError as error:
        raise TimeoutError(str(error) or f"not done within {limit_s:g} s") from error
