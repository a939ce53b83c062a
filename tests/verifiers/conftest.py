"""What checks of code need, also where the table of verifiers is walked."""

import pytest


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A test whose parameter is the verifier `code` needs bubblewrap, and says so when it is skipped."""
    for test in items:
        parameters = getattr(test, "callspec", None)
        if parameters is not None and "code" in parameters.params.values():
            test.add_marker(pytest.mark.needs("bwrap"))
