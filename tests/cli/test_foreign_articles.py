"""Articles in other languages, from the command line: set aside with a way out, without claims."""

import json

ENGLISH = {
    "url": "https://example.org/en",
    "title": "Bridge is closed until spring",
    "text": "The bridge is closed, the mayor, Anna Holm, said on Wednesday. She said that it would"
    " open in spring.",
}
RUSSIAN = {
    "url": "https://example.org/ru",
    "title": "Мост закрыт до весны",
    "text": "Мэр города Анна Холм сообщила в среду, что старый мост закрыт до весны. По её словам,"
    " ездить по нему"
    " опасно. «Мы не хотим рисковать», сказала она журналистам.",
}
FRENCH = {
    "url": "https://example.org/fr",
    "title": "Le pont fermé jusqu'au printemps",
    "text": "La maire, Anna Holm, a annoncé mercredi que le vieux pont resterait fermé jusqu'au"
    " printemps. Selon"
    " elle, il est dangereux d'y rouler.",
}


def written(path, *records):
    path.write_text("".join(json.dumps(each) + "\n" for each in records), encoding="utf-8")
    return path


def test_an_undeclared_language_is_set_aside_with_a_way_out_and_the_rest_is_loaded(hearsay, tmp_path):
    done = hearsay("ingest", written(tmp_path / "news.jsonl", RUSSIAN, ENGLISH, FRENCH))
    assert done.status == 1
    told = " ".join(done.err.split())
    assert "Language not supported: the text is in Russian (ru)" in told
    assert "Language not supported: the text is in French (fr)" in told
    assert "Give a version of it in English" in told
    stored = hearsay("export").out
    assert ENGLISH["url"] in stored
    assert RUSSIAN["url"] not in stored
    assert FRENCH["url"] not in stored


def test_they_are_in_quarantine_under_their_reason(hearsay, tmp_path):
    hearsay("ingest", written(tmp_path / "news.jsonl", RUSSIAN, FRENCH))
    entries = json.loads(hearsay("quarantine", "list", "--json").out)
    assert [entry["reason"] for entry in entries] == ["language", "language"]
    assert (
        "Russian"
        in hearsay("quarantine", "show", entries[0]["id"]).out
        + hearsay("quarantine", "show", entries[1]["id"]).out
    )


def test_a_declared_language_that_the_text_contradicts_is_told(hearsay, tmp_path):
    wrong = [{**RUSSIAN, "language": "en"}, {**ENGLISH, "language": "de"}]
    done = hearsay("ingest", written(tmp_path / "wrong.jsonl", *wrong))
    told = " ".join(done.err.split())
    assert done.status == 1
    assert "the text is in Russian (ru)" in told
    assert "declared as German (de)" in told
    assert "Its text is in English (en): correct the language stated in the input." in told


def test_no_claims_are_printed_of_another_language(hearsay, tmp_path):
    done = hearsay("extract", written(tmp_path / "ru.jsonl", RUSSIAN), "--format", "json")
    assert done.status == 1
    assert done.out.strip() == ""
    assert "Language not supported" in " ".join(done.err.split())


def test_a_language_that_is_no_tag_is_detected(hearsay, tmp_path):
    named = written(tmp_path / "en.jsonl", {**ENGLISH, "language": "English"})
    assert hearsay("ingest", named).status == 0
    assert '/inLanguage> "en"' in hearsay("export", "--format", "nquads").out
