"""Going over to another model and back, reading again what is stored, who may do it, in which words."""

import pytest
from playwright.sync_api import Page, expect

from .conftest import visit
from .fake import Server
from .fake_state import State
from .made import Wanted, models
from .test_safety import focus

FIELD = "applications.granted.business"


def changed(document: str) -> dict[str, object]:
    """What another reading of a document changed."""
    field = {"report": 0, "target": f"fields/{FIELD}", "from": {"value": 1, "state": "observed"},
             "to": {"value": 2, "state": "observed"}}  # fmt: skip
    return {"fields": [field], "changed": 1, "review": {"before": 7, "now": 3},
            "unplaced": [{"report": 1, "target": "agency", "by": "a", "at": "2026"}]}  # fmt: skip


@pytest.fixture
def stored(state: State) -> list[str]:
    """Two documents, the second of which another model reads otherwise."""
    ids = [
        state.submit(state.teach(Wanted(year=2022 + n, seed=n, reviews=0)), f"{n}.txt")
        for n in range(2)
    ]
    state.models = models()
    state.reread = {ids[1]: changed(ids[1])}
    return ids


@pytest.mark.parametrize("by", ["keyboard", "mouse"])
def test_after_a_change_of_models_documents_are_read_again(
    by: str, page: Page, server: Server, state: State, stored: list[str]
) -> None:
    def press(words: str, within: str = "body") -> None:
        if by == "keyboard":
            focus(page, words, within)
            page.keyboard.press("Enter")
        else:
            page.locator(within).get_by_role("button", name=words).last.click()

    visit(page, server, "#/models")
    again = page.get_by_role("button", name="用在用的模型重读")
    expect(page.locator(".reread")).to_contain_text("已存的文书都是在用的模型读的")
    expect(again).to_be_disabled()
    press("换用")
    press("换用", "[role=dialog], dialog")
    expect(page.locator(".reread")).to_contain_text("2 份文书是别的模型读的")
    press("用在用的模型重读")
    told = page.locator(".reread")
    expect(told).to_contain_text("重读完了：2 份读成")
    expect(told).to_contain_text("看了 2 份：1 份有变化，共 1 个字段；待复核的由 9 个变为 5 个")
    expect(told).to_contain_text("1 个决定所在的报告")
    expect(told.locator("tbody tr")).to_have_count(1)
    expect(again).to_be_disabled()
    page.reload()  # whoever comes back still sees what came of it
    expect(told).to_contain_text("1 份有变化")
    press("予以公开") if by == "keyboard" else told.get_by_role("link", name="予以公开").click()
    expect(page.locator(".cell.is-selected")).to_have_attribute("data-target", f"0/fields/{FIELD}")
    assert page.url.partition("#/d/")[2].startswith(stored[1])


def test_the_figures_are_those_of_the_model_in_use_and_back_is_offered_where_there_is_one(
    page: Page, server: Server, state: State, stored: list[str]
) -> None:
    weaker = state.models["items"][1]
    good = {"level": 0.002, "threshold": 0.944}
    guarantee = weaker["metrics"]["confidence"]["guarantee"]
    one = {**weaker["metrics"], "confidence": {"guarantee": {**guarantee, **good}}}
    state.models["items"][0]["metrics"] = one
    visit(page, server, "#/models")
    rows, figures = page.locator(".models-list tbody tr"), page.locator("#figures-title")
    dialog = page.get_by_role("dialog")
    expect(rows.first).to_contain_text("随程序来的")
    expect(rows.nth(1)).to_contain_text("2026")
    expect(page.get_by_role("button", name="退回上一个")).to_have_count(0)
    expect(page.locator(".promise")).to_contain_text("错的不超过 0.20%")
    expect(page.locator(".promise")).to_contain_text("门槛 94.40%")
    page.get_by_role("button", name="换用").click()
    expect(dialog).to_contain_text("它的门槛保证得比在用的少")
    dialog.get_by_role("button", name="换用").click()
    expect(figures).to_contain_text("bbbbbbbbbb")
    expect(page.locator(".promise")).to_contain_text("不作保证")
    page.get_by_role("button", name="退回上一个").click()
    expect(dialog).to_contain_text("aaaaaaaaaa")
    expect(dialog).not_to_contain_text("保证得比在用的少")
    dialog.get_by_role("button", name="退回上一个").click()
    expect(figures).to_contain_text("aaaaaaaaaa")
    expect(page.get_by_role("button", name="退回上一个")).to_have_count(0)


def test_whoever_may_not_train_or_change_models_is_told(
    page: Page, server: Server, state: State, stored: list[str]
) -> None:
    state.role, state.models["stale"], state.models["back"] = "review", 2, "bbbbbbbbbbbbbbbb"
    visit(page, server, "#/models")
    for words in ("开始训练", "快训试试", "换用", "退回上一个", "用在用的模型重读"):
        expect(page.get_by_role("button", name=words)).to_be_disabled()
    expect(page.locator(".training")).to_contain_text("要管理员的密钥才能做")
    expect(page.locator(".reread")).to_contain_text("要管理员的密钥才能做")


THRESHOLDS = {"before": {"threshold": 0.944, "level": 0.002}, "now": {"threshold": 0.95, "level": None}}  # fmt: skip


def test_a_run_is_told_in_one_language(
    page: Page, server: Server, state: State, stored: list[str]
) -> None:
    state.won = {"document": stored[0], "name": "a.txt", "report": 0, "field": FIELD}
    verdict = {"changes": {"all": {"wrong outside review": {"value": 0.002}}}, "won": [], "lost": [],
               "thresholds": THRESHOLDS}  # fmt: skip
    reasons = [{"code": "outside", "where": "2019", "message": "2019: 上界 / upper bound"},
               {"code": "unheard-of", "where": "", "message": "没有 / none"}]  # fmt: skip
    state.run = {"quick": True, "verdict": verdict, "reasons": reasons}
    visit(page, server, "#/models")
    expect(page.locator(".training")).to_contain_text("从不自动换用")
    page.get_by_role("button", name="快训试试").click()
    run = page.locator(".run")
    expect(run).to_contain_text("只是试训，未换用")
    expect(run).to_contain_text("复核之外仍错的变多")
    expect(run).to_contain_text(
        "门槛：在用的 94.40%（保证错的不超过 0.20%）；新的 95.00%（不作保证）"
    )
    expect(run.locator("td.bad")).to_have_text(["+0.20%"])
    expect(run).not_to_contain_text("upper bound")
    expect(run).not_to_contain_text("none")
    state.run |= {"state": "failed", "promoted": None, "verdict": None, "reasons": [],
                  "failure": {"code": "training-failed", "message": "训练出错。The training failed."}}  # fmt: skip
    page.get_by_role("button", name="English").click()
    expect(run).to_contain_text("more is wrong outside review")
    page.reload()
    page.get_by_role("button", name="Quick try").click()
    expect(run).to_contain_text("the model in use is unchanged")
    expect(run).not_to_contain_text("训练")
