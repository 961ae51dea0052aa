"""JSON and JSON Lines become articles, whoever wrote them; what cannot be read says where and what to do."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ryabkov_diff import compare, read_text
from ryabkov_diff.read.documents import FieldNames, Limits, ReadOptions
from ryabkov_diff.read.exports import read_export
from ryabkov_diff.read.sources import Fault, Payload
from ryabkov_diff.schema import dump_comparison

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ryabkov_diff.read.documents import Document

HTML = "<p>The river rose by two metres on Friday.</p>\n<p>The mayor, Lena Falk, spoke of luck.</p>"
TEXT = "The river rose by two metres on Friday.\n\nThe mayor, Lena Falk, spoke of luck."


def read(data: object, name: str = "export.json", limits: Limits | None = None, **keys: str) -> Sequence[Document]:
    """Read what is given as bytes, as text, or as a value to be written as JSON."""
    text = data if isinstance(data, (str, bytes)) else json.dumps(data)
    payload = Payload(text if isinstance(text, bytes) else text.encode(), name)
    return read_export(payload, ReadOptions(keys=FieldNames(**keys), limits=limits or Limits()))


def fault(data: object, **options: Any) -> tuple[str, str]:
    with pytest.raises(Fault) as caught:
        read(data, **options)
    return str(caught.value), caught.value.hint


def fields(document: Document) -> dict[str, Any]:
    """Return what a document says beside its text."""
    names = ("headline", "publisher", "date_published", "url", "language")
    return {name: value for name in names if (value := getattr(document, name)) is not None}


# ------------------------------------------------------------------------------------------------- who writes what

SCHEMA_ORG = {
    "@context": "https://schema.org",
    "@graph": [
        {"@type": "WebSite", "name": "Lakeland Post", "description": "All that happens at the lake."},
        {"@type": "Organization", "@id": "#post", "name": "Lakeland Post", "url": "https://lakeland.example/"},
        {
            "@type": ["ReportageNewsArticle"],
            "headline": "River rises",
            "datePublished": "2024-05-10T23:30:00+02:00",
            "publisher": {"@id": "#post"},
            "mainEntityOfPage": {"@type": "WebPage", "@id": "https://lakeland.example/river"},
            "inLanguage": "en-GB",
            "articleBody": TEXT,
            "isBasedOn": ["https://www.reuters.com/world/x", {"@type": "CreativeWork", "name": "Radio Lake"}],
            "comment": [{"@type": "Comment", "text": "What a flood!"}],
        },
        {"@type": "FAQPage", "mainEntity": {"@type": "Question", "name": "Why?", "text": "Because of the rain."}},
    ],
}

EXPORTS = {
    "schema.org, a graph": (
        SCHEMA_ORG,
        ("River rises", "Lakeland Post", "2024-05-10", "https://lakeland.example/river", "en-GB"),
    ),
    "schema.org, alone": (
        {"@type": "NewsArticle", "headline": "River rises", "publisher": "Lakeland Post", "articleBody": TEXT},
        ("River rises", "Lakeland Post", None, None, None),
    ),
    "news-please": (
        {
            "authors": ["Ada Brook"],
            "date_download": "2024-06-01 00:00:00",
            "date_publish": "2024-05-10 08:00:00",
            "description": "A short summary.",
            "language": "en",
            "maintext": TEXT,
            "source_domain": "www.reuters.com",
            "title": "River rises",
            "url": "https://www.reuters.com/river",
        },
        ("River rises", "Reuters", "2024-05-10", "https://www.reuters.com/river", "en"),
    ),
    "newspaper4k": (
        {
            "url": "https://lakeland.example/river?utm=1",
            "title": "River rises",
            "text": TEXT,
            "publish_date": "2024-05-10T08:00:00",
            "meta_site_name": "Lakeland Post",
            "meta_lang": "en",
            "source_url": "https://lakeland.example",
            "summary": "Rose.",
        },
        ("River rises", "Lakeland Post", "2024-05-10", "https://lakeland.example/river?utm=1", "en"),
    ),
    "trafilatura": (
        {
            "title": "River rises",
            "author": None,
            "hostname": "lakeland.example",
            "date": "2024-05-10",
            "source": "https://lakeland.example/river",
            "source-hostname": "Lakeland Post",
            "excerpt": "Rose.",
            "text": TEXT,
        },
        ("River rises", "Lakeland Post", "2024-05-10", "https://lakeland.example/river", None),
    ),
    "Media Cloud": (
        {
            "stories_id": 1671,
            "media_name": "Lakeland Post",
            "publish_date": "2024-05-10 08:00:00",
            "title": "River rises",
            "url": "https://lakeland.example/river",
            "text": TEXT,
        },
        ("River rises", "Lakeland Post", "2024-05-10", "https://lakeland.example/river", None),
    ),
    "Event Registry": (
        {
            "articles": {
                "results": [
                    {
                        "uri": "7710",
                        "lang": "eng",
                        "dateTime": "2024-05-10T08:00:00Z",
                        "url": "https://lakeland.example/river",
                        "title": "River rises",
                        "body": TEXT,
                        "source": {"uri": "lakeland.example", "title": "Lakeland Post"},
                    }
                ]
            }
        },
        ("River rises", "Lakeland Post", "2024-05-10", "https://lakeland.example/river", "en"),
    ),
    "The Guardian's Open Platform": (
        {
            "response": {
                "status": "ok",
                "results": [
                    {
                        "id": "world/river",
                        "webTitle": "River rises",
                        "webPublicationDate": "2024-05-10T08:00:00Z",
                        "webUrl": "https://lakeland.example/river",
                        "fields": {"bodyText": TEXT},
                    }
                ],
            }
        },
        ("River rises", None, "2024-05-10", "https://lakeland.example/river", None),
    ),
    "WordPress": (
        {
            "id": 12,
            "date": "2024-05-10T08:00:00",
            "guid": {"rendered": "https://lakeland.example/?p=12"},
            "link": "https://lakeland.example/river",
            "title": {"rendered": "River&nbsp;rises"},
            "content": {"rendered": HTML},
        },
        ("River rises", None, "2024-05-10", "https://lakeland.example/river", None),
    ),
    "JSON Feed": (
        {
            "version": "https://jsonfeed.org/version/1.1",
            "title": "Lakeland Post",
            "items": [
                {
                    "id": "1",
                    "url": "https://lakeland.example/river",
                    "title": "River rises",
                    "content_html": HTML,
                    "date_published": "2024-05-10T08:00:00Z",
                }
            ],
        },
        ("River rises", "Lakeland Post", "2024-05-10", "https://lakeland.example/river", None),
    ),
    "a search engine": (
        {
            "hits": {
                "hits": [{"_index": "news", "_source": {"title": "River rises", "body": TEXT, "timestamp": 1715328000}}]
            }
        },
        ("River rises", None, "2024-05-10", None, None),
    ),
}


@pytest.mark.parametrize(("data", "wanted"), EXPORTS.values(), ids=EXPORTS)
def test_articles_are_read_as_who_writes_them_calls_their_parts(data: object, wanted: tuple[str | None, ...]) -> None:
    (document,) = read(data)

    assert document.text == f"River rises\n\n{TEXT}"
    assert document.part is None
    names = ("headline", "publisher", "date_published", "url", "language")
    assert tuple(getattr(document, name) for name in names) == wanted


def test_sources_that_an_article_names_are_kept() -> None:
    (document,) = read(SCHEMA_ORG)

    assert document.is_based_on == ("Reuters", "Radio Lake")


def test_a_text_alone_is_an_article() -> None:
    (document,) = read({"text": TEXT})

    assert document.text == TEXT
    assert fields(document) == {}


def test_articles_keep_their_order_and_are_counted() -> None:
    data = {"a": [{"title": "Two", "text": "B."}, {"text": "C."}], "b": {"c": {"title": "Four", "body": "D."}}}

    assert [(one.part, one.text) for one in read(data)] == [(1, "Two\n\nB."), (2, "C."), (3, "Four\n\nD.")]


def test_articles_are_counted_while_they_are_read() -> None:
    assert fault([{"text": "A."}] * 3, limits=Limits(articles=2)) == (
        "export.json has more than 2 articles, the limit",
        "--max-articles 4",
    )


def test_objects_without_a_text_are_passed_over() -> None:
    assert [one.text for one in read([{"title": "x", "text": ""}, {"text": "B."}, {"text": None}, 3, None])] == ["B."]


def test_paragraphs_may_be_a_list_of_strings_or_of_blocks() -> None:
    strings = {"paragraphs": ["The river rose.", " ", "The mayor spoke."]}
    blocks = {
        "content": [
            {"type": "paragraph", "text": "The river rose."},
            {"type": "image", "url": "https://lakeland.example/river.jpg"},
            {"type": "paragraph", "text": "The mayor spoke."},
        ]
    }

    assert read(strings)[0].text == read(blocks)[0].text == "The river rose.\n\nThe mayor spoke."


def test_a_list_of_articles_under_the_name_of_a_text_is_a_list_of_articles() -> None:
    data = {"content": [{"title": "One", "body": "A."}, {"title": "Two", "body": "B."}]}

    assert [one.headline for one in read(data)] == ["One", "Two"]


def test_html_in_a_text_becomes_paragraphs_and_references_letters() -> None:
    (page,) = read({"body": "<p>The <b>river</b> rose &amp; rose.</p><script>x()</script><p>Luck.<br>So far.</p>"})
    (plain,) = read({"body": "Falk &amp; Sons said &ldquo;5 < 6&rdquo;."})

    assert page.text == "The river rose & rose.\n\nLuck.\nSo far."
    assert plain.text == "Falk & Sons said “5 < 6”."


def test_a_title_that_begins_the_text_is_not_repeated() -> None:
    (document,) = read({"title": "River  rises", "text": "River rises\nThe river rose."})

    assert document.text == "River rises\nThe river rose."
    assert document.headline == "River rises"


def test_a_text_that_a_service_has_cut_off_is_remarked() -> None:
    (document,) = read({"title": "River rises", "content": "The river rose by… [+3421 chars]"})

    assert document.remarks == (("cut-off", "The export holds only the beginning of the text; the rest was cut off."),)


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("20240510T081500Z", "2024-05-10"),
        ("Fri, 10 May 2024 08:00:00 GMT", "2024-05-10"),
        ("May 10, 2024", "2024-05-10"),
        (1715328000, "2024-05-10"),
        (1715328000000, "2024-05-10"),
        ("1715328000", "2024-05-10"),
        ({"$date": "2024-05-10T08:00:00Z"}, "2024-05-10"),
        ("05/10/2024", None),  # the fifth of October, or the tenth of May
        ("None", None),
        (7, None),
        (True, None),
    ],
)
def test_days_are_read_as_they_are_written(written: object, day: str | None) -> None:
    assert read({"text": TEXT, "date": written})[0].date_published == day


def test_what_data_frames_write_for_nothing_is_nothing() -> None:
    (document,) = read('{"title": NaN, "source": "nan", "text": "The river rose.", "url": Infinity}')

    assert document.text == "The river rose."
    assert fields(document) == {}


# --------------------------------------------------------------------------------------------------- the user's keys

NO_TEXT = "export.json has no article: there is no text under any key that is known to hold one; its keys are "
ODD = {"kopf": {"titel": "River rises"}, "inhalt": {"rein": TEXT * 3}, "haus": "Lakeland Post", "tag": "10.05.2024"}


def test_the_user_names_keys_and_leads_into_objects_by_full_stops() -> None:
    data = ODD | {"weg": "https://lakeland.example/r"}
    (document,) = read(data, text="inhalt.rein", headline="kopf.titel", publisher="haus", date="tag", url="weg")

    assert fields(document) == {
        "headline": "River rises",
        "publisher": "Lakeland Post",
        "date_published": "2024-05-10",
        "url": "https://lakeland.example/r",
    }


def test_a_key_that_has_a_full_stop_itself_is_found() -> None:
    assert read({"a.b": "The river rose."}, text="a.b")[0].text == "The river rose."


def test_a_named_key_is_the_only_one_for_a_text_but_in_articles_of_schema_org() -> None:
    data = [
        {"text": "A summary.", "full": "The river rose."},
        {"text": "Another."},
        {"@type": "Article", "text": "Third."},
    ]

    assert [one.text for one in read(data, text="full")] == ["The river rose.", "Third."]


def test_the_keys_that_are_there_are_named_with_the_one_that_may_hold_the_text() -> None:
    assert fault(ODD) == (
        NO_TEXT + "kopf, inhalt, haus, tag, titel, rein",
        "name the key of the text, e.g. --text-key rein",
    )
    assert fault({"text": "A.", "id": 1}, text="full")[0] == (
        "export.json has no article: there is no text under the key full; its keys are text, id"
    )


def test_lists_of_articles_without_texts_are_told_from_articles() -> None:
    """GDELT answers like this."""
    data = {"articles": [{"url": "https://lakeland.example/1", "title": "River rises", "seendate": "20240510T081500Z"}]}

    assert fault(data)[1] == "give articles with their texts; --text-key names the key that holds them"


@pytest.mark.parametrize("data", ["[]", "3", '["a", "b"]', "null"])
def test_values_without_objects_hold_no_article(data: str) -> None:
    assert fault(data) == (
        "export.json has no article: it has no objects",
        'an article is an object: {"text": "…"}',
    )


# ------------------------------------------------------------------------------------------------- our own results


@pytest.fixture(scope="module")
def saved() -> str:
    first = read_text("LAKE, May 10 - The river rose by two metres, Falk said.", label="Post")
    second = read_text("The river rose by three metres, Falk said.", label="Echo")
    return dump_comparison(compare([first, second], engine="lexical"))


def test_a_saved_comparison_gives_its_articles(saved: str) -> None:
    first, second = read(saved)

    assert (first.part, first.label, first.text) == (
        1,
        "Post",
        "LAKE, May 10 - The river rose by two metres, Falk said.",
    )
    assert (second.part, second.label) == (2, "Echo")


def test_a_comparison_without_texts_has_no_articles(saved: str) -> None:
    data = json.loads(saved)
    for article in data["articles"]:
        article["text"] = None

    assert fault(data) == (
        "export.json is a comparison that was saved without its texts",
        "compare the articles themselves, or save the comparison without --no-text",
    )


def test_a_comparison_in_lines_gives_its_articles(saved: str) -> None:
    data = json.loads(saved)
    rows = [{"record": "summary", **{key: data[key] for key in ("schema_version", "tool", "signature")}}]
    rows += [{"record": "article", **article} for article in data["articles"]]

    assert [one.label for one in read("\n".join(map(json.dumps, rows)), name="a.jsonl")] == ["Post", "Echo"]


# ------------------------------------------------------------------------------------------------------------ lines


def test_lines_are_articles_by_the_name_or_by_the_look() -> None:
    data = '{"text": "A."}\n\n{"text": "B.\\u2028C."}\r\n'

    assert [one.text for one in read(data, name="x.jsonl")] == ["A.", "B.\u2028C."]
    assert [one.text for one in read(data, name="x.json")] == ["A.", "B.\u2028C."]


def test_one_value_over_several_lines_may_be_called_lines() -> None:
    assert [one.text for one in read('{\n "text": "A."\n}\n', name="x.jsonl")] == ["A."]


def test_broken_lines_are_named_by_their_number() -> None:
    assert fault('{"text": "A."}\n{"text": "B."\n\n{C}\n', name="x.jsonl") == (
        "x.jsonl has broken JSON in line 2, and in 1 more: expecting ',' delimiter at column 14",
        "mend the line, or take it out",
    )


# ----------------------------------------------------------------------------------------------------------- damage


@pytest.mark.parametrize(
    ("data", "message", "hint"),
    [
        ('{"text": "A.",\n "url": }', "is broken JSON in line 2, column 9: expecting value", "mend it there"),
        (
            '{"text": "A."',
            "is broken JSON in line 1, column 14: expecting ',' delimiter",
            "the file may have been cut off",
        ),
        ('{"text": "A', "is broken JSON in line 1, column 10: unterminated string", "the file may have been cut off"),
        (
            '{"text": "A."} {"text": "B."}',
            "is broken JSON in line 1, column 16: extra data",
            "several values stand in a list, or one on each line",
        ),
        (" \n", "is empty", "give an article with at least one sentence"),
        (b"\x00\x01\x02\xff", "is not a text file", "give JSON in UTF-8"),
    ],
)
def test_broken_json_is_named_with_its_place(data: object, message: str, hint: str) -> None:
    assert fault(data) == (f"export.json {message}", hint)


def test_line_breaks_in_strings_are_taken_as_they_are() -> None:
    assert read('{"text": "A.\nB."}')[0].text == "A.\nB."


@pytest.mark.parametrize(
    "bomb", ["[" * 100_000, '{"a":' * 100_000, "[" * 201 + "]" * 201, '{"text": "' + '\\"' * 9 + '", "b": ' + "[" * 201]
)
def test_nesting_is_limited_before_it_is_parsed(bomb: str) -> None:
    assert fault(bomb) == (
        "export.json is nested more than 200 levels deep",
        "exports of articles are not; --max-nesting raises the limit",
    )


def test_brackets_in_strings_are_no_nesting_and_the_limit_can_be_raised() -> None:
    assert read({"text": "[{" * 500})[0].text == "[{" * 500
    deep = "[" * 300 + '{"text": "A."}' + "]" * 300
    assert read(deep, limits=Limits(nesting=301))[0].text == "A."
    assert fault("[" * 100_000 + "]" * 100_000, limits=Limits(nesting=200_000))[0] == (
        "export.json is nested more deeply than can be read"
    )


def test_repeated_keys_are_remarked_unless_they_agree() -> None:
    (document,) = read('{"text": "A.", "text": "B.", "id": 1, "id": 1}')

    assert document.text == "B."
    assert document.remarks == (
        ("repeated-key", "export.json has keys that stand twice in an object (“text”); the last of them counts."),
    )


def test_huge_numbers_are_no_trouble() -> None:
    assert read('{"text": "A.", "date": ' + "9" * 100_000 + ', "id": 1e999999}')[0].date_published is None


def test_halves_of_characters_become_visible() -> None:
    (document,) = read('{"title": "A \\udc00", "text": "B \\ud83d."}')

    assert document.text == "A \ufffd\n\nB \ufffd."
    assert document.remarks == (("encoding", "1 half of a character (lone surrogates) became U+FFFD."),)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_marks_of_byte_order_name_the_encoding(encoding: str) -> None:
    (document,) = read('{"text": "Café “river”."}'.encode(encoding))

    assert (document.text, document.remarks) == ("Café “river”.", ())


def test_a_guessed_encoding_is_remarked() -> None:
    (document,) = read('{"text": "Café “river”."}'.encode("cp1252"))

    assert document.text == "Café “river”."
    assert document.remarks == (("encoding", "The text is not UTF-8; it was read as Windows-1252."),)


@settings(max_examples=40)
@given(
    st.recursive(
        st.none() | st.booleans() | st.floats() | st.text(max_size=20),
        lambda inner: (
            st.lists(inner, max_size=4)
            | st.dictionaries(
                st.sampled_from(
                    ["text", "content", "title", "date", "url", "publisher", "@type", "@id", "articles", "x"]
                ),
                inner,
                max_size=4,
            )
        ),
        max_leaves=20,
    )
)
def test_whatever_json_says_gives_texts_or_a_fault(value: object) -> None:
    try:
        documents = read(value)
    except Fault:
        return
    assert documents
    for document in documents:
        assert document.text.encode().strip()


@given(st.binary(max_size=200))
def test_whatever_bytes_say_gives_texts_or_a_fault(data: bytes) -> None:
    try:
        documents = read(data, name="x.jsonl")
    except Fault:
        return
    assert documents
