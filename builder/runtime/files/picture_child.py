"""The program that makes pictures anew: a picture on its input, a clean one and a small one on its output.

Whatever stood beside the picture (place, camera, comments, a second file at its end) is gone afterwards.
"""

from __future__ import annotations

import io
import sys
from typing import IO, Any

import orjson
from PIL import Image, ImageOps, ImageSequence

from builder.runtime.spreadsheets.confinement import confine

MEMORY = 1_600 << 20
SECONDS = 20
MOST_PIXELS = 50_000_000
MOST_FRAMES = 300
SMALL = (480, 480)
KEPT_FORMATS = {"JPEG": "JPEG", "PNG": "PNG", "GIF": "GIF", "WEBP": "WEBP", "BMP": "PNG", "TIFF": "PNG"}
"""Format that comes → format that is kept."""
HOW: dict[str, dict[str, Any]] = {"JPEG": {"quality": 90}, "WEBP": {"quality": 90}, "PNG": {}, "GIF": {}}


def main() -> None:
    """Read a picture, write one line of JSON, then the clean picture and the small one."""
    confine(MEMORY, SECONDS)
    given = sys.stdin.buffer.read()
    sys.stdout.buffer.write(remade(given))


def remade(given: bytes) -> bytes:
    """Return what ``main`` writes for a picture."""
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    try:
        with Image.open(io.BytesIO(given), formats=list(KEPT_FORMATS)) as picture:
            width, height = picture.size
            if width * height > MOST_PIXELS or getattr(picture, "n_frames", 1) > MOST_FRAMES:
                return _told({"error": "picture_too_large", "pixels": width * height, "limit": MOST_PIXELS})
            return _both(picture)
    except Image.DecompressionBombError:
        return _told({"error": "picture_too_large", "pixels": None, "limit": MOST_PIXELS})
    except (OSError, ValueError, SyntaxError, EOFError):
        return _told({"error": "picture_damaged"})


def _both(picture: Image.Image) -> bytes:
    kept = KEPT_FORMATS[str(picture.format)]
    moves = kept in ("GIF", "WEBP") and getattr(picture, "is_animated", False)
    upright = picture if moves else ImageOps.exif_transpose(picture)
    clean = _moving(picture, kept) if moves else _still(upright, kept)
    small = ImageOps.exif_transpose(picture).convert("RGBA" if _has_holes(picture) else "RGB")
    small.thumbnail(SMALL)
    little = _saved(small, "WEBP", quality=80)
    width, height = upright.size
    told = {"kind": f"image/{kept.lower()}", "width": width, "height": height, "size": len(clean)}
    return _told(told) + clean + little


def _still(picture: Image.Image, kept: str) -> bytes:
    allowed = {"JPEG": ("RGB", "L"), "PNG": ("RGB", "RGBA", "L", "LA", "P", "1"), "GIF": ("P", "L"), "WEBP": ("RGB",)}
    shown = picture
    if picture.mode not in allowed[kept]:
        shown = picture.convert("RGBA" if kept in ("PNG", "WEBP") and _has_holes(picture) else "RGB")
    bare = Image.new(shown.mode, shown.size)
    if shown.mode == "P":
        palette = shown.getpalette("RGBA")
        if palette is not None:
            bare.putpalette(palette, "RGBA")
    bare.paste(shown)
    return _saved(bare, kept, **HOW[kept])


def _moving(picture: Image.Image, kept: str) -> bytes:
    frames, times = [], []
    for frame in ImageSequence.Iterator(picture):
        frames.append(frame.convert("RGBA"))
        times.append(frame.info.get("duration", 100))
    more = {"save_all": True, "append_images": frames[1:], "duration": times, "loop": 0}
    return _saved(frames[0], kept, **HOW[kept], **more)


def _has_holes(picture: Image.Image) -> bool:
    return picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info


def _saved(picture: Image.Image, kept: str, **how: Any) -> bytes:
    out: IO[bytes] = io.BytesIO()
    picture.save(out, kept, **how)
    return out.getvalue()  # type: ignore[attr-defined, no-any-return]


def _told(said: dict[str, Any]) -> bytes:
    return orjson.dumps(said) + b"\n"
