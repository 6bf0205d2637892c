#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Measures the server under load, with TLS, against what its parts can do by themselves in the same run: pgbench on the
same SQL, as the app's role with entrar(), and a bare SoupServer. The limit of both is 1 / (1/pgbench + 1/SoupServer)."""

import argparse
import os
import re
import statistics
import subprocess
import sys

import files
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'lib'))
import stage  # noqa: E402

CLIENTS = 32
ROUNDS = 3  # of server, database and SoupServer in turn: what else the machine does meets all three
PGBENCH_CLIENTS = (4, 8, 16)
TARGETS = {'point read': 0.70, 'list of 20': 0.60}
MAX_P99_MS = 10.0  # of clients that pause: those that never do wait for each other, CLIENTS / rate on average
MAX_WORKER_KB = 40 * 1024

POINT_LUA = '''
request = function()
  return wrk.format("GET", "/contratos/" .. math.random({first}, {last}))
end
'''
CREATE_LUA = '''
wrk.headers["Content-Type"] = "application/json"
local body = [[{{"contraparte_id": {centro}, "fecha_firma": "2026-11-02", "volumen_tm": "25", "tipo_precio": "fijo",
  "precio_fijado_tm": "5400"}}]]
request = function() return wrk.format("POST", "/contratos", nil, body) end
'''
PAUSE_LUA = '''
function delay() return -%.1f * math.log(1 - math.random()) end
'''
LOGIN_LUA = '''
wrk.headers["Content-Type"] = "application/json"
wrk.headers["Authorization"] = nil
request = function()
  return wrk.format("POST", "/auth/login", nil, [[{{"email": "exportadora@demo.ec", "password": "cacao-demo-2026"}}]])
end
'''


def milliseconds(text):
    number, unit = re.match(r'([\d.]+)(us|ms|s)$', text).groups()
    return float(number) * {'us': 0.001, 'ms': 1, 's': 1000}[unit]


class Load:
    """One run of wrk. `pause_ms`: how long each client waits after a reply, on average."""

    def __init__(self, place, url, seconds, script='', pause_ms=0.0):
        if pause_ms:
            script += PAUSE_LUA % pause_ms
        command = ['wrk', '-t2', f'-c{CLIENTS}', f'-d{seconds}s', '--latency', '-H', f'Authorization: Bearer {place.token}']
        if script:
            path = place.path('load.lua')
            with open(path, 'w', encoding='utf-8') as file:
                file.write(script)
            command += ['-s', path]
        output = subprocess.run(command + [url], check=True, capture_output=True, text=True).stdout
        self.rate = float(re.search(r'Requests/sec:\s*([\d.]+)', output).group(1))
        self.p50, self.p99 = (milliseconds(re.search(rf'\s{p}%\s+(\S+)', output).group(1)) for p in (50, 99))
        bad = re.search(r'Non-2xx or 3xx responses: (\d+)', output)
        self.bad = int(bad.group(1)) if bad else 0


def write_pgbench(place, statements):
    """entrar() and these, as the app's role, in one round trip. Returns the script's path."""
    entrar = f"SELECT entrar('{place.yo['sesion']}', {place.yo['id']}, '{place.yo['rol']}')"
    first, last = place.own_ids()
    script = place.path('load.sql')
    with open(script, 'w', encoding='utf-8') as file:
        file.write(f'\\set id random({first}, {last})\n\\startpipeline\n')
        file.write(';\n'.join(' '.join(text.split()) for text in [entrar] + statements) + ';\n\\endpipeline\n')
    return script


def pgbench(place, seconds, script, clients):
    """Transactions a second."""
    output = subprocess.run([pgbench_program(), '-n', '-M', 'prepared', '-c', str(clients), '-j2', '-T', str(seconds), '-f', script,
                             place.conninfo('triboka_app')], check=True, capture_output=True, text=True).stdout
    return float(re.search(r'tps = ([\d.]+)', output).group(1))


def pgbench_program():
    versions = sorted(os.listdir('/usr/lib/postgresql'), key=int)
    return f'/usr/lib/postgresql/{versions[-1]}/bin/pgbench'


