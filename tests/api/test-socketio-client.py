#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The real socket.io-client of npm, on the real server: it exchanges messages with a client of the plain frames, and comes
again by itself when the server was away, without losing any. Where it cannot be had, the test is skipped, and says why.
test-socketio-client.py BUILD; prints TAP."""

import json
import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, '..', 'lib'))
import socketio  # noqa: E402
import stage  # noqa: E402
import tap  # noqa: E402
import ws  # noqa: E402

PLACE = None
MODULES = None


class Client:
    """A process that runs it."""

    def __init__(self, who, transport='websocket', **auth):
        PLACE.sign_in(who + '@demo.ec')
        self.process = socketio.start(MODULES)
        self.number = 0
        self.order(connect=PLACE.url, transport=transport, auth={'token': PLACE.token, **auth})

    def order(self, **what):
        self.process.stdin.write(json.dumps(what) + '\n')
        self.process.stdin.flush()

    def wait(self, **wanted):
        """The next line that has these; those before are passed over."""
        for line in self.process.stdout:
            what = json.loads(line)
            if all(what.get(name) == value for name, value in wanted.items()):
                return what
        raise AssertionError(f'it ended before {wanted}')

    def ask(self, event, data):
        self.number += 1
        self.order(emit=event, data=data, number=self.number)
        return self.wait(ack=self.number)['answer']

    def end(self):
        self.process.stdin.close()
        self.process.terminate()
        self.process.wait()


def channel():
    return PLACE.demo_channels()[0]


def test_exchange():
    chat = channel()
    one = Client('centro')
    one.wait(event='ready')
    plain = ws.WebSocket(int(PLACE.url.rsplit(':', 1)[1]), '/ws/chat', {'Authorization': 'Bearer ' + token('exportadora')})
    plain.wait('{"event":"ready"')
    assert one.ask('join', {'chat_id': chat})['id'] == chat
    acked = one.ask('send_message', ws.message(chat, '¿Llegó el camión?'))
    told = json.loads(plain.wait('{"event":"receive_message"'))['data']
    assert told['id'] == acked['id'] and told['texto'] == '¿Llegó el camión?'
    plain.send(json.dumps({'event': 'send_message', 'data': ws.message(chat, 'Llegó.')}))
    while (got := one.wait(event='receive_message'))['data']['texto'] != 'Llegó.':
        pass
    assert got['evento'] > 0
    assert one.ask('join', {'chat_id': 999999999})['error']['status'] == 404
    one.end()


def token(who):
    PLACE.sign_in(who + '@demo.ec')
    return PLACE.token


def test_refused():
    one = Client('centro', transport='polling')
    assert one.wait(connect_error='xhr poll error')
    one.end()
    other = Client('centro', token='a.b.c')
    assert 'token' in other.wait(connect=None)['connect_error']
    other.end()


def test_server_restarts():
    """Its own reconnection, with the last number in its auth: what was said meanwhile comes, once."""
    chat = channel()
    one, writer = Client('centro'), Client('exportadora')
    one.wait(event='ready')
    writer.wait(event='ready')
    writer.ask('send_message', ws.message(chat, 'antes'))
    one.wait(event='receive_message')
    for pid in PLACE.worker_pids():
        os.kill(pid, 9)
    one.wait(connect=True)
    for n in range(3):
        PLACE.sign_in()
        PLACE.ask('POST', f'/chats/{chat}/mensajes', {k: v for k, v in ws.message(chat, f'luego {n}').items() if k != 'chat_id'})
    texts = [one.wait(event='receive_message')['data']['texto'] for _ in range(3)]
    assert texts == ['luego 0', 'luego 1', 'luego 2'], texts
    one.end()
    writer.end()


if __name__ == '__main__':
    try:
        MODULES = socketio.fetch(sys.argv[1])
    except socketio.Away as away:
        print(f'1..0 # SKIP {away}')
        sys.exit(0)
    with stage.Stage(sys.argv[1], 1, '') as PLACE:
        STATUS = tap.run(dict(globals()))
    sys.exit(STATUS or PLACE.status)
