"""The palette and the style sheet that follow from a set of tokens."""

from __future__ import annotations

from PySide6.QtGui import QColor, QPalette

from editor.ui.theme.tokens import Tokens, blend


def palette(tokens: Tokens) -> QPalette:
    """What widgets without a rule of their own are drawn with."""
    made = QPalette()
    role = QPalette.ColorRole
    for which, colour in (
        (role.Window, tokens.pane),
        (role.WindowText, tokens.ink),
        (role.Base, tokens.page),
        (role.AlternateBase, tokens.pane),
        (role.Text, tokens.ink),
        (role.Button, tokens.pane),
        (role.ButtonText, tokens.ink),
        (role.Highlight, tokens.accent),
        (role.HighlightedText, tokens.on_accent),
        (role.Link, tokens.accent),
        (role.PlaceholderText, tokens.quiet),
        (role.ToolTipBase, tokens.ink),
        (role.ToolTipText, tokens.page),
        (role.Light, tokens.page),
        (role.Midlight, tokens.hairline),
        (role.Mid, tokens.hairline),
        (role.Dark, tokens.hairline),
        (role.Shadow, tokens.hairline),
    ):
        made.setColor(which, QColor(colour))
    faint = QColor(blend(tokens.quiet, tokens.pane, 0.6))
    for which in (role.WindowText, role.Text, role.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, which, faint)
    return made


