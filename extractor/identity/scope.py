"""Whether a report speaks for itself or adds up its subordinates."""

import re

from extractor.types import Span

_REGION = re.compile(
    r"(?:全[市县区省州盟旗镇]|本行政区域|全系统|我[市县区省州旗])(?:各级|各)?(?:行政机关|政府部门|部门|单位|各部门|各单位|政府信息公开工作部门)?[^。\n]{0,12}(?:共|累计|合计)?(?:主动公开|收到|受理|新收)"
    r"|(?:各|所属)(?:镇街|乡镇|街道|县区|县市区|区县|部门)[^。\n]{0,16}(?:汇总|年度报告|数据)"
    r"|汇总(?:了)?[^。\n]{0,10}(?:全[市县区省州旗]|各)|(?:全[市县区省州旗])[^。\n]{0,14}(?:汇总|统计)数据?"
)
_OWN = re.compile(r"[我本](?:局|委|办|镇|乡|街道|中心|厅|机关|单位|苏木|关|团)")
_GOVERNMENT = re.compile(r"(?:省|市|县|区|州|旗|盟)(?:人民政府)?(?:办公室|办公厅)?$")


def choose_scope(text: str, span: Span, agency: str | None) -> tuple[str, float, Span | None]:
    """`own`, `region` or `unknown`, with a probability and the words that say so."""
    own = sum(1 for _ in _OWN.finditer(text, span.start, span.end))
    region = list(_REGION.finditer(text, span.start, span.end))
    governs = agency is not None and _GOVERNMENT.search(agency) is not None
    if region and (governs or own < 3):
        return "region", min(0.95, 0.6 + 0.1 * len(region) + 0.1 * governs), Span(*region[0].span())
    if own or (agency and not governs):
        return "own", min(0.97, 0.8 + 0.02 * own), None
    return "unknown", 0.5, None
