"""Entries of feeds become articles; a teaser is called one, and what is no feed says so."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ryabkov_diff.read.documents import Limits, ReadOptions
from ryabkov_diff.read.feeds import read_feed
from ryabkov_diff.read.sources import Fault, Payload

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ryabkov_diff.read.documents import Document


def read(data: str | bytes) -> Sequence[Document]:
    return read_feed(Payload(data.encode() if isinstance(data, str) else data, "feed.xml"), ReadOptions())


def fault(data: str | bytes) -> tuple[str, str]:
    with pytest.raises(Fault) as caught:
        read(data)
    return str(caught.value), caught.value.hint


RSS = """<?xml version="1.0"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>Lakeland Post - Latest news</title><link>https://lakeland.example/</link><language>en-gb</language>
<item><title>River &amp;amp; road</title><link>https://lakeland.example/1</link>
<pubDate>Fri, 10 May 2024 01:30:00 +0300</pubDate><description>The river rose.</description>
<content:encoded><![CDATA[<p>The river <b>rose</b>.</p><script>x()</script><p>The road is closed.</p>]]>
</content:encoded></item>
<item><title>Mayor speaks</title><link>https://lakeland.example/2</link><dc:date>2024-05-11</dc:date>
<description>The mayor spoke of luck.</description></item>
<item><title>Picture of the day</title><link>https://lakeland.example/3</link></item>
<item><title>Long read</title><description>&lt;p&gt;One.&lt;/p&gt;&lt;p&gt;Two.&lt;/p&gt;&lt;p&gt;Three.&lt;/p&gt;
</description></item>
</channel></rss>"""

ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><title>Lakeland Post</title>
<link href="https://lakeland.example/"/>
<entry><title type="html">River &lt;i&gt;rises&lt;/i&gt;</title><link href="https://lakeland.example/1"/>
<published>2024-05-10T08:00:00Z</published><updated>2024-06-01T08:00:00Z</updated><summary>Short.</summary>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>The river rose.</p><p>Luck.</p></div></content>
</entry><entry><title>Figures</title><updated>2024-05-11T08:00:00Z</updated>
<content type="text">5 &lt; 6, said Falk.</content></entry>
</feed>"""

RDF = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="x"><title>Lakeland Post</title></channel>
<item rdf:about="https://lakeland.example/1"><title>River rises</title><link>https://lakeland.example/1</link>
<description>The river rose.</description><dc:date>2024-05-10T23:00:00+03:00</dc:date></item></rdf:RDF>"""

# The document type of 1999, which names its entities elsewhere, as many still carry it.
OLD = """<?xml version="1.0"?><!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN"
"http://my.netscape.com/publish/formats/rss-0.91.dtd"><rss version="0.91"><channel><title>Lakeland Post RSS Feed</title>
<item><title>River rises</title><link>https://lakeland.example/1</link>
<description>It rose&nbsp;fast.</description></item></channel></rss>"""


def test_full_contents_come_before_summaries() -> None:
    first, second, third = read(RSS)

    assert first.text == "River & road\n\nThe river rose.\n\nThe road is closed."
    assert (first.part, first.headline, first.publisher) == (1, "River & road", "Lakeland Post")
    assert (first.date_published, first.url, first.language) == ("2024-05-10", "https://lakeland.example/1", "en-gb")
    assert (second.part, second.text, second.date_published) == (
        2,
        "Mayor speaks\n\nThe mayor spoke of luck.",
        "2024-05-11",
    )
    assert third.text == "Long read\n\nOne.\n\nTwo.\n\nThree."


def test_teasers_and_entries_without_a_text_are_remarked() -> None:
    first, second, third = read(RSS)

    assert first.remarks == (("left-out", "1 entry has no text in feed.xml: left out."),)
    assert second.remarks == (("teaser", "Entry 2 of feed.xml holds only the summary of its article."),)
    assert third.remarks == ()


def test_atom_has_the_day_of_publication_not_of_the_last_change() -> None:
    first, second = read(ATOM)

    assert (first.text, first.headline) == ("River rises\n\nThe river rose.\n\nLuck.", "River rises")
    assert (first.date_published, first.language) == ("2024-05-10", "en")
    assert (second.text, second.date_published) == ("Figures\n\n5 < 6, said Falk.", "2024-05-11")


def test_rdf_and_old_rss_are_read() -> None:
    (rdf,) = read(RDF)
    (old,) = read(OLD)

    assert (rdf.part, rdf.text, rdf.date_published) == (None, "River rises\n\nThe river rose.", "2024-05-10")
    assert (old.text, old.publisher) == ("River rises\n\nIt rose\xa0fast.", "Lakeland Post")


def test_a_collection_does_not_lend_its_name_to_the_outlets_in_it() -> None:
    feed = """<rss version="2.0"><channel><title>All about floods</title><link>https://floods.example/</link>
    <item><link>https://www.lakeland.example/1</link><description>A.</description></item>
    <item><link>https://www.reuters.com/2</link><description>B.</description><source url="x">Radio Lake</source></item>
    <item><link>https://news.floods.example/3</link><description>C.</description></item></channel></rss>"""

    assert [one.publisher for one in read(feed)] == [None, "Radio Lake", "All about floods"]


