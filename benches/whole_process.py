#!/usr/bin/env python3
"""Whole-process figures of fluxlite: time, throughput and peak memory.

    cargo build --release --examples --bin fluxlite
    benches/whole_process.py [--sizes 1000000000 4000000000] [--runs 3] [NAME ...]

NAME: start, csv, csv-united, remote, remote-chunks, lp, lp-series, lp-range, lp-sorted, lp-sorted-series, lp-sorted-range,
join (default: all). `remote` reads the CSV as the answer of a server on this machine, which sends
it as InfluxDB does, in chunks and unpacked. The names with -series and -range ask for a thousandth and a hundredth of the
file. `join` has two sides of a million rows in 100 groups, whatever the sizes. Needs Python 3 only. Large inputs are
made once in a temporary folder and removed. Each figure is the best of the runs; peak memory is
the greatest.
"""
import argparse
import os
import socket
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TARGET = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target")) / "release"
NAMES = ["start", "csv", "csv-united", "remote", *(f"lp{order}{asked}" for order in ("", "-sorted") for asked in ("", "-series", "-range")), "join"]
READ = 'import "csv"\ndata = csv.from(file: "{file}") |> range(start: 2023-11-14T00:00:00Z, stop: 2023-11-20T00:00:00Z) |> filter(fn: (r) => r._value > 100.0)\n'
# What `generate` writes: the first second, and the bytes of a line, about.
START = 1_700_000_000
LINE = 51
TO = '|> to(bucket: "b", host: "http://localhost:8086", token: "t")'
# The server is sent the range; the comparison is of an expression, so that it is made here.
REMOTE = 'from(bucket: "large", host: "{host}", org: "o", token: "t") |> range(start: 2023-11-14T00:00:00Z, stop: 2023-11-20T00:00:00Z) |> filter(fn: (r) => r._value * 1.0 > 100.0) '
BUCKET = 'from(bucket: "large") |> range(start: {start}) |> filter(fn: (r) => {filter}) '
ALL = {"start": "0", "filter": "r._value > 100.0"}
ASKED = {
    "": ALL,
    "-series": {**ALL, "filter": 'r.host == "host-00500"'},
    "-range": {**ALL, "start": "2023-11-14T22:13:20Z, stop: {stop}"},
}
SIDE = """side = (k) => generate.from(count: 1000000, fn: (n) => n, start: 2020-01-01T00:00:00Z, stop: 2020-02-01T00:00:00Z)
    |> map(fn: (r) => ({g: string(v: r._value % 100), id: r._value, v: float(v: r._value * k)}))
    |> group(columns: ["g"])
"""
JOINS = {
    "sides": "union(tables: [side(k: 1), side(k: 2)])",
    "universe": 'join(tables: {l: side(k: 1), r: side(k: 2)}, on: ["g", "id"])',
    "inner": "pairs.inner(left: side(k: 1), right: side(k: 2), on: (l, r) => l.id == r.id, as: (l, r) => ({l with w: r.v}))",
}
AGGREGATES = "union(tables: [" + ", ".join(f"data |> {f}() |> set(key: \"_field\", value: \"{f}\") |> duplicate(column: \"_stop\", as: \"_time\")" for f in ("min", "max", "mean")) + "])"


def run(arguments, runs):
    """Best wall time in seconds, and peak memory in MB."""
    best, peak = float("inf"), 0
    for _ in range(runs):
        began = time.perf_counter()
        with subprocess.Popen([TARGET / "fluxlite", *arguments], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) as process:
            said = process.stderr.read()
            _, status, usage = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            sys.exit(f"{arguments}: exit {process.returncode}\n{said.decode()}")
        best = min(best, time.perf_counter() - began)
        peak = max(peak, usage.ru_maxrss / 1000)
    return best, peak


def generated(kind, size, folder):
    path = Path(folder, f"{kind}.{size}")
    with path.open("wb") as out:
        subprocess.run([TARGET / "examples" / "generate", kind, str(size)], stdout=out, check=True)
    return path


