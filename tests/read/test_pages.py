"""Saved pages: the article and nothing else, in its paragraphs; and what the page says of it.

`pages/` has a page for each of many templates, written by hand, with the text and the metadata that are wanted.
"""

from __future__ import annotations

import tomllib
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from pathlib import Path
from typing import Any

import pytest

from ryabkov_diff.domain import Segment, SegmentKind, TurnKind
from ryabkov_diff.errors import InputError
from ryabkov_diff.read import read_articles, read_text
from ryabkov_diff.read.documents import Document, Limits, ReadOptions
from ryabkov_diff.read.pages import read_page
from ryabkov_diff.read.sources import Fault, Payload
from ryabkov_diff.segment import segment_articles

FOLDER = Path(__file__).parent / "pages"
NAMES = sorted(path.stem for path in FOLDER.glob("*.html"))

SENTENCES = (
    "The mill at the river burnt down on Tuesday night, and nobody was hurt.",
    "“We shall build it up again,” said its owner, Nell Hart.",
)


def page(*blocks: str, head: str = "<title>The mill burnt down</title>", before: str = "") -> str:
    """Return a page with these blocks between title and footer."""
    body = "".join(blocks) or "".join(f"<p>{sentence}</p>" for sentence in SENTENCES)
    return (
        f'<!doctype html><html lang="en"><head>{head}</head><body>{before}<main><h1>The mill burnt down</h1>'
        f"{body}</main><footer><p>© Valley Post. All rights reserved.</p></footer></body></html>"
    )


def read(text: str | bytes, **known: Any) -> Document:
    """Read a page."""
    data = text.encode() if isinstance(text, str) else text
    (document,) = read_page(Payload(data, "page.html", **known), ReadOptions())
    return document


def paragraphs_of(document: Document) -> list[str]:
    """Return the paragraphs below the title, where there is one."""
    paragraphs = document.text.split("\n\n")
    if document.headline is None:
        return paragraphs
    assert paragraphs[0] == document.headline
    return paragraphs[1:]


def fault_of(text: str | bytes, **limits: int) -> tuple[str, str]:
    """Return what is said of a page that cannot be read, and the hint."""
    data = text.encode() if isinstance(text, str) else text
    with pytest.raises(Fault) as caught:
        read_page(Payload(data, "page.html"), ReadOptions(limits=Limits(**limits)))
    return str(caught.value), caught.value.hint


def segments_of(path: Path) -> list[Segment]:
    """Return the segments of an article that is read from a file."""
    articles, _ = read_articles([path])
    return list(segment_articles(articles)[0])


# ------------------------------------------------------------------------------------------------------ the corpus


@pytest.mark.parametrize("name", NAMES)
def test_a_page_gives_its_article_and_nothing_else(name: str) -> None:
    wanted = tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))
    document = read((FOLDER / f"{name}.html").read_bytes())
    found = paragraphs_of(document)

    optional = [paragraph for paragraph in wanted.get("optional", []) if paragraph not in found]
    assert found == [paragraph for paragraph in wanted["paragraphs"] if paragraph not in optional]
    assert {
        "headline": document.headline,
        "publisher": document.publisher,
        "date": document.date_published,
        "url": document.url,
        "language": document.language,
        "remarks": [code for code, _ in document.remarks],
    } == {
        **{key: wanted[key] or None for key in ("headline", "publisher", "date", "url", "language")},
        "remarks": wanted.get("remarks", []),
    }


def test_the_corpus_has_many_templates_and_encodings() -> None:
    assert len(NAMES) >= 20
    assert any(b"charset=windows-1251" in (FOLDER / f"{name}.html").read_bytes() for name in NAMES)


# ----------------------------------------------------------------------------------------------- what comes after


def test_a_transcript_keeps_its_speakers() -> None:
    spoken = [one for one in segments_of(FOLDER / "ministry.html") if one.speaker == "Pavel Orlik"]

    assert [one.text for one in spoken][:2] == ["No.", "It was put off, not given up."]
    assert any(one.text.startswith("third, the dam") for one in spoken)
    assert not any("taken more water" in one.text or "Is the treaty dead?" in one.text for one in spoken)


def test_headline_dateline_and_quotations_are_segments() -> None:
    segments = segments_of(FOLDER / "agency.html")

    assert (segments[0].kind, segments[0].text) == (
        SegmentKind.HEADLINE,
        "Minister sees no reason to close northern port",
    )
    assert "HARWICK, November 14. /NORDIS/." in [one.text for one in segments if one.kind is SegmentKind.BOILERPLATE]
    quoted = next(one for one in segments if one.text.startswith("There is no reason"))
    assert (quoted.kind, quoted.cue) == (SegmentKind.QUOTED, "stressed")


