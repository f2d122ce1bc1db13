"""nginx as a plain pass-through: something between client and server that must change nothing."""

import shutil

from .process import Process, free_port

CONFIGURATION = """
daemon off; worker_processes 1; pid {directory}/nginx.pid; error_log stderr warn;
events {{ worker_connections 256; }}
http {{
  access_log off;
  client_body_temp_path {directory}; proxy_temp_path {directory}; fastcgi_temp_path {directory};
  uwsgi_temp_path {directory}; scgi_temp_path {directory};
  server {{
    listen 127.0.0.1:{port};
    location / {{
      proxy_pass http://127.0.0.1:{upstream}; proxy_http_version 1.1; proxy_set_header Connection "";
      proxy_set_header Host 127.0.0.1:{upstream}; proxy_buffering off;
    }}
  }}
}}
"""


def nginx():
    return shutil.which("nginx", path="/usr/sbin:/usr/bin:/usr/local/sbin:/usr/local/bin")


def start(directory, upstream):
    """Runs nginx in front of a port; returns (process, port)."""
    port = free_port()
    directory.mkdir(parents=True, exist_ok=True)
    file = directory / "nginx.conf"
    file.write_text(CONFIGURATION.format(directory=directory, port=port, upstream=upstream))
    process = Process([nginx(), "-c", file, "-p", directory, "-e", "stderr"], directory / "nginx.log")
    process.wait_for_port(port)
    return process, port
