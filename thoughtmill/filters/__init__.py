"""What a trace must be like: one file a rule, one row in FILTERS, cheap ones first. See docs/filters.md."""

from thoughtmill.filters.contract import Filter, Reason, Rejection, Subject
from thoughtmill.filters.correctness import Correctness
from thoughtmill.filters.cut_off import CutOff
from thoughtmill.filters.form import Form
from thoughtmill.filters.language.rule import Language
from thoughtmill.filters.length import Length
from thoughtmill.filters.refusal import Refusal
from thoughtmill.filters.repetition.rule import Repetition

FILTERS: dict[str, Filter] = {
    rule.name: rule for rule in (CutOff(), Form(), Length(), Language(), Repetition(), Refusal(), Correctness())
}
"""Every filter, in the order in which the cascade asks them."""

__all__ = ["FILTERS", "Filter", "Reason", "Rejection", "Subject"]
