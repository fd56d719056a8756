"""Each kind of damage, repaired or marked; what only looks like it, left alone."""

from collections import Counter
from pathlib import Path

import pytest

from extractor.cleaning import clean
from extractor.types import CleaningKind, Span

SEEDS = Path(__file__).parents[3] / "shared" / "seeds"


def kinds(text: str) -> Counter[CleaningKind]:
    return Counter(mark.kind for mark in clean(text).marks)


@pytest.mark.parametrize(
    ("dirty", "plain"),
    [
        ("報(bào)告公開(kāi)", "报告公开"),
        ("會(huì )議（yì）", "会议"),
        ("政府(zhèng fǔ)信息", "政府信息"),
        ("你(nǐ)我(wǒ)他(tā)們(men)的(de)", "你我他们的"),
        ("條(tia\u0301o)例", "条例"),
        ("附件(doc)与(以下简称《条例》)及(app)", "附件(doc)与(以下简称《条例》)及(app)"),
        ("共(a)项(o)", "共(a)项(o)"),
    ],
)
def test_pinyin(dirty: str, plain: str) -> None:
    assert clean(dirty).text == plain


@pytest.mark.parametrize(
    ("dirty", "plain"),
    [
        ("關于本機關的行政復議與覆議、複議", "关于本机关的行政复议与复议、复议"),
        ("結轉下年度繼續辦理", "结转下年度继续办理"),
        ("著眼于制發件數，答覆與回覆", "着眼于制发件数,答复与回复"),
        ("⻔户⽹站", "门户网站"),
        ("衞生健康委員會", "卫生健康委员会"),
    ],
)
def test_traditional(dirty: str, plain: str) -> None:
    cleaned = clean(dirty)
    assert cleaned.text == plain
    assert len(cleaned.text) == len(dirty)


def test_taiwan_words_in_labels() -> None:
    cleaned = clean("行政規範性檔案 | 2 |\n資訊內容：程式與網路的最佳化\n檔案館開放檔案")
    assert cleaned.text == "行政规范性文件 | 2 |\n信息内容:程序与网络的优化\n档案馆开放档案"


def test_one_such_word_in_a_name_stays() -> None:
    assert clean("某某资讯有限公司").text == "某某资讯有限公司"


def test_widths_and_lines() -> None:
    cleaned = clean("（１２．５％）：是；否，\u3000\u00a0x\u2028y\x0bz\x85\r\nＡ－３｜")
    assert cleaned.text == "(12.5%):是;否,  x y z \nA-3|"


def test_a_lone_carriage_return_ends_lines_only_where_nothing_else_does() -> None:
    assert clean("甲\r乙\r丙").text == "甲\n乙\n丙"
    assert clean("甲\r乙\n丙").text == "甲 乙\n丙"


@pytest.mark.parametrize(
    "text", ["\ufdfa", "㎡", "²", "①", "५", "𝟏", "½", "五", "1_000", "1E9999999"]
)
def test_no_digit_is_created(text: str) -> None:
    cleaned = clean(f"甲{text}乙")
    assert cleaned.text == f"甲{text}乙"


def test_invisible_characters_are_dropped_and_marked() -> None:
    cleaned = clean("1\u200b2\u202e3\ufeff\u00ad4")
    assert cleaned.text == "1234"
    assert [m.span for m in cleaned.marks] == [Span(1, 2), Span(3, 4), Span(5, 7)]


@pytest.mark.parametrize(
    ("dirty", "plain"),
    [
        ("工作开展?,F将情况报告如下", "工作开展。现将情况报告如下"),
        ("一,、总体情况", "一、总体情况"),
        ("规章 | ? 0 | 0? | ? |", "规章 | 0 | 0 | |"),
        ("????2021年,本局", "????2021年,本局"),
        ("????一是加强学习", "一是加强学习"),
        ("0 |\n?\n三、收到", "0 |\n\n三、收到"),
        ("为什么?是这样", "为什么?是这样"),
    ],
)
def test_damaged_marks(dirty: str, plain: str) -> None:
    assert clean(dirty).text == plain


