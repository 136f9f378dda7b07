"""The sample app, compiled: for tests that need no database."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from builder.metadata.compile import compile_model
from builder.metadata.entity import Entity
from builder.metadata.model import Model
from builder.metadata.naming import resolve
from tests.samples.sample_app import sample_documents


@dataclass(frozen=True)
class SampleModel:
    """Stored documents of the sample app and the model they compile to."""

    app: str
    documents: list[dict[str, Any]]
    model: Model

    @property
    def company(self) -> Entity:
        """The entity with one field of every type."""
        return self.entity("company")

    def entity(self, name: str) -> Entity:
        """Return an entity by name."""
        found = self.model.entity(name)
        assert found is not None
        return found

    def document(self, kind: str, name: str) -> dict[str, Any]:
        """Return a stored document."""
        return next(item for item in self.documents if (item["kind"], item["name"]) == (kind, name))


def sample_model(documents: list[dict[str, Any]] | None = None) -> SampleModel:
    """Resolve and compile documents in catalogue form, the sample app's by default."""
    stored = resolve(documents if documents is not None else sample_documents(), None, [])
    app = next(item["id"] for item in stored if item["kind"] == "app")
    return SampleModel(app, stored, compile_model([(app, item) for item in stored]))
