"""Metrics, as Debian's own Prometheus and push gateway see them."""

import json
import pathlib
import re
import signal
import subprocess
import tempfile
import unittest
import urllib.parse

from bench import Case, ROOT, end, fetch, free_port, program, push_gateway, until

MONITORING = ROOT / "docs" / "monitoring"


def samples(text, name):
    """`labels -> value` of one family."""
    found = {}
    for line in text.splitlines():
        word, _, value = line.rpartition(" ")
        if word == name or word.startswith(name + "{"):
            found[word[len(name):]] = float(value)
    return found


class MetricsFile(Case):
    def setUp(self):
        super().setUp()
        self.file = self.folder / "dbmig.prom"

    def upgrade(self, *arguments, status=0):
        return self.dbmig("upgrade", "head", f"--metrics-file={self.file}", *arguments, status=status)

    def test_tells_what_the_run_did(self):
        self.upgrade("--run-id", "r1")
        text = self.file.read_text()
        of = f'{{tree="shop",server="{self.server.socket}",database="observed"'
        self.assertIn('dbmig_run_info{run_id="r1",command="upgrade",version="', text)
        self.assertEqual(samples(text, "dbmig_run_exit_code"), {"": 0})
        self.assertEqual(samples(text, "dbmig_revisions_applied_total"), {of + "}": 2})
        self.assertEqual(samples(text, "dbmig_revisions_pending"), {of + "}": 0})
        self.assertEqual(samples(text, "dbmig_statements_total")[of + ',outcome="done"}'], 3)
        self.assertEqual(samples(text, "dbmig_success"), {of + "}": 1})

    def test_pleases_promtool(self):
        self.upgrade()
        told = subprocess.run(["promtool", "check", "metrics"], input=self.file.read_text(), text=True,
                              capture_output=True, check=False)
        self.assertEqual((told.returncode, told.stdout + told.stderr), (0, ""))

    def test_a_failed_run_leaves_the_time_of_the_last_success(self):
        self.upgrade()
        before = samples(self.file.read_text(), "dbmig_last_success_timestamp_seconds")
        self.project.revision("a3", "CREATE TABLE t_a1 (i INT);", parent="a2")
        self.upgrade(status=2)
        text = self.file.read_text()
        self.assertEqual(samples(text, "dbmig_last_success_timestamp_seconds"), before)
        self.assertEqual(list(samples(text, "dbmig_success").values()), [0])
        self.assertEqual(samples(text, "dbmig_run_exit_code"), {"": 2})

    def test_a_file_that_cannot_be_written_is_one_warning(self):
        self.file = self.folder / "nowhere" / "dbmig.prom"
        log = self.upgrade().log
        self.assertIn("WARN  [dbmig] cannot write ", log)
        self.assertEqual(log.count("WARN"), 1)

    def test_status_tells_what_is_pending_and_fails_nothing(self):
        self.upgrade()
        before = samples(self.file.read_text(), "dbmig_last_success_timestamp_seconds")
        self.dbmig("downgrade", "base")
        self.dbmig("status", f"--metrics-file={self.file}")
        text = self.file.read_text()
        self.assertEqual(list(samples(text, "dbmig_revisions_pending").values()), [2])
        self.assertEqual(samples(text, "dbmig_success"), {})
        self.assertEqual(samples(text, "dbmig_last_success_timestamp_seconds"), before)

    def test_a_server_that_is_not_there_is_a_failure_of_its_database(self):
        self.project.configure("mysql://root@127.0.0.1:1/observed", "retries = 1", "retry_delay = 10ms")
        self.upgrade(status=69)
        text = self.file.read_text()
        self.assertEqual(samples(text, "dbmig_success"),
                         {'{tree="shop",server="127.0.0.1:1",database="observed"}': 0})
        self.assertEqual([value for labels, value in samples(text, "dbmig_retries_total").items()
                          if 'after="connection"' in labels], [1])


class PushGateway(Case):
    def gateway(self):
        return self.enterContext(push_gateway())

    def test_keeps_a_group_for_each_database(self):
        url = self.gateway()
        self.dbmig("upgrade", "head", f"--push-gateway={url}")
        first = fetch(f"{url}/metrics")
        self.assertEqual(list(samples(first, "dbmig_revisions_applied_total").values()), [2])
        self.assertIn(f'database="observed",instance="",job="dbmig",server="{self.server.socket}",tree="shop"', first)

        self.server.create_database("other")
        self.project.configure(self.server.url("other"))
        self.project.revision("a3", "CREATE TABLE t_a1 (i INT);", parent="a2")
        self.dbmig("upgrade", "head", f"--push-gateway={url}/", status=2)
        both = fetch(f"{url}/metrics")
        success = samples(both, "dbmig_success")
        self.assertEqual({labels.split('"')[1]: value for labels, value in success.items()}, {"observed": 1, "other": 0})

        self.project.configure(self.server.url("observed"))
        self.dbmig("upgrade", "head", status=2, DBMIG_PUSH_GATEWAY=url)
        last = fetch(f"{url}/metrics")
        name = "dbmig_last_success_timestamp_seconds"
        self.assertEqual(samples(last, name), samples(first, name))

    def test_one_that_is_not_there_is_one_warning(self):
        log = self.dbmig("upgrade", "head", f"--push-gateway=http://u:secret@127.0.0.1:{free_port()}").log
        self.assertIn("WARN  [dbmig] cannot push metrics: Couldn't connect to server\n", log)
        self.assertEqual(log.count("WARN"), 1)
        self.assertNotIn("secret", log)

    def test_one_that_refuses_is_quoted(self):
        url = self.gateway()
        log = self.dbmig("upgrade", "head", f"--push-gateway={url}/nowhere").log
        self.assertIn("cannot push metrics: the gateway answers 404: 404 page not found\n", log)


