#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Weighings by MQTT, from a real mosquitto (with TLS and a password) that this test runs: what is stored, what is refused, and
that nothing is lost or stored twice when the broker, the server or the database's patience ends at the worst moment.
test-mqtt.py BUILD; prints TAP."""

import json
import os
import shutil
import signal
import ssl
import subprocess
import sys
import tempfile
import urllib.error
import urllib.parse
import uuid

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'lib'))
import stage  # noqa: E402
import tap  # noqa: E402

PORT = tap.free_port()
FOLDER = tempfile.mkdtemp(prefix='tbk-mqtt-')
CERT = os.path.join(FOLDER, 'cert.pem')
SERVER, SERVER_PASS = 'triboka', 'clave/del servidor'
DEVICE, DEVICE_PASS = 'bascula', 'clave de la bascula'
PLACE = None
BROKER = None


class Broker:
    """A mosquitto whose sessions and messages outlive it."""

    def __init__(self):
        tap.certificate(CERT, self.path('key.pem'))
        self.process = None
        open(self.path('passwords'), 'w', encoding='utf-8').close()
        for name, password in ((SERVER, SERVER_PASS), (DEVICE, DEVICE_PASS)):
            subprocess.run(['mosquitto_passwd', '-b', self.path('passwords'), name, password], check=True, capture_output=True)
        with open(self.path('acl'), 'w', encoding='utf-8') as file:
            file.write(f'user {SERVER}\ntopic read #\nuser {DEVICE}\ntopic write #\n')

    @staticmethod
    def path(name):
        return os.path.join(FOLDER, name)

    def start(self):
        with open(self.path('mosquitto.conf'), 'w', encoding='utf-8') as file:
            file.write(f'listener {PORT} 127.0.0.1\ncertfile {CERT}\nkeyfile {self.path("key.pem")}\n'
                       f'allow_anonymous false\npassword_file {self.path("passwords")}\nacl_file {self.path("acl")}\n'
                       f'persistence true\npersistence_location {FOLDER}/\nautosave_interval 1\nautosave_on_changes true\n'
                       f'user root\nlog_dest file {self.path("broker.log")}\nlog_type all\n')
        self.process = subprocess.Popen(['mosquitto', '-c', self.path('mosquitto.conf')], stdout=subprocess.DEVNULL,
                                        stderr=subprocess.DEVNULL)

        def answers():
            assert self.process.poll() is None, self.log()[-2000:]
            return publish('otra/cosa', '', check=False) == 0
        tap.wait_for(answers, 'the broker')

    def end(self, number=signal.SIGTERM):
        self.process.send_signal(number)
        self.process.wait()

    def log(self):
        with open(self.path('broker.log'), encoding='utf-8', errors='replace') as file:
            return file.read()


def publish(topic, text, *options, check=True):
    """As a device does, with QoS 1: it returns when the broker has it."""
    result = subprocess.run(['mosquitto_pub', '-h', '127.0.0.1', '-p', str(PORT), '--cafile', CERT, '-u', DEVICE, '-P', DEVICE_PASS,
                             '-q', '1', '-t', topic, '-s' if text else '-n', *options],
                            input=text if isinstance(text, bytes) else text.encode(), capture_output=True)
    assert not check or result.returncode == 0, result.stderr
    return result.returncode


def settings(port=None, password=SERVER_PASS):
    quoted = urllib.parse.quote(password, safe='')
    return {'MQTT_URL': f'mqtts://{SERVER}:{quoted}@127.0.0.1:{port or PORT}', 'MQTT_CA': CERT,
            'MQTT_TOPICS': 'triboka/pesaje/#, planta/{bascula}/lote/{lote}, iot/{ruc}/{bascula}/{lote}, de/{ruc}/#, patio/uno=%s'}


def lote(n=0):
    return int(PLACE.psql(f'SELECT id FROM lote WHERE deleted_at IS NULL ORDER BY id OFFSET {n} LIMIT 1'))


def weighing(**more):
    return {'id': str(uuid.uuid4()), 'lote_id': lote(), 'peso': '64.5', **more}


def send(topic='triboka/pesaje', **more):
    body = weighing(**more)
    publish(topic, json.dumps(body))
    return body


def stored(body):
    return PLACE.psql(f"SELECT count(*) FROM pesaje WHERE id = '{body['id']}'") == '1'


def wait_stored(body):
    tap.wait_for(lambda: stored(body), 'the weighing ' + body['id'])


def ask_admin(path):
    PLACE.sign_in('admin@demo.ec')
    return json.loads(PLACE.ask('GET', path))['items']


def state():
    return next((one for one in ask_admin('/admin/receptores') if one['nombre'] == 'mqtt'), None)


def wait_state(wanted):
    return tap.wait_for(lambda: (lambda one: one if one and one['estado'] == wanted else None)(state()), wanted)


def refusals():
    return int(PLACE.psql('SELECT coalesce(max(id), 0) FROM rechazo'))


def expect_refusal(topic, text, why):
    before = refusals()
    publish(topic, text)
    tap.wait_for(lambda: refusals() > before, 'the refusal of ' + repr(text)[:80])
    row = ask_admin('/iot/rechazos')[0]
    assert (row['canal'], row['equipo']) == ('mqtt', topic) and why in row['motivo'], row
    return row


def whole():
    """Every chain is, and every lote weighs what its weighings say."""
    PLACE.sign_in('admin@demo.ec')
    for empresa in PLACE.psql('SELECT empresa_id FROM pesaje_cadena').split():
        assert json.loads(PLACE.ask('GET', f'/pesajes/verificar?empresa_id={empresa}'))['integra']
    twice = PLACE.psql('SELECT count(*) FROM (SELECT id FROM pesaje GROUP BY id HAVING count(*) > 1) x')
    assert twice == '0', twice


class Chain:
    """Holds the end of the chain of the first lote's holder: whatever weighs for it waits."""

    def __enter__(self):
        empresa = PLACE.psql(f'SELECT empresa_id FROM lote WHERE id = {lote()}')
        self.psql = subprocess.Popen(['psql', '-qAtX', PLACE.conninfo('triboka_owner')], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                     stderr=subprocess.DEVNULL, text=True)
        self.psql.stdin.write(f'BEGIN; SELECT pesaje_tomar_cadena({empresa}); SELECT pg_backend_pid();\n')
        self.psql.stdin.flush()
        self.psql.stdout.readline()
        self.pid = self.psql.stdout.readline().strip()
        return self

    def wait_for_one(self):
        tap.wait_for(lambda: PLACE.psql(f'SELECT count(*) FROM pg_stat_activity WHERE {self.pid} = ANY (pg_blocking_pids(pid))') != '0',
                     'someone who waits for the chain')

    def __exit__(self, *_error):
        self.psql.communicate('ROLLBACK;\n')


