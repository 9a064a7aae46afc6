"""The XML parts of the template that are not paragraph styles."""

from __future__ import annotations

from dataclasses import dataclass

from exports.writers.docx import page
from exports.writers.docx.palette import AMBER, GREEN, GREY, INK, LINK, NAVY, RED, RULE, TINT, VIOLET, WHITE

DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"

FRAMES = ("header1", "footer1", "header2", "footer2")
"""The default header and footer, then those of the first page."""

_WORD_PARTS = ("styles", "settings", "numbering", "fontTable")

APPLICATION = (
    '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
    "<Application>Debrief</Application></Properties>"
)
CORE = (
    f'<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
    "<dc:creator>Debrief</dc:creator><dc:language>en-GB</dc:language></cp:coreProperties>"
)
SETTINGS = (
    f'<w:settings {W}><w:zoom w:percent="100"/><w:defaultTabStop w:val="567"/><w:autoHyphenation w:val="0"/>'
    '<w:characterSpacingControl w:val="doNotCompress"/><w:compat>'
    + "".join(
        f'<w:compatSetting w:name="{name}" w:uri="http://schemas.microsoft.com/office/word" w:val="{value}"/>'
        for name, value in (
            ("compatibilityMode", 15),
            ("overrideTableStyleFontSizeAndJustification", 1),
            ("enableOpenTypeFeatures", 1),
            ("doNotFlipMirrorIndents", 1),
        )
    )
    + '</w:compat><w:themeFontLang w:val="en-GB"/><w:decimalSymbol w:val="."/><w:listSeparator w:val=","/></w:settings>'
)
FONTS = (
    f'<w:fonts {W}><w:font w:name="Arial"><w:altName w:val="Liberation Sans"/><w:panose1 w:val="020B0604020202020204"/>'
    '<w:charset w:val="00"/><w:family w:val="swiss"/><w:pitch w:val="variable"/></w:font>'
    '<w:font w:name="Courier New"><w:altName w:val="Liberation Mono"/><w:panose1 w:val="02070309020205020404"/>'
    '<w:charset w:val="00"/><w:family w:val="modern"/><w:pitch w:val="fixed"/></w:font></w:fonts>'
)

_ARIAL = "".join(f' w:{script}="Arial"' for script in ("ascii", "hAnsi", "eastAsia", "cs"))
_BASE_STYLES = (
    f'<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts{_ARIAL}/><w:color w:val="{INK}"/><w:sz w:val="21"/><w:szCs w:val="21"/>'
    '<w:lang w:val="en-GB" w:eastAsia="en-GB" w:bidi="ar-SA"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr><w:widowControl/>'
    '<w:spacing w:before="0" w:after="120" w:line="276" w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults>'
    '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/></w:style>'
    '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont"><w:name w:val="Default Paragraph Font"/>'
    '<w:uiPriority w:val="1"/></w:style>'
    '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/><w:uiPriority w:val="99"/>'
    '<w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar><w:top w:w="0" w:type="dxa"/><w:left w:w="108" w:type="dxa"/>'
    '<w:bottom w:w="0" w:type="dxa"/><w:right w:w="108" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>'
    '<w:style w:type="numbering" w:default="1" w:styleId="NoList"><w:name w:val="No List"/><w:uiPriority w:val="99"/></w:style>'
)


def _margins(upright: int, sideways: int) -> str:
    sides = (("top", upright), ("left", sideways), ("bottom", upright), ("right", sideways))
    return "<w:tblCellMar>" + "".join(f'<w:{side} w:w="{width}" w:type="dxa"/>' for side, width in sides) + "</w:tblCellMar>"


def _line(side: str, eighths: int, colour: str) -> str:
    return f'<w:{side} w:val="single" w:sz="{eighths}" w:space="0" w:color="{colour}"/>'


