import pytest

from extractor.types import Cleaned, CleaningKind, Mark, Span


def plain(text: str) -> Cleaned:
    """A text that cleaning left as it is."""
    return Cleaned(text, range(len(text)), len(text))


def with_dropped(*parts: str) -> Cleaned:
    """Kept and dropped parts in turn, the dropped ones marked as furniture."""
    kept, origin, marks, at = "", list[int](), list[Mark](), 0
    for place, part in enumerate(parts):
        if place % 2:
            marks.append(Mark(CleaningKind.FURNITURE, Span(at, at + len(part))))
        else:
            kept += part
            origin += range(at, at + len(part))
        at += len(part)
    return Cleaned(kept, origin, at, tuple(marks))


MODERN = """根据《中华人民共和国政府信息公开条例》,现公布苍原县水务局2022年度报告。数据统计期限为2022年1月1日至12月31日。
一、总体情况
(一)主动公开情况。我局全年主动公开政府信息31条。
(二)依申请公开情况。全年收到申请2件,均已答复。
1.规范管理流程。登记、审查、答复由专人办理。
(三)加强组织领导。分管领导每季度听取汇报。
(四)监督保障方面:开展自查3次。
二、主动公开政府信息情况
信息内容 | 本年制发件数 | 本年废止件数 | 现行有效件数 |
规章 | 0 | 0 | 0 |
三、收到和处理政府信息公开申请情况
一、本年新收政府信息公开申请数量 | 2 | 0 | 0 | 0 | 0 | 0 | 2 |
三、本年度办理结果 | (一)予以公开 | 2 | 0 | 0 | 0 | 0 | 0 | 2 |
(三)不予公开 | 1.属于国家秘密 | 0 | 0 | 0 | 0 | 0 | 0 | 0 |
四、结转下年度继续办理 | 0 | 0 | 0 | 0 | 0 | 0 | 0 |
四、政府信息公开行政复议、行政诉讼情况
0 | 0 | 0 | 0 | 0 |
五、存在的主要问题及改进情况
更新不够及时,2023年将加强值守。
六、其他需要报告的事项
(一)收取信息处理费情况
本年度未收取。
"""

OLD = """2013年,我镇认真落实条例,现将我镇2013年度信息公开情况报告如下:
一、概述
我镇公开各类信息57条,接待来访群众21人次。
二、依申请公开政府信息办理情况
全年没有收到申请。
三、收费及减免情况
未收取任何费用。
四、行政复议、行政诉讼情况
没有发生复议和诉讼。
五、存在的问题及下一步打算
栏目更新慢,今后要加强培训。
2014年2月20日
"""


@pytest.fixture
def modern() -> str:
    return MODERN


@pytest.fixture
def old() -> str:
    return OLD
