"""SDMX in its forms: structure-specific and generic XML, JSON 1.0 and 2.0; codes against a structure; damage and malice."""

import json
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from dicu.review.foreign.outcome import Outcome
from dicu.review.foreign.sdmx import import_message
from dicu.review.foreign.sdmx_message import NoData
from dicu.review.foreign.table import Writer

NS = "http://www.sdmx.org/resources/sdmxml/schemas/v2_1"
HEAD = f"""<?xml version="1.0" encoding="UTF-8"?>
<m:{{root}} xmlns:m="{NS}/message" xmlns:c="{NS}/common" xmlns:g="{NS}/data/generic" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<m:Header><m:ID>x</m:ID><m:Prepared>2026-05-12T00:00:00Z</m:Prepared>
<m:Structure structureID="S" dimensionAtObservation="TIME_PERIOD"><c:Structure><Ref agencyID="VN" id="MIG" version="1.0"/></c:Structure></m:Structure>
</m:Header>"""  # noqa: E501 - XML
SPECIFIC = (
    HEAD.format(root="StructureSpecificData")
    + """
<m:DataSet xsi:type="x" UNIT_MEASURE="PERS">
<Group xsi:type="g" SEX="F" TITLE="women" CONF_STATUS="F"/>
<Series INDICATOR="I1" SEX="F" AGE="_T" REF_AREA="VN" FREQ="A" UNIT_MULT="3">
<Obs TIME_PERIOD="2023" OBS_VALUE="1.50" OBS_STATUS="A"/>
<Obs TIME_PERIOD="2024" OBS_VALUE="NaN" OBS_STATUS="M"/>
<Obs TIME_PERIOD="2024-Q9" OBS_VALUE="7"/>
</Series>
<Series INDICATOR="I1" SEX="X" AGE="_T" REF_AREA="VN" FREQ="A"><Obs TIME_PERIOD="2023" OBS_STATUS="Q"/><Obs TIME_PERIOD="2022" OBS_VALUE="0"/></Series>
</m:DataSet></m:StructureSpecificData>"""  # noqa: E501 - XML
)
GENERIC = (
    HEAD.format(root="GenericData")
    + """
<m:DataSet structureRef="S"><g:Series>
<g:SeriesKey><g:Value id="INDICATOR" value="I1"/><g:Value id="SEX" value="F"/></g:SeriesKey>
<g:Attributes><g:Value id="UNIT_MULT" value="3"/><g:Value id="REMARK" value="r"/></g:Attributes>
<g:Obs><g:ObsDimension value="2023"/><g:ObsValue value="1.50"/><g:Attributes><g:Value id="OBS_STATUS" value="E"/></g:Attributes></g:Obs>
</g:Series></m:DataSet></m:GenericData>"""
)
STRUCTURE_1 = {
    "dimensions": {
        "dataSet": [],
        "series": [{"id": "INDICATOR", "values": [{"id": "I1"}]}, {"id": "SEX", "values": [{"id": "F"}, {"id": "M"}]}],
        "observation": [{"id": "TIME_PERIOD", "role": "time", "values": [{"id": "2023"}, {"id": "2024"}]}],
    },
    "attributes": {"dataSet": [], "series": [], "observation": [{"id": "OBS_STATUS", "values": [{"id": "A"}, {"id": "L"}]}]},
}
SETS = [{"series": {"0:1": {"attributes": [], "observations": {"0": [1.50, 0], "1": [None, 1]}}}}]
STRUCTURE = f"""<?xml version="1.0"?><m:Structure xmlns:m="{NS}/message" xmlns:c="{NS}/common" xmlns:s="{NS}/structure">
<m:Header><m:ID>d</m:ID><m:Test>false</m:Test><m:Prepared>2026-01-01T00:00:00</m:Prepared><m:Sender id="VN"/></m:Header><m:Structures>
<s:Codelists><s:Codelist id="CL_SEX" agencyID="VN" version="1.0"><c:Name xml:lang="en">Sex</c:Name>
<s:Code id="F"><c:Name xml:lang="en">F</c:Name></s:Code><s:Code id="M"><c:Name xml:lang="en">M</c:Name></s:Code></s:Codelist></s:Codelists>
<s:Concepts><s:ConceptScheme id="CS" agencyID="VN" version="1.0"><c:Name xml:lang="en">C</c:Name>
{"".join(f'<s:Concept id="{c}"><c:Name xml:lang="en">{c}</c:Name></s:Concept>' for c in ("INDICATOR", "SEX", "REF_AREA", "TIME_PERIOD", "OBS_VALUE"))}
</s:ConceptScheme></s:Concepts>
<s:DataStructures><s:DataStructure id="MIG" agencyID="VN" version="1.0"><c:Name xml:lang="en">M</c:Name><s:DataStructureComponents>
<s:DimensionList id="DimensionDescriptor">
{"".join(f'<s:Dimension id="{c}" position="{n}"><s:ConceptIdentity><Ref id="{c}" maintainableParentID="CS" maintainableParentVersion="1.0" agencyID="VN" package="conceptscheme" class="Concept"/></s:ConceptIdentity>{e}</s:Dimension>' for n, (c, e) in enumerate([("INDICATOR", ""), ("SEX", '<s:LocalRepresentation><s:Enumeration><Ref id="CL_SEX" version="1.0" agencyID="VN" package="codelist" class="Codelist"/></s:Enumeration></s:LocalRepresentation>'), ("REF_AREA", "")], 1))}
<s:TimeDimension id="TIME_PERIOD" position="4"><s:ConceptIdentity><Ref id="TIME_PERIOD" maintainableParentID="CS" maintainableParentVersion="1.0" agencyID="VN" package="conceptscheme" class="Concept"/></s:ConceptIdentity><s:LocalRepresentation><s:TextFormat textType="ObservationalTimePeriod"/></s:LocalRepresentation></s:TimeDimension>
</s:DimensionList>
<s:MeasureList id="MeasureDescriptor"><s:PrimaryMeasure id="OBS_VALUE"><s:ConceptIdentity><Ref id="OBS_VALUE" maintainableParentID="CS" maintainableParentVersion="1.0" agencyID="VN" package="conceptscheme" class="Concept"/></s:ConceptIdentity></s:PrimaryMeasure></s:MeasureList>
</s:DataStructureComponents></s:DataStructure></s:DataStructures></m:Structures></m:Structure>"""  # noqa: E501 - XML


