"""Random apps in catalogue form, every one of which can be published: documents of each kind, with much of what each
may say.
"""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from builder.metadata.field_types import FIELD_TYPES
from builder.metadata.field_types.base import Shape
from tests.metadata.condition_strategies import comparisons, conditions
from tests.promises.type_samples import SAMPLES
from tests.samples.sample_app import sample_documents
from tests.samples.sample_fields import field as field_document
from tests.samples.sample_model import sample_model

Document = dict[str, Any]
SAMPLE = sample_model()
WORDS = st.text(st.sampled_from('织表资料 aZé🎉’"\\<b>%_{}'), min_size=1, max_size=12).filter(lambda one: one.strip())
LABELS = st.fixed_dictionaries({"zh-CN": WORDS}, optional={"en": WORDS, "zh-TW": WORDS})
COLORS = st.sampled_from(["red", "blue", "green"])
HERE = sorted(set(SAMPLES) - {"reference", "references", "reference_any", "tags"})
SORTABLE = [item.name for item in SAMPLE.company.fields if item.type.sortable and item.type.shape is Shape.COLUMNS]
SUMMED = [item.name for item in SAMPLE.company.fields if "sum" in item.type.aggregates]
SHOWN = [item.name for item in SAMPLE.company.fields if item.type.parts]
ACTIONS = ("view", "create", "edit", "delete", "assign", "export", "import", "comment")
BRANCHES = st.sampled_from(["own", "subordinates", "department"])


@st.composite
def apps(draw: st.DrawFn) -> list[Document]:
    """Return the documents of an app: the sample's, some of them otherwise, and others beside them."""
    documents = sample_documents()
    company = next(one for one in documents if one["kind"] == "entity" and one["name"] == "company")
    company["rules"] = [*company.get("rules", ()), *draw(rules("more_rule"))]
    form = next(one for one in documents if one["name"] == "company_main")
    form["rules"] = draw(rules("form_rule", show=True)) or form["rules"]
    more = [draw(entities()), draw(option_sets()), draw(tag_sets()), draw(roles()), draw(pages()), draw(settings())]
    return [*documents, *draw(views()), *more]


@st.composite
def entities(draw: st.DrawFn) -> Document:
    """An entity with fields of some types, as they may be set."""
    kinds = draw(st.lists(st.sampled_from(HERE), min_size=1, max_size=8, unique=True))
    fields = [{**field_document("name", "text", "名称"), "required": True}]
    fields += [draw(fields_of(kind)) for kind in kinds]
    if draw(st.booleans()):
        fields[0] = {**fields[0], "searchable": True}
    return {
        "kind": "entity",
        "name": "thing",
        "label": draw(LABELS),
        "fields": fields,
        "title": ["name"],
        **{flag: draw(st.booleans()) for flag in ("ownable", "attachments", "comments")},
    }


@st.composite
def fields_of(draw: st.DrawFn, kind: str) -> Document:
    """A field of a type with what any field may say."""
    sample, made = SAMPLES[kind], FIELD_TYPES[kind]
    document: Document = {"name": f"{kind}_field", "type": kind, "label": draw(LABELS)}
    if sample.settings:
        document["settings"] = sample.settings
    if draw(st.booleans()):
        document["help"] = draw(LABELS)
    if made.written_by_people and made.shape is Shape.COLUMNS and draw(st.booleans()):
        document["required"] = True
    return document


def rules(name: str, show: bool = False) -> st.SearchStrategy[list[Document]]:
    """Rules that look at anything of a company."""
    actions = st.sampled_from(["show", "require", "lock"] if show else ["require", "lock"])
    then = st.fixed_dictionaries({"action": actions, "field": st.sampled_from(["score", "website", "rating"])})
    rule = st.fixed_dictionaries({"when": conditions(SAMPLE), "then": then.map(lambda one: [one])})
    listed = st.lists(rule, max_size=3)
    return listed.map(lambda found: [{"name": f"{name}_{at}", **one} for at, one in enumerate(found)])


