"""What the exporters of the assembled notebook share."""

from __future__ import annotations

from pathlib import Path

from nbconvert.exporters.templateexporter import TemplateExporter
from traitlets import default

TEMPLATES = Path(__file__).parent / "templates"


class ReportExporter(TemplateExporter):
    """An nbconvert exporter with this project's templates."""

    export_from_notebook = None

    @default("extra_template_basedirs")
    def _extra_template_basedirs(self) -> list[str]:
        return [str(TEMPLATES)]

    def _preprocess(self, nb, resources):
        """As nbconvert does it, without copying the notebook twice more: it holds every figure, and was copied once."""
        for preprocessor in self._preprocessors:
            nb, resources = preprocessor(nb, resources)
        return nb, resources