def sheet(tokens: Tokens) -> str:
    """The style sheet: quiet chrome, 28 px rows, 1 px hairlines, a focus ring that is always seen."""
    hover = blend(tokens.ink, tokens.pane, 0.07)
    pressed = blend(tokens.ink, tokens.pane, 0.13)
    faint = blend(tokens.quiet, tokens.pane, 0.6)
    chosen = blend(tokens.accent, tokens.pane, 0.18)
    t = tokens
    return f"""
    QMainWindow, QDialog {{ background: {t.pane}; }}
    QMenuBar {{ background: {t.pane}; padding: 2px 8px; border-bottom: 1px solid {t.hairline}; }}
    QMenuBar::item {{ padding: 4px 8px; border-radius: 4px; background: transparent; }}
    QMenuBar::item:selected {{ background: {hover}; }}
    QMenu {{ background: {t.page}; border: 1px solid {t.hairline}; padding: 4px; }}
    QMenu::item {{ padding: 5px 24px 5px 12px; border-radius: 4px; }}
    QMenu::item:selected {{ background: {t.accent}; color: {t.on_accent}; }}
    QMenu::item:disabled {{ color: {faint}; background: transparent; }}
    QMenu::separator {{ height: 1px; background: {t.hairline}; margin: 4px 8px; }}
    QToolTip {{ background: {t.ink}; color: {t.page}; border: none; padding: 4px 8px; }}
    QSplitter::handle {{ background: {t.hairline}; }}
    QSplitter::handle:hover {{ background: {t.accent}; }}
    QMainWindow::separator {{ background: {t.hairline}; width: 1px; height: 1px; }}
    QMainWindow::separator:hover {{ background: {t.accent}; }}
    QDockWidget[floating="true"] {{ background: {t.pane}; border: 1px solid {t.hairline}; }}
    QWidget#title {{ background: {t.pane}; }}
    QTabBar {{ background: {t.pane}; font-size: 12px; font-weight: 600; }}
    QTabBar::tab {{ background: transparent; color: {t.quiet}; border: none; font-size: 12px;
        font-weight: 600; padding: 4px 7px; min-height: 20px; border-bottom: 2px solid transparent; }}
    QTabBar::tab:hover {{ color: {t.ink}; }}
    QTabBar::tab:selected {{ color: {t.ink}; border-bottom: 2px solid {t.accent}; }}
    QTabBar::tab:selected:focus {{ background: {chosen}; }}
    QPushButton {{ background: {t.page}; border: 1px solid {t.hairline}; border-radius: 6px;
        padding: 4px 12px; min-height: 20px; }}
    QPushButton:hover {{ background: {hover}; }}
    QPushButton:pressed {{ background: {pressed}; }}
    QPushButton:disabled {{ color: {faint}; }}
    QPushButton:focus {{ border: 1px solid {t.accent}; }}
    QPushButton:default, QPushButton[primary="true"] {{ background: {t.accent}; color: {t.on_accent};
        border: 1px solid {t.accent}; }}
    QPushButton[primary="true"]:disabled, QPushButton:default:disabled {{ background: {pressed};
        color: {faint}; border: 1px solid {t.hairline}; }}
    QPushButton[primary="true"]:focus, QPushButton:default:focus {{ border: 1px solid {t.ink}; }}
    QToolButton {{ background: transparent; border: 1px solid transparent; border-radius: 6px;
        padding: 3px; min-width: 20px; min-height: 20px; }}
    QToolButton[heading="true"] {{ color: {t.quiet}; font-size: 12px; font-weight: 600; border-radius: 0;
        padding: 3px 10px; text-align: left; }}
    QToolButton[heading="true"]:checked {{ background: transparent; }}
    QToolButton[heading="true"]:hover {{ background: {hover}; color: {t.ink}; }}
    QToolButton[small="true"] {{ padding: 2px; min-width: 18px; min-height: 18px; }}
    QToolButton:hover {{ background: {hover}; }}
    QToolButton:pressed, QToolButton:checked {{ background: {pressed}; }}
    QToolButton[segment="true"] {{ border: 1px solid {t.hairline}; background: {t.page}; }}
    QToolButton[segment="true"]:checked {{ background: {chosen}; color: {t.ink};
        border: 1px solid {t.accent}; }}
    QToolButton:focus {{ border: 1px solid {t.accent}; }}
    QLineEdit, QPlainTextEdit {{ background: {t.page};
        border: 1px solid {t.hairline}; border-radius: 6px; padding: 3px 8px; min-height: 20px;
        selection-background-color: {t.accent}; selection-color: {t.on_accent}; }}
    QLineEdit:focus, QPlainTextEdit:focus {{ border: 1px solid {t.accent}; }}
    QLineEdit:disabled {{ color: {faint}; }}
    QComboBox QAbstractItemView {{ background: {t.page}; border: 1px solid {t.hairline};
        selection-background-color: {t.accent}; selection-color: {t.on_accent}; }}
    QListView#rows, QTableView#rows {{ background: transparent; border: none; outline: none;
        selection-background-color: transparent; }}
    QListView#rows QLineEdit {{ border-radius: 4px; padding: 0 6px; }}
    QListWidget, QTreeWidget {{ background: transparent; border: none; outline: none; }}
    QListWidget::item, QTreeWidget::item {{ min-height: 28px; padding: 0 8px; border-radius: 6px; }}
    QListWidget::item:hover {{ background: {hover}; }}
    QListWidget::item:selected, QTreeWidget::item:selected {{ background: {chosen}; color: {t.ink}; }}
    QTreeWidget::branch, QTreeWidget::branch:selected {{ background: transparent; }}
    QListWidget#given {{ background: {t.page}; border: 1px solid {t.hairline}; border-radius: 6px; }}
    QListWidget:focus, QTreeWidget:focus, QListWidget#given:focus {{
        border: 1px solid {t.accent}; border-radius: 6px; }}
    QTreeView#rows {{ background: {t.page}; border: 1px solid transparent; outline: none;
        show-decoration-selected: 1; selection-background-color: {chosen}; selection-color: {t.ink}; }}
    QTreeView#rows::item {{ height: 28px; padding: 0 6px; border: none; }}
    QTreeView#rows::item:hover {{ background: {hover}; }}
    QTreeView#rows::item:selected {{ background: {chosen}; color: {t.ink}; }}
    QTreeView#rows:focus {{ border: 1px solid {t.accent}; }}
    QHeaderView {{ background: {t.pane}; border: none; }}
    QHeaderView::section {{ background: {t.pane}; color: {t.quiet}; border: none;
        border-bottom: 1px solid {t.hairline}; padding: 5px 9px; font-size: 12px; }}
    QTextBrowser#card {{ background: {t.page}; border: 1px solid transparent;
        selection-background-color: {t.accent}; selection-color: {t.on_accent}; }}
    QTextBrowser#card:focus {{ border: 1px solid {t.accent}; }}
    QTabWidget::pane {{ border: none; border-top: 1px solid {t.hairline}; }}
    QTabWidget QTabBar::tab {{ background: transparent; color: {t.quiet}; padding: 7px 14px; border: none;
        border-bottom: 2px solid transparent; }}
    QTabWidget QTabBar::tab:selected {{ color: {t.ink}; border-bottom: 2px solid {t.accent}; }}
    QTabWidget QTabBar::tab:focus {{ background: {hover}; }}
    QWidget#models {{ background: {t.pane}; }}
    QProgressBar {{ background: {pressed}; border: none; border-radius: 2px; max-height: 4px;
        min-height: 4px; }}
    QProgressBar::chunk {{ background: {t.accent}; border-radius: 2px; }}
    QScrollArea, QScrollArea > QWidget > QWidget {{ background: transparent; }}
    QSlider::groove:horizontal {{ background: {pressed}; height: 4px; border-radius: 2px; }}
    QSlider::sub-page:horizontal {{ background: {t.enhanced}; border-radius: 2px; }}
    QSlider::handle:horizontal {{ background: {t.page}; border: 1px solid {t.quiet};
        width: 14px; height: 14px; margin: -6px 0; border-radius: 8px; }}
    QSlider::handle:horizontal:focus {{ border: 2px solid {t.accent}; }}
    QScrollBar:vertical {{ background: transparent; width: 12px; margin: 0; }}
    QScrollBar:horizontal {{ background: transparent; height: 12px; margin: 0; }}
    QScrollBar::handle {{ background: {blend(t.quiet, t.page, 0.45)}; border-radius: 3px; margin: 3px; }}
    QScrollBar::handle:vertical {{ min-height: 32px; }}
    QScrollBar::handle:horizontal {{ min-width: 32px; }}
    QScrollBar::handle:hover {{ background: {t.quiet}; }}
    QScrollBar::handle:disabled {{ background: transparent; }}
    QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
    QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
    QLabel[role="title"] {{ font-size: 22px; }}
    QLabel[role="section"] {{ color: {t.quiet}; font-size: 12px; font-weight: 600; }}
    QLabel[role="quiet"] {{ color: {t.quiet}; font-size: 12px; }}
    QLabel[role="fact"] {{ font-size: 12px; }}
    QLineEdit:read-only {{ background: transparent; border: 1px solid transparent; padding: 3px 0; }}
    QLabel[role="total"] {{ color: {t.quiet}; }}
    QLabel[role="incoming"] {{ color: {t.quiet}; }}
    QWidget#page {{ background: {t.page}; }}
    QLabel[role="error"] {{ color: {t.error}; }}
    QFrame#message {{ background: {t.pane}; border: 1px solid {t.hairline}; border-radius: 8px; }}
    QFrame#question {{ background: {t.pane}; border: none; border-bottom: 1px solid {t.hairline}; }}
    QFrame#incoming {{ background: {t.pane}; border: none; }}
    QFrame#modes {{ background: {t.page}; border: none; }}
    QFrame#find {{ background: {t.pane}; border: none; border-top: 1px solid {t.hairline}; }}
    QFrame#find QPushButton {{ padding: 3px 12px; }}
    QFrame#job {{ background: transparent; border: 1px solid transparent; border-radius: 6px; }}
    QFrame#job:hover {{ background: {hover}; }}
    QFrame#job:focus {{ border: 1px solid {t.accent}; }}
    QFrame#job QLabel[role="error"] {{ font-size: 12px; }}
    QProgressBar:disabled::chunk {{ background: transparent; }}
    QFrame#popup {{ background: {t.pane}; border: 1px solid {t.hairline}; }}
    QFrame[role="line"] {{ background: {t.hairline}; border: none; }}
    """
