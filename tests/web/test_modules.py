"""The modules of the studio's pages, joined to one file a view."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import audiosession
from audiosession.web.modules import joined_modules

STATIC = Path(audiosession.__file__).parent / "web" / "static"
MODULES = {path.name: path.read_text("utf-8") for path in STATIC.glob("*.js")}
VIEWS = sorted(path.stem.partition(".")[0] for path in (STATIC.parent / "templates").glob("*.html.j2"))


@pytest.mark.parametrize("view", [view for view in VIEWS if view != "shell"])
def test_a_view_comes_with_all_that_it_imports_each_module_once(view: str) -> None:
    text = joined_modules(f"{view}.js", MODULES.__getitem__)

    assert not re.search(r"^import\b|^export (?!const \{ .* \} = modules\[)", text, re.M)
    assert "import(" not in text
    names = re.findall(r'^modules\["([^"]+)"\] = ', text, re.M)
    assert names[0] == "studio.js"
    assert len(names) == len(set(names))
    assert f"{view}.js" in names


@pytest.mark.parametrize("name", MODULES)
def test_what_is_imported_is_exported_there(name: str) -> None:
    for names, module in re.findall(r'^import \{\s*([^}]*?)\s*\} from "\./([^"]+)";', MODULES[name], re.M):
        exported = set(re.findall(r"^export (?:async )?(?:function|class|const) (\w+)", MODULES[module], re.M))
        assert {one.partition(" as ")[0].strip() for one in names.split(",") if one.strip()} <= exported, module


def test_modules_see_one_another_and_not_into_one_another() -> None:
    texts = {
        "a.js": 'import { b, c as d } from "./b.js";\nimport * as e from "./e.js";\nconst x = b() + d + e.f;\n',
        "b.js": "const x = 1;\nexport function b() { return x; }\nexport const c = 2;\n",
        "e.js": 'export const f = () => import("./g.js");\n',
        "g.js": 'import { b } from "./b.js";\nexport const g = b();\n',
    }

    text = joined_modules("a.js", texts.__getitem__)
    assert re.findall(r'^modules\["(\w\.js)"\]', text, re.M) == ["b.js", "e.js", "a.js", "g.js"]
    assert 'const { b, c: d } = modules["b.js"];' in text
    assert 'const f = () => Promise.resolve().then(() => modules["g.js"]);' in text


def test_who_asks_for_a_module_has_what_it_exports() -> None:
    text = joined_modules("b.js", {"b.js": "export function b() { return 1; }\nexport const c = 2;\n"}.__getitem__)

    assert text.endswith('export const { b, c } = modules["b.js"];\n')


@pytest.mark.parametrize(
    "texts",
    [
        {"a.js": 'import { b } from "./b.js";\n', "b.js": 'import { a } from "./a.js";\nexport const b = 1;\n'},
        {"a.js": "export default 3;\n"},
        {"a.js": 'import "./a.css";\n'},
        {"a.js": "export let now = 1;\n"},
    ],
)
def test_what_can_not_be_joined_is_refused(texts: dict[str, str]) -> None:
    with pytest.raises(ValueError, match=r"modules need one another|is not read here"):
        joined_modules("a.js", texts.__getitem__)