@st.composite
def views(draw: st.DrawFn) -> list[Document]:
    """Views of companies: filters, orders, groups, totals, colours."""
    found = []
    for at in range(draw(st.integers(1, 3))):
        shown = draw(st.lists(st.sampled_from(SHOWN), min_size=1, max_size=5, unique=True))
        sort = draw(st.lists(st.sampled_from(SORTABLE), max_size=3, unique=True))
        view = {
            "kind": "view",
            "name": f"view_{at}",
            "label": draw(LABELS),
            "entity": "company",
            "type": "table",
            "columns": [{"field": name, "width": draw(st.integers(60, 400))} for name in shown],
            "filter": draw(conditions(SAMPLE)),
            "sort": [{"field": name, "direction": draw(st.sampled_from(["asc", "desc"]))} for name in sort],
            "totals": [{"field": draw(st.sampled_from(SUMMED)), "function": "sum"}],
            "row_colors": [
                {"when": when, "color": draw(COLORS)} for when in draw(st.lists(comparisons(SAMPLE), max_size=2))
            ],
        }
        found.append(view)
    return found


def options(name: str) -> st.SearchStrategy[list[Document]]:
    """Options with labels of any kind."""
    one = st.fixed_dictionaries({"label": LABELS}, optional={"color": COLORS})
    listed = st.lists(one, min_size=1, max_size=5, unique_by=lambda item: item["label"]["zh-CN"])
    return listed.map(lambda found: [{"name": f"{name}_{at}", **item} for at, item in enumerate(found)])


def option_sets() -> st.SearchStrategy[Document]:
    """An option set."""
    fixed = {"kind": st.just("option_set"), "name": st.just("more_options")}
    return st.fixed_dictionaries({**fixed, "label": LABELS, "options": options("choice")})


def tag_sets() -> st.SearchStrategy[Document]:
    """A tag set."""
    fixed = {"kind": st.just("tag_set"), "name": st.just("more_tags"), "entities": st.just(["company"])}
    more = {"users_can_add": st.booleans(), "tags": options("tag")}
    return st.fixed_dictionaries({**fixed, "label": LABELS, **more})


@st.composite
def roles(draw: st.DrawFn) -> Document:
    """A role: actions for everybody, by branches or by conditions, and fields by access."""
    branch = BRANCHES | comparisons(SAMPLE).map(lambda tree: {"where": tree})
    reach = st.just(True) | st.lists(branch, min_size=1, max_size=2, unique_by=str)
    chosen = draw(st.lists(st.sampled_from(ACTIONS), min_size=1, unique=True))
    actions = {action: True if action in ("create", "import") else draw(reach) for action in chosen}
    closed = draw(st.lists(st.sampled_from(["margin", "phone", "score", "budget"]), max_size=3, unique=True))
    access = st.sampled_from(["hidden", "masked", "read", "write"])
    fields = [{"field": name, "access": draw(access)} for name in closed]
    entity = {"entity": "company", "actions": actions, "fields": fields}
    return {"kind": "role", "name": "more_role", "label": draw(LABELS), "entities": [entity]}


@st.composite
def pages(draw: st.DrawFn) -> Document:
    """A page with lists and numbers."""
    numbers = [
        {"type": "number", "entity": "company", "where": where, "width": draw(st.sampled_from([3, 4, 6, 12]))}
        for where in draw(st.lists(conditions(SAMPLE), max_size=3))
    ]
    blocks = [{"type": "view", "view": "my_visits", "width": 6}, *numbers]
    return {"kind": "page", "name": "more_page", "label": draw(LABELS), "type": "home", "blocks": blocks}


def settings() -> st.SearchStrategy[Document]:
    """Settings of the workspace."""
    fixed = {"kind": st.just("settings"), "name": st.just("settings"), "label": LABELS}
    more = {
        "time_zone": st.sampled_from(["Asia/Shanghai", "America/New_York"]),
        "default_language": st.sampled_from(["zh-CN", "en"]),
        "week_start": st.sampled_from([1, 7]),
    }
    return st.fixed_dictionaries(fixed, optional=more)