def test_an_article_has_what_its_page_says(tmp_path: Path) -> None:
    path = tmp_path / "saved.html"
    path.write_bytes((FOLDER / "agency.html").read_bytes())
    (article,), notes = read_articles([path])

    assert (article.label, article.publisher, article.date_published) == ("NORDIS", "NORDIS", "2022-11-14")
    assert (article.dateline, article.url) == ("HARWICK", "https://nordis.example/world/1534477")
    assert article.is_based_on == ("Havnebladet",)
    assert notes == ()


# --------------------------------------------------------------------------------------------------------- the title


@pytest.mark.parametrize(
    ("head", "heading", "title"),
    [
        ("<title>Mill burns - Valley Post</title>", "<h1>Mill burns</h1>", "Mill burns"),
        ("<title>Mill burns down again | News | Valley Post</title>", "", "Mill burns down again"),
        ("<title>Valley Post | Archive</title>", "", None),
        ("<title>Valley Post - Mill burns - again</title><meta property=og:site_name content='Valley Post'>", "",
         "Mill burns - again"),
        ("<title>Mill burns – the second time</title>", "<h1>Mill burns – the second time</h1>",
         "Mill burns – the second time"),
        ("<title>Mill burns down at night</title>", "<h1>Valley Post</h1>", "Mill burns down at night"),
        ("<title>A mill</title><meta property=og:title content='Fire eats mill'>",
         "<h1>Valley Post</h1><h1>Fire eats<br>mill</h1>", "Fire eats mill"),
        ("", "<h1>Mill burns</h1>", "Mill burns"),
        ("<title>Why the mill had to burn down</title>", "", "Why the mill had to burn down"),
        ("<title>Interview | Valley Post</title>", "<h1>Nell Hart: We shall build it up again</h1>",
         "Nell Hart: We shall build it up again"),
        ("<title>Interview</title>", "<h1>Valley Post</h1>", None),
    ],
)  # fmt: skip
def test_the_title_is_what_readers_see_without_the_site(head: str, heading: str, title: str | None) -> None:
    text = "".join(f"<p>{sentence}</p>" for sentence in SENTENCES)
    document = read(f"<html><head>{head}</head><body>{heading}<article>{text}</article></body></html>")

    assert document.headline == title
    assert paragraphs_of(document) == list(SENTENCES)


# --------------------------------------------------------------------------------------------------------- metadata


LINKED = '<title>The mill burnt down</title><script type="application/ld+json">%s</script>'


def test_linked_data_in_a_graph_counts_before_the_rest() -> None:
    data = (
        '{"@context": "https://schema.org", "@graph": [{"@type": "WebPage", "datePublished": "2001-01-01"},'
        '{"@type": ["NewsArticle"], "headline": "The mill burnt down", "datePublished": "2023-03-14T23:30:00-05:00",'
        '"inLanguage": "en-CA", "publisher": {"@id": "#o"}}, {"@id": "#o", "@type": "Organization",'
        '"name": "Valley &amp; Hill Post"}]}'
    )
    document = read(page(head=LINKED % data + '<meta property="og:site_name" content="VHP">'))

    assert (document.publisher, document.date_published) == ("Valley & Hill Post", "2023-03-14")


@pytest.mark.parametrize(
    "data",
    [
        "{",
        "[" * 100_000,
        "3",
        "null",
        '{"@graph": 3}',
        '[{"@type": 3}, 4, "x"]',
        '{"@type": "Article", "headline": ["x"], "publisher": 4, "datePublished": 2}',
    ],
)
def test_damaged_linked_data_does_no_harm(data: str) -> None:
    document = read(page(head=LINKED % data))

    assert document.text == "\n\n".join(("The mill burnt down", *SENTENCES))
    assert document.publisher is None


@pytest.mark.parametrize(
    ("head", "day"),
    [
        ('<meta property="article:published_time" content="2023-03-14T00:10:00+09:00">', "2023-03-14"),
        ('<meta name="date" content="March 14, 2023">', "2023-03-14"),
        ('<meta itemprop="datePublished" content="2023-03-14">', "2023-03-14"),
        ('<meta name="DC.date.issued" content="14 March 2023">', "2023-03-14"),
        ('<meta name="date" content="yesterday">', None),
    ],
)
def test_days_in_the_head(head: str, day: str | None) -> None:
    assert read(page(head=f"<title>The mill burnt down</title>{head}")).date_published == day