_TABLE_STYLES = (
    '<w:style w:type="table" w:customStyle="1" w:styleId="PIRTable"><w:name w:val="PIR Table"/><w:basedOn w:val="TableNormal"/>'
    f'<w:qFormat/><w:tblPr><w:tblBorders>{_line("top", 8, NAVY)}{_line("bottom", 8, NAVY)}{_line("insideH", 4, RULE)}'
    f'</w:tblBorders>{_margins(50, 85)}</w:tblPr><w:tblStylePr w:type="firstRow"><w:tblPr/><w:tcPr>'
    f'<w:shd w:val="clear" w:color="auto" w:fill="{NAVY}"/><w:vAlign w:val="bottom"/></w:tcPr></w:tblStylePr>'
    '<w:tblStylePr w:type="firstCol"><w:rPr><w:b/><w:bCs/></w:rPr><w:tblPr/></w:tblStylePr></w:style>'
    '<w:style w:type="table" w:customStyle="1" w:styleId="PIRStrip"><w:name w:val="PIR Strip"/><w:basedOn w:val="TableNormal"/>'
    f'<w:qFormat/><w:tblPr><w:tblBorders>{_line("top", 18, NAVY)}{_line("bottom", 4, RULE)}{_line("insideV", 4, RULE)}'
    f"</w:tblBorders>{_margins(40, 113)}</w:tblPr></w:style>"
)

@dataclass(frozen=True, slots=True)
class _Level:
    """One level of a list; `left` and `hanging` in twips."""

    form: str
    text: str
    left: int
    hanging: int
    style: str


_LISTS: dict[int, tuple[_Level, ...]] = {
    1: (_Level("decimal", "%1", 567, 567, "Heading1"), _Level("decimal", "%1.%2", 567, 567, "Heading2")),
    2: (_Level("upperLetter", "Appendix %1", 2211, 2211, "PIRAppendix"),),
    3: (
        _Level("bullet", "•", 284, 284, "ListBullet"),
        _Level("bullet", "–", 567, 283, "ListBullet2"),
        _Level("bullet", "•", 851, 284, "ListBullet3"),
    ),
    4: (_Level("decimal", "%1.", 340, 340, "ListNumber"),),
    5: (_Level("bullet", "•", 568, 284, "PIRSummaryBullet"),),
}


def styles(paragraph_and_character: str) -> str:
    """Return styles.xml."""
    return f"<w:styles {W}>{_BASE_STYLES}{paragraph_and_character}{_TABLE_STYLES}</w:styles>"


def numbering() -> str:
    """Return numbering.xml: the lists that styles point at."""
    abstract = "".join(_abstract(number, levels) for number, levels in _LISTS.items())
    used = "".join(f'<w:num w:numId="{number}"><w:abstractNumId w:val="{number}"/></w:num>' for number in _LISTS)
    return f"<w:numbering {W}>{abstract}{used}</w:numbering>"


def _abstract(number: int, levels: tuple[_Level, ...]) -> str:
    kind = "multilevel" if len(levels) > 1 else "singleLevel"
    made = "".join(_written(index, level) for index, level in enumerate(levels))
    return f'<w:abstractNum w:abstractNumId="{number}"><w:multiLevelType w:val="{kind}"/>{made}</w:abstractNum>'


def _written(index: int, level: _Level) -> str:
    mark = f'<w:rPr><w:color w:val="{NAVY}"/></w:rPr>' if level.form == "bullet" else ""
    return (
        f'<w:lvl w:ilvl="{index}"><w:start w:val="1"/><w:numFmt w:val="{level.form}"/><w:pStyle w:val="{level.style}"/>'
        f'<w:suff w:val="tab"/><w:lvlText w:val="{level.text}"/><w:lvlJc w:val="left"/><w:pPr><w:tabs>'
        f'<w:tab w:val="num" w:pos="{level.left}"/></w:tabs><w:ind w:left="{level.left}" w:hanging="{level.hanging}"/></w:pPr>'
        f"{mark}</w:lvl>"
    )


def document() -> str:
    """Return document.xml: one empty portrait section with a first page of its own."""
    kinds = zip(FRAMES, ("header", "footer", "header", "footer"), ("default", "default", "first", "first"), strict=True)
    references = "".join(f'<w:{kind}Reference w:type="{place}" r:id="{name}"/>' for name, kind, place in kinds)
    return (
        f"<w:document {W} {R}><w:body><w:sectPr>{references}"
        f'<w:pgSz w:w="{page.WIDTH}" w:h="{page.HEIGHT}"/><w:pgMar w:top="{page.TOP}" w:right="{page.SIDE}" '
        f'w:bottom="{page.BOTTOM}" w:left="{page.SIDE}" w:header="{page.HEADER}" w:footer="{page.FOOTER}" w:gutter="0"/>'
        '<w:cols w:space="708"/><w:titlePg/></w:sectPr></w:body></w:document>'
    )


