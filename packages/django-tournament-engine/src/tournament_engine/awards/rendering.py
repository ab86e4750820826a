"""Drawing a certificate as PDF: the same facts give the same bytes, always."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO

from django.utils import formats, translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from PIL import Image
from reportlab.graphics.barcode.qr import QrCodeWidget
from reportlab.graphics.shapes import Rect
from reportlab.lib.colors import Color, HexColor
from reportlab.lib.pagesizes import A4, LETTER, landscape
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from tournament_engine.awards.paper import CertificateKind, PageSize, Paper
from tournament_engine.awards.typesetting import BOLD, PLAIN, Fitted, fitted, font_for

__all__ = ["render"]

_K = CertificateKind
_INK = HexColor("#1d2430")
_SOFT = HexColor("#5b6472")


@dataclass(frozen=True)
class _Design:
    """How a kind looks: its colour, its frame, what it is called and what it says."""

    colour: Color
    frame: str
    title: Promise
    deed: Promise


_DESIGNS: Mapping[CertificateKind, _Design] = {
    _K.CHAMPION: _Design(
        HexColor("#a67c00"), "rich", gettext_lazy("Champion"), gettext_lazy("has won")
    ),
    _K.RUNNER_UP: _Design(
        HexColor("#66717f"), "double", gettext_lazy("Second place"), gettext_lazy("came second in")
    ),
    _K.THIRD: _Design(
        HexColor("#96582a"), "double", gettext_lazy("Third place"), gettext_lazy("came third in")
    ),
    _K.MVP: _Design(
        HexColor("#6a3d9a"),
        "rich",
        gettext_lazy("Most valuable player"),
        gettext_lazy("was the most valuable player of"),
    ),
    _K.PARTICIPANT: _Design(
        HexColor("#2f5d8a"),
        "band",
        gettext_lazy("Certificate of participation"),
        gettext_lazy("took part in"),
    ),
}

#: More than a printer shows of a picture of a few centimetres.
_LARGEST_PICTURE = (1200, 600)

_MARGIN = 28
_QR = 78

#: What is said ends above the signature and the QR code.
_FOOT = 156
_LINE = 1.2


@dataclass(frozen=True)
class _Block:
    """Lines of text in one colour."""

    text: Fitted
    colour: Color

    @property
    def height(self) -> float:
        return len(self.text.lines) * self.text.size * _LINE


def render(paper: Paper) -> bytes:
    """Return the PDF of a certificate, with its fonts embedded."""
    size = landscape(LETTER if paper.page_size == PageSize.LETTER else A4)
    # Invariant: no dates and no random ids, so that the same paper is the same bytes.
    canvas = Canvas(
        BytesIO(),
        pagesize=size,
        invariant=1,
        pageCompression=1,
        lang=paper.language,
        initialFontName=font_for("", PLAIN)[0],  # type: ignore[arg-type]  # a name, the stubs err
    )
    with translation.override(paper.language):
        _Sheet(canvas, paper, *size).draw()
    canvas.showPage()
    return bytes(canvas.getpdfdata())  # type: ignore[no-untyped-call]  # nor the stubs


class _Sheet:
    """One page: a cursor goes down from the top, the foot stands by itself."""

    def __init__(self, canvas: Canvas, paper: Paper, width: float, height: float) -> None:
        self.canvas, self.paper = canvas, paper
        self.width, self.height = width, height
        self.design = _DESIGNS[CertificateKind(paper.kind)]
        self.room = width - 2 * _MARGIN - 120
        self.y = height - _MARGIN - 16

    def draw(self) -> None:
        """Draw the frame, what is said from the logo down to the foot, and the foot."""
        paper, design = self.paper, self.design
        self.canvas.setTitle(f"{design.title}: {paper.tournament}")
        self.canvas.setAuthor(paper.signer or paper.tournament)
        _FRAMES[design.frame](self)
        self._logo()
        self._write(list(self._said()))
        self._signature()
        self._proof()

    def _said(self) -> Iterator[_Block]:
        paper, design = self.paper, self.design
        yield self._block(str(design.title), BOLD, 36, 18, design.colour)
        yield self._block(_("This certifies that"), PLAIN, 13, 10, _SOFT)
        yield self._block(paper.name, BOLD, 44, 16, _INK)
        if paper.team:
            team = _("with %(team)s") % {"team": paper.team}
            yield self._block(team, PLAIN, 16, 9, _INK)
        yield self._block(str(design.deed), PLAIN, 13, 10, _SOFT)
        yield self._block(paper.tournament, BOLD, 26, 13, _INK)
        when = f"{paper.game} · {formats.date_format(paper.held_on, 'DATE_FORMAT')}"
        yield self._block(when, PLAIN, 13, 8, _SOFT)

    def _block(self, text: str, own: str, largest: int, smallest: int, colour: Color) -> _Block:
        found = fitted(text, own, width=self.room, largest=largest, smallest=smallest)
        return _Block(found, colour)

    def _write(self, blocks: Sequence[_Block]) -> None:
        """Write the blocks one below the other; what room is left goes between them."""
        spare = self.y - _FOOT - sum(block.height for block in blocks)
        gap = max(0.0, min(22.0, spare / (len(blocks) + 1)))
        self.y -= max(0.0, (spare - gap * (len(blocks) - 1)) / 2)
        for block in blocks:
            self.canvas.setFillColor(block.colour)
            self.canvas.setFont(block.text.font, block.text.size)
            for line in block.text.lines:
                self.y -= block.text.size * _LINE
                self.canvas.drawCentredString(self.width / 2, self.y, line)
            self.y -= gap

    def _logo(self) -> None:
        if self.paper.logo is None:
            return
        self._picture(self.paper.logo, self.width / 2 - 90, self.y - 58, 180, 56)
        self.y -= 62

    def _signature(self) -> None:
        if not self.paper.signer and self.paper.signature is None:
            return
        left, bottom, wide = _MARGIN + 62, _MARGIN + 56, 190
        if self.paper.signature is not None:
            self._picture(self.paper.signature, left, bottom + 3, wide, 46)
        self.canvas.setStrokeColor(_SOFT)
        self.canvas.setLineWidth(0.7)
        self.canvas.line(left, bottom, left + wide, bottom)
        if self.paper.signer:
            found = fitted(self.paper.signer, PLAIN, width=wide, largest=11, smallest=7)
            self.canvas.setFillColor(_INK)
            self.canvas.setFont(found.font, found.size)
            for number, line in enumerate(found.lines, start=1):
                self.canvas.drawCentredString(
                    left + wide / 2, bottom - number * (found.size + 2), line
                )

    def _proof(self) -> None:
        """Draw the QR code and, for whoever has no camera, the code below it."""
        right, bottom = self.width - _MARGIN - 62, _MARGIN + 46
        widget = QrCodeWidget(
            self.paper.url, barLevel="M", barBorder=0, barWidth=_QR, barHeight=_QR
        )
        self.canvas.setFillColor(_INK)
        # Drawn by hand: a drawing of reportlab's would name a font that is not embedded.
        for shape in widget.draw().contents:  # type: ignore[no-untyped-call]  # nor its stubs
            if isinstance(shape, Rect) and shape.fillColor == widget.barFillColor:
                x, y = right - _QR + shape.x, bottom + shape.y
                self.canvas.rect(x, y, shape.width, shape.height, stroke=0, fill=1)
        found = fitted(self.paper.code, PLAIN, width=170, largest=9, smallest=6)
        self.canvas.setFillColor(_SOFT)
        self.canvas.setFont(found.font, found.size)
        self.canvas.drawRightString(right, bottom - 13, self.paper.code)

    def _picture(self, data: bytes, x: float, y: float, width: float, height: float) -> None:
        with Image.open(BytesIO(data)) as image:
            image.thumbnail(_LARGEST_PICTURE)
            reader = ImageReader(image.convert("RGBA"))
        self.canvas.drawImage(
            reader, x, y, width, height, mask="auto", preserveAspectRatio=True, anchor="c"
        )

    def frame(self, inset: float, width: float) -> None:
        """Draw a rectangle so far from the edge."""
        self.canvas.setStrokeColor(self.design.colour)
        self.canvas.setLineWidth(width)
        self.canvas.rect(inset, inset, self.width - 2 * inset, self.height - 2 * inset)


def _rich(sheet: _Sheet) -> None:
    _double(sheet)
    canvas, inset, arm = sheet.canvas, _MARGIN + 12, 34
    canvas.setFillColor(sheet.design.colour)
    for x, way in ((inset, 1), (sheet.width - inset, -1)):
        for y, rise in ((inset, 1), (sheet.height - inset, -1)):
            corner = canvas.beginPath()
            corner.moveTo(x, y)
            corner.lineTo(x + way * arm, y)
            corner.lineTo(x, y + rise * arm)
            corner.close()
            canvas.drawPath(corner, stroke=0, fill=1)


def _double(sheet: _Sheet) -> None:
    sheet.frame(_MARGIN, 3)
    sheet.frame(_MARGIN + 7, 0.8)


def _band(sheet: _Sheet) -> None:
    sheet.frame(_MARGIN, 0.8)
    sheet.canvas.setFillColor(sheet.design.colour)
    inside = sheet.height - 2 * _MARGIN
    sheet.canvas.rect(_MARGIN, _MARGIN, 16, inside, stroke=0, fill=1)


_FRAMES = {"rich": _rich, "double": _double, "band": _band}
