"""``notebooks/theme.toml``: colours with their contrast, fonts, names, logo and support services."""

from __future__ import annotations

import datetime
import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from analysis_lib import project
from analysis_lib.errors import AssessmentError
from analysis_lib.exhibits import style

TEXT, DRAWN = 4.5, 3.0  # least contrast of text, and of drawn parts that carry meaning (WCAG 2.2, 1.4.3 and 1.4.11)
PAIRS = [
    *((name, ground, TEXT) for name in ("ink", "quiet", "accent") for ground in ("paper", "wash")),
    *(("edge", ground, DRAWN) for ground in ("paper", "wash")),
    *((name, f"{box}-wash", TEXT) for box in ("caution", "grey") for name in (box, "ink", "accent")),
    ("cover-ink", "cover", TEXT),
    ("cover-quiet", "cover", TEXT),
    ("cover-rule", "cover", DRAWN),
    ("focus", "ink or paper", DRAWN),  # the ring stands between the two, and one of them sets it off
]
FONT_KEYS = ("folder", "sans", "serif", "regular", "semibold", "italic", "serif_semibold", "licence")
KEYS = ("partnership", "organisation", "logo", "logo_says", "colours", "fonts", "support")
COLOUR = re.compile(r"#[0-9A-Fa-f]{6}")


@dataclass(frozen=True)
class Service:
    """A service that supports people who have been harmed, and the day on which its entry was checked."""

    name: str
    contact: str
    checked: str

    @property
    def checked_words(self) -> str:
        if not self.checked:
            return "Not yet checked for this edition."
        day = datetime.date.fromisoformat(self.checked)
        return f"Checked {day.day} {day:%B %Y}."


@dataclass(frozen=True)
class Fonts:
    """The report's two families, the files of their four faces, and the folders in which these are."""

    sans: str
    serif: str
    faces: tuple[tuple[Path, str, int, str], ...]
    folders: tuple[Path, ...]
    licence: str


@dataclass(frozen=True)
class Theme:
    """What ``notebooks/theme.toml`` says, with the project's own choice for all that it leaves out."""

    partnership: str
    organisation: str
    light: dict[str, str]
    dark: dict[str, str]
    fonts: Fonts
    support: tuple[Service, ...]
    logo: str
    logo_says: str


def theme() -> Theme:
    """The theme; raises :class:`AssessmentError` for one that cannot be read, by a person or by this program."""
    path = project.notebooks() / "theme.toml"
    try:
        said = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise AssessmentError(f"{project.shown(path)} cannot be read: {error}") from error
    if unknown := sorted(set(said) - set(KEYS)):
        raise AssessmentError(f"{project.shown(path)} names {', '.join(unknown)}; it may name {', '.join(KEYS)}.")
    colours = said.get("colours", {})
    return Theme(
        partnership=said.get("partnership", "Community Safety Partnership"),
        organisation=said.get("organisation", ""),
        light=_colours("light", style.LIGHT, colours.get("light", {})),
        dark=_colours("dark", style.DARK, colours.get("dark", {})),
        fonts=_fonts(said["fonts"]) if "fonts" in said else _own_fonts(),
        support=tuple(_service(entry) for entry in said.get("support", [])),
        logo=_logo(said.get("logo", ""), said.get("logo_says", "")),
        logo_says=said.get("logo_says", ""),
    )


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours (WCAG 2.2, relative luminance): 1 for the same, 21 for black and white.

    >>> round(contrast("#000000", "#FFFFFF"), 1), round(contrast("#12436D", "#FFFFFF"), 1)
    (21.0, 10.2)
    """
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    parts = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def _colours(scheme: str, own: dict[str, str], said: dict[str, str]) -> dict[str, str]:
    """The colours of a scheme; refused if one is unknown or malformed, or if a pair is too close to be told apart."""
    if wrong := [name for name, value in said.items() if name not in own or not COLOUR.fullmatch(str(value))]:
        raise AssessmentError(
            f"notebooks/theme.toml, colours.{scheme}: {wrong[0]} = {said[wrong[0]]!r} cannot be used. Write a "
            f'colour as "#RRGGBB", and name one of {", ".join(own)}.'
        )
    made = own | said
    for name, ground, least in PAIRS:
        if (ratio := max(contrast(made[name], made[one]) for one in ground.split(" or "))) < least:
            raise AssessmentError(
                f"notebooks/theme.toml, colours.{scheme}: {name} {made[name]} on {ground} has a contrast of "
                f"{ratio:.1f} to 1, and {least:g} to 1 is needed for people to read it. Make one lighter or darker."
            )
    return made


def _own_fonts() -> Fonts:
    files = ("SourceSansPro-Regular", "SourceSansPro-Semibold", "SourceSansPro-It", "SourceSerifPro-Semibold")
    return Fonts(
        sans=style.SANS,
        serif=style.SERIF,
        faces=_faces([style.font_file(name) for name in files]),
        folders=tuple(style.font_folders()),
        licence="Source Sans Pro and Source Serif Pro, SIL Open Font Licence 1.1",
    )


def _fonts(said: dict[str, str]) -> Fonts:
    if lacking := [name for name in FONT_KEYS if name not in said]:
        raise AssessmentError(
            f"notebooks/theme.toml, fonts: {', '.join(lacking)} is missing. Give it, or leave out [fonts]."
        )
    folder = project.notebooks() / said["folder"]
    paths = [folder / said[name] for name in ("regular", "semibold", "italic", "serif_semibold")]
    if missing := [path for path in paths if not path.exists()]:
        raise AssessmentError(
            f"notebooks/theme.toml, fonts: {project.shown(missing[0])} is not there. Put the file there, or "
            "correct its name."
        )
    return Fonts(said["sans"], said["serif"], _faces(paths), (folder, *style.font_folders()), said["licence"])


def _faces(paths: list[Path]) -> tuple[tuple[Path, str, int, str], ...]:
    """The faces under the names that the page gives them: a subset may not carry a font's reserved name (OFL 1.1)."""
    kinds = (("Needs Sans", 400, "normal"), ("Needs Sans", 600, "normal"), ("Needs Sans", 400, "italic"))
    return tuple((path, *kind) for path, kind in zip(paths, (*kinds, ("Needs Serif", 600, "normal")), strict=True))


def _service(entry: dict[str, Any]) -> Service:
    if lacking := [name for name in ("name", "contact") if not entry.get(name)]:
        raise AssessmentError(
            f"notebooks/theme.toml: a support service lacks {', '.join(lacking)}. Add what is missing."
        )
    checked = str(entry.get("checked", ""))
    try:
        if checked:
            datetime.date.fromisoformat(checked)
    except ValueError as error:
        raise AssessmentError(
            f'notebooks/theme.toml: {entry["name"]} was checked "{checked}", which is no day. Write it as 2026-11-20.'
        ) from error
    return Service(entry["name"], entry["contact"].rstrip("."), checked)


def _logo(name: str, says: str) -> str:
    """The drawing of the logo, ready to stand in the page; it may load nothing and run nothing."""
    if not name:
        return ""
    path = project.notebooks() / name
    if not path.exists() or path.suffix != ".svg" or not says:
        raise AssessmentError(
            f"notebooks/theme.toml: the logo {name} must be an SVG file in notebooks/, with logo_says for those who "
            "cannot see it."
        )
    drawing = path.read_text(encoding="utf-8")
    if re.search(r"<script|\bon\w+=|(?:href|src)\s*=\s*[\"'](?!#)", drawing):
        raise AssessmentError(f"{project.shown(path)} loads or runs something. Save it again as a plain SVG drawing.")
    return drawing[drawing.index("<svg") :]
