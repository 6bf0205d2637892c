# SPDX-License-Identifier: GPL-3.0-or-later
"""Uploads and downloads files, 1 GB in all, against a bare SoupServer that writes what comes into a file and sends a mapped
one: what that costs without form, hash, look at the content, fsync, row and session."""

import concurrent.futures
import json
import os
import subprocess
import threading
import time

FILE_MB = 32
N_FILES = 16  # up, and down again
AT_ONCE = 2
ROUNDS = 3  # of both in turn; the one in the middle counts
TARGET = 0.60
MAX_GROWTH_KB = 8 * 1024  # of one worker, however much passes through it


def curl(*arguments):
    return subprocess.run(['curl', '-sk', '--fail-with-body', *arguments], check=True, capture_output=True).stdout


def timed(task, items):
    begun = time.monotonic()
    with concurrent.futures.ThreadPoolExecutor(AT_ONCE) as pool:
        results = list(pool.map(task, items))
    return time.monotonic() - begun, results


class Watch(threading.Thread):
    """The most memory that any worker had while it ran."""

    def __init__(self, place):
        super().__init__()
        self.place = place
        self.ended = threading.Event()
        self.most = 0

    def run(self):
        while not self.ended.wait(0.05):
            self.most = max([self.most] + self.place.memory())

    def stop(self):
        self.ended.set()
        self.join()
        return self.most


def write_file(path):
    with open(path, 'wb') as file:
        file.write(b'%PDF-1.4\n')
        for _ in range(FILE_MB):
            file.write(os.urandom(1024 * 1024))
        file.write(b'\n%%EOF\n')


def run_server(place, path, contrato):
    """Seconds up and down."""
    token = f'Authorization: Bearer {place.token}'
    url = f'{place.url}/contratos/{contrato}/documentos'
    up, made = timed(lambda _n: json.loads(curl('-H', token, '-H', 'Expect:', '-F', 'tipo=otro', '-F', 'repetido=true', '-F',
                                                f'archivo=@{path};filename=a.pdf', url)), range(N_FILES))
    down, _ = timed(lambda one: curl('-o', '/dev/null', place.url + one['url_archivo']), made)
    for one in made:
        place.psql(f"DELETE FROM documento WHERE id = {one['id']}")
    subprocess.run(f'rm -rf {place.data}/storage/contratos/*', shell=True, check=True)
    return up, down


def run_soup(place, path):
    folder = place.path('soup')
    os.makedirs(folder, exist_ok=True)
    command = [os.path.join(place.build, 'tests', 'bench', 'bare-soup'), place.path('cert.pem'), place.path('key.pem'),
               str(place.workers), '0', folder]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        try:
            url = f'https://127.0.0.1:{int(server.stdout.readline())}/'
            up, _ = timed(lambda n: curl('-H', 'Expect:', '-F', 'tipo=otro', '-F', f'archivo=@{path};filename=a.pdf', f'{url}{n}'),
                          range(N_FILES))
            down, _ = timed(lambda n: curl('-o', '/dev/null', f'{url}{n}'), range(N_FILES))
            return up, down
        finally:
            server.terminate()
            subprocess.run(['rm', '-rf', folder], check=True)


def measure(place):
    path = place.path('file.pdf')
    write_file(path)
    contrato = place.own_ids()[0]
    before = max(place.memory())
    watch = Watch(place)
    watch.start()
    rounds = [(run_server(place, path, contrato), run_soup(place, path)) for _ in range(ROUNDS)]
    most = watch.stop()
    (up, down), (soup_up, soup_down) = sorted(rounds, key=lambda one: sum(one[1]) / sum(one[0]))[ROUNDS // 2]
    ratio = (soup_up + soup_down) / (up + down)
    megabytes = FILE_MB * N_FILES
    good = ratio >= TARGET and most - before < MAX_GROWTH_KB
    print(f'files        up {megabytes / up:.0f} MB/s, down {megabytes / down:.0f} MB/s   bare SoupServer {megabytes / soup_up:.0f} and '
          f'{megabytes / soup_down:.0f}: {ratio:.0%} (wanted {TARGET:.0%}); memory {before / 1024:.1f}, at most {most / 1024:.1f} MB '
          f'a worker{"" if good else "  MISSED"}', flush=True)
    return good