@pytest.mark.parametrize(
    "line",
    [
        '<time datetime="2023-03-14T10:00:00Z">2 days ago</time>',
        "<div>Published: 14 March 2023, 10:14</div>",
        "<p>Posted on March 14th, 2023 by Tom Vane</p>",
        "<div>Valley Post / 14.03.2023 / No. 12</div>",
        "<span>Last updated 1212 GMT March 14, 2023</span>",
    ],
)
def test_days_that_only_readers_see_and_credits_are_no_text(line: str) -> None:
    document = read(page(line, *(f"<p>{sentence}</p>" for sentence in SENTENCES)))

    assert document.date_published == "2023-03-14"
    assert paragraphs_of(document) == list(SENTENCES)


def test_the_day_of_publication_counts_before_that_of_a_change() -> None:
    lines = ("Updated 16 March 2023", "Published 14 March 2023", *SENTENCES)
    document = read(page(*(f"<p>{line}</p>" for line in lines)))

    assert document.date_published == "2023-03-14"
    assert paragraphs_of(document) == list(SENTENCES)


def test_the_address_is_the_canonical_one_if_it_is_one() -> None:
    def url(*links: str, **known: Any) -> str | None:
        head = "<title>The mill burnt down</title>" + "".join(f'<link rel="canonical" href="{link}">' for link in links)
        return read(page(head=head), **known).url

    assert url("https://post.example/mill", url="https://post.example/mill?utm=1") == "https://post.example/mill"
    assert url("/mill", url="https://post.example/x/y") == "https://post.example/mill"
    assert url("https://post.example/", url="https://post.example/mill") == "https://post.example/mill"
    assert url("javascript:alert(1)", "http://[1", "//[", "https://post.example/mill") == "https://post.example/mill"
    assert url() is None


def test_a_browser_writes_down_where_it_saved_a_page() -> None:
    saved = page().replace("<html", "<!-- saved from url=(0028)https://post.example/mill/12 --><html", 1)

    assert read(saved).url == "https://post.example/mill/12"


def test_another_language_is_noted() -> None:
    (remark,) = read(page().replace('lang="en"', 'lang="pt_BR"')).remarks

    assert remark == ("language", "The page says that its language is pt-BR; the program reads English.")


@pytest.mark.parametrize("said", ["en", "eng", "English"])
def test_english_by_another_name_is_no_other_language(said: str) -> None:
    document = read(page().replace('lang="en"', f'lang="{said}"'))

    assert (document.language, document.remarks) == ("en", ())


# ------------------------------------------------------------------------------------------------- junk in the text


@pytest.mark.parametrize(
    "junk",
    [
        '<p><a href="/1">Why the mill was never insured</a></p>',
        '<p><strong>READ MORE:</strong> <a href="/1">Why the mill was never insured</a></p>',
        '<p>For more news, <a href="https://chat.example/">join our channel here</a>.</p>',
        "<p>Advertisement</p>",
        "<div>ADVERTISEMENT – SCROLL TO CONTINUE</div>",
        '<p><em>Do you like what you read? <a href="/newsletter/">Get our letter every Friday.</a></em></p>',
        '<div class="NewsletterBox_root__x1"><p>Get our letter every Friday, free and without obligation.</p></div>',
        '<figure><img src="a.jpg"><figcaption>The mill on Wednesday. Photo: Tom Vane</figcaption></figure>',
        '<p class="image-credit">Photo: Tom Vane</p>',
        '<div class="socialShare"><span>Share</span><span>Post</span></div>',
        '<blockquote class="twitter-tweet"><p>The mill is on fire!</p>— Tom (@tom)</blockquote>',
        '<aside class="pullquote"><p>We shall build it up again</p></aside>',
        "<blockquote>“We shall build it up again”</blockquote>",
        "<p>* * *</p>",
        '<div id="cookie-notice"><p>We use cookies. By using this site you agree to all of them.</p></div>',
        "<p>More on this: mills, fires, rivers</p>",
        "<p hidden>The mill burns well, said a reader who was not there at all.</p>",
    ],
)  # fmt: skip
def test_what_stands_between_the_paragraphs_is_left_out(junk: str) -> None:
    first, second = (f"<p>{sentence}</p>" for sentence in SENTENCES)

    assert paragraphs_of(read(page(first, junk, second))) == list(SENTENCES)


