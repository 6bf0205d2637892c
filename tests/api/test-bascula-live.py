#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The server's own scale (SCALE_PORT), a simulated one on a TCP port that this test runs: what is told over the live socket, to
whom, how often, and what is told when it is silent, comes late or goes. test-bascula-live.py BUILD; prints TAP."""

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'lib'))
import stage  # noqa: E402
import tap  # noqa: E402
import ws  # noqa: E402

PORT = tap.free_port()
FOLDER = tempfile.mkdtemp(prefix='tbk-bascula-')
RUC = None
PLACE = None
SCALE = None


class Scale:
    """A simulated indicator."""

    def __init__(self):
        self.process = None

    def play(self, script):
        self.end()
        path = os.path.join(FOLDER, 'script.txt')
        with open(path, 'w', encoding='utf-8') as file:
            file.write(script)
        self.process = subprocess.Popen([os.path.join(PLACE.build, 'bascula', 'programa', 'triboka-bascula'), '--simulate', 'cas',
                                         '--script', path, '--tcp-listen', str(PORT)], stdout=subprocess.DEVNULL)

    def end(self):
        if self.process is not None:
            self.process.terminate()
            self.process.wait()
        self.process = None


class Listener:
    """A socket that asked for the scale."""

    def __init__(self, email, ask=True):
        PLACE.sign_in(email)
        port = int(PLACE.url.rsplit(':', 1)[1])
        self.line = ws.WebSocket(port, '/ws/chat', {'Authorization': 'Bearer ' + PLACE.token})
        assert self.line.status == 101, self.line.status
        if ask:
            self.ask(True)

    def ask(self, listen, number='1'):
        self.line.send(json.dumps({'event': 'scale', 'id': number, 'data': {'oir': listen}}))
        while True:
            frame = json.loads(self.line.next())
            if frame['event'] in ('ack', 'error'):
                assert frame['event'] == 'ack', frame
                return

    def next(self):
        while True:
            frame = json.loads(self.line.next())
            if frame['event'] == 'scale':
                assert 'evento' not in frame, frame
                return frame['data']

    def wait(self, wanted):
        deadline = time.monotonic() + tap.DEADLINE_S
        while time.monotonic() < deadline:
            data = self.next()
            if wanted(data):
                return data
        raise AssertionError('not heard')

    def so_far(self):
        """What is heard up to an answer that was asked for now: the frames of a socket are in order."""
        self.line.send(json.dumps({'event': 'scale', 'id': 'z', 'data': {'oir': 'no es'}}))
        heard = []
        while True:
            frame = json.loads(self.line.next())
            if frame.get('id') == 'z':
                assert frame['event'] == 'error' and frame['data']['status'] == 422, frame
                return heard
            heard.append(frame)

    def close(self):
        self.line.close()


def stands(kg):
    return lambda data: data.get('lectura') == 'estable' and data.get('valor') == kg


def test_to_whom():
    SCALE.play('zero 1\nmove 1234.5 1\nstable 600\n')
    centro, admin = Listener('centro@demo.ec'), Listener('admin@demo.ec')
    others = [Listener('exportadora@demo.ec'), Listener('proveedor@demo.ec')]
    silent = Listener('centro@demo.ec', ask=False)
    for one in (centro, admin):
        data = one.wait(stands('1234.5'))
        assert data['unidad'] == 'kg' and data['estado'] == 'receiving' and data['bascula'] == 'camionera', data
        assert data['ruc'] == RUC and 'ST' in data['trama'] and isinstance(data['reloj_ms'], int), data
    for one in (*others, silent):
        heard = [frame for frame in one.so_far() if frame['event'] == 'scale']
        assert heard == [], heard
    for one in (centro, admin, silent, *others):
        one.close()


def test_late_one_gets_the_last():
    """At once, though it says something once a second only: the first frame after the ack."""
    early = Listener('centro@demo.ec')
    early.wait(stands('1234.5'))
    lives = [early.next() for _ in range(3)]
    assert all(stands('1234.5')(data) for data in lives), lives
    late = Listener('centro@demo.ec', ask=False)
    late.ask(True)
    assert stands('1234.5')(late.next())
    late.ask(False, '2')
    early.next()
    early.next()
    assert [frame for frame in late.so_far() if frame['event'] == 'scale'] == []
    early.close()
    late.close()


def test_not_more_often_than_ten_times_a_second():
    SCALE.play('rate 50\n' + 'move 9000 20\nmove 100 20\n' * 20)
    one = Listener('centro@demo.ec')
    one.wait(lambda data: data.get('lectura') == 'movimiento')
    clocks = [one.next()['reloj_ms'] for _ in range(40)]
    # by the clock of who says it: however slow this machine is, none is sooner
    gaps = [after - before for before, after in zip(clocks, clocks[1:])]
    assert min(gaps) >= 50 and sum(gaps) / len(gaps) >= 95, gaps
    one.close()


def test_states():
    SCALE.play('overload 600\n')
    one = Listener('centro@demo.ec')
    data = one.wait(lambda data: data.get('lectura') == 'sobrecarga')
    assert 'valor' not in data and data['estado'] == 'receiving', data
    SCALE.play('stable 1\noff 600\n')
    data = one.wait(lambda data: data['estado'] == 'waiting')
    assert 'valor' not in data and 'lectura' not in data, data
    SCALE.end()
    data = one.wait(lambda data: data['estado'] == 'lost')
    assert 'valor' not in data, data
    rows = tap.wait_for(lambda: [row for row in receptores() if row['estado'] == 'sin enlace' and row['detalle']], 'how it is')
    assert rows[0]['nombre'] == 'bascula ' + RUC, rows
    SCALE.play('zero 1\nmove 50.5 1\nstable 600\n')
    one.wait(stands('50.5'))
    one.close()


def receptores():
    PLACE.sign_in('admin@demo.ec')
    return json.loads(PLACE.ask('GET', '/admin/receptores'))['items']


def test_the_reader_is_killed():
    one = Listener('centro@demo.ec')
    one.wait(stands('50.5'))
    pid = PLACE.jobs_pid()
    os.kill(pid, signal.SIGKILL)
    tap.wait_for(lambda: PLACE.jobs_pid() not in (None, pid), 'the next one')
    now_ms = time.monotonic() * 1000
    one.wait(lambda data: data['reloj_ms'] > now_ms and stands('50.5')(data))
    one.close()


def test_nothing_is_stored():
    assert PLACE.psql("SELECT count(*) FROM evento WHERE tipo = 'scale'") == '0'


def test_who_is_suspended_hears_no_more():
    one = Listener('centro@demo.ec')
    one.wait(stands('50.5'))
    PLACE.psql("UPDATE usuario SET estado = 'Suspendido' WHERE email = 'centro@demo.ec'")
    try:
        assert one.line.wait_closed() == 4401
    finally:
        PLACE.psql("UPDATE usuario SET estado = 'Activo' WHERE email = 'centro@demo.ec'")


def test_wrong_wishes():
    one = Listener('centro@demo.ec', ask=False)
    for data in ('{}', '{"oir": 1}', '{"oir": true, "mas": 1}', '[]', 'null'):
        one.line.send('{"event": "scale", "id": "x", "data": %s}' % data)
        frame = json.loads(one.line.wait(lambda text: '"x"' in text))
        assert frame['event'] == 'error' and frame['data']['status'] == 422, frame
    one.close()


def main():
    global PLACE, SCALE, RUC
    SCALE = Scale()
    # the demo's centro
    RUC = demo_ruc()
    environment = {'SCALE_PORT': f'tcp:127.0.0.1:{PORT}', 'SCALE_PROTOCOL': 'cas', 'SCALE_NAME': 'camionera', 'SCALE_EMPRESA': RUC}
    with stage.Stage(sys.argv[1], 2, fill='', environment=environment) as PLACE:
        status = tap.run(globals())
    SCALE.end()
    shutil.rmtree(FOLDER)
    return status if PLACE.status == 0 else 1


def demo_ruc():
    """As server/sql/demo.sql has it: the settings are read before there is a database to ask."""
    root = os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', '..')
    with open(os.path.join(root, 'server', 'sql', 'demo.sql'), encoding='utf-8') as file:
        return next(line for line in file if "'centro', '" in line).split("'centro', '")[1][:13]


if __name__ == '__main__':
    sys.exit(main())
