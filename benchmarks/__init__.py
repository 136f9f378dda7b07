"""Measures the product beside a floor: the same work by hand-written SQL on a plain driver, in the same run."""
