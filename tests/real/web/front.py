"""A real Apache, nginx or HAProxy in front of the lab's tracking servers, on loopback."""

import shutil
import socket
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

PATH = "/usr/local/sbin:/usr/sbin:/usr/local/bin:/usr/bin:/sbin:/bin"
HOW_TO_GET = "{} is not installed: apt-get install --no-install-recommends nginx apache2 haproxy"
PROGRAMS = ("nginx", "apache2", "haproxy")
LIMIT_S = 10.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What to serve, and how.

    Attributes:
        port: For http, on 127.0.0.1.
        secure_port: For https.
        folder: With ``front.pem``: key and certificate in one file; all else is made there.
        servers: Host and port of each tracking server.
        plain: Lines for the http side in the program's own language; empty leaves it as it is.
        both: Likewise for both sides, before a request is passed on.
    """

    port: int
    secure_port: int
    folder: Path
    servers: Sequence[str]
    plain: str = ""
    both: str = ""


Start = Callable[[Plan], list[str]]


def missing() -> str:
    """Return what is missing to run all three; empty if nothing is."""
    lacks = [name for name in PROGRAMS if shutil.which(name, path=PATH) is None]
    return HOW_TO_GET.format(", ".join(lacks)) if lacks else ""


def nginx(plan: Plan) -> list[str]:
    """Write nginx's configuration: HTTP/2, gzip, chunks, no keep-alive; return its command."""
    upstream = "".join(f"    server {server};\n" for server in plan.servers)
    temporary = "".join(
        f"  {name}_temp_path {plan.folder}/{name};\n"
        for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    text = f"""daemon off; worker_processes 1; user root; pid {plan.folder}/nginx.pid;
error_log {plan.folder}/error.log warn;
events {{ worker_connections 256; }}
http {{
  access_log off; default_type text/html; keepalive_timeout 0;
  gzip on; gzip_min_length 0; gzip_proxied any; gzip_types *;
  sub_filter_types *; sub_filter "@none@" "";  # so no answer has a length: it comes in chunks
{temporary}
  upstream tracking {{
{upstream}  }}
  server {{ listen 127.0.0.1:{plan.port}; {plan.plain} {_NGINX_PASSES.format(both=plan.both)} }}
  server {{ listen 127.0.0.1:{plan.secure_port} ssl http2;
    ssl_certificate {plan.folder}/front.pem; ssl_certificate_key {plan.folder}/front.pem;
    {_NGINX_PASSES.format(both=plan.both)} }}
}}
"""
    (plan.folder / "front.conf").write_text(text, encoding="utf-8")
    return ["nginx", "-c", str(plan.folder / "front.conf"), "-p", str(plan.folder)]


_NGINX_PASSES = """
    {both}
    location / {{ proxy_pass http://tracking; proxy_set_header Host $http_host; }}
"""
_APACHE_MODULES = (
    *("mpm_event", "authz_core", "headers", "rewrite", "socache_shmcb", "ssl", "slotmem_shm"),
    *("proxy", "proxy_http", "proxy_balancer", "lbmethod_byrequests"),
)


def apache(plan: Plan) -> list[str]:
    """Write Apache's configuration: a balancer, no keep-alive; return its command."""
    modules = "".join(
        f"LoadModule {name}_module /usr/lib/apache2/modules/mod_{name}.so\n"
        for name in _APACHE_MODULES
    )
    members = "".join(f"  BalancerMember http://{server}\n" for server in plan.servers)
    passes = "ProxyPreserveHost On\nProxyPass / balancer://tracking/\n"
    text = f"""ServerRoot {plan.folder}
PidFile {plan.folder}/apache.pid
ErrorLog {plan.folder}/error.log
ServerName 127.0.0.1
DefaultRuntimeDir {plan.folder}
{modules}User www-data
Group www-data
Mutex file:{plan.folder} default
KeepAlive Off
ServerLimit 1
ThreadsPerChild 16
MaxRequestWorkers 16
Listen 127.0.0.1:{plan.port}
Listen 127.0.0.1:{plan.secure_port}
<Proxy balancer://tracking>
{members}</Proxy>
<VirtualHost 127.0.0.1:{plan.port}>
{plan.plain}
{plan.both}
{passes}</VirtualHost>
<VirtualHost 127.0.0.1:{plan.secure_port}>
SSLEngine on
SSLCertificateFile {plan.folder}/front.pem
{plan.both}
{passes}</VirtualHost>
"""
    (plan.folder / "front.conf").write_text(text, encoding="utf-8")
    place, file = str(plan.folder), str(plan.folder / "front.conf")
    return ["apache2", "-d", place, "-f", file, "-DFOREGROUND"]


def haproxy(plan: Plan) -> list[str]:
    """Write HAProxy's configuration: round robin, HTTP/2; return its command."""
    servers = "".join(f"  server s{at} {host}\n" for at, host in enumerate(plan.servers))
    text = f"""global
  maxconn 256
  nbthread 1
defaults
  mode http
  timeout connect 2s
  timeout client 10s
  timeout server 10s
  option forwardfor
frontend plain
  bind 127.0.0.1:{plan.port}
{plan.plain}
{plan.both}
  default_backend tracking
frontend secure
  bind 127.0.0.1:{plan.secure_port} ssl crt {plan.folder}/front.pem alpn h2,http/1.1
{plan.both}
  default_backend tracking
backend tracking
  balance roundrobin
{servers}"""
    (plan.folder / "front.conf").write_text(text, encoding="utf-8")
    return ["haproxy", "-db", "-f", str(plan.folder / "front.conf")]


@contextmanager
def running(start: Start, plan: Plan) -> Iterator[None]:
    """Run a front until the test is done with it."""
    program, *arguments = start(plan)
    command = [str(shutil.which(program, path=PATH)), *arguments]
    with (plan.folder / "front.log").open("wb") as log:
        process = subprocess.Popen(  # noqa: S603
            command, stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT
        )
    try:
        _wait_for(plan, process)
        yield
    finally:
        process.terminate()
        process.wait(LIMIT_S)


def free_ports(count: int) -> list[int]:
    """Return ports of 127.0.0.1 that nobody has; whoever comes first may take them."""
    probes = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [int(probe.getsockname()[1]) for probe in probes]
    for probe in probes:
        probe.close()
    return ports


def _wait_for(plan: Plan, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + LIMIT_S
    while process.poll() is None and time.monotonic() < until:
        if all(map(_listens, (plan.port, plan.secure_port))):
            return
        time.sleep(0.05)
    said = (plan.folder / "front.log").read_text("utf-8", "replace")
    raise AssertionError(f"the front does not listen: {said}")


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