@pytest.mark.parametrize(
    "text", ["三审三?!敝贫?", "?。ǘ┮郎昵牍_", "主动***息", "甲\ufffd乙", "锟斤拷"]
)
def test_what_cannot_be_repaired_is_marked(text: str) -> None:
    assert kinds(text)[CleaningKind.DAMAGED]


@pytest.mark.parametrize(
    ("dirty", "plain"),
    [
        ("按照365体育投注2021年工作要点", "按照2021年工作要点"),
        ("在2021365体育投注年度报告", "在2021年度报告"),
        ("公开12条365体育投注3条", "公开12条3条"),
        ("通过365体育\n投注网站公开294条", "通过网站公开294条"),
        ("办结行@:彩票导航政处罚46件", "办结行政处罚46件"),
        ("收取ky体育官网费用", "收取费用"),
        ("年底未千亿娱乐办结7件", "年底未办结7件"),
        ("亚博体育app下载市场监管局", "市场监管局"),
        ("$【yb8811乐鱼】商务局", "商务局"),
        ("市hg8868局与区hg8868办及县hg8868委", "市局与区办及县委"),
    ],
)
def test_advertising(dirty: str, plain: str) -> None:
    cleaned = clean(dirty)
    assert cleaned.text == plain
    assert CleaningKind.ADVERTISING in {m.kind for m in cleaned.marks}


def test_dropping_advertising_never_joins_numbers() -> None:
    assert clean("公开12威尼斯人34条").text == "公开12 34条"


@pytest.mark.parametrize(
    "text",
    [
        "福利彩票和体育彩票销售点检查12次", "永利镇政府", "金沙县财政局2021年公开3条", "12345热线12345", "熊猫基地",
        "IPv6、H5、PM2.5、ISO9001、ISO9001、ISO9001", "市体育局体育场馆开放", "国办发〔2021〕30号【解读】",
        "邮箱xx123@126.com、xx123@126.com、xx123@126.com", "澳门和香港游客", "银河路8号",
    ],
)  # fmt: skip
def test_what_only_looks_like_advertising(text: str) -> None:
    assert clean(text).text == text
    assert not kinds(text)[CleaningKind.ADVERTISING]


@pytest.mark.parametrize(
    ("dirty", "plain"),
    [
        ("字号:\n大 中 小根据条例", "\n根据条例"),
        ("字号\n大\n中\n小\n一、总体情况", "\n\n\n\n一、总体情况"),
        ("浏览次数:1234次\n一、总体情况", "\n一、总体情况"),
        ("当前位置:首页 > 公开 > 年报\n甲局", "\n甲局"),
        ("首页 政务公开 互动交流 登录\n甲局", "\n甲局"),
        ("首页\n政务公开\n办事服务\n互动交流\n甲局", "\n\n\n\n甲局"),
        ("{{ title }}\n甲局", "\n甲局"),
        ('甲<span id="a1"></span>局<o:p></o:p>', "甲局"),
        ("1<span></span>2", "1 2"),
        ("主办:某市政府 承办:某中心\n蒙ICP备16号", "\n"),
        ("扫码使用手机浏览本页内容", ""),
    ],
)
def test_furniture(dirty: str, plain: str) -> None:
    cleaned = clean(dirty)
    assert cleaned.text == plain
    assert CleaningKind.FURNITURE in {m.kind for m in cleaned.marks}


@pytest.mark.parametrize(
    "text",
    [
        "政务公开\n工作", "信息公开", "其他\n总计\n0", "转发<某省通知>的通知", "点击量98000余人次。", "大力中小企业",
        "网站访问量39万人次", "一是搜索服务优化", "政策解读", "下载12次",
    ],
)  # fmt: skip
def test_what_only_looks_like_furniture(text: str) -> None:
    assert clean(text).text == text


