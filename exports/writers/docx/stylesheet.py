"""Our paragraph and character styles as a table; customers may replace the template, never the names.

Sizes are points, spacing is (before, after) in points and a line height, lengths inside `extra` are
twips, as WordprocessingML has them.
"""

from __future__ import annotations

from dataclasses import dataclass
from xml.sax.saxutils import escape

from exports.writers.docx.page import TEXT_WIDTH
from exports.writers.docx.palette import GREY, INK, LINK, NAVY, RED, RULE, TINT, WHITE

BAR = f'<w:pBdr><w:left w:val="single" w:sz="36" w:space="14" w:color="{NAVY}"/></w:pBdr>'
COVER_RULES = (
    f'<w:pBdr><w:top w:val="single" w:sz="8" w:space="8" w:color="{NAVY}"/>'
    f'<w:bottom w:val="single" w:sz="8" w:space="4" w:color="{NAVY}"/></w:pBdr>'
)
# the sides in the colour of the fill are the padding of the box
BOX = (
    f'<w:pBdr><w:top w:val="single" w:sz="48" w:space="4" w:color="{TINT}"/>'
    f'<w:left w:val="single" w:sz="36" w:space="10" w:color="{NAVY}"/>'
    f'<w:bottom w:val="single" w:sz="48" w:space="4" w:color="{TINT}"/>'
    f'<w:right w:val="single" w:sz="48" w:space="4" w:color="{TINT}"/></w:pBdr>'
    f'<w:shd w:val="clear" w:color="auto" w:fill="{TINT}"/>'
)
FRAME = "<w:pBdr>" + "".join(
    f'<w:{side} w:val="single" w:sz="8" w:space="{space}" w:color="{NAVY}"/>'
    for side, space in (("top", 5), ("left", 8), ("bottom", 5), ("right", 8))
) + "</w:pBdr>"
QUOTE_RULE = f'<w:pBdr><w:left w:val="single" w:sz="18" w:space="10" w:color="{RULE}"/></w:pBdr>'
HEADER_RULE = f'<w:pBdr><w:bottom w:val="single" w:sz="6" w:space="4" w:color="{NAVY}"/></w:pBdr>'
FOOTER_RULE = f'<w:pBdr><w:top w:val="single" w:sz="6" w:space="4" w:color="{NAVY}"/></w:pBdr>'


def _tabs(*stops: tuple[str, int] | tuple[str, int, str]) -> str:
    marks = [f' w:leader="{stop[2]}"' if len(stop) > 2 else "" for stop in stops]  # noqa: PLR2004 - kind, place, leader
    return "<w:tabs>" + "".join(
        f'<w:tab w:val="{stop[0]}"{mark} w:pos="{stop[1]}"/>' for stop, mark in zip(stops, marks, strict=True)
    ) + "</w:tabs>"


@dataclass(frozen=True, slots=True)
class Style:
    """One paragraph style. `keep`: "K" with the next paragraph, "L" its lines together."""

    name: str
    size: float = 10.5
    look: str = ""  # b(old) i(talic) c(aps) t(racked) m(ono)
    colour: str = ""
    spacing: tuple[float, float, float] = (0, 6, 1.15)
    keep: str = ""
    borders: str = ""
    tabs: str = ""
    indent: str = ""
    align: str = ""
    numbered: tuple[int, int] | None = None  # numbering definition, level
    outline: int | None = None
    based_on: str = "Normal"
    next: str = ""

    @property
    def is_built_in(self) -> bool:
        """Whether Word knows the style by its name; all others are custom ones."""
        return not self.name.startswith("PIR ")

    @property
    def id(self) -> str:
        """The style id: the name as Word writes it, without blanks."""
        special = {"caption": "Caption", "header": "Header", "footer": "Footer"}
        if self.name.startswith(("heading ", "toc ")):
            word, level = self.name.split()
            return f"{'TOC' if word == 'toc' else 'Heading'}{level}"
        return special.get(self.name, self.name.replace(" ", ""))


