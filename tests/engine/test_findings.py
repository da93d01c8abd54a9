"""What every format is given: places and fingerprints."""

from __future__ import annotations

import pickle

import pytest

from mdpaperlint.engine.findings import Place, PlacedEdit, locate
from mdpaperlint.engine.fingerprints import fingerprint
from mdpaperlint.markdown.parser import parse
from mdpaperlint.model.violation import Edit, Fix, Related, Violation


def listed(number: int) -> tuple[str, list[Violation]]:
    text = "".join(f"- [Title {n} of letters {'x' * n}]() \n" for n in range(number))
    shared = Fix((Edit(text.index("1 "), text.index("1 ") + 1, "one"),), True, "spell it")
    starts = [start for start in range(len(text)) if text.startswith("[", start)]
    return text, [
        Violation(
            "r",
            "error",
            "m",
            start,
            start + 1,
            fix=shared,
            related=(Related(start, start + 2, "here"),),
            fingerprint="file" if number % 7 == 3 else "",
        )
        for number, start in enumerate(starts)
    ]


@pytest.mark.parametrize("number", [3, 501])
def test_fingerprints_do_not_depend_on_how_many_violations_there_are(number: int) -> None:
    text, violations = listed(number)
    document = parse(text)
    findings = locate(document, violations)
    assert len(findings) == number
    assert [finding.fingerprint for finding in findings] == [
        fingerprint(document, each) for each in violations
    ]


@pytest.mark.parametrize("number", [3, 501])
def test_findings_of_another_process_say_the_same(number: int) -> None:
    text, violations = listed(number)
    findings = locate(parse(text), violations)
    fix = violations[0].fix
    assert fix is not None
    (edit,) = fix.edits
    assert findings[2].edits == (PlacedEdit(Place(2, 10, 2, 11), edit),)
    for copied in (pickle.loads(pickle.dumps(findings)), locate(parse(text), violations)):
        assert copied == findings
        assert [each.edits for each in copied] == [each.edits for each in findings]
        assert [each.related for each in copied] == [each.related for each in findings]
        assert hash(copied[0]) == hash(findings[0])
    assert findings[0] != findings[1]
    assert findings[1].corrected == "- [Title one of letters x]() "
