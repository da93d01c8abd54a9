"""The page of the package: what an index shows of the built wheel."""

from __future__ import annotations

import re
import subprocess
import sys
import zipfile
from email import message_from_bytes
from email.message import Message
from pathlib import Path

import pytest
from readme_renderer.markdown import render

from mdpaperlint import __version__

ROOT = Path(__file__).resolve().parent.parent
SITE = "https://mdpaperlint.github.io/mdpaperlint/"


@pytest.fixture(scope="module")
def metadata(tmp_path_factory: pytest.TempPathFactory) -> Message:
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--outdir", str(folder), str(ROOT)],
        check=True,
        capture_output=True,
    )
    (wheel,) = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        (name,) = (name for name in archive.namelist() if name.endswith(".dist-info/METADATA"))
        return message_from_bytes(archive.read(name))


@pytest.mark.slow
def test_no_link_of_the_page_is_relative(metadata: Message) -> None:
    html = render(metadata.get_payload(decode=True).decode("utf-8"))  # type: ignore[union-attr]
    assert html is not None
    # The renderer's own links to headings are left out.
    addresses = re.findall(r'(?:href|src)="(?!#user-content-)([^"]*)"', html)
    assert len(addresses) > 30
    assert [address for address in addresses if not address.startswith("https://")] == []
    here = "https://github.com/mdpaperlint/mdpaperlint/blob/v"
    ours = [address for address in addresses if address.startswith(here)]
    paths = [address.removeprefix(f"{here}{__version__}/").partition("#")[0] for address in ours]
    assert [path for path in paths if not (ROOT / path).is_file()] == []


@pytest.mark.slow
def test_the_page_names_the_site_and_the_version(metadata: Message) -> None:
    urls = dict(value.split(", ", 1) for value in metadata.get_all("Project-URL") or ())
    assert urls["Homepage"] == SITE
    assert metadata["Version"] == __version__


@pytest.mark.parametrize("page", ["README.md", "docs/ci.md"])
def test_what_is_shown_to_copy_names_this_version(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    versions = re.findall(r"(?:rev: |mdpaperlint/mdpaperlint@)v([\d.]+)", text)
    assert versions
    assert set(versions) == {__version__}
