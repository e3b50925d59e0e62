"""The sheet a regional office locks away: words that bring the region back, and what to do.

In Kazakh and Russian, whatever the window speaks. Takes plain words and knows no keys; what it
shows is secret, so nobody but the caller keeps the bytes, and the caller writes them once.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph

from cluster_desktop.documents import fonts
from cluster_desktop.documents.escape import clean

WIDTH, HEIGHT = A4
LEFT, RIGHT, TOP, BOTTOM = 20 * mm, 15 * mm, 14 * mm, 12 * mm
GAP = 6 * mm
COLUMN = (WIDTH - LEFT - RIGHT - GAP) / 2
GREY, FILL = HexColor("#8A8A8A"), HexColor("#F2F2F2")
WORD_HEIGHT, WORD_SIZE, NUMBER_SIZE = 22.0, 11.0, 6.5
# Two lines of a region's name; the words must not be pushed off the page.
LONGEST_REGION = 180

TITLE = ("Өңір басқармасының төтенше жағдай парағы", "Аварийный лист управления региона")
SECRET = (
    "Құпия. Осы сөздерді білген адам кез келген компьютерді өңір атынан қоса алады және барлық "
    "деректі оқи алады. Суретке түсірмеңіз, хабарламамен жібермеңіз, басқа бағдарламаға терме"
    "ңіз.",
    "Секретно. Кто знает эти слова, может от имени региона допустить любой компьютер и прочитать "
    "все данные. Не фотографируйте, не пересылайте, не набирайте в других программах.",
)
RECOVERY = (
    "Қалпына келтіру сөздері: 4 жол, әр жолда 9 сөз. Екі тілдегі сөздер тең, бірі жеткілікті.",
    "Слова восстановления: 4 строки по 9 слов. Слова на двух языках равны, достаточно одного.",
)
REGION = (
    "Өңірдің сегіз сөзі. Бұлар құпия емес: әр колледжге қағазда беріледі, колледж оларды "
    "шақыруды ашқанда тереді.",
    "Восемь слов региона. Они не секретны: их дают каждому колледжу на бумаге, колледж набирает "
    "их, открывая приглашение.",
)
STEPS = (
    (
        "Парақты екі дана басып шығарыңыз. Әрқайсысын бөлек конвертке салып, жапсырып, қол қойы"
        "ңыз; екі түрлі ғимараттағы сейфте сақтаңыз. Файлдың көшірмесін жойыңыз.",
        "Напечатайте лист в двух экземплярах. Вложите каждый в отдельный конверт, заклейте, "
        "распишитесь; храните в сейфах двух разных зданий. Файл с листом удалите.",
    ),
    (
        "Жылына бір рет бағдарлама басқарманың құқығын ұзартуды сұрайды. Оған сейфтегі файл мен "
        "құпиясөз керек; олар жоғалса, осы парақтағы сөздер керек.",
        "Раз в год программа просит продлить право управления. Для этого нужны файл из сейфа и "
        "пароль; если они утеряны, то слова с этого листа.",
    ),
    (
        "Басқарма компьютері бұзылса немесе ұрланса: бағдарламаны басқа компьютерге орнатып, "
        "«Деректер алмасу» бетінде «Бізде өңір басқармасының төтенше жағдай парағы бар» дегенді "
        "басыңыз, "
        "өңір бумасын немесе колледж алмасқан флешканы таңдап, қалпына келтіру сөздерін теріңіз. "
        "Деректер бумадан қайта жиналады.",
        "Если компьютер управления сломан или украден: установите программу на другой, на странице "
        "«Обмен данными» нажмите «У нас аварийный лист управления региона», выберите папку региона "
        "или флешку, через которую обменивался колледж, и наберите слова восстановления. Данные "
        "соберутся из папки заново.",
    ),
    (
        "Содан кейін «Колледждер» қойындысында бұрынғы компьютерді шығарыңыз. Ол бұрын оқығанын "
        "біледі, жаңасын оқи алмайды.",
        "После этого на вкладке «Колледжи» исключите прежний компьютер. Прочитанное ранее он "
        "знает, нового не прочтёт.",
    ),
    (
        "Конверт ашылса немесе парақ жоғалса, бөтен адам өңір атынан әрекет ете алады. Мұны "
        "түзететін бір ғана жол бар: өңірдің алмасуын жаңадан бастап, барлық колледжді қайта қосу.",
        "Если конверт вскрыт или лист утерян, посторонний может действовать от имени региона. "
        "Исправить это можно одним путём: начать обмен региона заново и заново допустить все "
        "колледжи.",
    ),
)
SIGNED = (
    "Мөрленген күні, лауазымы, аты-жөні, қолы:",
    "Дата запечатывания, должность, Ф.И.О., подпись:",
)

_PLAIN = ParagraphStyle("sheet", fontName=fonts.REGULAR, fontSize=10, leading=12)
_BOLD = ParagraphStyle("sheet-bold", parent=_PLAIN, fontName=fonts.BOLD)
_HEAD = ParagraphStyle("sheet-head", parent=_BOLD, fontSize=13, leading=15.5)


@dataclass(frozen=True)
class EmergencySheet:
    """What stands on the sheet. Lines of words and the region's own words in both languages."""

    region: str
    day: str
    lines_kk: Sequence[Sequence[str]]
    lines_ru: Sequence[Sequence[str]]
    region_words_kk: Sequence[str]
    region_words_ru: Sequence[str]