@pytest.mark.parametrize(
    "block",
    [
        '<p>Hart wrote so in <a href="/letter">a letter to the insurance company in the county town</a>.</p>',
        "<p>Why was the mill not insured?</p>",
        "<h2>No insurance</h2>",
        "<blockquote><p>Mills burn. Insurance companies do not.</p></blockquote>",
        "<p>Watch what burns, she said.</p>",
        "<p>The owner of a newsletter for millers disagrees with all of it.</p>",
        '<p class="teaser lead">The mill was insured by nobody, says a letter of its owner to the town.</p>',
    ],
)
def test_what_belongs_to_the_text_stays(block: str) -> None:
    first, second = (f"<p>{sentence}</p>" for sentence in SENTENCES)

    assert len(paragraphs_of(read(page(first, block, second)))) == 3


def test_a_first_paragraph_with_a_dateline_stays_in_the_header_of_an_article() -> None:
    lead = "NORWICK (Valley Post) – The mill on the river burnt down on Tuesday night."
    text = "".join(f"<p>{sentence}</p>" for sentence in SENTENCES)
    header = f'<header class="article__header"><div class="article__announce-text">{lead}</div></header>'

    assert paragraphs_of(read(page(f"<article>{header}{text}</article>"))) == [lead, *SENTENCES]


@pytest.mark.parametrize("question", ["<p><strong>{}</strong></p>", "<p><b>{} </b><br></p>"])
def test_questions_in_bold_are_marked_and_known_for_questions(question: str) -> None:
    asked = ("Was the mill insured?", "Who will pay for it, then?")
    answers = ("Nobody would insure it, as it stood by the river.", "We shall, and we ask the county for help.")
    turns = [f"{question.format(one)}<p>{other}</p>" for one, other in zip(asked, answers, strict=True)]

    document = read(page("<p>Ada Hart, who owns the mill, spoke to the Valley Post.</p>", *turns))
    segments, _ = segment_articles([read_text(document.text)])

    assert [one.text for one in segments if one.turn is TurnKind.QUESTION] == list(asked)
    assert [paragraph for paragraph in paragraphs_of(document) if "**" in paragraph] == [f"**{one}**" for one in asked]


def test_other_headings_and_bold_paragraphs_are_not_marked() -> None:
    text = "<p><strong>The mill burnt down, and nobody knows why.</strong></p><h2>Why?</h2><h2>What now?</h2>"
    text += "".join(f"<p>{sentence}</p>" for sentence in SENTENCES)

    assert "*" not in read(page(text)).text


def test_a_last_paragraph_stays_without_its_full_stop() -> None:
    last = (
        "Hart left the meeting in the town hall before its end, having called the report of the county’s three experts"
        " “smoke without a fire”"
    )
    text = "".join(f"<p>{sentence}</p>" for sentence in (*SENTENCES, last))

    assert paragraphs_of(read(page(text, "<p>Reporting by Tom Vane</p>"))) == [*SENTENCES, last]


def test_numbers_of_footnotes_are_no_text_and_end_none() -> None:
    marks = ('<sup><a href="#n1">[1]</a></sup>', '<a href="https://post.example/mill#n2"><sup>2</sup></a>')
    text = "".join(f"<p>{sentence}{mark}</p>" for sentence, mark in zip(SENTENCES, marks, strict=True))

    assert paragraphs_of(read(page(text))) == list(SENTENCES)


def test_a_number_that_is_raised_stays() -> None:
    assert paragraphs_of(read(page("<p>The mill had 400 m<sup>2</sup> on each of its floors.</p>"))) == [
        "The mill had 400 m2 on each of its floors."
    ]


def test_an_article_in_a_part_with_a_bad_name_stays() -> None:
    text = "".join(f"<p>{sentence}</p>" for sentence in SENTENCES)

    assert paragraphs_of(read(page(f'<div class="paywall subscriber-content">{text}</div>'))) == list(SENTENCES)


def test_paragraphs_without_ends_are_not_read_twice() -> None:
    """The parser takes them for parts of the first where other elements are left open as well."""
    assert paragraphs_of(read(page(f"<P><FONT FACE=Arial>{'<P>'.join(SENTENCES)}</FONT><HR>"))) == list(SENTENCES)


@pytest.mark.parametrize("name", ["commentary-text", "shared-paragraph", "promo"])
def test_an_article_whose_paragraphs_all_have_a_bad_name_stays(name: str) -> None:
    sentences = [f"{sentence[:-1]} for the {number}th time." for number in range(5, 9) for sentence in SENTENCES]
    text = "".join(f'<p class="{name}">{sentence}</p>' for sentence in sentences)

    assert paragraphs_of(read(page(text))) == sentences


# ------------------------------------------------------------------------------------------------------- encodings


