"""Build `template.docx`: our styles, numbering, theme, header and footer, and nothing else.

Run `python -m exports.writers.docx.template` after changing a style. Word's own default template is
not used: its parts disagree with each other, and a validator predicts that Word repairs it.
"""

from __future__ import annotations

import zipfile
from io import BytesIO

from exports.writers.docx import template_parts as part
from exports.writers.docx.stylesheet import CHARACTER_STYLES, STYLES, paragraph_style
from exports.writers.docx.writer import TEMPLATE

_ALWAYS = (1980, 1, 1, 0, 0, 0)


def build() -> bytes:
    """Return the template as a file; the same bytes each time."""
    paragraph_styles = "".join(paragraph_style(style) for style in STYLES)
    parts = {
        "[Content_Types].xml": part.content_types(),
        "_rels/.rels": part.package_relations(),
        "docProps/app.xml": part.APPLICATION,
        "docProps/core.xml": part.CORE,
        "word/document.xml": part.document(),
        "word/_rels/document.xml.rels": part.document_relations(),
        "word/styles.xml": part.styles(paragraph_styles + CHARACTER_STYLES),
        "word/numbering.xml": part.numbering(),
        "word/settings.xml": part.SETTINGS,
        "word/fontTable.xml": part.FONTS,
        "word/theme/theme1.xml": part.theme(),
        **{f"word/{name}.xml": part.frame(name) for name in part.FRAMES},
    }
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(zipfile.ZipInfo(name, _ALWAYS), part.DECLARATION + content, zipfile.ZIP_DEFLATED)
    return made.getvalue()


if __name__ == "__main__":
    TEMPLATE.write_bytes(build())
