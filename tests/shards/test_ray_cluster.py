"""A real Ray cluster of two nodes on this machine: a worker and a node die in the middle of it.

Skipped where Ray is not installed, but never where HEARSAY_REQUIRE_RAY is set (as CI does).
"""

import os
import signal
import threading
import time
from pathlib import Path

import pytest
from shards import workers
from shards.conftest import RULES, article, contents, ingest, load_all, make, write

from ingest.errors import HearsayError
from ingest.shards.cluster import Cluster
from ingest.shards.engine import Lost
from ingest.shards.making import Made, tasks
from ingest.shards.place import Place
from ingest.shards.plan import partitions
from ingest.shards.running import make_shards

FILES = 8
OURS = f"ray-{os.getpid()}"
"""Marks the processes of this test, which it may kill."""

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]


@pytest.fixture(scope="module")
def two_nodes():
    """A cluster of two nodes with a processor each; gives the cluster and its second node."""
    if not os.environ.get("HEARSAY_REQUIRE_RAY"):
        pytest.importorskip("ray", reason="Ray is not installed (requirements-ray.lock)")
    from ray.cluster_utils import Cluster as Nodes

    given = dict(os.environ)
    os.environ["RAY_USAGE_STATS_ENABLED"] = "0"
    os.environ["PYTHONPATH"] = str(Path(__file__).parents[1])  # where workers find these tests' functions
    os.environ["HEARSAY_TEST"] = OURS
    options = {"num_cpus": 1, "object_store_memory": 80 * 2**20, "include_dashboard": False}
    nodes = Nodes(initialize_head=True, head_node_args=options)
    second = nodes.add_node(num_cpus=1, object_store_memory=80 * 2**20)
    nodes.wait_for_nodes()
    yield nodes, second
    nodes.shutdown()
    os.environ.clear()
    os.environ.update(given)


@pytest.fixture(scope="module")
def inputs(tmp_path_factory):
    folder = tmp_path_factory.mktemp("inputs")
    return [
        write(folder / f"{number}.json", *(article(40 * number + each) for each in range(40)))
        for number in range(FILES)
    ]


def test_every_task_is_done_once(two_nodes):
    engine = Cluster(two_nodes[0].address, None)
    assert sorted(engine.map(workers.double, range(7))) == [0, 2, 4, 6, 8, 10, 12]


def test_a_task_whose_worker_is_killed_is_done_again_and_one_that_always_kills_it_is_lost(
    two_nodes, tmp_path
):
    engine = Cluster(two_nodes[0].address, None)
    again = [(number, str(tmp_path / "flag")) for number in range(6)]
    assert sorted(engine.map(workers.end_once, again)) == [0, 2, 4, 6, 8, 10]
    found = list(engine.map(workers.end_at_three, range(6)))
    assert [each for each in found if isinstance(each, Lost)] == [Lost(3)]
    assert sorted(each for each in found if isinstance(each, int)) == [0, 2, 4, 8, 10]


def test_what_a_task_raises_is_raised_here(two_nodes):
    with pytest.raises(LookupError, match="no 0"):
        list(Cluster(two_nodes[0].address, None).map(workers.blunder, [0]))


def test_a_cluster_that_is_not_there_is_told(two_nodes):
    with pytest.raises(HearsayError, match=r"127\.0\.0\.1:1 cannot be reached"):
        list(Cluster("127.0.0.1:1", None).map(workers.double, [0]))


def test_the_store_is_that_of_one_machine_though_a_worker_and_a_node_are_killed(
    two_nodes, inputs, tools, tmp_path
):
    nodes, second = two_nodes
    place = Place(str(tmp_path / "shards"))
    todo = tasks(partitions(inputs, 1, RULES.limits)[0], place, RULES)
    killed: list[str] = []

    def kill() -> None:
        """Kill the first worker that is seen at a shard, and after two more shards the second node."""
        killed.append(_kill_a_worker())
        while len(list(tmp_path.glob("shards/shards/*/manifest.json"))) < 3:
            time.sleep(0.02)
        nodes.remove_node(second, allow_graceful=False)
        killed.append("node")

    killer = threading.Thread(target=kill, daemon=True)
    killer.start()
    done = list(make_shards(todo, place, Cluster(nodes.address, None)))
    killer.join(60)
    assert killed == ["worker", "node"]
    assert sorted(each.partition.id for each in done if isinstance(each, Made)) == sorted(
        task.partition.id for task in todo
    )
    make(inputs, str(tmp_path / "local"))
    assert files(tmp_path / "shards") == files(tmp_path / "local")
    load_all([place], tmp_path / "store", tools)
    ingest(inputs, tmp_path / "one", tools)
    assert contents(tmp_path / "store") == contents(tmp_path / "one")


def _kill_a_worker() -> str:
    deadline = time.monotonic() + 200
    while time.monotonic() < deadline:
        for name in Path("/proc").glob("[0-9]*/cmdline"):
            try:
                own = f"HEARSAY_TEST={OURS}".encode() in (name.parent / "environ").read_bytes()
                if own and name.read_bytes().startswith(b"ray::make_shard"):
                    os.kill(int(name.parent.name), signal.SIGKILL)
                    return "worker"
            except OSError:
                continue
        time.sleep(0.01)
    return "nobody"


def files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
