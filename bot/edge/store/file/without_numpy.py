"""sqlite-utils loaded without numpy, which it takes when it finds it (for plots it may be installed).

Measured: 12 MB and 0.1 s of each start, for storing arrays that we do not have.
"""

import sys

if "numpy" not in sys.modules:
    sys.modules["numpy"] = None  # type: ignore[assignment]  # how Python says "there is no such module"
    try:
        import sqlite_utils  # noqa: F401 - loaded here once, so that it looks for numpy now
    finally:
        del sys.modules["numpy"]
