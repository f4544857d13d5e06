"""What stands in deploy/ is read by the programs that it is for: systemd, nginx, compose."""

from __future__ import annotations

import json
import os
import re
import shutil
import ssl
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
import yaml
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from tests.harness.services import free_port

pytestmark = pytest.mark.embedded
ROOT = Path(__file__).resolve().parents[1]
NGINX = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")
UNITS = {
    "portal-backup.service",
    "portal-backup.timer",
    "portal-beat.service",
    "portal-clock.service",
    "portal-web@.service",
    "portal-worker.service",
    "portal.service",
    "portal.target",
}


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What deploy/install.sh writes on a machine with three cores."""
    root = tmp_path_factory.mktemp("machine")
    install(root)
    return root


def install(root: Path) -> str:
    done = subprocess.run(
        [ROOT / "deploy" / "install.sh", "guihua.example"],
        env={**os.environ, "DESTDIR": str(root), "CORES": "3", "PYTHON": sys.executable},
        capture_output=True,
        text=True,
    )
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def test_a_machine_gets_settings_a_key_and_as_many_web_processes_as_cores(tmp_path: Path) -> None:
    said = install(tmp_path)
    settings = tmp_path / "etc" / "portal" / "portal.env"
    words = settings.read_text(encoding="utf-8")
    assert re.search(r"^PORTAL_SECRET_KEY=[\w-]{60,}$", words, flags=re.MULTILINE)
    assert "PORTAL_PUBLIC_URL=https://guihua.example\n" in words
    assert settings.stat().st_mode & 0o777 == 0o640
    assert (tmp_path / "etc/portal/web-processes.conf").read_text().splitlines() == [
        "server 127.0.0.1:8001 fail_timeout=2s;",
        "server 127.0.0.1:8002 fail_timeout=2s;",
        "server 127.0.0.1:8003 fail_timeout=2s;",
    ]
    assert "portal-web@8001 portal-web@8002 portal-web@8003 portal-worker" in said
    install(tmp_path)
    assert settings.read_text(encoding="utf-8") == words


def test_units_are_what_systemd_understands(installed: Path, tmp_path: Path) -> None:
    """With the paths of this machine in place of the installed ones."""
    analyze = shutil.which("systemd-analyze")
    if analyze is None:
        pytest.skip("systemd is not installed")
    units = {file.name: file for file in (installed / "etc/systemd/system").iterdir()}
    assert set(units) == UNITS
    for name, file in units.items():
        text = file.read_text(encoding="utf-8")
        text = text.replace("/srv/portal/current/.venv/bin/python", sys.executable)
        (tmp_path / name.replace("@.", "@8001.")).write_text(
            text.replace("User=portal\nGroup=portal\n", "")
        )
    read = [analyze, "verify", *(str(file) for file in tmp_path.iterdir())]
    done = subprocess.run(read, capture_output=True, text=True)
    assert (done.returncode, done.stdout + done.stderr) == (0, "")


def commands() -> dict[str, str]:
    """What each unit runs, without the path of Python."""
    found = {}
    for file in (ROOT / "deploy" / "systemd").glob("*.service"):
        starts = re.findall(r"^ExecStart=(.+)$", file.read_text(encoding="utf-8"), re.MULTILINE)
        (words,) = starts
        found[file.name] = words.removeprefix("/srv/portal/current/.venv/bin/python ")
    return found


def test_units_run_the_portal_and_go_on_whatever_ends_them() -> None:
    worker = "-m celery -q -A config worker"
    assert commands() == {
        "portal-backup.service": "manage.py backup /srv/portal-backups",
        "portal-beat.service": "-m celery -q -A config beat",
        "portal-clock.service": f"{worker} -Q clock -n clock@%H --concurrency=1"
        " --max-tasks-per-child=5000",
        "portal-web@.service": "-m config.serve",
        "portal-worker.service": f"{worker} -Q celery -n jobs@%H --max-tasks-per-child=500",
        "portal.service": "-m config.run",
    }
    assert (ROOT / "plans/management/commands/backup.py").is_file()
    for name in set(commands()) - {"portal-backup.service"}:
        unit = (ROOT / "deploy" / "systemd" / name).read_text(encoding="utf-8")
        wanted = ("Restart=always\n", "StartLimitIntervalSec=0\n", "PORTAL_ENV_FILE=")
        assert [line for line in wanted if line not in unit] == [], name


class Web(BaseHTTPRequestHandler):
    """A web process that tells what the proxy told it."""

    def do_GET(self) -> None:
        told = {name.lower(): value for name, value in self.headers.items()}
        body = json.dumps(told | {"path": self.path}).encode()
        self.send_response(200)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        return


@pytest.fixture
def web() -> Iterator[int]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Web) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_address[1]
        server.shutdown()


@pytest.fixture
def site(installed: Path, tmp_path: Path, web: int) -> Iterator[tuple[str, str]]:
    """The site as nginx runs it: one web process that lives beside one that does not, and none."""
    if NGINX is None:
        pytest.skip("nginx is not installed")
    certify(tmp_path)
    static = tmp_path / "var" / "static" / "css"
    static.mkdir(parents=True)
    (static / "base.0123456789ab.css").write_text("body { color: red }")
    addresses = []
    servers = []
    for number, alive in enumerate((True, False)):
        secure = free_port()
        addresses.append(f"https://127.0.0.1:{secure}")
        others = "".join(f"server 127.0.0.1:{port};\n" for port in [free_port(), web][: 1 + alive])
        (tmp_path / f"processes{number}.conf").write_text(others)
        text = (installed / "etc/nginx/sites-available/portal").read_text(encoding="utf-8")
        for there, here in {
            "/srv/portal/current": str(ROOT),
            "/var/lib/portal": str(tmp_path / "var"),
            "/etc/portal/tls": str(tmp_path),
            "/etc/portal/web-processes.conf": str(tmp_path / f"processes{number}.conf"),
            "listen 443": f"listen 127.0.0.1:{secure}",
            "listen 80;": f"listen 127.0.0.1:{free_port()};",
            "portal_web": f"portal_web{number}",
            "portal_static_age": f"portal_static_age{number}",
            "shared:portal:": f"shared:portal{number}:",
        }.items():
            assert there in text
            text = text.replace(there, here)
        servers.append(re.sub(r" *listen \[::\]:\S+[^;]*;\n", "", text))
    places = "".join(
        f"{kind}_temp_path {tmp_path}/{kind};\n"
        for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    configuration = tmp_path / "nginx.conf"
    configuration.write_text(
        f"daemon off; pid {tmp_path}/pid; error_log {tmp_path}/error.log;\n"
        f"{'user root;' if os.geteuid() == 0 else ''}\n"
        "events {}\nhttp { include /etc/nginx/mime.types; access_log off;\n"
        f"{places}{''.join(servers)}}}"
    )
    command = [NGINX, "-p", str(tmp_path), "-e", str(tmp_path / "error.log")]
    command += ["-c", str(configuration)]
    tried = subprocess.run([*command, "-t"], capture_output=True, text=True)
    assert (tried.returncode, "test is successful" in tried.stderr) == (0, True), tried.stderr
    assert "[warn]" not in tried.stderr, tried.stderr
    server = subprocess.Popen(command, stderr=subprocess.PIPE)
    yield addresses[0], addresses[1]
    server.terminate()
    server.communicate(timeout=10)


def certify(folder: Path) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "guihua.example")])
    began = datetime.now(UTC) - timedelta(days=1)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(began)
        .not_valid_after(began + timedelta(days=9))
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    kind = serialization.PrivateFormat.PKCS8
    (folder / "fullchain.pem").write_bytes(certificate.public_bytes(pem))
    (folder / "key.pem").write_bytes(key.private_bytes(pem, kind, serialization.NoEncryption()))


def get(url: str, **headers: str) -> tuple[int, dict[str, str], str]:
    """What a browser is answered, once nginx listens."""
    trusting = ssl.create_default_context()
    trusting.check_hostname, trusting.verify_mode = False, ssl.CERT_NONE
    request = urllib.request.Request(url, headers={"Host": "guihua.example", **headers})
    deadline = time.monotonic() + 10
    while True:
        try:
            with urllib.request.urlopen(request, context=trusting, timeout=10) as answer:
                return answer.status, dict(answer.headers), answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, dict(error.headers), error.read().decode()
        except urllib.error.URLError:
            assert time.monotonic() < deadline
            time.sleep(0.05)


def test_the_site_in_front_of_the_portal(site: tuple[str, str]) -> None:
    served, away = site
    forged = {"X-Forwarded-For": "203.0.113.9", "X-Request-ID": "mine", "X-Forwarded-Proto": "http"}
    for _ in range(4):  # also when the process that is gone is asked first
        status, _headers, said = get(f"{served}/plans/?page=2", **forged)
        told = json.loads(said)
        assert (status, told["path"], told["host"]) == (200, "/plans/?page=2", "guihua.example")
        names = ("x-forwarded-for", "x-forwarded-proto", "x-forwarded-host")
        assert [told[name] for name in names] == ["127.0.0.1", "https", "guihua.example"]
        assert re.fullmatch(r"[0-9a-f]{32}", told["x-request-id"])
    for address in site:  # from disk, whether the portal runs or not
        status, headers, said = get(f"{address}/static/css/base.0123456789ab.css")
        assert (status, said) == (200, "body { color: red }")
        assert headers["Cache-Control"] == "public, max-age=315360000, immutable"
        assert headers["Content-Type"] == "text/css"
    other = json.loads(get(f"{served}/static/css/other.css")[2])
    assert other["path"] == "/static/css/other.css"
    status, headers, said = get(f"{away}/plans/")
    assert (status, headers["Retry-After"], "平台暂时不能访问" in said) == (502, "30", True)
    assert get(f"{served}/away.html")[0] == 404
    status, _headers, said = get(f"{served}/", **{"Content-Length": str(65 * 2**20)})
    assert (status, "不能超过 64 MB" in said) == (413, True)


@pytest.mark.parametrize("name", ["away", "too-large"])
def test_pages_of_the_proxy_need_nothing_else(name: str) -> None:
    page = (ROOT / "deploy" / "nginx" / "pages" / f"{name}.html").read_text(encoding="utf-8")
    assert '<html lang="zh-CN">' in page
    assert re.findall(r"<script|<link|<img|https?://|@import|url\(", page) == []


def test_the_composition_runs_what_the_units_run() -> None:
    file = ROOT / "deploy" / "compose" / "compose.yaml"
    said = yaml.safe_load(file.read_text(encoding="utf-8"))
    services = said["services"]
    own = {name: services[name]["command"] for name in ("web", "worker", "clock", "beat")}
    starts = commands()
    assert own == {
        "web": "python " + starts["portal-web@.service"],
        "worker": "python " + starts["portal-worker.service"].replace("%H", "%h"),
        "clock": "python " + starts["portal-clock.service"].replace("%H", "%h"),
        "beat": "python " + starts["portal-beat.service"],
    }
    assert "deploy" not in services["beat"]
    assert {name for name, one in services.items() if one["restart"] != "always"} == {"prepare"}
    named = {v.split(":")[0] for one in services.values() for v in one.get("volumes", ())}
    assert {name for name in named if not name.startswith(".")} == set(said["volumes"])
    proxy = services["nginx"]["networks"]["inside"]["ipv4_address"]
    assert services["web"]["environment"]["PORTAL_TRUSTED_PROXY"] == proxy
    here = [v.split(":")[0] for v in services["nginx"]["volumes"] if v.startswith("../")]
    assert [path for path in here if not (file.parent / path).exists()] == []
    assert (file.parent / said["services"]["web"]["build"]["dockerfile"]).name == "Dockerfile"


def test_the_composition_is_what_its_tool_understands(tmp_path: Path) -> None:
    tool = next((t for t in (["docker", "compose"], ["docker-compose"]) if _there(t)), None)
    if tool is None:
        pytest.skip("docker compose is not installed")
    shutil.copytree(ROOT / "deploy", tmp_path / "deploy")
    folder = tmp_path / "deploy" / "compose"
    (folder / "portal.env").write_text("PORTAL_MODE=production\n")
    (folder / "db-password").write_text("word\n")
    done = subprocess.run([*tool, "config", "-q"], cwd=folder, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")


def _there(tool: list[str]) -> bool:
    if shutil.which(tool[0]) is None:
        return False
    return subprocess.run([*tool, "version"], capture_output=True).returncode == 0
