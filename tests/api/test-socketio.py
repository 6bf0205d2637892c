#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Socket.IO by its packets, on the real server: handshake, pings, CONNECT by each way to say who one is, events with acks, what
others write, and what is no packet. test-socketio.py BUILD; prints TAP."""

import json
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'lib'))
import stage  # noqa: E402
import tap  # noqa: E402
import ws  # noqa: E402

PATH = '/socket.io/?EIO=4&transport=websocket'
PLACE = None


def port():
    return int(PLACE.url.rsplit(':', 1)[1])


def token(who):
    PLACE.sign_in(who + '@demo.ec')
    return PLACE.token


def opened(path=PATH, headers=None):
    socket = ws.WebSocket(port(), path, headers)
    assert socket.status == 101, socket.status
    text = socket.next()
    assert text[0] == '0', text
    return socket, json.loads(text[1:])


def connected(who, **more):
    socket, _ = opened()
    socket.send('40' + json.dumps({'token': token(who), **more}))
    assert len(json.loads(socket.wait('40')[2:])['sid']) == 36
    return socket


def event(text):
    assert text.startswith('42['), text
    return json.loads(text[2:])


def wait_event(socket, name):
    return event(socket.wait(f'42["{name}"'))


def ask(socket, number, name, data):
    socket.send(f'42{number}' + json.dumps([name, data]))
    return json.loads(socket.wait(f'43{number}[')[2 + len(str(number)):])[0]


def channel():
    return PLACE.demo_channels()[0]


def test_handshake():
    _, hello = opened()
    assert hello['upgrades'] == [] and len(hello['sid']) == 36 and hello['maxPayload'] == 65536, hello
    assert hello['pingInterval'] == hello['pingTimeout'] == 1000, hello
    for path, status in (('/socket.io/?EIO=4&transport=polling', 422), ('/socket.io/?EIO=3&transport=websocket', 422),
                         ('/socket.io/?transport=websocket', 422), ('/socket.io/', 422)):
        socket = ws.WebSocket(port(), path)
        assert socket.status == status, (path, socket.status)
        problem = json.loads(socket.body)
        assert problem['errors'][0]['loc'] in ('transport', 'EIO'), problem
    assert ws.WebSocket(port(), PATH, {'Origin': 'https://elsewhere.example'}).status == 403
    assert ws.WebSocket(port(), PATH, {'Authorization': 'Bearer a.b.c'}).status == 401
    assert ws.WebSocket(port(), PATH + '&ticket=a.b.c').status == 401


def test_who():
    """The token in auth, in the head, or a ticket in the query or in auth; and none at all."""
    given = token('centro')
    ticket = json.loads(PLACE.ask('POST', '/ws/ticket'))['ticket']
    for path, headers, auth in ((PATH, None, {'token': given}), (PATH, {'Authorization': 'Bearer ' + given}, None),
                                (PATH + '&ticket=' + ticket, None, None), (PATH, None, {'ticket': ticket})):
        socket, _ = opened(path, headers)
        socket.send('40' + (json.dumps(auth) if auth else ''))
        socket.wait('40{"sid"')
        assert wait_event(socket, 'ready')[1]['usuario_id'] == PLACE.yo['id']
    for auth in ('', '{}', '{"token": "a.b.c"}', '{"token": 7}', json.dumps({'token': ticket}), json.dumps({'ticket': given})):
        socket, _ = opened()
        socket.send('40' + auth)
        assert json.loads(socket.wait('44')[2:])['message']
        assert socket.wait_closed() == 4401


def test_messages():
    chat = channel()
    buyer, seller = connected('exportadora'), connected('centro')
    wait_event(buyer, 'ready')
    wait_event(seller, 'ready')
    assert ask(seller, 0, 'join', {'chat_id': chat})['id'] == chat
    sent = ws.message(chat, 'Buenos días, ¿llegó?')
    acked = ask(buyer, 12, 'send_message', sent)
    name, told, evento = wait_event(seller, 'receive_message')
    assert told['id'] == acked['id'] and told['texto'] == 'Buenos días, ¿llegó?' and evento > 0
    assert ask(buyer, 13, 'send_message', sent)['id'] == acked['id']  # once more is once
    ask(seller, 1, 'read', {'chat_id': chat, 'leido': told['numero']})
    assert wait_event(buyer, 'read')[1]['leido'] == told['numero']
    seller.send('42' + json.dumps(['typing', {'chat_id': chat}]))  # no ack is wanted
    assert len(wait_event(buyer, 'typing')) == 2


def test_same_hub():
    """With clients of the plain frames, in one room."""
    chat = channel()
    modern = connected('centro')
    wait_event(modern, 'ready')
    plain = ws.WebSocket(port(), '/ws/chat', {'Authorization': 'Bearer ' + token('exportadora')})
    plain.wait('{"event":"ready"')
    plain.send(json.dumps({'event': 'send_message', 'id': 'a', 'data': ws.message(chat, 'de uno')}))
    assert wait_event(modern, 'receive_message')[1]['texto'] == 'de uno'
    ask(modern, 1, 'send_message', ws.message(chat, 'del otro'))
    assert json.loads(plain.wait(lambda text: '"receive_message"' in text and 'del otro' in text))['event'] == 'receive_message'


def test_missed():
    """Who comes again names the last number, and is told what it missed, in order, and once."""
    chat = channel()
    first, writer = connected('centro'), connected('exportadora')
    wait_event(first, 'ready')
    ask(writer, 0, 'send_message', ws.message(chat, 'antes'))
    last = wait_event(first, 'receive_message')[2]
    first.close()
    for n in range(5):
        ask(writer, n + 1, 'send_message', ws.message(chat, f'mientras {n}'))
    again = connected('centro', desde=last)
    texts = []
    while (text := event(again.wait(lambda text: '"receive_message"' in text or '"ready"' in text)))[0] != 'ready':
        assert text[2] > last
        last = text[2]
        texts.append(text[1]['texto'])
    assert texts == [f'mientras {n}' for n in range(5)], texts


def test_errors():
    socket = connected('exportadora2')
    wait_event(socket, 'ready')
    assert ask(socket, 1, 'join', {'chat_id': channel()})['error']['status'] == 404
    problem = ask(socket, 2, 'send_message', {'chat_id': 1})['error']
    assert problem['status'] == 422 and problem['errors'][0]['loc'] == 'cliente_id', problem
    assert ask(socket, 3, 'nothing', {})['error']['errors'][0]['loc'] == 'event'
    assert ask(socket, 4, 'join', [])['error']['status'] == 422
    socket.send('42["join"]')
    assert wait_event(socket, 'error')[1]['status'] in (404, 422)
    socket.send('42[7]')
    assert wait_event(socket, 'error')[1]['status'] == 422
    socket.send('42[')
    assert wait_event(socket, 'error')[1]['status'] == 400
    socket.send('40/admin,{}')
    assert socket.wait('44/admin,') == '44/admin,{"message":"Invalid namespace"}'


def test_no_packets():
    for text, code in (('x', 1008), ('2probe', 1008), ('5', 1008), ('4', 1008), ('451-["x",{"_placeholder":true,"num":0}]', 1008),
                       ('42["join",{}]', 1008), ('41', 1000), ('1', 1000)):
        socket, _ = opened()
        socket.send(text)
        assert socket.wait_closed() == code, text
    socket = connected('centro')
    socket.send(b'\x00\x01', 2)
    assert socket.wait_closed() == 1003
    socket = connected('centro')
    socket.send('42["join",{"x":"' + 'x' * 70000 + '"}]')
    assert socket.wait_closed() == 1009
    socket = connected('centro')
    try:
        for n in range(400):
            socket.send(f'42{n}["typing",{{"chat_id":1}}]')
    except ws.Closed:
        pass
    assert socket.wait_closed() in (1008, 0)


def test_pings():
    """Who answers stays, however it talks meanwhile; who does not is cut; nor does one that never says who it is stay."""
    good = connected('centro')
    for _ in range(3):
        good.wait(lambda text: text == '2')
        good.send('3')
        ask(good, 1, 'join', {'chat_id': channel()})
    talker = connected('centro')
    number = 0
    try:
        while True:  # it talks, and never answers a ping
            ask(talker, number, 'join', {'chat_id': channel()})
            number += 1
    except ws.Closed:
        pass
    silent, _ = opened()
    assert silent.wait_closed() == 0


def test_session_ended():
    socket = connected('centro')
    wait_event(socket, 'ready')
    PLACE.ask('POST', '/auth/logout')
    assert socket.wait_closed() == 4401


if __name__ == '__main__':
    with stage.Stage(sys.argv[1], 2, '', {'IDLE_TIMEOUT': '2'}) as PLACE:
        STATUS = tap.run(dict(globals()))
    sys.exit(STATUS or PLACE.status)
