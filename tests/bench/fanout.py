#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Measures how fast one worker hands changes on to 500 sockets, with TLS, against a loop over SoupWebsocketConnections that
sends texts of the same size in the same run; the reader takes its share of the same cores, and more of it where each text
is a TLS record of its own, as the bare loop's are. And how late each of 200 messages a second comes to 500 sockets of one
chat: by fan-reader.c, which only receives meanwhile and deciphers afterwards."""

import argparse
import json
import os
import selectors
import socket
import ssl
import struct
import subprocess
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'lib'))
import stage  # noqa: E402

N_SOCKETS = 500
PER_USER = 12
N_TEXTS = 1500
BYTES = 200
ROUNDS = 3
TARGET = 0.50
A_SECOND = 200  # messages, for so many SECONDS
SECONDS = 10
LATE_MS = 50
N_WRITERS = 10  # fan-reader's; each may send 30 frames a second

PEOPLE = f'''
INSERT INTO usuario (nombre, email, hash_password, rol, empresa_id, estado)
SELECT 'Carga ' || n, 'carga' || n || '@demo.ec', o.hash_password, o.rol, o.empresa_id, 'Activo'
  FROM usuario o, generate_series(1, {N_SOCKETS // PER_USER + 2}) n WHERE o.email = 'exportadora@demo.ec';
'''
HELLO = ('GET /ws/chat HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n'
         'Sec-WebSocket-Key: AQIDBAUGBwgJCgsMDQ4PEA==\r\n{fields}\r\n')


def frame(text):
    """A client's text frame, masked by zeros."""
    data = text.encode()
    head = struct.pack('!BB', 0x81, 0x80 | len(data)) if len(data) < 126 else struct.pack('!BBH', 0x81, 0xfe, len(data))
    return head + bytes(4) + data


def connect(port, token=None, until=b'\r\n\r\n'):
    context = ssl._create_unverified_context()
    plain = socket.create_connection(('127.0.0.1', port))
    plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    one = context.wrap_socket(plain)
    one.sendall(HELLO.format(fields=f'Authorization: Bearer {token}\r\n' if token else '').encode())
    text = b''
    while until not in text:
        piece = one.recv(4096)
        if not piece:
            raise SystemExit(f'no socket: {text[:200]}')
        text += piece
    return one


class Readers:
    """Reads all sockets until each has seen the end mark."""

    def __init__(self, sockets):
        self.selector = selectors.DefaultSelector()
        for one in sockets:
            one.setblocking(False)
            self.selector.register(one, selectors.EVENT_READ, bytearray())

    def read(self, one):
        pieces = []
        try:
            while piece := one.recv(65536):
                pieces.append(piece)
            raise SystemExit('a socket was closed')
        except (ssl.SSLWantReadError, BlockingIOError):
            return b''.join(pieces)

    def until(self, mark):
        waiting = set(self.selector.get_map())
        while waiting:
            for key, _events in self.selector.select():
                key.data.extend(self.read(key.fileobj))
                if mark in key.data:
                    waiting.discard(key.fd)
                del key.data[:-64]


def measure(sockets, start):
    """Texts a second, of all sockets together."""
    readers = Readers(sockets)
    began = time.monotonic()
    start()
    readers.until(b'FIN')
    return N_TEXTS * len(sockets) / (time.monotonic() - began)


def measure_bare(place):
    command = [os.path.join(place.build, 'tests', 'bench', 'bare-socket'), place.path('cert.pem'), place.path('key.pem')]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        try:
            port = int(server.stdout.readline())
            sockets = [connect(port) for _ in range(N_SOCKETS)]
            rate = measure(sockets[1:], lambda: sockets[0].sendall(frame(f'{N_TEXTS} {BYTES}')))
            for one in sockets:
                one.close()
            return rate
        finally:
            server.terminate()


def sign_in_people(place):
    tokens = []
    for n in range(1, N_SOCKETS // PER_USER + 3):
        reply = place.ask('POST', '/auth/login', {'email': f'carga{n}@demo.ec', 'password': stage.PASSWORD})
        tokens.append(json.loads(reply)['access_token'])
    return tokens


def open_sockets(place, port):
    tokens = sign_in_people(place)
    return [connect(port, tokens[i // PER_USER], b'"ready"') for i in range(N_SOCKETS)]


def measure_hub(place, sockets):
    """By the feed: rows of one transaction, as large on the wire as the bare loop's texts."""
    filler = BYTES - len('{"event":"carga","evento":123456,"data":{"t": ""}}')
    script = (f"SELECT count(evento_emitir('carga', ARRAY[{place.yo['empresa_id']}]::bigint[], NULL, jsonb_build_object('t', repeat('x', {filler})"
              f" || CASE WHEN n = {N_TEXTS} THEN 'FIN' ELSE '' END))) FROM generate_series(1, {N_TEXTS}) n;"
              "SELECT evento_numerar(100000);")
    return measure(sockets, lambda: place.psql(script))


def run(place):
    port = int(place.url.rsplit(':', 1)[1])
    sockets = open_sockets(place, port)
    rounds = [(measure_hub(place, sockets), measure_bare(place)) for _ in range(ROUNDS)]
    hub, bare = sorted(rounds, key=lambda one: one[0] / one[1])[ROUNDS // 2]
    good = hub / bare >= TARGET
    print(f'fan-out      {hub:8.0f} texts/s to {N_SOCKETS} sockets, bare SoupWebsocketConnection {bare:.0f}: {hub / bare:.0%}'
          f' (wanted {TARGET:.0%}){"" if good else "  MISSED"}', flush=True)
    return good


def run_paced(place):
    """How late messages come that 500 sockets of one chat get, from the author's frame to the reader's."""
    port = place.url.rsplit(':', 1)[1]
    tokens = sign_in_people(place)
    chat = json.loads(place.ask('GET', '/chats?page_size=1'))['items'][0]['id']
    command = [os.path.join(place.build, 'tests', 'bench', 'fan-reader'), port, str(chat), str(A_SECOND), str(SECONDS)]
    readers = [tokens[i // PER_USER] for i in range(N_SOCKETS)]
    result = subprocess.run(command, input=''.join(f'{token}\n' for token in readers + tokens[-N_WRITERS:]), stdout=subprocess.PIPE, text=True, check=True)
    n, half, most, last = map(int, result.stdout.split())
    good = n >= N_SOCKETS * SECONDS * A_SECOND and most <= LATE_MS
    print(f'fan-out      {A_SECOND} messages/s to {N_SOCKETS} sockets of one chat: {n} came, half within {half} ms, 99 of 100 within '
          f'{most} ms (wanted {LATE_MS}), the last after {last} ms{"" if good else "  MISSED"}', flush=True)
    return good


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--build', required=True)
    arguments = parser.parse_args()
    with stage.Stage(os.path.abspath(arguments.build), 1, PEOPLE) as place:
        good = run(place)
    with stage.Stage(os.path.abspath(arguments.build), 2, PEOPLE) as place:
        return 0 if run_paced(place) and good else 1


if __name__ == '__main__':
    sys.exit(main())