def test_one():
    body = send(humedad='7.25', bascula='camionera')
    wait_stored(body)
    row = PLACE.psql(f"SELECT lote_id, bruto_kg, humedad, bascula, origen, usuario_id IS NULL FROM pesaje WHERE id = '{body['id']}'")
    assert row == f"{body['lote_id']}|64.500|7.25|camionera|mqtt|t", row
    one = wait_state('recibe')
    assert one['detalle'] is None, one
    tap.wait_for(lambda: state()['recibidos'] >= 1 and state()['ultimo_en'], 'the count')


def test_topics_name_lote_and_scale():
    n = lote(1)
    codigo, ruc = PLACE.psql(f'SELECT l.codigo_lote, e.ruc FROM lote l JOIN empresa e ON e.id = l.empresa_id WHERE l.id = {n}').split('|')
    other = PLACE.psql(f"SELECT e.ruc FROM empresa e WHERE e.tipo <> 'exportadora' AND e.ruc <> '{ruc}' LIMIT 1")
    for topic in (f'planta/norte/lote/{n}', f'iot/{ruc}/norte/{n}', f'iot/{ruc}/norte/{codigo}'):
        body = weighing()
        del body['lote_id']
        publish(topic, json.dumps(body))
        wait_stored(body)
        row = PLACE.psql(f"SELECT lote_id, bascula FROM pesaje WHERE id = '{body['id']}'")
        assert row == f'{n}|norte', row
    body = weighing()
    del body['lote_id']
    publish('patio/uno', json.dumps(body))
    wait_stored(body)
    assert PLACE.psql(f"SELECT lote_id FROM pesaje WHERE id = '{body['id']}'") == str(lote(2))
    body = weighing(lote_id=n)
    publish(f'de/{ruc}/lo/que/sea', json.dumps(body))
    wait_stored(body)
    expect_refusal(f'planta/norte/lote/{n}', json.dumps(weighing()), 'lote_id: the topic names another lot')
    expect_refusal('planta/norte/lote/NO-HAY', json.dumps(weighing()), 'lote_id: NO-HAY names no lot')
    # a company's topic is for its own lots
    expect_refusal(f'iot/{other}/norte/{n}', json.dumps(weighing(lote_id=n)), f'lote_id: {n} names no lot')
    expect_refusal(f'de/{other}/x', json.dumps(weighing(lote_id=n)), f'lote_id: {n} names no lot')
    # the demo's companies have lots of the same code
    assert PLACE.psql(f"SELECT count(*) > 1 FROM lote WHERE codigo_lote = '{codigo}' AND deleted_at IS NULL") == 't'
    expect_refusal(f'planta/norte/lote/{codigo}', json.dumps(weighing(lote_id=n)), 'or several')


