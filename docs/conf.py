"""Sphinx's settings for the site; `tools/build_site.py` gathers the pages and runs it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import site_search
from pygments.lexers.special import TextLexer

import civstats
from civstats import location
from civstats.schema import jsonld

if TYPE_CHECKING:
    from sphinx.application import Sphinx

project = "civstats 民政统计"
author = "The civstats contributors"
version = release = civstats.__version__
language = "en"
smartquotes = False  # words of documents and of code stay as they are written
nitpicky = True
nitpick_ignore_regex = [
    # Single backquotes of a docstring name code of any kind; what is no documented name stays code.
    ("py:obj", r".*"),
    # Types of other packages, and of parts of this one that no user imports.
    ("py:(class|data|exc|func|meth|attr)", r"(?!civstats\.(Dataset|open|validate|errors)).*"),
]

extensions = ["myst_parser", "sphinx.ext.autodoc"]
source_suffix = {".md": "markdown", ".rst": "restructuredtext"}
exclude_patterns: list[str] = []
default_role = "py:obj"
templates_path = ["_templates"]

myst_heading_anchors = 4
myst_enable_extensions = ["attrs_block", "colon_fence", "deflist"]

autodoc_member_order = "bysource"
autodoc_typehints = "signature"
autodoc_use_type_comments = False
python_use_unqualified_type_names = True
maximum_signature_line_length = 88

html_theme = "furo"
html_title = "civstats 民政统计"
html_short_title = "civstats"
html_static_path = ["_static"]
html_css_files = ["site.css"]
html_context = {"dataset": jsonld.script(location.manifest(location.locate(None)), "zh")}
html_copy_source = False
html_show_sourcelink = False
html_show_copyright = False
html_show_sphinx = False
html_last_updated_fmt = None
html_permalinks_icon = "#"
# A page that is opened from a folder may not read other pages, so results stand without excerpts.
html_show_search_summary = False
html_search_language = site_search.LANGUAGE
html_theme_options = {
    "navigation_with_keys": False,
    "light_css_variables": {"color-brand-primary": "#0b5c8a", "color-brand-content": "#0b5c8a"},
    "dark_css_variables": {"color-brand-primary": "#7fc4ea", "color-brand-content": "#7fc4ea"},
}
pygments_style = "default"
pygments_dark_style = "github-dark"


def setup(app: Sphinx) -> None:
    """What the pages need beside Sphinx's own: words of Chinese text, and blocks of tables and output."""
    site_search.register()
    for name in ("csv", "output"):
        app.add_lexer(name, TextLexer)