@pytest.mark.parametrize(
    ("dirty", "plain"),
    [
        ("规章\n5\n— 7 —\n8\n9", "规章\n5\n8\n9"),
        ("规章\n5\n\n- 12 -\n\n\t8", "规章\n5\n\n\t8"),
        ("行政许可 |\n-3-\n40 |", "行政许可 |\n40 |"),
        ("甲\n· 4 ·\n乙\n~5~\n丙", "甲\n乙\n丙"),
        ("行政强制\n第6页\n7", "行政强制\n7"),
        ("行政强制\n第 6 页 共 9 页\n— 6 —\n7", "行政强制\n7"),
        ("行政强制\n共9页 第6页\n7", "行政强制\n7"),
        ("行政强制\nPage 6 of 9\n7", "行政强制\n7"),
        ("行政强制\n4/9\n7\n5/9\n8\n9/9\n1\n1/6\n2", "行政强制\n7\n8\n1\n2"),
        ("行政强制\n4 / 9\n7", "行政强制\n7"),
        ("3 4 5\n— 7 —\n8 / 1\n— 9 —", "3 4 5\n8 / 1"),
        ("| — 2 — | | |\n| 规章 | 5 |", "| 规章 | 5 |"),
    ],
)
def test_marks_of_pages_go_with_their_line(dirty: str, plain: str) -> None:
    assert clean(dirty).text == plain


@pytest.mark.parametrize(
    "text",
    [
        "规章\n—\n7\n—\n/\n7", "规章\n3 4 5\n— 7 —", "规章\n3 4 5\n6 / 8", "规章\n5/3\n4/6", "规章\n3/5\n3/5",
        "规章\n1/5\n2/7\n3/9", "规章\n1/1", "规章\n0/4", "第6页的表格", "— 7 — 8", "- 7", "7 -", "规章 | — | 7 | — |",
    ],
)  # fmt: skip
def test_what_only_looks_like_a_mark_of_a_page(text: str) -> None:
    assert clean(text).text == text


def test_a_mark_names_its_place_in_the_source() -> None:
    text = "報(bào)告365体育投注情况"
    marks = {m.kind: m.span.of(text) for m in clean(text).marks}
    assert marks[CleaningKind.PINYIN] == "(bào)"
    assert marks[CleaningKind.ADVERTISING] == "365体育投注"


def test_a_shorter_wording_leads_back_to_all_of_it() -> None:
    text = "資訊與程式：最佳化流程"
    cleaned = clean(text)
    at = cleaned.text.index("优化")
    assert cleaned.to_source(Span(at, at + 2)).of(text) == "最佳化"


@pytest.mark.skipif(not SEEDS.is_dir(), reason="the seed reports are not beside the repository")
def test_seeds_lose_their_damage_and_nothing_else() -> None:
    leftovers = {
        "000": (["365体育投注", "ICP备"], ["行政许可 | 96", "数518条"]),
        "001": (["(bào)", "會", "總", "(huì )"], ["行政复议", "(一)主动公开情况", "部门动态120条"]),
        "002": (["大 中 小", "扫码使用"], ["共收到3件"]),
        "003": (["\u3000", "（"], ["未收到依法公开申请"]),
        "004": (["?,F", "機", "(tǒng)"], ["行政许可 | 3948", "现将有关情况"]),
    }
    for path in sorted(SEEDS.glob("*.txt")):
        gone, kept = leftovers[path.name[:3]]
        text = clean(path.read_text("utf-8")).text
        assert not [word for word in gone if word in text]
        assert [word for word in kept if word in text] == kept


@pytest.mark.parametrize(
    "text", ["行政复议\n3\n纠错\n2\n", "3\n纠错\n件\n2\n", "7\n\n微博\n\n1.5\n"]
)
def test_a_button_that_names_a_row_between_numbers_stays(text: str) -> None:
    assert clean(text).text == text


@pytest.mark.parametrize("text", ["年报\n纠错\n打印\n2022\n", "浏览\n36\n纠错\n关闭\n"])
def test_a_button_elsewhere_goes(text: str) -> None:
    assert "纠错" not in clean(text).text