def test_garbage_is_kept_and_stops_nothing():
    expect_refusal('triboka/pesaje', 'no es json', '')
    row = expect_refusal('triboka/pesaje', b'\xff\x00\x02 1234 kg\\', '')
    assert row['cuerpo'] == '\\xff\\x00\\x02 1234 kg\\x5c' and row['bytes'] == 12, row
    expect_refusal('triboka/pesaje', '', '')
    expect_refusal('triboka/pesaje', '[' * 5000, '')
    row = expect_refusal('triboka/pesaje', '{"a": "' + 'x' * 100000 + '"}', 'longer than')
    assert row['bytes'] == 100009 and len(row['cuerpo']) == 2048, row['bytes']
    expect_refusal('triboka/pesaje', json.dumps(weighing(peso='-3')), 'peso')
    expect_refusal('triboka/pesaje', json.dumps(weighing(lote_id=999999999)), 'lote_id')
    expect_refusal('triboka/pesaje', json.dumps(weighing(estable=False, motivo='prisa')), 'estable')
    expect_refusal('triboka/pesaje', json.dumps(weighing(sorpresa=1)), 'sorpresa')
    body = weighing()
    del body['id']
    expect_refusal('triboka/pesaje', json.dumps(body), 'id: a message may come twice')
    wait_stored(send())


def test_twice_is_once():
    body = weighing(capturado_en='2026-11-03T14:03:05Z')
    for _ in range(3):
        publish('triboka/pesaje', json.dumps(body))
    wait_stored(body)
    expect_refusal('triboka/pesaje', json.dumps({**body, 'peso': '65'}), 'id')
    # without an id: by its letters
    del body['id']
    publish('triboka/pesaje', json.dumps({**body, 'capturado_en': '2026-11-04T14:03:05Z'}))
    publish('triboka/pesaje', json.dumps({**body, 'capturado_en': '2026-11-04T14:03:05Z'}))
    publish('triboka/pesaje', json.dumps({**body, 'capturado_en': '2026-11-04T14:03:06Z'}))
    wait_stored(send())
    found = PLACE.psql("SELECT count(*) FROM pesaje WHERE capturado_en BETWEEN '2026-11-04T14:03:05Z' AND '2026-11-04T14:03:06Z'")
    assert found == '2', found


def test_retained_is_once():
    body = weighing()
    publish('triboka/pesaje/retenido', json.dumps(body), '-r')
    wait_stored(body)
    pid = PLACE.jobs_pid()
    os.kill(pid, signal.SIGKILL)
    tap.wait_for(lambda: PLACE.jobs_pid() not in (None, pid), 'the next jobs worker')
    wait_stored(send())
    assert stored(body)
    publish('triboka/pesaje/retenido', '', '-r')  # is forgotten; no weighing


def test_broker_killed_and_back():
    wait_state('recibe')
    BROKER.end(signal.SIGKILL)
    one = wait_state('sin enlace')
    assert one['detalle'], one
    BROKER.start()
    body = send()
    wait_stored(body)
    wait_state('recibe')


def test_server_killed_before_the_commit():
    with Chain() as chain:
        body = send()
        chain.wait_for_one()
        os.kill(PLACE.jobs_pid(), signal.SIGKILL)
    # it was not acknowledged, so it comes again
    wait_stored(body)
    whole()


def test_whole_server_killed_and_messages_meanwhile():
    port = PLACE.url.rsplit(':', 1)[1]
    with Chain() as chain:
        first = send()
        chain.wait_for_one()
        PLACE.process.send_signal(signal.SIGKILL)
        PLACE.process.communicate()
    bodies = [json.loads(json.dumps({'id': str(uuid.uuid4()), 'lote_id': first['lote_id'], 'peso': f'{50 + n}.125'}))
              for n in range(200)]
    publish_many(bodies)
    PLACE.start(port)
    for body in [first, *bodies]:
        wait_stored(body)
    whole()


def publish_many(bodies):
    """One connection, a message a line."""
    subprocess.run(['mosquitto_pub', '-h', '127.0.0.1', '-p', str(PORT), '--cafile', CERT, '-u', DEVICE, '-P', DEVICE_PASS, '-q', '1',
                    '-t', 'triboka/pesaje', '-l'], input='\n'.join(map(json.dumps, bodies)).encode(), check=True, capture_output=True)


