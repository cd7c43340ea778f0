"""In which language a text is, and that an extractor reads none but its own."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.errors import LanguageError
from ingest.extract.language import MIN_LETTERS, check_language, detect, primary_subtag
from ingest.model import Article

ENGLISH = {"en"}
FOREIGN = {
    "ru": (
        "Мост закрыт до весны",
        "Мэр города Анна Холм сообщила в среду, что старый мост через реку закрыт до весны. «Ездить по нему"
        " опасно», сказала она. Перевозчик утверждает, что его об этом не предупредили.",
    ),
    "fr": (
        "Le pont fermé jusqu'au printemps",
        "La maire, Anna Holm, a annoncé mercredi que le vieux pont resterait fermé jusqu'au printemps."
        " « Il est dangereux d'y rouler », a-t-elle dit. Le transporteur affirme n'avoir pas été prévenu.",
    ),
    "de": (
        "Brücke bis zum Frühjahr gesperrt",
        "Die alte Brücke bleibt bis zum Frühjahr gesperrt, teilte Bürgermeisterin Anna Holm am Mittwoch mit."
        " „Sie zu befahren ist gefährlich“, sagte sie. Das Fuhrunternehmen will davon nichts gewusst haben.",
    ),
    "es": (
        "El puente, cerrado hasta la primavera",
        "La alcaldesa Anna Holm anunció el miércoles que el viejo puente seguirá cerrado hasta la primavera."
        " «Es peligroso pasar por él», dijo. El transportista asegura que nadie se lo había advertido.",
    ),
    "ar": (
        "الجسر مغلق حتى الربيع",
        "أعلنت رئيسة البلدية آنا هولم يوم الأربعاء أن الجسر القديم سيبقى مغلقا حتى الربيع."
        " وقالت إن المرور عليه خطر على الناس. أما شركة النقل فتؤكد أن أحدا لم يخبرها بذلك من قبل.",
    ),
    "uk": (
        "Міст закрито до весни",
        "Міський голова Анна Холм повідомила в середу, що старий міст через річку закрито до весни."
        " За її словами, їздити ним небезпечно. Перевізник твердить, що його про це не попередили.",
    ),
    "it": (
        "Ponte chiuso fino a primavera",
        "Il vecchio ponte resterà chiuso fino a primavera, ha annunciato mercoledì la sindaca Anna Holm."
        " Secondo lei è pericoloso passarci. La ditta di trasporti sostiene che nessuno l'aveva avvertita.",
    ),
    "zh": (
        "大桥关闭到春天",
        "市长安娜星期三宣布，河上的旧桥将一直关闭到明年春天。她说，在桥上开车太危险了。运输公司则表示，事先没有人通知他们，"
        "他们的卡车现在必须绕行三十公里。",
    ),
}
RUSSIAN_SPEECH = (
    "Мы закрываем этот мост до весны, потому что ездить по нему опасно для жизни, и это не шутка."
)
ENGLISH_ODDLY = {
    "a short one": "The bridge is closed until spring, the mayor said.",
    "in capitals": "BRIDGE IS CLOSED UNTIL SPRING.\nTHE MAYOR, ANNA HOLM, SAID SO ON WEDNESDAY.",
    "terse": "Bridge closed. Mayor: no date set. Hauliers furious. Talks planned Wednesday, officials say.",
    "full of foreign names": (
        "Jürgen Müller-Größmann met Zdeněk Švrček, François L'Hôpital and Władysław Żółkiewski in Łódź;"
        " Nguyễn Văn Ánh of Đà Nẵng, Þórdís Guðmundsdóttir of Reykjavík and Özgür Yıldız came later."
    ),
    "a poem": (
        "Grey is the river,\ngrey is the stone,\nbridges I knew as a child\nstand alone.\n\nNobody crosses,"
        "\nnobody calls,\nonly the rain,\nas it falls, as it falls."
    ),
    "a list": "* one bridge, closed\n* two ferries, full\n* three lorries, waiting\n* no news from Varnholm",
    "a table": "Team | Won | Lost\nReal Aldea | 3 | 1\nBayern Neustadt | 2 | 2\nOlympique Ville | 0 | 4",
    "names alone": "Anna Holm, Boris Rozhin, Olaf Schmidt, Giorgia Bianchi, Pedro Sánchez, Jan Nowak",
    "numbers alone": "12 1,450 88% 2024-03-11 17:45 +46 8 555 01 " * 20,
    "one letter": "a" * 5_000,
    "one word": "said " * 500,
    "markup remains": '<div class="story"><p>Bridge closed</p></div> &nbsp; [edit] {{cite web}} ' * 5,
    "a link": "https://example.org/2024/03/11/le-pont-est-ferme-jusqu-au-printemps-a-dit-la-maire-de-la-ville",
    "nothing": "",
    "a long Russian quotation": (
        f"“{RUSSIAN_SPEECH * 4}” she told reporters in the crowded hall, and took no questions."
    ),
    "a quotation in guillemets": f"Asked why, she told reporters in the crowded hall: «{RUSSIAN_SPEECH * 4}»",
    "a Russian paragraph": (
        "The mayor read out a statement on Wednesday, and nobody in the room had expected it."
        " This is what she said of the bridge and of the firm that uses it:"
        f"\n\n{RUSSIAN_SPEECH}\n\nShe has not answered questions since."
    ),
}


@pytest.mark.parametrize("tag", FOREIGN)
def test_news_is_told_by_its_language(tag):
    assert detect("\n\n".join(FOREIGN[tag])) == tag


@pytest.mark.parametrize("tag", FOREIGN)
def test_so_is_news_in_capitals_below_an_english_headline(tag):
    assert detect(f"Bridge closed\n\n{FOREIGN[tag][1].upper()}") == tag


@pytest.mark.parametrize("kind", ENGLISH_ODDLY)
def test_odd_english_is_english_or_undetermined(kind):
    assert detect(ENGLISH_ODDLY[kind]) in {"en", None}


def test_foreign_news_with_an_english_quotation_is_foreign():
    title, body = FOREIGN["de"]
    quoted = "“This is the bridge that they said was safe, and it has been closed by the mayor of the town.”"
    assert detect(f"{title}\n\n{body} {quoted} {quoted}") == "de"


def test_below_some_letters_nothing_is_told():
    text = "Мост закрыт до весны, сказала мэр, и ездить по нему опасно."
    short = text[: text.index("мэр") + 3]
    assert sum(map(str.isalpha, short)) < MIN_LETTERS <= sum(map(str.isalpha, text))
    assert (detect(short), detect(text)) == (None, "ru")


@settings(deadline=None, max_examples=40)
@given(st.text(max_size=150))
def test_any_text_has_a_language_tag_or_none(text):
    found = detect(text)
    assert found is None or (found.isascii() and found.islower() and 2 <= len(found) <= 3)
    assert detect(text) == found


def test_what_the_input_says_stands_unless_the_text_contradicts_it():
    british = Article("A title", ENGLISH_ODDLY["a short one"], language="en-GB")
    assert check_language(british, ENGLISH) is british
    short = Article("Non", "Oui.", language="en")
    assert check_language(short, ENGLISH) is short


def test_a_language_that_the_input_does_not_say_is_recorded():
    told = check_language(Article("A title", ENGLISH_ODDLY["a short one"], language="und"), ENGLISH)
    assert told == Article("A title", ENGLISH_ODDLY["a short one"], language="en")
    unknown = Article("12", "34", language="und")
    assert check_language(unknown, ENGLISH) is unknown


@pytest.mark.parametrize(
    ("language", "title", "body", "message", "cure"),
    [
        (
            "en",
            *FOREIGN["ru"],
            "the text is in Russian (ru), and English alone is read",
            "version of it in English",
        ),
        (
            "und",
            *FOREIGN["fr"],
            "the text is in French (fr), and English alone is read",
            "version of it in English",
        ),
        ("ru", *FOREIGN["ru"], "the text is in Russian (ru)", "version of it in English"),
        (
            "de-AT",
            "Bridge closed",
            ENGLISH_ODDLY["a short one"],
            "declared as German (de-AT)",
            "correct the language",
        ),
        ("gsw", "Titel", "Brugg zue.", "declared as the language “gsw”", "correct the language"),
        ("mul", "12", "34", "declared as the language “mul”", "correct the language"),
    ],
)
def test_another_language_is_refused_with_a_way_out(language, title, body, message, cure):
    with pytest.raises(LanguageError) as caught:
        check_language(Article(title, body, language=language), ENGLISH)
    assert caught.value.message.startswith("Language not supported: ")
    assert message in caught.value.message
    assert cure in caught.value.cure


def test_an_extractor_of_two_languages_names_both():
    with pytest.raises(LanguageError, match="English or French alone is read"):
        check_language(Article(*FOREIGN["ru"]), {"fr", "en"})
    french = Article(*FOREIGN["fr"], language="fr")
    assert check_language(french, {"fr", "en"}) is french


def test_a_tag_s_language_is_its_first_part():
    assert [primary_subtag(tag) for tag in ("en", "EN-gb", "zh_Hant_TW", "gsw")] == ["en", "en", "zh", "gsw"]


@pytest.mark.parametrize("declared", ["en", "und"])
@pytest.mark.parametrize("tag", FOREIGN)
def test_no_extractor_invents_claims_from_another_language(extractor, tag, declared):
    with pytest.raises(LanguageError) as caught:
        extractor.extract(Article(*FOREIGN[tag], language=declared))
    assert caught.value.message.startswith("Language not supported: ")
    assert caught.value.cure


@pytest.mark.parametrize("kind", ENGLISH_ODDLY)
def test_every_extractor_reads_odd_english(extractor, kind):
    extractor.extract(Article("Bridge closed", ENGLISH_ODDLY[kind]))


def test_an_extractor_records_the_language_that_it_found(extractor):
    found = extractor.extract(Article("A title", ENGLISH_ODDLY["a short one"], language="und"))
    assert found.article.language == "en"


def test_the_tags_of_english_are_supported_and_no_other(extractor):
    assert [
        tag for tag in ("en", "en-GB", "EN_us", "eng", "enm", "de", "und") if extractor.supports(tag)
    ] == [
        "en",
        "en-GB",
        "EN_us",
    ]


def test_plain_english_loads_no_model():
    code = (
        "import sys; from ingest.extract.language import detect;"
        f"print(detect({ENGLISH_ODDLY['a Russian paragraph']!r}), 'py3langid' in sys.modules)"
    )
    root = Path(__file__).parents[2]
    assert subprocess.check_output([sys.executable, "-c", code], cwd=root, text=True) == "en False\n"
