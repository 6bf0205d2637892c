# SPDX-License-Identifier: GPL-3.0-or-later
"""A client's WebSocket, blocking and plain: what a test says and hears, byte by byte."""

import json
import os
import socket
import ssl
import struct
import uuid

PATIENCE_S = 60


def message(chat, text):
    """What send_message takes, with a number of its own."""
    return {'chat_id': chat, 'texto': text, 'cliente_id': str(uuid.uuid4())}


class Closed(Exception):
    """The other side ended it: `args[0]` is its code, 0 where the line was just cut."""


class WebSocket:
    def __init__(self, port, path, headers=None):
        plain = socket.create_connection(('127.0.0.1', port), PATIENCE_S)
        plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.line = ssl._create_unverified_context().wrap_socket(plain)
        fields = ''.join(f'{name}: {value}\r\n' for name, value in (headers or {}).items())
        self.line.sendall((f'GET {path} HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n'
                           f'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AQIDBAUGBwgJCgsMDQ4PEA==\r\n{fields}\r\n').encode())
        self.buffer = b''
        while b'\r\n\r\n' not in self.buffer:
            self.fill()
        head, self.buffer = self.buffer.split(b'\r\n\r\n', 1)
        self.status = int(head.split(b' ', 2)[1])
        fields = dict(line.split(': ', 1) for line in head.decode().split('\r\n')[1:])
        self.body = self.take(int(fields.get('Content-Length', 0))).decode()
        self.record(path, fields.get('Content-Type'))

    def record(self, path, kind):
        """For tests/api/test-exchanges.py, as tests/lib/tbk-test-client.c does."""
        if 'TBK_EXCHANGES' in os.environ:
            line = json.dumps({'method': 'GET', 'path': path, 'status': self.status, 'type': kind and kind.split(';')[0],
                               'body': self.body})
            with open(os.environ['TBK_EXCHANGES'], 'a', encoding='utf-8') as file:
                file.write(line + '\n')

    def fill(self):
        try:
            piece = self.line.recv(65536)
        except TimeoutError:
            raise
        except OSError:
            piece = b''
        if not piece:
            raise Closed(0)
        self.buffer += piece

    def take(self, length):
        while len(self.buffer) < length:
            self.fill()
        taken, self.buffer = self.buffer[:length], self.buffer[length:]
        return taken

    def send(self, text, opcode=1):
        data, mask = text.encode() if isinstance(text, str) else text, os.urandom(4)
        length = len(data)
        head = struct.pack('!BB', 0x80 | opcode, 0x80 | length) if length < 126 \
            else struct.pack('!BBH', 0x80 | opcode, 0xfe, length) if length < 65536 \
            else struct.pack('!BBQ', 0x80 | opcode, 0xff, length)
        try:
            self.line.sendall(head + mask + bytes(byte ^ mask[i % 4] for i, byte in enumerate(data)))
        except TimeoutError:
            raise
        except OSError as error:
            raise Closed(0) from error

    def next(self):
        """The next text. Pings of WebSocket's own are answered."""
        while True:
            first, length = self.take(2)
            if length == 126:
                length = struct.unpack('!H', self.take(2))[0]
            elif length == 127:
                length = struct.unpack('!Q', self.take(8))[0]
            data = self.take(length)
            if first == 0x81:
                return data.decode()
            if first == 0x89:
                self.send(data, 10)
            elif first == 0x88:
                raise Closed(struct.unpack('!H', data[:2])[0] if data else 1005)

    def wait(self, wanted):
        """The first text that begins so, or of which that is true; those before it are passed over."""
        while True:
            text = self.next()
            if wanted(text) if callable(wanted) else text.startswith(wanted):
                return text

    def wait_closed(self):
        """Returns: the code."""
        try:
            while True:
                self.next()
        except Closed as closed:
            return closed.args[0]

    def close(self):
        self.line.close()
