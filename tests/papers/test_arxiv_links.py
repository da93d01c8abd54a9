from __future__ import annotations

from mdpaperlint.markdown.parser import parse
from mdpaperlint.papers.identifiers.arxiv_links import arxiv_links

TEXT = """\
[a](https://arxiv.org/abs/2401.12345v2) and http://www.arxiv.org/pdf/2401.12346.pdf

[b][r] and [c][r], [d](https://github.com/a/b), [e](https://arxiv.org/list/cs.CL/recent)

[r]: https://huggingface.co/papers/2401.12347

![f](https://arxiv.org/html/2401.12348v1/x1.png) `https://arxiv.org/abs/2401.12349`
"""


def test_each_link_is_read_once_in_order() -> None:
    document = parse(TEXT)
    links = arxiv_links(document)
    assert [style for _, style in links.plain] == [
        ("https:", "arxiv.org", "abs", ""),
        ("http:", "www.arxiv.org", "pdf", ".pdf"),
    ]
    assert [(link.kind, url.host, url.written_id, url.asset) for link, url in links.others] == [
        ("definition", "huggingface.co", "2401.12347", ""),
        ("image", "arxiv.org", "2401.12348", "x1.png"),
    ]
    for link, _ in links.plain:
        assert TEXT[link.destination_start : link.destination_end] == link.destination
    assert arxiv_links(document) is links