STYLES: tuple[Style, ...] = (
    Style("heading 1", 18, "b", NAVY, (24, 8, 1.05), "KL", numbered=(1, 0), outline=0, next="Normal"),
    Style("heading 2", 13, "b", NAVY, (16, 5, 1.1), "KL", numbered=(1, 1), outline=1, next="Normal"),
    Style("heading 3", 11, "b", INK, (11, 3, 1.1), "KL", outline=2, next="Normal"),
    Style("PIR Appendix", 18, "b", NAVY, (24, 8, 1.05), "KL", numbered=(2, 0), outline=0, next="Normal"),
    Style("PIR Heading Plain", 18, "b", NAVY, (24, 8, 1.05), "KL", next="Normal"),
    Style("PIR Cover Org", 12, "b", NAVY, (0, 0, 1.15)),
    Style("PIR Cover Kind", 13, "b", GREY, (150, 6, 1.15), "K", BAR, indent='w:left="340"'),
    Style("Title", 30, "b", NAVY, (0, 10, 1.05), "K", BAR, indent='w:left="340"', next="Subtitle"),
    Style("Subtitle", 14, "", INK, (0, 0, 1.15), "", BAR, indent='w:left="340"'),
    Style("PIR Cover Fact", 10, spacing=(0, 5, 1.15), keep="L", borders=COVER_RULES, tabs=_tabs(("left", 2835)),
          indent='w:left="2835" w:hanging="2835"'),
    Style("PIR Headline", 20, "b", NAVY, (0, 4, 1.08), "KL", outline=0),
    Style("PIR Section", 12, "b", NAVY, (12, 4, 1.1), "KL", outline=1),
    Style("PIR Lead", 12, "", INK, (0, 8, 1.2)),
    Style("PIR Small", 9, "", GREY, (0, 4, 1.1)),
    Style("PIR Summary", spacing=(0, 6, 1.2), borders=BOX, indent='w:left="284" w:right="170"'),
    Style("PIR Summary Head", 9.5, "b", NAVY, (8, 2, 1.1), "KL", BOX, indent='w:left="284" w:right="170"',
          based_on="PIRSummary", next="PIRSummary"),
    Style("PIR Summary Bullet", spacing=(0, 3, 1.2), borders=BOX, numbered=(5, 0),
          indent='w:left="568" w:hanging="284" w:right="170"', based_on="PIRSummary"),
    Style("PIR Decision", keep="L", borders=FRAME, indent='w:left="190" w:right="190"'),
    Style("PIR Quote", look="i", spacing=(2, 8, 1.15), borders=QUOTE_RULE, indent='w:left="284"'),
    Style("PIR Evidence", 9, "m", spacing=(0, 4, 1.1)),
    Style("PIR Table Text", 9, spacing=(0, 0, 1.1)),
    Style("PIR Table Head", 9, "b", WHITE, (0, 0, 1.1), "K", based_on="PIRTableText"),
    Style("PIR Table Head Number", 9, "b", WHITE, (0, 0, 1.1), "K", align="right", based_on="PIRTableHead"),
    Style("PIR Table Number", 9, spacing=(0, 0, 1.1), align="right", based_on="PIRTableText"),
    Style("PIR Strip Label", 8.5, "b", NAVY, (0, 0, 1.05), "K", based_on="PIRTableText"),
    Style("PIR Strip Value", 18, "b", NAVY, (1, 1, 1.0), "K", based_on="PIRTableText"),
    Style("PIR Strip Note", 8.5, "", GREY, (0, 0, 1.05), based_on="PIRTableText"),
    Style("PIR Figure", spacing=(6, 4, 1.0), keep="KL"),
    Style("caption", 9, "b", NAVY, (2, 10, 1.1), "L", next="Normal"),
    Style("PIR Table Caption", 9, "b", NAVY, (8, 4, 1.1), "KL", based_on="Caption", next="Normal"),
    Style("PIR After Table", 9, "", GREY, (4, 8, 1.1)),
    Style("List Bullet", spacing=(0, 3, 1.15), numbered=(3, 0)),
    Style("List Bullet 2", spacing=(0, 2, 1.15), numbered=(3, 1)),
    Style("List Bullet 3", spacing=(0, 2, 1.15), numbered=(3, 2)),
    Style("List Number", spacing=(0, 3, 1.15), numbered=(4, 0)),
    # The numbers of a tree are written out, not counted by Word: they have to be those of the drawing,
    # and a drawing that was split goes on where the one before ended.
    *(
        Style(f"PIR Tree {level}", 9, spacing=(0, 2, 1.1), keep="L", tabs=_tabs(("left", left)),
              indent=f'w:left="{left}" w:hanging="{hang}"')
        for level, left, hang in ((1, 454, 454), (2, 1077, 623), (3, 1814, 737), (4, 2665, 851), (5, 3629, 964),
                                  (6, 4706, 1077))
    ),
    Style("TOC Heading", 18, "b", NAVY, (22, 8, 1.05), "KL"),
    Style("toc 1", 10.5, "b", "", (6, 3, 1.1), tabs=_tabs(("left", 567), ("right", TEXT_WIDTH, "dot")),
          indent='w:left="567" w:hanging="567"'),
    Style("toc 2", 10, "", "", (0, 1.5, 1.1), tabs=_tabs(("left", 1247), ("right", TEXT_WIDTH, "dot")),
          indent='w:left="1247" w:hanging="680"'),
    Style("toc 3", 10, "", "", (0, 1.5, 1.1), tabs=_tabs(("right", TEXT_WIDTH, "dot")), indent='w:left="1247"'),
    Style("header", 8.5, "", GREY, (0, 0, 1.1), "", HEADER_RULE, _tabs(("right", TEXT_WIDTH))),
    Style("footer", 8.5, "", GREY, (0, 0, 1.1), "", FOOTER_RULE,
          _tabs(("center", TEXT_WIDTH // 2), ("right", TEXT_WIDTH))),
    Style("PIR Marking", 9, "bct", INK, (0, 3, 1.1), align="center"),
    Style("PIR Draft", 9, "bct", RED, (0, 3, 1.1), align="center"),
)

CHARACTER_STYLES = (
    f'<w:style w:type="character" w:styleId="Hyperlink"><w:name w:val="Hyperlink"/>'
    f'<w:basedOn w:val="DefaultParagraphFont"/><w:uiPriority w:val="99"/>'
    f'<w:rPr><w:color w:val="{LINK}"/><w:u w:val="single"/></w:rPr></w:style>'
    '<w:style w:type="character" w:styleId="Strong"><w:name w:val="Strong"/><w:basedOn w:val="DefaultParagraphFont"/>'
    '<w:uiPriority w:val="22"/><w:qFormat/><w:rPr><w:b/><w:bCs/></w:rPr></w:style>'
)

_LOOKS = {
    "b": "<w:b/><w:bCs/>",
    "i": "<w:i/><w:iCs/>",
    "c": "<w:caps/>",
}
_MONO = "".join(f' w:{script}="Courier New"' for script in ("ascii", "hAnsi", "eastAsia", "cs"))


def paragraph_style(style: Style) -> str:
    """Return the `w:style` element; the order of members is that of the schema."""
    custom = "" if style.is_built_in else ' w:customStyle="1"'
    following = f'<w:next w:val="{style.next}"/>' if style.next else ""
    return (
        f'<w:style w:type="paragraph"{custom} w:styleId="{style.id}"><w:name w:val="{escape(style.name)}"/>'
        f'<w:basedOn w:val="{style.based_on}"/>{following}<w:qFormat/>'
        f"<w:pPr>{_paragraph_properties(style)}</w:pPr><w:rPr>{_run_properties(style)}</w:rPr></w:style>"
    )


def _paragraph_properties(style: Style) -> str:
    before, after, line = style.spacing
    parts = [
        "<w:keepNext/>" if "K" in style.keep else "",
        "<w:keepLines/>" if "L" in style.keep else "",
        _numbering(style.numbered) if style.numbered else "",
        style.borders,
        style.tabs,
        f'<w:spacing w:before="{before * 20:.0f}" w:after="{after * 20:.0f}" w:line="{line * 240:.0f}" w:lineRule="auto"/>',
        f"<w:ind {style.indent}/>" if style.indent else "",
        f'<w:jc w:val="{style.align}"/>' if style.align else "",
        f'<w:outlineLvl w:val="{style.outline}"/>' if style.outline is not None else "",
    ]
    return "".join(parts)


def _numbering(numbered: tuple[int, int]) -> str:
    definition, level = numbered
    return f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{definition}"/></w:numPr>'


def _run_properties(style: Style) -> str:
    half_points = round(style.size * 2)
    return "".join(
        [
            f"<w:rFonts{_MONO}/>" if "m" in style.look else "",
            *(_LOOKS[mark] for mark in "bic" if mark in style.look),
            f'<w:color w:val="{style.colour}"/>' if style.colour else "",
            '<w:spacing w:val="30"/>' if "t" in style.look else "",
            f'<w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/>',
        ]
    )