def answer(listener, path):
    """Sends a file as the answer to whatever is asked, until the listener is closed."""
    while True:
        try:
            connection, _ = listener.accept()
        except OSError:
            return
        with connection, path.open("rb") as file:
            asked = b""
            while b"\r\n\r\n" not in asked:
                asked += connection.recv(65536)
            connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/csv; charset=utf-8\r\nTransfer-Encoding: chunked\r\n\r\n")
            sent, total = 0, path.stat().st_size
            while sent < total:
                # A megabyte a chunk costs this process next to nothing.
                length = min(1 << 20, total - sent)
                connection.sendall(b"%x\r\n" % length)
                end = sent + length
                while sent < end:
                    sent += os.sendfile(connection.fileno(), file.fileno(), sent, end - sent)
                connection.sendall(b"\r\n")
            connection.sendall(b"0\r\n\r\n")
            # What of the request was not read must not reset the connection.
            connection.shutdown(socket.SHUT_WR)
            while connection.recv(65536):
                pass


def serving(path):
    """A server of a file, and its URL."""
    listener = socket.create_server(("127.0.0.1", 0))
    threading.Thread(target=answer, args=(listener, path), daemon=True).start()
    return listener, f"http://127.0.0.1:{listener.getsockname()[1]}"


def report(name, size, seconds, peak):
    print(f"{name:12} {size / 1e6:8.0f} MB {seconds:8.2f} s {size / 1e6 / seconds:8.0f} MB/s {peak:8.0f} MB peak", flush=True)


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("names", nargs="*", default=NAMES)
    ap.add_argument("--sizes", type=int, nargs="+", default=[1_000_000_000, 4_000_000_000])
    ap.add_argument("--runs", type=int, default=3)
    ap.add_argument("--folder", help="for the large inputs", default=None)
    opt = ap.parse_args()
    if "start" in opt.names:
        seconds, peak = run(["run", "-e", 'import "array" array.from(rows: [{a: 1}])'], 20)
        print(f"start        {seconds * 1000:8.1f} ms {peak:8.0f} MB peak", flush=True)
    if "join" in opt.names:
        for name, joined in JOINS.items():
            script = 'import "generate"\nimport pairs "join"\n' + SIDE + joined + ' |> group() |> count(column: "id")'
            seconds, peak = run(["run", "-e", script], opt.runs)
            print(f"join {name:10} {seconds:8.2f} s {peak:8.0f} MB peak", flush=True)
    for size in opt.sizes:
        with tempfile.TemporaryDirectory(dir=opt.folder) as folder:
            if {"csv", "csv-united", "remote"} & set(opt.names):
                file = generated("csv", size, folder)
                for name, rest in (("csv", "data " + TO), ("csv-united", AGGREGATES + TO)):
                    if name in opt.names:
                        report(name, size, *run(["run", "--dry-run", "-e", READ.format(file=file) + rest], opt.runs))
                if "remote" in opt.names:
                    listener, host = serving(file)
                    with listener:
                        report("remote", size, *run(["run", "--dry-run", "-e", REMOTE.format(host=host) + TO], opt.runs))
                file.unlink()
            for kind in ("lp", "lp-sorted"):
                names = {kind + asked: asked for asked in ASKED if kind + asked in opt.names}
                if not names:
                    continue
                file = generated(kind, size, folder)
                bound = Path(folder, "large.lp")
                file.rename(bound)
                for name, asked in names.items():
                    # A hundredth of the seconds that 1,000 series have in a file of this size.
                    moments = max(1, size // LINE // 1000 // 100)
                    stop = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(START + moments))
                    script = BUCKET.format(**ASKED[asked]).replace("{stop}", stop) + TO
                    report(name, size, *run(["run", "--dry-run", "--bucket", f"large={bound}", "-e", script], opt.runs))
                bound.unlink()


if __name__ == "__main__":
    main()