def bare_soup(place, seconds, size):
    command = [os.path.join(place.build, 'tests', 'bench', 'bare-soup'), place.path('cert.pem'), place.path('key.pem'),
               str(place.workers), str(size)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        try:
            port = int(server.stdout.readline())
            return Load(place, f'https://127.0.0.1:{port}/', seconds).rate
        finally:
            server.terminate()


class Round:
    """The server and both of its parts, measured one right after the other."""

    def __init__(self, place, seconds, case, script, clients, size):
        self.load = Load(place, place.url + case[0], seconds, case[1])
        self.half = Load(place, place.url + case[0], seconds, case[1], pause_ms=2000 * CLIENTS / self.load.rate)
        self.database = pgbench(place, seconds, script, clients)
        self.soup = bare_soup(place, seconds, size)
        self.limit = 1 / (1 / self.database + 1 / self.soup)
        self.ratio = self.load.rate / self.limit


def delays(loads):
    """The median of what these runs measured."""
    p50, p99 = zip(*((load.p50, load.p99) for load in loads))
    return f'p50 {statistics.median(p50):5.1f} ms  p99 {statistics.median(p99):5.1f} ms'


def measure_against_limit(place, seconds, name, case):
    """case: (path, script, statements, what a reply looks like). The round in the middle counts."""
    script = write_pgbench(place, case[2])
    clients = max(PGBENCH_CLIENTS, key=lambda n: pgbench(place, 2, script, n))
    size = len(place.ask('GET', case[3]))
    rounds = sorted((Round(place, seconds, case, script, clients, size) for _ in range(ROUNDS)), key=lambda one: one.ratio)
    middle = rounds[ROUNDS // 2]
    bad = sum(load.bad for one in rounds for load in (one.load, one.half))
    fast = middle.ratio >= TARGETS[name]
    print(f'{name:12} {middle.load.rate:8.0f}/s  {delays(one.load for one in rounds)}   pgbench {middle.database:.0f}, '
          f'bare SoupServer {middle.soup:.0f}, limit {middle.limit:.0f}: {middle.ratio:.0%} of {rounds[0].ratio:.0%} to '
          f'{rounds[-1].ratio:.0%} (wanted {TARGETS[name]:.0%}){"" if fast else "  MISSED"}{f"  {bad} failed" if bad else ""}')
    prompt = statistics.median(one.half.p99 for one in rounds) < MAX_P99_MS
    print(f'  half load  {middle.half.rate:8.0f}/s  {delays(one.half for one in rounds)} (wanted p99 under {MAX_P99_MS:.0f} ms)'
          f'{"" if prompt else "  MISSED"}', flush=True)
    return fast and prompt and not bad


def measure_alone(place, seconds, name, path, script):
    load = Load(place, place.url + path, seconds, script)
    print(f'{name:12} {load.rate:8.0f}/s  p50 {load.p50:5.1f} ms  p99 {load.p99:5.1f} ms'
          f'{f"  {load.bad} failed: MISSED" if load.bad else ""}', flush=True)
    return not load.bad


def run(place, root, seconds):
    first, last = place.own_ids()
    page = stage.page_statement(root, 'contrato', 'contrato_page', 'fecha_firma', 'date')
    cases = {
        'point read': ('/contratos/1', POINT_LUA.format(first=first, last=last),
                       [stage.bind(stage.statement(root, 'contrato', 'contrato_get'), [':id'])], f'/contratos/{first}'),
        'list of 20': ('/contratos?page_size=20', '',
                       [stage.bind(page, ['21', '0', "'infinity'", '9223372036854775807']),
                        stage.bind(stage.statement(root, 'contrato', 'contrato_total'), [])], '/contratos?page_size=20'),
    }
    centro = place.psql("SELECT empresa_id FROM usuario WHERE email = 'centro@demo.ec'")
    good = [measure_against_limit(place, seconds, name, case) for name, case in cases.items()]
    good.append(measure_alone(place, seconds, 'create', '/contratos', CREATE_LUA.format(centro=centro)))
    good.append(measure_alone(place, seconds, 'login', '/auth/login', LOGIN_LUA.format()))
    good.append(files.measure(place))
    memory = place.memory()
    fits = bool(memory) and max(memory) < MAX_WORKER_KB
    print(f'memory       {", ".join(f"{size / 1024:.1f}" for size in memory)} MB a worker (under {MAX_WORKER_KB // 1024})'
          f'{"" if fits else "  MISSED"}')
    return all(good) and fits


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--build', required=True)
    parser.add_argument('--root', required=True)
    parser.add_argument('--seconds', type=int, default=5)
    parser.add_argument('--workers', type=int, default=os.cpu_count())
    arguments = parser.parse_args()
    with stage.Stage(os.path.abspath(arguments.build), arguments.workers) as place:
        return 0 if run(place, arguments.root, arguments.seconds) else 1


if __name__ == '__main__':
    sys.exit(main())
