"""Two districts' published schools, measured: the same figures as an independent computation has."""

import csv
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from throughline.engines.equity import Fit, atkinson, fit, spread

NAMES = {
    "mean": "mean", "median": "median", "p5": "p05", "p95": "p95", "restricted_range": "restricted_range",
    "federal_range_ratio": "federal_range_ratio", "coefficient_of_variation": "coefficient_of_variation",
    "gini": "gini", "mcloone": "mcloone", "verstegen": "verstegen", "theil": "theil_t",
    "mean_log_deviation": "theil_l_mld",
}  # fmt: skip


def read(folder: Path, name: str) -> tuple[list[dict[str, str]], Any]:
    with (folder / name).open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    return rows, json.loads((folder / "expected.json").read_text(encoding="utf-8"))


def is_measured_as(expected: Any, dollars: list[float], students: list[float]) -> None:
    found = spread(dollars, students)
    assert found is not None
    for ours, theirs in NAMES.items():
        assert getattr(found, ours) == pytest.approx(expected[theirs], rel=1e-9), ours
    for key, aversion in (("atkinson_0_5", 0.5), ("atkinson_1", 1.0), ("atkinson_2", 2.0)):
        assert atkinson(dollars, students, aversion) == pytest.approx(expected[key], rel=1e-9)


def is_fitted_as(expected: Any, found: object, names: dict[str, str], within: float) -> None:
    assert isinstance(found, Fit)
    for ours, theirs in names.items():
        term = found.term(ours)
        assert (term.value, term.error) == pytest.approx((expected["coef"][theirs], expected["se"][theirs]), rel=within)
    assert found.r_squared == pytest.approx(expected["r2"], rel=within)


def test_the_district_of_columbias_schools(shared_data: Path) -> None:
    finance = shared_data / "finance"
    rows, _ = read(finance / "dcps_fy2015", "schools.csv")
    expected = json.loads((finance / "dcps_fy2015_positions" / "expected.json").read_text(encoding="utf-8"))
    parts = ("ENROLLMENT", "SPED", "ELL", "ASPECR", "TITLE", "SPECIALTY", "PPFM", "STABILIZATION", "ATRISK")
    for row in rows:
        assert sum(float(row[f"AMT_{part}"]) for part in parts) == pytest.approx(float(row["AMT_TOTAL"]), abs=0.01)
    assert sum(float(row["AMT_TOTAL"]) for row in rows) == pytest.approx(expected["allocation_total"])
    shown = [row for row in rows if row["ATRISKENROLLMENT"] and float(row["TOTALENROLLMENT"]) >= 100]
    assert len(shown) == expected["schools_in_equity_set"]
    students = [float(row["TOTALENROLLMENT"]) for row in shown]
    dollars = [float(row["AMT_TOTAL"]) / n for row, n in zip(shown, students, strict=True)]
    is_measured_as(expected["equity_unweighted"], dollars, [1.0] * len(shown))
    is_measured_as(expected["equity_enrolment_weighted"], dollars, students)
    of = {"frl": "ATRISKENROLLMENT", "ell": "ELLENROLLMENT", "sped": "SPEDENROLLMENT"}
    columns: dict[str, Any] = {
        key: [float(row[name]) / n for row, n in zip(shown, students, strict=True)] for key, name in of.items()
    }
    columns |= {level: [float(row["LEVEL"] == level) for row in shown] for level in ("es", "hs", "ms")}
    columns["size"] = np.log(students)
    names = {"frl": "frl", "ell": "ell", "sped": "sped", "size": "np.log(TOTALENROLLMENT)", "intercept": "Intercept"}
    names |= {level: f"C(LEVEL)[T.{level}]" for level in ("es", "hs", "ms")}
    # The independent computation took the printed share of students at risk; we divide their number.
    is_fitted_as(expected["vertical_ols"], fit(dollars, columns), names, 0.01)
    is_fitted_as(expected["vertical_wls"], fit(dollars, columns, students), names, 0.01)


def test_eight_districts_of_michigan(shared_data: Path) -> None:
    rows, expected = read(shared_data / "finance" / "mi_elementary_1994_95_a", "schools.csv")
    for district, told in expected["districts_with_15_or_more_schools"].items():
        shown = [row for row in rows if row["distid"] == district]
        assert len(shown) == told["schools"]
        dollars, students = ([float(row[name]) for row in shown] for name in ("exppp", "enrol"))
        is_measured_as(told["equity"], dollars, students)
        columns: dict[str, Any] = {"lunch": [float(row["lunch"]) for row in shown], "size": np.log(students)}
        names = {"lunch": "lunch", "size": "np.log(enrol)", "intercept": "Intercept"}
        is_fitted_as(told["vertical"], fit(dollars, columns), names, 1e-6)  # the file has seven digits