def test_the_database_is_busy():
    """Longer than it is waited for: the line is dropped, the message comes again."""
    with Chain() as chain:
        body = send()
        chain.wait_for_one()
        wait_state('sin enlace')
        assert not stored(body)
    wait_stored(body)
    wait_state('recibe')
    whole()


def test_kills_at_random():
    """A stream of weighings, while the jobs worker and the broker are killed."""
    bodies = [{'id': str(uuid.uuid4()), 'lote_id': lote(), 'peso': f'{40 + n}.5'} for n in range(300)]
    for part in range(6):
        publish_many(bodies[part * 50:part * 50 + 50])
        pid = tap.wait_for(PLACE.jobs_pid, 'a jobs worker')
        os.kill(pid, signal.SIGKILL)
        if part % 3 == 1:
            BROKER.end(signal.SIGTERM)
            BROKER.start()
    ids = ', '.join(f"'{body['id']}'" for body in bodies)
    tap.wait_for(lambda: PLACE.psql(f'SELECT count(*) FROM pesaje WHERE id IN ({ids})') == '300', 'all 300')
    whole()


def test_two_servers_one_receives():
    """Another one of the same database waits for its turn, and takes it when the first one has gone."""
    other = subprocess.Popen([os.path.join(PLACE.build, 'server', 'triboka-server'), '--data', PLACE.path('other'), '--port', '0'],
                             env={**os.environ, **PLACE.environment, 'DB_HOST': PLACE.path('pg'), 'DB_USER': 'triboka_owner',
                                  'SECRET_KEY': 'x' * 40, 'WORKERS': '1'}, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    try:
        for line in other.stdout:
            if line.decode().startswith(stage.READY):
                break
        held = PLACE.psql("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND classid = 20 AND granted")
        assert held == '1', held
        wait_stored(send())
    finally:
        other.terminate()
        other.communicate()


def test_refused_by_the_broker():
    """A wrong password is said, and not by the password."""
    BROKER.end()
    subprocess.run(['mosquitto_passwd', '-b', BROKER.path('passwords'), SERVER, 'otra'], check=True, capture_output=True)
    BROKER.start()
    tap.wait_for(lambda: 'uthoris' in (state()['detalle'] or ''), 'why it is not let in')
    subprocess.run(['mosquitto_passwd', '-b', BROKER.path('passwords'), SERVER, SERVER_PASS], check=True, capture_output=True)
    BROKER.end()
    BROKER.start()
    wait_stored(send())
    with open(PLACE.path('server.log'), encoding='utf-8') as log:
        assert SERVER_PASS not in log.read()


def test_a_false_certificate():
    """Of a broker that MQTT_CA does not vouch for: nothing is sent to it."""
    BROKER.end()
    os.rename(CERT, CERT + '.good')
    os.rename(BROKER.path('key.pem'), BROKER.path('key.pem.good'))
    other = os.path.join(FOLDER, 'other.pem')
    tap.certificate(other, BROKER.path('key.pem'))
    os.rename(other, CERT + '.served')
    os.rename(CERT + '.good', CERT)
    good, served = CERT, CERT + '.served'
    listener = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    listener.load_cert_chain(served, BROKER.path('key.pem'))
    try:
        wait_state('sin enlace')
        heard = listen_once(listener)
        assert heard == b'', heard
        assert os.path.exists(good)
    finally:
        os.rename(BROKER.path('key.pem.good'), BROKER.path('key.pem'))
        BROKER.start()
    wait_stored(send())


def listen_once(context):
    """What the next one that comes says after the handshake: nothing, where it does not trust us."""
    import socket
    with socket.create_server(('127.0.0.1', PORT)) as server:
        server.settimeout(tap.DEADLINE_S)
        plain, _ = server.accept()
        try:
            with context.wrap_socket(plain, server_side=True) as line:
                return line.recv(1000)
        except OSError:
            return b''


def test_only_administrators_look():
    for who in ('centro', 'exportadora', 'proveedor'):
        PLACE.sign_in(who + '@demo.ec')
        try:
            PLACE.ask('GET', '/admin/receptores')
            raise AssertionError(who + ' sees what receives')
        except urllib.error.HTTPError as error:
            assert error.code == 403, error.code


def main():
    global PLACE, BROKER
    BROKER = Broker()
    BROKER.start()
    environment = settings()
    # the third lote of the demo is always of the same number
    environment['MQTT_TOPICS'] %= '3'
    try:
        with stage.Stage(sys.argv[1], 1, fill='', environment=environment) as PLACE:
            status = tap.run(globals())
    finally:
        BROKER.end()
        shutil.rmtree(FOLDER)
    return status if PLACE.status == 0 else 1


if __name__ == '__main__':
    sys.exit(main())
