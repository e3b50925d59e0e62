"""How the standard controls look: Fusion with our outlines, focus frame and measures.

A proxy style and never a style sheet: a widget with a style sheet keeps the old palette after a
theme switch (measured). Knows no theme: it is given the functions that name colours and heights.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPalette
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QLineEdit,
    QListView,
    QProxyStyle,
    QStyle,
    QStyleHintReturn,
    QStyleOption,
    QStyleOptionButton,
    QStyleOptionComboBox,
    QStyleOptionComplex,
    QStyleOptionHeader,
    QStyleOptionMenuItem,
    QStyleOptionProgressBar,
    QStyleOptionSlider,
    QStyleOptionSpinBox,
    QStyleOptionTab,
    QWidget,
)

from cluster_desktop.ui.painting import CHECK, check_mark, chevron, outline, scroll_handle
from cluster_desktop.ui.style_button import paint_button

if TYPE_CHECKING:
    from cluster_desktop.ui.theme import Colours

CONTROL = 32
DENSE = 28
# Properties our widgets carry. dense: 28 px control; problem: red outline; look: of a button.
DENSE_PROPERTY, PROBLEM_PROPERTY, LOOK_PROPERTY = "dense", "problem", "look"

_PE, _CE, _CC = QStyle.PrimitiveElement, QStyle.ControlElement, QStyle.ComplexControl
_CT, _PM, _SH = QStyle.ContentsType, QStyle.PixelMetric, QStyle.StyleHint
_SC, _SF, _SE = QStyle.SubControl, QStyle.StateFlag, QStyle.SubElement

# Made once: Qt asks for a measure hundreds of times while a page is laid out.
_MEASURES = {
    _PM.PM_ScrollBarExtent: 10, _PM.PM_ScrollBarSliderMin: 32, _PM.PM_IndicatorWidth: CHECK,
    _PM.PM_IndicatorHeight: CHECK, _PM.PM_ExclusiveIndicatorWidth: CHECK,
    _PM.PM_ExclusiveIndicatorHeight: CHECK, _PM.PM_SmallIconSize: 18,
    _PM.PM_ButtonIconSize: 18, _PM.PM_LineEditIconSize: 18, _PM.PM_HeaderMargin: 8,
    _PM.PM_FocusFrameHMargin: 8, _PM.PM_ButtonShiftHorizontal: 0,
    _PM.PM_ButtonShiftVertical: 0, _PM.PM_SplitterWidth: 8, _PM.PM_TabBarTabHSpace: 24,
    _PM.PM_CheckBoxLabelSpacing: 8, _PM.PM_LayoutHorizontalSpacing: 8,
    _PM.PM_LayoutVerticalSpacing: 8,
}  # fmt: skip


class ClusterStyle(QProxyStyle):
    """Fusion with 32 px controls, radius 4, a 2 px focus frame and a 6 px scroll handle."""

    def __init__(self, colours: Callable[[], Colours], scaled: Callable[[int], int]) -> None:
        super().__init__("Fusion")
        self._colours = colours
        self._scaled = scaled

    # ---- measures ----

    def pixelMetric(
        self,
        metric: QStyle.PixelMetric,
        option: QStyleOption | None = None,
        widget: QWidget | None = None,
    ) -> int:
        ours = _MEASURES.get(metric)
        return ours if ours is not None else super().pixelMetric(metric, option, widget)

    def styleHint(
        self,
        hint: QStyle.StyleHint,
        option: QStyleOption | None = None,
        widget: QWidget | None = None,
        returnData: QStyleHintReturn | None = None,
    ) -> int:
        if hint == _SH.SH_ComboBox_Popup:
            return 0
        if hint == _SH.SH_ScrollBar_Transient:
            return 0
        if hint == _SH.SH_ItemView_ShowDecorationSelected:
            return 1
        return super().styleHint(hint, option, widget, returnData)

    def sizeFromContents(
        self,
        kind: QStyle.ContentsType,
        option: QStyleOption,
        size: QSize,
        widget: QWidget | None = None,
    ) -> QSize:
        found = super().sizeFromContents(kind, option, size, cast("QWidget", widget))
        if kind in (_CT.CT_LineEdit, _CT.CT_ComboBox, _CT.CT_SpinBox):
            # The frame is 1 px and the text stands 8 px in, where Fusion plans 2 px.
            found.setHeight(self._control(widget))
            found.setWidth(found.width() + 8)
        elif kind == _CT.CT_PushButton:
            found = self._button_size(cast("QStyleOptionButton", option), widget)
        elif kind == _CT.CT_MenuItem and isinstance(option, QStyleOptionMenuItem):
            line = option.menuItemType == QStyleOptionMenuItem.MenuItemType.Separator
            found.setHeight(9 if line else max(found.height(), self._scaled(28)))
        elif kind == _CT.CT_ItemViewItem and isinstance(widget, QListView):
            found.setHeight(max(found.height(), self._scaled(26)))
        elif kind == _CT.CT_TabBarTab:
            found.setHeight(self._scaled(32))
        elif kind == _CT.CT_HeaderSection:
            found.setHeight(max(found.height(), self._scaled(32)))
        return found

    def _control(self, widget: QWidget | None) -> int:
        return self._scaled(DENSE if widget and widget.property(DENSE_PROPERTY) else CONTROL)

    def _button_size(self, option: QStyleOptionButton, widget: QWidget | None) -> QSize:
        text = option.fontMetrics.size(Qt.TextFlag.TextShowMnemonic, option.text)
        width = text.width()
        if not option.icon.isNull():
            width += option.iconSize.width() + (8 if option.text else 0)
        if option.features & QStyleOptionButton.ButtonFeature.HasMenu:
            width += 20
        height = self._control(widget)
        return QSize(max(width + (24 if option.text else 12), height), height)

    def subElementRect(
        self, element: QStyle.SubElement, option: QStyleOption, widget: QWidget | None = None
    ) -> QRect:
        if element == _SE.SE_LineEditContents and widget is not None and widget.property("bare"):
            return option.rect.adjusted(4, 0, -4, 0)
        if element == _SE.SE_LineEditContents:
            return option.rect.adjusted(6, 1, -6, -1)
        return super().subElementRect(element, option, cast("QWidget", widget))

    # ---- primitives ----

    def drawPrimitive(
        self,
        element: QStyle.PrimitiveElement,
        option: QStyleOption,
        painter: QPainter,
        widget: QWidget | None = None,
    ) -> None:
        if element == _PE.PE_PanelItemViewRow:  # first: it is asked for each cell of a table
            super().drawPrimitive(element, option, painter, widget)
        elif element in (_PE.PE_PanelLineEdit, _PE.PE_FrameLineEdit):
            if element == _PE.PE_PanelLineEdit:
                self._field(option, painter, widget)
        elif element == _PE.PE_FrameFocusRect:
            if not (widget and widget.property("own_focus")):
                self._focus(painter, option.rect)
        elif element in (_PE.PE_IndicatorCheckBox, _PE.PE_IndicatorItemViewItemCheck):
            self._check(option, painter)
        elif element == _PE.PE_IndicatorRadioButton:
            self._radio(option, painter)
        elif element == _PE.PE_IndicatorHeaderArrow:
            # Qt's "up" means ascending is shown by an arrow that points down on other systems.
            up = bool(cast("QStyleOptionHeader", option).sortIndicator.value == 2)
            chevron(painter, option.rect, self._colours().muted, up=up)
        elif element == _PE.PE_PanelScrollAreaCorner:
            painter.fillRect(option.rect, self._colours().surface)
        elif element == _PE.PE_PanelButtonTool:
            self._tool(option, painter)
        elif element == _PE.PE_Frame and widget is not None and widget.property("field"):
            self._field(option, painter, widget)
        elif element == _PE.PE_Frame:
            outline(painter, option.rect, None, self._colours().separator)
        else:
            super().drawPrimitive(element, option, painter, widget)

    def _focus(self, painter: QPainter, rect: QRect) -> None:
        outline(painter, rect, None, self._colours().primary, width=2)

    def _field(self, option: QStyleOption, painter: QPainter, widget: QWidget | None) -> None:
        c = self._colours()
        if widget is not None and widget.property("bare"):
            return
        fill = option.palette.color(QPalette.ColorRole.Base)
        if not option.state & _SF.State_Enabled or option.state & _SF.State_ReadOnly:
            fill = c.window
        if isinstance(widget, QLineEdit) and not widget.hasFrame():
            if isinstance(widget.parentWidget(), QAbstractSpinBox):
                return
            painter.fillRect(option.rect, fill)
            return
        focused = bool(option.state & _SF.State_HasFocus)
        if widget is not None and widget.property("field"):
            focused = widget.hasFocus()
        problem = bool(widget and widget.property(PROBLEM_PROPERTY))
        pen = c.ink("bad") if problem else c.primary if focused else c.ctrl
        outline(painter, option.rect, fill, pen, width=2 if focused or problem else 1)

    def _check(self, option: QStyleOption, painter: QPainter) -> None:
        c = self._colours()
        on, part = option.state & _SF.State_On, option.state & _SF.State_NoChange
        if not on and not part:
            check_mark(painter, option.rect, c.text, c.surface, c.ctrl, part=None)
            return
        fill = c.primary if option.state & _SF.State_Enabled else c.muted
        check_mark(painter, option.rect, c.on_primary, fill, fill, part=bool(part))

    def _radio(self, option: QStyleOption, painter: QPainter) -> None:
        c = self._colours()
        rect = QRect(0, 0, CHECK, CHECK)
        rect.moveCenter(option.rect.center())
        on = bool(option.state & _SF.State_On)
        outline(
            painter, rect, c.surface, c.primary if on else c.ctrl, width=2 if on else 1, radius=8
        )
        if on:
            outline(painter, rect.adjusted(4, 4, -4, -4), c.primary, c.primary, radius=4)

    def _tool(self, option: QStyleOption, painter: QPainter) -> None:
        c = self._colours()
        if option.state & (_SF.State_Sunken | _SF.State_On):
            outline(painter, option.rect, c.selection, c.selection)
        elif option.state & _SF.State_MouseOver and option.state & _SF.State_Enabled:
            outline(painter, option.rect, c.header, c.header)
        if option.state & _SF.State_HasFocus and option.state & _SF.State_KeyboardFocusChange:
            self._focus(painter, option.rect)

    # ---- controls ----

    def drawControl(
        self,
        element: QStyle.ControlElement,
        option: QStyleOption,
        painter: QPainter,
        widget: QWidget | None = None,
    ) -> None:
        if element == _CE.CE_PushButton and isinstance(option, QStyleOptionButton):
            look = widget.property(LOOK_PROPERTY) if widget is not None else None
            paint_button(painter, option, self._colours(), look)
        elif element == _CE.CE_HeaderSection:
            c = self._colours()
            painter.fillRect(option.rect, c.header)
            painter.fillRect(option.rect.adjusted(0, option.rect.height() - 1, 0, 0), c.separator)
        elif element == _CE.CE_HeaderEmptyArea:
            self.drawControl(_CE.CE_HeaderSection, option, painter, widget)
        elif element == _CE.CE_HeaderLabel and isinstance(option, QStyleOptionHeader):
            self._header_label(option, painter, widget)
        elif element == _CE.CE_TabBarTabShape and isinstance(option, QStyleOptionTab):
            self._tab(option, painter)
        elif element == _CE.CE_ProgressBar and isinstance(option, QStyleOptionProgressBar):
            self._progress(option, painter)
        elif element == _CE.CE_Splitter:
            return
        else:
            super().drawControl(element, option, painter, widget)

    def _header_label(
        self, option: QStyleOptionHeader, painter: QPainter, widget: QWidget | None
    ) -> None:
        label = QStyleOptionHeader(option)
        label.palette.setColor(QPalette.ColorRole.ButtonText, self._colours().muted)
        font = painter.font()
        font.setBold(False)
        font.setWeight(font.Weight.DemiBold)
        painter.setFont(font)
        super().drawControl(_CE.CE_HeaderLabel, label, painter, widget)

    def _tab(self, option: QStyleOptionTab, painter: QPainter) -> None:
        c = self._colours()
        rect = option.rect
        if option.state & _SF.State_Selected:
            bar = rect.adjusted(4, rect.height() - 2, -4, 0)
            painter.fillRect(bar, c.primary)
        elif option.state & _SF.State_MouseOver:
            outline(painter, rect.adjusted(2, 3, -2, -3), c.header, c.header)
        if option.state & _SF.State_HasFocus:
            self._focus(painter, rect.adjusted(1, 1, -1, -3))

    def _progress(self, option: QStyleOptionProgressBar, painter: QPainter) -> None:
        c = self._colours()
        rect = QRect(option.rect.left(), 0, option.rect.width(), 8)
        rect.moveCenter(option.rect.center())
        outline(painter, rect, c.line, c.line, radius=4)
        span = option.maximum - option.minimum
        share = (option.progress - option.minimum) / span if span > 0 else 0.3
        if share > 0:
            part = QRect(rect.left(), rect.top(), max(8, round(rect.width() * share)), 8)
            outline(painter, part, c.primary, c.primary, radius=4)

    def drawComplexControl(
        self,
        control: QStyle.ComplexControl,
        option: QStyleOptionComplex,
        painter: QPainter,
        widget: QWidget | None = None,
    ) -> None:
        if control == _CC.CC_ComboBox and isinstance(option, QStyleOptionComboBox):
            self._field(option, painter, widget)
            arrow = option.rect.adjusted(option.rect.width() - 28, 0, -4, 0)
            chevron(painter, arrow, self._colours().muted)
        elif control == _CC.CC_SpinBox and isinstance(option, QStyleOptionSpinBox):
            self._field(option, painter, widget)
            for part, up in ((_SC.SC_SpinBoxUp, True), (_SC.SC_SpinBoxDown, False)):
                spot = self.subControlRect(control, option, part, widget)
                chevron(painter, spot, self._colours().muted, up=up)
        elif control == _CC.CC_ScrollBar and isinstance(option, QStyleOptionSlider):
            self._scroll_bar(option, painter, widget)
        else:
            super().drawComplexControl(control, option, painter, widget)

    def _scroll_bar(
        self, option: QStyleOptionSlider, painter: QPainter, widget: QWidget | None
    ) -> None:
        c = self._colours()
        if option.minimum == option.maximum:
            return
        handle = self.subControlRect(_CC.CC_ScrollBar, option, _SC.SC_ScrollBarSlider, widget)
        quiet = QColor(c.ctrl)
        quiet.setAlpha(150)
        active = option.state & (_SF.State_Sunken | _SF.State_MouseOver)
        scroll_handle(painter, handle, c.ctrl if active else quiet)

    def subControlRect(
        self,
        control: QStyle.ComplexControl,
        option: QStyleOptionComplex,
        part: QStyle.SubControl,
        widget: QWidget | None = None,
    ) -> QRect:
        if control == _CC.CC_ScrollBar and isinstance(option, QStyleOptionSlider):
            return self._scroll_part(option, part)
        if control == _CC.CC_ComboBox and part == _SC.SC_ComboBoxEditField:
            return option.rect.adjusted(9, 1, -28, -1)
        return super().subControlRect(control, option, part, cast("QWidget", widget))

    def _scroll_part(self, option: QStyleOptionSlider, part: QStyle.SubControl) -> QRect:
        """No arrow buttons: the handle runs over the whole length."""
        rect = option.rect
        if part == _SC.SC_ScrollBarGroove:
            return rect
        upright = option.orientation == Qt.Orientation.Vertical
        room = rect.height() if upright else rect.width()
        span = option.maximum - option.minimum
        least = self.pixelMetric(_PM.PM_ScrollBarSliderMin)
        whole = span + option.pageStep
        size = room if span <= 0 else min(room, max(least, round(room * option.pageStep / whole)))
        start = QStyle.sliderPositionFromValue(
            option.minimum, option.maximum, option.sliderPosition, room - size, option.upsideDown
        )
        parts = {
            _SC.SC_ScrollBarSlider: (start, size),
            _SC.SC_ScrollBarSubPage: (0, start),
            _SC.SC_ScrollBarAddPage: (start + size, room - start - size),
        }
        if part not in parts:
            return QRect()
        first, length = parts[part]
        if upright:
            return QRect(rect.left(), rect.top() + first, rect.width(), length)
        return QRect(rect.left() + first, rect.top(), length, rect.height())
