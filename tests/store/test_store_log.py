from ingest.store.log import Log


def test_entries_come_back_in_the_order_they_were_appended(tmp_path):
    log = Log(tmp_path / "log.jsonl", tmp_path)
    assert list(log) == []
    log.append({"at": "2024-05-06T10:00:00Z", "name": "Ü\n"})
    log.append({"at": "2024-05-06T09:00:00Z"})
    assert list(log) == [{"at": "2024-05-06T10:00:00Z", "name": "Ü\n"}, {"at": "2024-05-06T09:00:00Z"}]


def test_an_entry_cut_off_by_a_crash_costs_no_other(tmp_path):
    log = Log(tmp_path / "log.jsonl", tmp_path)
    log.append({"n": 1})
    with (tmp_path / "log.jsonl").open("ab") as file:
        file.write(b'{"n": 2, "wor')
    log.append({"n": 3})
    assert list(log) == [{"n": 1}, {"n": 3}]