def render(sheet: EmergencySheet) -> bytes:
    """The PDF, one page of A4. Raises Refusal where a letter of the region's name has no print."""
    fonts.refuse_missing_letters([clean(sheet.region), clean(sheet.day)])
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=A4, invariant=1)
    canvas.setTitle(f"{TITLE[0]} / {TITLE[1]}")
    y = _pair(canvas, TITLE, HEIGHT - TOP, _HEAD)
    y = _line(canvas, f"{clean(sheet.region)[:LONGEST_REGION]}, {clean(sheet.day)}", y - 2)
    y = _pair(canvas, SECRET, y - 5, _BOLD)
    y = _pair(canvas, RECOVERY, y - 8, _PLAIN)
    for lines in (sheet.lines_kk, sheet.lines_ru):
        y -= 5
        for number, line in enumerate(lines):
            y = _words(canvas, line, y, first=number * len(line) + 1)
    y = _pair(canvas, REGION, y - 10, _PLAIN) - 4
    for words in (sheet.region_words_kk, sheet.region_words_ru):
        y = _words(canvas, words, y, first=1)
    y -= 8
    for number, (kk, ru) in enumerate(STEPS, start=1):
        y = _pair(canvas, (f"{number}. {kk}", f"{number}. {ru}"), y - 3, _PLAIN)
    _signature(canvas, y - 10)
    canvas.showPage()
    canvas.save()
    return stream.getvalue()


def _line(canvas: Canvas, text: str, y: float) -> float:
    """Bold, over the whole width; the height below it."""
    paragraph = Paragraph(escape(text), _BOLD)
    height = paragraph.wrap(WIDTH - LEFT - RIGHT, HEIGHT)[1]
    paragraph.drawOn(canvas, LEFT, y - height)
    return y - height


def _pair(canvas: Canvas, texts: tuple[str, ...], y: float, style: ParagraphStyle) -> float:
    """Kazakh left, Russian right, from one height; the height below the longer one."""
    lowest = y
    for text, x in zip(texts, (LEFT, LEFT + COLUMN + GAP), strict=True):
        paragraph = Paragraph(escape(text), style)
        height = paragraph.wrap(COLUMN, HEIGHT)[1]
        paragraph.drawOn(canvas, x, y - height)
        lowest = min(lowest, y - height)
    return lowest


def _words(canvas: Canvas, words: Sequence[str], y: float, *, first: int) -> float:
    """A line of boxes with one numbered word in each; the height below it."""
    width = (WIDTH - LEFT - RIGHT) / len(words)
    canvas.setLineWidth(0.4)
    canvas.setStrokeColor(GREY)
    for place, word in enumerate(words):
        x = LEFT + place * width
        canvas.setFillColor(FILL)
        canvas.rect(x, y - WORD_HEIGHT, width, WORD_HEIGHT, stroke=1, fill=1)
        canvas.setFillColor(HexColor("#000000"))
        canvas.setFont(fonts.REGULAR, NUMBER_SIZE)
        canvas.drawString(x + 2, y - NUMBER_SIZE - 0.5, str(first + place))
        natural = stringWidth(word, fonts.BOLD, WORD_SIZE)
        size = min(WORD_SIZE, WORD_SIZE * (width - 5) / natural)
        canvas.setFont(fonts.BOLD, size)
        canvas.drawCentredString(x + width / 2, y - WORD_HEIGHT + 5, word)
    return y - WORD_HEIGHT


def _signature(canvas: Canvas, y: float) -> None:
    lowest = _pair(canvas, SIGNED, y, _PLAIN)
    for x in (LEFT, LEFT + COLUMN + GAP):
        canvas.line(x, lowest - 20, x + COLUMN, lowest - 20)