@pytest.mark.parametrize("encoding", ["windows-1251", "utf-16"])
def test_the_encoding_that_a_feed_declares_is_heeded(encoding: str) -> None:
    feed = f"""<?xml version="1.0" encoding="{encoding}"?><rss version="2.0"><channel><title>Газета</title>
    <item><title>Река</title><description>Река поднялась.</description></item></channel></rss>"""

    assert read(feed.encode(encoding))[0].text == "Река\n\nРека поднялась."


@pytest.mark.parametrize(
    "entity",
    [
        "<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;'>",
        "<!ENTITY a SYSTEM 'file:///etc/hostname'>",
        "<!ENTITY % a SYSTEM 'http://lakeland.example/x.dtd'> %a;",
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_of_its_own_are_refused(entity: str, encoding: str) -> None:
    feed = f"<?xml version='1.0'?><!-- x --><!DOCTYPE rss [{entity}]><rss version='2.0'><channel><item><title>&a;&b;"

    assert fault(feed.encode(encoding)) == (
        "feed.xml declares entities of its own, which are not read",
        "take its <!DOCTYPE …> out",
    )


def test_entities_in_the_text_of_an_entry_are_text() -> None:
    entry = "<item><description><![CDATA[XML has &lt;!ENTITY a 'b'>]]></description></item>"

    assert read(f"<rss version='2.0'><channel>{entry}</channel></rss>")[0].text == "XML has <!ENTITY a 'b'>"


def test_entries_are_counted() -> None:
    with pytest.raises(Fault, match="has more than 3 articles, the limit"):
        read_feed(Payload(RSS.encode(), "feed.xml"), ReadOptions(limits=Limits(articles=3)))


def test_what_keeps_the_parser_busy_is_refused() -> None:
    assert fault("<rss version='2.0'><channel>" + "<a" * 400_000) == (
        "feed.xml has more than 300,000 tags, too many for a feed",
        "divide it",
    )


@pytest.mark.parametrize(
    ("feed", "message", "hint"),
    [
        ("<opml><body/></opml>", "is no feed: it has neither RSS nor Atom", "give a page, a feed or plain text"),
        ("", "is no feed: it has neither RSS nor Atom", "give a page, a feed or plain text"),
        (
            "<rss version='2.0'><channel><title>x</title></channel></rss>",
            "has no article: it is a feed without entries",
            "give the pages that it links to",
        ),
        (
            "<rss version='2.0'><channel><item><title>x</title></item></channel></rss>",
            "has no article: its entries have no text",
            "give the pages that it links to",
        ),
    ],
)
def test_what_has_no_article_says_why(feed: str, message: str, hint: str) -> None:
    assert fault(feed) == (f"feed.xml {message}", hint)


def test_a_feed_that_breaks_off_gives_what_stands_before() -> None:
    assert [one.headline for one in read(RSS[: RSS.index("<item><title>Picture")])] == ["River & road", "Mayor speaks"]


@given(
    st.lists(
        st.sampled_from(["<item>", "</item>", "<title>", "<description>", "x", "&amp;", "&#0;", "]]>", "<![CDATA["]),
        max_size=20,
    )
)
def test_whatever_a_feed_says_gives_texts_or_a_fault(pieces: list[str]) -> None:
    try:
        documents = read("<rss version='2.0'><channel>" + "".join(pieces))
    except Fault:
        return
    assert all(one.text.strip() for one in documents)