def imported(tmp_path: Path, content: str | bytes, structure: str = "") -> tuple[Outcome, list[dict[str, Any]]]:
    message, dsd, out = tmp_path / "m.xml", tmp_path / "dsd.xml", tmp_path / "o.parquet"
    message.write_bytes(content if isinstance(content, bytes) else content.encode())
    dsd.write_text(structure, "utf-8")
    writer = Writer(out)
    done = import_message(message, dsd if structure else None, writer)
    writer.finish()
    assert done.counts.rejected == sum(found.rejected for found in done.findings)
    return done, pq.read_table(out).to_pylist()


def test_structure_specific_xml(tmp_path: Path) -> None:
    done, rows = imported(tmp_path, SPECIFIC)
    assert done.as_json() == {"files": 1, "rows_read": 5, "observations": 2, "missing_coded": 2, "rejected": 1, "indicators": 1}
    first, second, third, fourth = rows
    assert (first["value"], first["value_written"], first["unit"], first["area"]) == ("1500", "1.50", "PERS", "VN")
    assert (first["dimensions"], first["conf_status"], str(first["vintage"])) == ('{"SEX":"F"}', "F", "2026-05-12")
    assert (second["value"], second["missing"]) == (None, "not-applicable")  # NaN is no number, and never zero
    assert (third["missing"], fourth["value"]) == ("suppressed", "0")  # zero is a value
    assert "F34" in {found.rule for found in done.findings}


def test_generic_xml_tells_attributes_from_breakdowns(tmp_path: Path) -> None:
    _, (row,) = imported(tmp_path, GENERIC)
    assert (row["value"], row["dimensions"], row["obs_status"], row["period"]) == ("1500", '{"SEX":"F"}', "E", "2023")


@pytest.mark.parametrize(
    "message",
    [
        {"header": {"prepared": "2026-05-12T00:00:00"}, "structure": STRUCTURE_1, "dataSets": SETS},
        {"meta": {"prepared": "2026-05-12"}, "data": {"structures": [STRUCTURE_1], "dataSets": SETS}},
    ],
    ids=["1.0", "2.0"],
)
def test_json(tmp_path: Path, message: dict[str, Any]) -> None:
    done, rows = imported(tmp_path, json.dumps(message))
    assert [(row["value"], row["missing"], row["obs_status"]) for row in rows] == [("1.5", None, "A"), (None, "not-collected", "L")]
    assert (rows[0]["indicator"], rows[0]["dimensions"], str(rows[0]["vintage"])) == ("I1", '{"SEX":"M"}', "2026-05-12")
    assert done.counts.rejected == 0


def test_flat_json(tmp_path: Path) -> None:
    parts = {"observation": [{"id": "SEX", "values": [{"id": "F"}]}, {"id": "TIME_PERIOD", "values": [{"id": "2024-05"}]}]}
    message = {
        "data": {"structures": [{"dimensions": parts, "attributes": {}}], "dataSets": [{"observations": {"0:0": [12345678901234567890]}}]}
    }
    done, rows = imported(tmp_path, json.dumps(message))
    assert not rows  # nothing says which indicator it is
    assert done.counts.rejected == 1


def test_codes_and_concepts_that_the_structure_does_not_know(tmp_path: Path) -> None:
    done, rows = imported(tmp_path, SPECIFIC, STRUCTURE)
    unknown = {(found.rule, found.inputs["found"], found.inputs["count"]) for found in done.findings if found.rule in {"F33", "F36"}}
    assert ("F33", "X", 2) in unknown
    assert ("F36", "AGE", 5) in unknown
    assert len(rows) == 4  # the rows are kept


@pytest.mark.parametrize("structure", ["<x/>", "no xml", "{}", SPECIFIC, '<?xml version="1.0"?><!DOCTYPE x><x/>'])
def test_an_unreadable_structure_is_a_finding(tmp_path: Path, structure: str) -> None:
    done, rows = imported(tmp_path, SPECIFIC, structure)
    assert "F45" in {found.rule for found in done.findings}
    assert len(rows) == 4


def test_a_message_that_is_cut_off(tmp_path: Path) -> None:
    done, rows = imported(tmp_path, SPECIFIC[: SPECIFIC.index("</Series>")])
    assert "F46" in {found.rule for found in done.findings}
    assert len(rows) == 2


BOMB = '<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]><l>&b;</l>'


@pytest.mark.parametrize(
    "content", ["", "<a/>", "<a", "{", "[]", "{}", '{"data": 1}', "Year,Value\n2020,1\n", BOMB, STRUCTURE, b"\xff\xfe\x00", "[" * 100_000]
)
def test_what_is_no_message_with_data_is_refused(tmp_path: Path, content: str | bytes) -> None:
    with pytest.raises(NoData):
        imported(tmp_path, content)
    assert not (tmp_path / "o.parquet").exists()