@pytest.mark.parametrize(
    ("encoding", "declared", "charset"),
    [
        ("utf-8", "", None),
        ("utf-8-sig", "<meta charset=iso-8859-1>", "windows-1251"),
        ("utf-16", "", None),
        ("cp1252", "<meta charset=iso-8859-1>", None),
        ("cp1252", "", "iso-8859-1"),
        ("cp1251", "<meta charset=koi8-r>", "windows-1251"),
        ("cp1251", '<meta http-equiv="Content-Type" content="text/html; charset=windows-1251">', None),
        ("utf-8", "<meta charset=windows-1252>", None),
        ("utf-8", "<meta charset=klingon>", "x-unknown"),
        ("utf-8", "<meta charset=utf-16>", None),
    ],
)
def test_the_mark_counts_before_the_server_before_the_page(encoding: str, declared: str, charset: str | None) -> None:
    text = page(head=f"<title>The mill burnt down</title>{declared}")

    assert paragraphs_of(read(text.encode(encoding, "ignore"), charset=charset)) == list(SENTENCES)


def test_an_encoding_that_had_to_be_guessed_is_noted() -> None:
    ((code, message),) = read(page().replace("©", "").encode("cp1252")).remarks

    assert code == "encoding"
    assert "1252" in message


def test_a_page_with_all_its_parts() -> None:
    message = MIMEMultipart("related")
    message["Snapshot-Content-Location"] = "https://post.example/mill/12"
    message.attach(MIMEText(page(), "html", "utf-8"))
    message.attach(MIMEText("p { color: red }", "css"))

    document = read(message.as_bytes())

    assert paragraphs_of(document) == list(SENTENCES)
    assert document.url == "https://post.example/mill/12"


# ----------------------------------------------------------------------------------------------------------- faults


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("<!doctype html><html><body></body></html>", "has no article: no text was found in it"),
        ("<!doctype html>", "has no article: no text was found in it"),
        ("<html><body><nav><a href='/'>Home</a></nav><div id='root'></div></body></html>",
         "has no article: no text was found in it"),
        ("<html><body><p>You need to enable JavaScript to run this app.</p></body></html>",
         "has no article: a browser has to fill the page first"),
        ("<html><body><h1>post.example</h1><p>Checking your browser. It takes a few seconds.</p></body></html>",
         "has no article: it only says “Checking your browser”"),
        ("<html><body><h1>Page not found</h1><p>What you look for was moved, or never was here.</p></body></html>",
         "has no article: it only says “Page not found”"),
    ],
)  # fmt: skip
def test_a_page_without_article(text: str, problem: str) -> None:
    assert fault_of(text) == (
        f"page.html {problem}",
        "open the page in a browser, save it when it has loaded, and name the file; or give its text",
    )


def test_an_article_about_missing_pages_is_one() -> None:
    text = (
        "“Page not found” was all that readers saw of the county’s site on Tuesday, the day after the mill burnt down. "
    )

    assert paragraphs_of(read(page(f"<p>{text * 4}</p>"))) == [(text * 4).strip()]


def test_bytes_that_are_no_text() -> None:
    assert fault_of(b"<html>" + bytes(range(1, 32)) * 9 + b"\0\0")[0] == "page.html is not a text file"


def test_characters_that_nobody_sees_are_no_text() -> None:
    sentences = [f"<p>{sentence.replace('mill', 'm&#8;i&#x1f;l&#0;l&#xffff;')}</p>" for sentence in SENTENCES]
    document = read(page("&#1;", *sentences, "&#2;<p class=share>&#3;</p>&#4;", before="&#5;<div>&#6;</div>&#7;"))

    assert paragraphs_of(document) == [SENTENCES[0].replace("mill", "mil\ufffdl"), SENTENCES[1]]


def test_nesting_has_a_limit() -> None:
    deep = page("<div>" * 60, *(f"<p>{sentence}</p>" for sentence in SENTENCES), "</div>" * 60)

    assert fault_of(deep, nesting=50) == (
        "page.html is nested 64 levels deep, more than the limit of 50",
        "--max-nesting 64",
    )
    assert read(deep).headline == "The mill burnt down"


def test_elements_have_a_limit() -> None:
    assert fault_of(page("<br>" * 100_000)) == (
        "page.html has 100,008 elements, more than the limit of 100,000 for a page",
        "save the article alone, or give its text",
    )


def test_a_message_without_a_page() -> None:
    message = MIMEMultipart("related")
    message.attach(MIMEText("p { color: red }", "css"))

    assert fault_of(message.as_bytes())[0] == "page.html has no page in it"


def test_the_error_of_a_page_reaches_the_user(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("empty.html").write_text("<!doctype html><html><body></body></html>")

    with pytest.raises(InputError, match=r"^empty\.html has no article: no text was found in it$"):
        read_articles(["empty.html"])
