#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A crowd of sockets in many rooms, over two workers, while one of these and then the whole server are killed: every member gets
every message of its room once and in order. As many as CROWD_SOCKETS, CROWD_ROOMS and CROWD_MESSAGES say (2000, 200, 20000).
test-crowd.py BUILD; prints TAP, and what an idle socket takes."""

import asyncio
import concurrent.futures
import json
import os
import re
import resource
import signal
import ssl
import sys
import uuid

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'lib'))
import stage  # noqa: E402
import tap  # noqa: E402

ROOMS = int(os.environ.get('CROWD_ROOMS', '200'))
SOCKETS = int(os.environ.get('CROWD_SOCKETS', '2000'))
MESSAGES = int(os.environ.get('CROWD_MESSAGES', '20000'))
EACH = MESSAGES // ROOMS  # messages of a room
AT_ONCE = 64  # connections that are being made
PAUSE_S = 0.2  # of a client whose connection was lost
PATIENCE_S = 1500
LAST = re.compile(r'"evento":(\d+)')
HELLO = ('GET /ws/chat{since} HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13'
         '\r\nSec-WebSocket-Key: AQIDBAUGBwgJCgsMDQ4PEA==\r\nAuthorization: Bearer {token}\r\n\r\n')

# A room is the channel of a contrato between two companies of one user each.
FILL = f'''
CREATE TEMP TABLE clave AS SELECT hash_password FROM usuario WHERE email = 'exportadora@demo.ec';
INSERT INTO empresa (nombre, tipo, ruc)
SELECT 'Sala ' || n, CASE WHEN n % 2 = 0 THEN 'exportadora' ELSE 'centro' END, to_char(n, 'FM"0991"000000') || '001'
  FROM generate_series(0, {2 * ROOMS - 1}) n;
INSERT INTO usuario (nombre, email, hash_password, rol, empresa_id, estado)
SELECT e.nombre, 'sala' || substr(e.nombre, 6) || '@demo.ec', hash_password, e.tipo, e.id, 'Activo'
  FROM empresa e, clave WHERE e.nombre LIKE 'Sala %';
INSERT INTO contrato (codigo, exportadora_id, contraparte_id, autor_empresa_id, fecha_firma, volumen_tm, tipo_precio,
                      precio_fijado_tm, estado, calidad)
SELECT 'SALA-' || n, e.id, c.id, e.id, DATE '2026-01-01', 10, 'fijo', 5000, 'Activo', 'ASSS'
  FROM generate_series(0, {ROOMS - 1}) n
  JOIN empresa e ON e.nombre = 'Sala ' || 2 * n JOIN empresa c ON c.nombre = 'Sala ' || 2 * n + 1;
'''
PLACE = None


class Crowd(stage.Stage):
    """A server that can be killed and comes again where it was."""

    def kill(self):
        self.process.kill()
        self.process.communicate()

    def again(self):
        self.start(self.url.rsplit(':', 1)[1])


class Member:
    """One socket, that comes again with the last number it saw whenever it is lost."""

    def __init__(self, crowd, room, token, writes):
        self.crowd, self.room, self.token, self.writes = crowd, room, token, writes
        self.last = -1
        self.texts = []
        self.came = 0
        self.writer = None

    def say(self):
        """The message that is due, as often as it takes: it has its id, and is stored once."""
        number = len(self.texts)
        if self.writes and number < EACH and self.crowd.talking.is_set():
            cliente = uuid.uuid5(uuid.NAMESPACE_OID, f'{self.room["id"]} {number}')
            text = json.dumps({'event': 'send_message', 'data': {'chat_id': self.room['id'], 'texto': str(number),
                                                                 'cliente_id': str(cliente)}}).encode().ljust(200)
            self.writer.write(bytes((0x81, 0xfe)) + len(text).to_bytes(2, 'big') + bytes(4) + text)

    def hear(self, text):
        numbers = LAST.search(text)
        if numbers:
            self.last = int(numbers.group(1))
        if text.startswith('{"event":"receive_message"'):
            data = json.loads(text)['data']
            assert data['chat_id'] == self.room['id'], text
            self.texts.append(data['texto'])
            self.crowd.heard += 1
            self.say()
        elif text.startswith('{"event":"ready"'):
            self.crowd.ready += self.came == 0
            self.came += 1
            self.say()
        assert not text.startswith('{"event":"reload"'), text

    async def read(self, reader):
        while len(self.texts) < EACH or not self.crowd.talking.is_set():
            first, length = await reader.readexactly(2)
            if length == 126:
                length = int.from_bytes(await reader.readexactly(2), 'big')
            elif length == 127:
                length = int.from_bytes(await reader.readexactly(8), 'big')
            data = await reader.readexactly(length)
            if first == 0x81:
                self.hear(data.decode())
            elif first == 0x89:
                self.writer.write(bytes((0x8a, 0x80 | length)) + bytes(4) + data)
            elif first == 0x88:
                return

    async def live(self):
        while len(self.texts) < EACH:
            try:
                async with self.crowd.door:
                    reader, self.writer = await asyncio.open_connection('127.0.0.1', self.crowd.port, ssl=self.crowd.context)
                    since = f'?desde={self.last}' if self.last >= 0 else ''
                    self.writer.write(HELLO.format(since=since, token=self.token).encode())
                    head = await reader.readuntil(b'\r\n\r\n')
                assert head.startswith(b'HTTP/1.1 101') or head.startswith(b'HTTP/1.1 503'), head
                await self.read(reader)
            except (OSError, EOFError, asyncio.IncompleteReadError):
                pass
            finally:
                if self.writer is not None:
                    self.writer.close()
            if len(self.texts) < EACH:
                await asyncio.sleep(PAUSE_S)


class State:
    def __init__(self, port):
        self.port = port
        self.context = ssl._create_unverified_context()
        self.door = asyncio.Semaphore(AT_ONCE)
        self.talking = asyncio.Event()
        self.heard = self.ready = 0


def log_in(n):
    reply = PLACE.ask('POST', '/auth/login', {'email': f'sala{n}@demo.ec', 'password': stage.PASSWORD})
    return json.loads(reply)['access_token']


def rooms():
    lines = PLACE.psql("SELECT h.id, substr(c.codigo, 6) FROM chat h JOIN contrato c ON c.id = h.contrato_id"
                       " WHERE c.codigo LIKE 'SALA-%' ORDER BY 1").split('\n')
    PLACE.token = None
    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        tokens = list(pool.map(log_in, range(2 * ROOMS)))
    return [{'id': int(chat), 'tokens': tokens[2 * int(n):2 * int(n) + 2]} for chat, n in (line.split('|') for line in lines)]


async def until(question, tasks):
    """Turns the loop until it is so; a member that failed fails all."""
    while not question():
        done, _ = await asyncio.wait(tasks, timeout=0.1, return_when=asyncio.FIRST_EXCEPTION)
        for task in done:
            task.result()


async def kill_twice(crowd, tasks, total):
    await until(lambda: crowd.heard >= total // 3, tasks)
    os.kill(PLACE.worker_pids()[0], signal.SIGKILL)
    await until(lambda: crowd.heard >= 2 * total // 3, tasks)
    PLACE.kill()
    await asyncio.get_running_loop().run_in_executor(None, PLACE.again)


async def gather(places):
    crowd = State(int(PLACE.url.rsplit(':', 1)[1]))
    members = [Member(crowd, places[n % ROOMS], places[n % ROOMS]['tokens'][n // ROOMS % 2], n < ROOMS) for n in range(SOCKETS)]
    before = sum(PLACE.memory())
    tasks = [asyncio.create_task(member.live()) for member in members]
    await until(lambda: crowd.ready == SOCKETS, tasks)
    print(f'# an idle socket takes {(sum(PLACE.memory()) - before) / SOCKETS:.1f} kB, its TLS included', flush=True)
    crowd.talking.set()
    for member in members:
        member.say()
    await kill_twice(crowd, tasks, EACH * SOCKETS)
    await until(lambda: all(task.done() for task in tasks), tasks)
    return members


def test_crowd():
    members = asyncio.run(asyncio.wait_for(gather(rooms()), PATIENCE_S))
    for member in members:
        assert member.texts == [str(n) for n in range(EACH)], (member.room['id'], member.came, member.texts)
    assert sum(member.came > 1 for member in members) >= SOCKETS // 2
    print(f'# {SOCKETS} sockets, {ROOMS} rooms, {EACH * ROOMS} messages: {EACH * SOCKETS} received, each once and in order')


if __name__ == '__main__':
    HARD = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (HARD, HARD))
    SETTINGS = {'MAX_CONNECTIONS': '10000', 'MAX_CONNECTIONS_PER_ADDRESS': '10000', 'JWT_ACCESS_TTL': '86400'}
    with Crowd(sys.argv[1], 2, FILL, SETTINGS) as PLACE:
        STATUS = tap.run(dict(globals()))
    sys.exit(STATUS or PLACE.status)
