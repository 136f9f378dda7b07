"""Write the file map of ARCHITECTURE.md out of the modules' first sentences: `python tools/file_map.py [--check]`."""

import ast
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "ARCHITECTURE.md"
BEGIN, END = "<!-- file map: begin (tools/file_map.py) -->", "<!-- file map: end -->"


def first_sentence(path: Path) -> str:
    """Return the first sentence of a module's docstring; a module without one is an error."""
    text = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    if not text:
        sys.exit(f"{path.relative_to(ROOT)} does not say what it is for")
    line = " ".join(text.split("\n\n")[0].split())
    return line.removesuffix(".")


def file_map() -> str:
    """Return the map: a heading for each package, a line for each module."""
    lines: list[str] = []
    packages = sorted({path.parent for path in (ROOT / "builder").rglob("*.py")})
    for package in packages:
        init = package / "__init__.py"
        modules = sorted(path for path in package.glob("*.py") if path.name != "__init__.py")
        name = package.relative_to(ROOT).as_posix()
        lines.append(f"\n### `{name}/`\n")
        if init.exists():
            lines.append(f"{first_sentence(init)}.\n")
        lines += [f"- `{path.name}` {first_sentence(path)}." for path in modules]
    return "\n".join(lines).strip() + "\n"


def main() -> None:
    """Rewrite the map, or with --check fail when it is not up to date."""
    text = PAGE.read_text(encoding="utf-8")
    before, rest = text.split(BEGIN)
    _, after = rest.split(END)
    fresh = f"{before}{BEGIN}\n\n{file_map()}\n{END}{after}"
    if fresh == text:
        return
    if "--check" in sys.argv[1:]:
        sys.exit("ARCHITECTURE.md: the file map is out of date; run `python tools/file_map.py`")
    PAGE.write_text(fresh, encoding="utf-8")


if __name__ == "__main__":
    main()
