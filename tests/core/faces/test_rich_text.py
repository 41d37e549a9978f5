"""Our sentences as Slack's rich text: code and our documents' links live, nothing else."""

from hypothesis import given
from hypothesis import strategies as st

from bot.core.faces.rich_text import code, link, marked, plain


def test_back_quoted_parts_are_code_and_documents_are_links() -> None:
    """Slack links nothing in rich text by itself, so that a reader could not follow a bare address."""
    page = "https://juicefs.com/docs/csi/getting_started"
    assert marked(f"Set `kubeletDir` as in {page}.") == [
        plain("Set "),
        code("kubeletDir"),
        plain(" as in "),
        link(page, page),
        plain("."),
    ]
    assert marked(f"安装驱动：{page}。") == [plain("安装驱动："), link(page, page), plain("。")]
    assert marked("") == [plain("")]


@given(st.text(), st.sampled_from(["https://evil.example/x", "https://juicefs.com.evil.example/", "//juicefs.com/x"]))
def test_no_other_host_becomes_a_link(text: str, address: str) -> None:
    """A file name or a word of somebody else's can stand in our sentences."""
    assert not [one for one in marked(f"{text} {address}") if one["type"] == "link" and address in str(one["url"])]
    assert "link" not in {str(one["type"]) for one in marked(address)}
