"""What Python 3.12 has in ``typing``, for 3.11 as well.

``typing_extensions`` has it too, with so much else that it takes 10 ms of every start.
"""

from typing import TYPE_CHECKING

__all__ = ["override"]

if TYPE_CHECKING:
    from typing_extensions import override
else:

    def override(method):
        """Mark a method that replaces one of a base class, for the type checker."""
        return method