def frame(name: str) -> str:
    """Return a header or footer with its marking line; a writer replaces the content."""
    tag = "hdr" if name.startswith("header") else "ftr"
    return f'<w:{tag} {W} {R}><w:p><w:pPr><w:pStyle w:val="PIRMarking"/></w:pPr></w:p></w:{tag}>'


def content_types() -> str:
    """Return [Content_Types].xml."""
    overrides = {
        "/docProps/app.xml": "application/vnd.openxmlformats-officedocument.extended-properties+xml",
        "/docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
        "/word/document.xml": f"{_WORD_TYPE}.document.main+xml",
        "/word/theme/theme1.xml": "application/vnd.openxmlformats-officedocument.theme+xml",
        **{f"/word/{name}.xml": f"{_WORD_TYPE}.{name}+xml" for name in _WORD_PARTS},
        **{f"/word/{name}.xml": f"{_WORD_TYPE}.{name[:-1]}+xml" for name in FRAMES},
    }
    listed = "".join(f'<Override PartName="{name}" ContentType="{kind}"/>' for name, kind in sorted(overrides.items()))
    return (
        f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{listed}</Types>'
    )


def package_relations() -> str:
    """Return _rels/.rels."""
    return _relations(
        ("rId1", f"{_OFFICE}/officeDocument", "word/document.xml"),
        ("rId2", f"{_PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
        ("rId3", f"{_OFFICE}/extended-properties", "docProps/app.xml"),
    )


def document_relations() -> str:
    """Return word/_rels/document.xml.rels."""
    return _relations(
        *((name, f"{_OFFICE}/{name}", f"{name}.xml") for name in _WORD_PARTS),
        ("theme", f"{_OFFICE}/theme", "theme/theme1.xml"),
        *((name, f"{_OFFICE}/{name[:-1]}", f"{name}.xml") for name in FRAMES),
    )


def _relations(*found: tuple[str, str, str]) -> str:
    listed = "".join(f'<Relationship Id="{key}" Type="{kind}" Target="{target}"/>' for key, kind, target in found)
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{listed}</Relationships>'


def theme() -> str:
    """Return the theme: the same colours and fonts, so that a customer rebrands in one place."""
    colours = {
        "dk1": INK, "lt1": WHITE, "dk2": NAVY, "lt2": TINT, "accent1": LINK, "accent2": RED, "accent3": AMBER,
        "accent4": GREEN, "accent5": VIOLET, "accent6": GREY, "hlink": LINK, "folHlink": VIOLET,
    }  # fmt: skip
    scheme = "".join(f'<a:{name}><a:srgbClr val="{value}"/></a:{name}>' for name, value in colours.items())
    font = '<a:latin typeface="Arial"/><a:ea typeface=""/><a:cs typeface=""/>'
    fill = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>'
    line = f'<a:ln w="9525" cap="flat" cmpd="sng" algn="ctr">{fill}<a:prstDash val="solid"/></a:ln>'
    effect = "<a:effectStyle><a:effectLst/></a:effectStyle>"
    return (
        '<a:theme xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" name="Debrief"><a:themeElements>'
        f'<a:clrScheme name="Debrief">{scheme}</a:clrScheme><a:fontScheme name="Debrief"><a:majorFont>{font}</a:majorFont>'
        f'<a:minorFont>{font}</a:minorFont></a:fontScheme><a:fmtScheme name="Debrief"><a:fillStyleLst>{fill * 3}</a:fillStyleLst>'
        f"<a:lnStyleLst>{line * 3}</a:lnStyleLst><a:effectStyleLst>{effect * 3}</a:effectStyleLst>"
        f"<a:bgFillStyleLst>{fill * 3}</a:bgFillStyleLst></a:fmtScheme></a:themeElements></a:theme>"
    )
