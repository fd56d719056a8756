"""Put a trained model to use, if its run found it no worse: once, whatever was killed between."""

from contextlib import suppress
from typing import Any

from extractor.registry import Registry, RegistryError, default_model_dir, model_id

CHANGED = (
    "训练期间换了在用的模型，请重新训练。The model in use was changed while this one was trained."
)


TRIED = (
    "快训只作试验，从不自动换用；要换用，请正式训练。"
    "A quick run only tries: it never puts its model to use. Start a training for that."
)
SAME = "训练出来的就是在用的模型。What was trained is the model in use."


def in_use(registry: Registry) -> str:
    """The id of the model in use; `rules` where there is none."""
    return model_id(registry.current() or default_model_dir())


def prepare(registry: Registry) -> None:
    """Copy what a first promotion needs beforehand: nobody waits for the database meanwhile."""
    if registry.current() is None and in_use(registry) != "rules":
        with suppress(RegistryError):  # whoever promotes is told
            registry.add(default_model_dir())


def register_start(registry: Registry) -> None:
    """Before the first promotion: the model that came with the program, to roll back to."""
    if registry.current() is None and in_use(registry) != "rules":
        registry.promote(registry.add(default_model_dir()), why="in use at the start")


def promote_if_better(registry: Registry, outcome: dict[str, Any]) -> dict[str, Any]:
    """The outcome with whether the model is in use now; called again it changes nothing.

    Raises RegistryError where the model is damaged. The model that came with the program is
    registered first, so that there is something to roll back to.
    """
    if outcome.get("quick"):
        return _kept(outcome, "quick", TRIED)
    if not outcome["better"]:
        return {**outcome, "promoted": False}
    if outcome["model"] == outcome["champion"]:
        return _kept(outcome, "nothing-learned", SAME)
    current = in_use(registry)
    if current == outcome["model"]:
        return {**outcome, "promoted": True}
    if current != outcome["champion"]:
        return _kept(outcome, "champion-changed", CHANGED)
    register_start(registry)
    registry.promote(outcome["model"], why=f"training run {outcome['run']}")
    return {**outcome, "promoted": True}


def _kept(outcome: dict[str, Any], code: str, message: str) -> dict[str, Any]:
    reason = {"code": code, "where": "", "message": message}
    return {**outcome, "promoted": False, "reasons": [*outcome["reasons"], reason]}