class Listener(Case):
    def start(self, *arguments):
        port = free_port()
        process = self.project.start("upgrade", "head", f"--metrics-listen=127.0.0.1:{port}", *arguments)
        self.addCleanup(process.kill)
        return process, port

    def test_prometheus_scrapes_a_run(self):
        process, port = self.start("--metrics-linger=60s")
        web = free_port()
        config = self.folder / "prometheus.yml"
        config.write_text("scrape_configs: [{job_name: dbmig, scrape_interval: 200ms, scrape_timeout: 200ms, "
                          f"static_configs: [{{targets: ['127.0.0.1:{port}']}}]}}]\n")
        with program("prometheus", f"--config.file={config}", f"--storage.tsdb.path={self.folder / 'data'}",
                     f"--web.listen-address=127.0.0.1:{web}"):
            query = urllib.parse.quote('dbmig_success{tree="shop",database="observed"} == 1')

            def scraped():
                answer = fetch(f"http://127.0.0.1:{web}/api/v1/query?query={query}")
                return answer and json.loads(answer)["data"]["result"]

            self.assertEqual(until(scraped)[0]["metric"]["server"], self.server.socket)
        process.send_signal(signal.SIGTERM)  # The end of the lingering.
        self.assertEqual(end(process).status, 0)

    def test_answers_while_a_statement_runs(self):
        self.project.revision("a3", "SELECT SLEEP(2);", parent="a2")
        process, port = self.start()

        def running():
            text = fetch(f"http://127.0.0.1:{port}/metrics")
            return text if list(samples(text, "dbmig_revisions_pending").values()) == [1] else ""

        self.assertEqual(samples(until(running), "dbmig_run_in_progress"), {"": 1})
        self.assertEqual(end(process).status, 0)

    def test_a_port_that_is_taken_is_one_warning(self):
        first, port = self.start("--metrics-linger=60s")
        until(lambda: fetch(f"http://127.0.0.1:{port}/metrics"))
        log = self.dbmig("upgrade", "head", f"--metrics-listen=127.0.0.1:{port}").log
        self.assertIn(f"WARN  [dbmig] cannot listen on 127.0.0.1:{port} for metrics: Address already in use\n", log)
        first.terminate()
        self.assertEqual(end(first).status, 0)

    def test_no_address_is_a_mistake_in_the_call(self):
        log = self.dbmig("upgrade", "head", "--metrics-listen=2112", status=64).log
        self.assertIn('--metrics-listen: "2112" is no address to listen on', log)


class ReadyMade(unittest.TestCase):
    def promtool(self, *arguments):
        told = subprocess.run(["promtool", *map(str, arguments)], capture_output=True, text=True, check=False)
        self.assertEqual(told.returncode, 0, told.stdout + told.stderr)

    def test_the_alert_rules_are_rules(self):
        self.promtool("check", "rules", MONITORING / "alerts.yml")

    def test_the_alerts_fire_when_they_should(self):
        self.promtool("test", "rules", pathlib.Path(__file__).with_name("alerts_test.yml"))

    def test_the_queries_of_the_dashboard_are_queries(self):
        with tempfile.TemporaryDirectory() as folder:
            rules = pathlib.Path(folder, "rules.yml")
            queries = [query.replace("$tree", ".*").replace("$database", ".*") for query in self.queries()]
            records = [{"record": f"query:{i}", "expr": query} for i, query in enumerate(queries)]
            rules.write_text(json.dumps({"groups": [{"name": "dashboard", "rules": records}]}))
            self.promtool("check", "rules", rules)

    def queries(self):
        dashboard = json.loads((MONITORING / "dashboard.json").read_text())
        return [target["expr"] for panel in dashboard["panels"] for target in panel.get("targets", [])]

    def test_every_metric_of_dashboard_and_alerts_is_one_that_dbmig_has(self):
        source = (ROOT / "src" / "metrics" / "run_metrics.cpp").read_text()
        source += (ROOT / "src" / "metrics" / "run_metrics.h").read_text()
        text = " ".join(self.queries()) + (MONITORING / "alerts.yml").read_text()
        names = set(re.findall(r"dbmig_[a-z_]+", text))
        self.assertGreater(len(names), 5)
        for name in names:
            self.assertIn(f'"{re.sub("_(bucket|sum|count)$", "", name)}"', source, name)


if __name__ == "__main__":
    unittest.main()
