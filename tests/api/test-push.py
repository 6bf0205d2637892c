#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Push messages, from the notificacion to a stand-in of FCM that this test runs over HTTPS, with an authority of its own: the
account's signature, the token, the message, and what becomes of it when the service refuses. test-push.py BUILD; prints TAP."""

import base64
import http.server
import json
import os
import queue
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'lib'))
import stage  # noqa: E402
import tap  # noqa: E402

FOLDER = tempfile.mkdtemp(prefix='tbk-push-')
TLS = tap.certificate(os.path.join(FOLDER, 'cert.pem'), os.path.join(FOLDER, 'key.pem'))
PROJECT, ACCOUNT = 'triboka-prueba', 'empuje@triboka-prueba.iam.example'
KEY, PUBLIC = os.path.join(FOLDER, 'account.key'), os.path.join(FOLDER, 'account.pub')
SENT = (200, {'name': f'projects/{PROJECT}/messages/1'}, {})
PLACE = None


def refusal(code, name, headers=None):
    detail = {'@type': 'type.googleapis.com/google.firebase.fcm.v1.FcmError', 'errorCode': name}
    return code, {'error': {'code': code, 'message': 'no', 'status': 'X', 'details': [detail]}}, headers or {}


class Service:
    """What was asked, and what is answered."""

    def __init__(self):
        self.messages = queue.Queue()
        self.assertions = []
        self.answers = []
        self.token = 'token-0'
        self.expires_in = 3600


SERVICE = Service()


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = 'HTTP/1.1'

    def log_message(self, *_arguments):
        pass

    def do_POST(self):
        body = self.rfile.read(int(self.headers['Content-Length']))
        if self.path == '/token':
            form = urllib.parse.parse_qs(body.decode(), strict_parsing=True)
            SERVICE.assertions.append((form['grant_type'][0], form['assertion'][0]))
            SERVICE.token = f'token-{len(SERVICE.assertions)}'
            self.answer(200, {'access_token': SERVICE.token, 'expires_in': SERVICE.expires_in, 'token_type': 'Bearer'}, {})
        elif self.path == f'/v1/projects/{PROJECT}/messages:send':
            SERVICE.messages.put((self.headers['Authorization'], json.loads(body)))
            self.answer(*(SERVICE.answers.pop(0) if SERVICE.answers else SENT))
        else:
            self.answer(404, {}, {})

    def answer(self, code, tree, headers):
        text = json.dumps(tree).encode()
        self.send_response(code)
        for name, value in {'Content-Type': 'application/json', 'Content-Length': str(len(text)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(text)


def serve():
    server = http.server.ThreadingHTTPServer(('127.0.0.1', 0), Handler)
    server.socket = TLS.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


def account(port):
    subprocess.run(['openssl', 'genrsa', '-out', KEY, '2048'], check=True, capture_output=True)
    subprocess.run(['openssl', 'rsa', '-in', KEY, '-pubout', '-out', PUBLIC], check=True, capture_output=True)
    with open(KEY, encoding='utf-8') as file:
        tree = {'type': 'service_account', 'project_id': PROJECT, 'client_email': ACCOUNT, 'private_key': file.read(),
                'token_uri': f'https://127.0.0.1:{port}/token'}
    path = os.path.join(FOLDER, 'account.json')
    with open(path, 'w', encoding='utf-8') as file:
        json.dump(tree, file)
    return path


def register(who, token, plataforma='android'):
    PLACE.sign_in(who + '@demo.ec')
    return json.loads(PLACE.ask('POST', '/dispositivos', {'token': token, 'plataforma': plataforma}))['id']


def forget():
    PLACE.psql("DELETE FROM dispositivo; DELETE FROM trabajo WHERE tipo = 'push'")


def tell(who, title, text='Mañana'):
    usuario = int(PLACE.psql(f"SELECT id FROM usuario WHERE email = '{who}@demo.ec'"))
    PLACE.sign_in('admin@demo.ec')
    PLACE.ask('POST', '/notify', {'titulo': title, 'texto': text, 'usuario_id': usuario})


def pushed():
    return SERVICE.messages.get(timeout=tap.DEADLINE_S)


def job():
    return PLACE.psql("SELECT estado, intentos, coalesce(extract(epoch FROM no_antes - updated_at)::int, 0), error"
                      " FROM trabajo WHERE tipo = 'push' ORDER BY id DESC LIMIT 1").split('|')


def wait_job(state, times):
    tap.wait_for(lambda: job()[:2] == [state, str(times)], f'{state} after {times}')
    return job()


def again():
    PLACE.psql("UPDATE trabajo SET no_antes = now() WHERE tipo = 'push' AND estado = 'Pendiente'")


def decode(text):
    return base64.urlsafe_b64decode(text + '=' * (-len(text) % 4))


def check_assertion(grant, assertion):
    assert grant == 'urn:ietf:params:oauth:grant-type:jwt-bearer'
    head, claims, signature = assertion.split('.')
    assert json.loads(decode(head)) == {'alg': 'RS256', 'typ': 'JWT'}, decode(head)
    claims = json.loads(decode(claims))
    assert claims['iss'] == ACCOUNT and claims['aud'].endswith('/token')
    assert claims['scope'] == 'https://www.googleapis.com/auth/firebase.messaging'
    assert claims['exp'] - claims['iat'] == 3600 and abs(claims['iat'] - time.time()) < 60
    path = os.path.join(FOLDER, 'signature')
    with open(path, 'wb') as file:
        file.write(decode(signature))
    subprocess.run(['openssl', 'dgst', '-sha256', '-verify', PUBLIC, '-signature', path],
                   input='.'.join(assertion.split('.')[:2]).encode(), check=True, capture_output=True)


def test_message():
    forget()
    register('centro', 'aparato-1')
    tell('centro', 'Cierre por feriado ñ', 'línea una\nlínea dos ' + 'x' * 400)
    bearer, request = pushed()
    message = request['message']
    assert bearer == f'Bearer {SERVICE.token}' and list(request) == ['message']
    assert message['token'] == 'aparato-1'
    assert message['notification']['title'] == 'Cierre por feriado ñ'
    assert message['notification']['body'].startswith('línea una\nlínea dos xxx') and len(message['notification']['body']) == 200
    assert message['data']['tipo'] == 'aviso' and message['data']['notificacion_id'].isdigit()
    wait_job('Hecho', 1)
    assert len(SERVICE.assertions) == 1
    check_assertion(*SERVICE.assertions[0])


def test_token_kept():
    for n in range(3):
        tell('centro', f'Otra {n}')
        pushed()
    assert len(SERVICE.assertions) == 1, len(SERVICE.assertions)


def test_every_device():
    forget()
    for n in range(3):
        register('centro', f'aparato-{n}')
    register('exportadora', 'de-otro')
    tell('centro', 'A los tres')
    assert sorted(pushed()[1]['message']['token'] for _ in range(3)) == [f'aparato-{n}' for n in range(3)]
    wait_job('Hecho', 1)
    assert SERVICE.messages.empty()


def test_moves():
    """Who signs in on it has it, and whoever had it is told nothing there any more."""
    forget()
    first = register('centro', 'compartido')
    assert register('exportadora', 'compartido') == first
    tell('centro', 'No le llega')
    tell('exportadora', 'Le llega')
    message = pushed()[1]['message']
    assert message['token'] == 'compartido' and message['notification']['title'] == 'Le llega'
    wait_job('Hecho', 1)
    PLACE.sign_in('exportadora@demo.ec')
    assert [one['id'] for one in json.loads(PLACE.ask('GET', '/dispositivos'))['items']] == [first]
    PLACE.ask('DELETE', f'/dispositivos/{first}')
    tell('exportadora', 'Ya no')
    assert SERVICE.messages.empty() and PLACE.psql("SELECT count(*) FROM trabajo WHERE tipo = 'push' AND estado <> 'Hecho'") == '0'


def test_unregistered():
    forget()
    register('centro', 'borrado')
    SERVICE.answers.append(refusal(404, 'UNREGISTERED'))
    tell('centro', 'Adiós')
    pushed()
    wait_job('Hecho', 1)
    assert PLACE.psql('SELECT count(*) FROM dispositivo') == '0'


def test_refused():
    """A message that it does not take is dead at once; a device that it knows stays."""
    forget()
    register('centro', 'extrano')
    SERVICE.answers.append(refusal(400, 'INVALID_ARGUMENT'))
    tell('centro', 'No')
    pushed()
    assert 'INVALID_ARGUMENT' in wait_job('Muerto', 1)[3]
    assert PLACE.psql('SELECT count(*) FROM dispositivo') == '1'


def test_patience():
    """Left alone for as long as it says; a minute where it says too many and not how long."""
    for refused, least in ((refusal(429, 'QUOTA_EXCEEDED', {'Retry-After': '1800'}), 1800), (refusal(429, 'QUOTA_EXCEEDED'), 60),
                           (refusal(503, 'UNAVAILABLE', {'Retry-After': '120'}), 120), (refusal(500, 'INTERNAL'), 8)):
        forget()
        register('centro', 'paciente')
        SERVICE.answers.append(refused)
        tell('centro', 'Con paciencia')
        pushed()
        waits = int(wait_job('Pendiente', 1)[2])
        assert least <= waits <= least + 5, (waits, least)
        again()
        assert pushed()[1]['message']['token'] == 'paciente'
        wait_job('Hecho', 2)


def test_token_taken_back():
    forget()
    register('centro', 'aparato')
    before = len(SERVICE.assertions)
    SERVICE.answers.append(refusal(401, 'THIRD_PARTY_AUTH_ERROR'))
    tell('centro', 'Otra vez')
    pushed()
    wait_job('Pendiente', 1)
    again()
    assert pushed()[0] == f'Bearer {SERVICE.token}' and len(SERVICE.assertions) == before + 1
    wait_job('Hecho', 2)


def test_token_expires():
    forget()
    register('centro', 'aparato')
    SERVICE.expires_in = 60  # made anew a minute before its end
    SERVICE.answers.append(refusal(401, 'THIRD_PARTY_AUTH_ERROR'))
    tell('centro', 'uno')
    pushed()
    wait_job('Pendiente', 1)
    again()
    pushed()
    before = len(SERVICE.assertions)
    SERVICE.expires_in = 3600
    tell('centro', 'dos')
    pushed()
    assert len(SERVICE.assertions) == before + 1


def test_read_before():
    """What was read in the app meanwhile is not pushed any more."""
    forget()
    register('centro', 'aparato')
    SERVICE.answers.append(refusal(503, 'UNAVAILABLE'))
    tell('centro', 'Leída')
    pushed()
    wait_job('Pendiente', 1)
    PLACE.sign_in('centro@demo.ec')
    PLACE.ask('POST', '/notificaciones/leer')
    again()
    wait_job('Hecho', 2)
    assert SERVICE.messages.empty()


def test_another_authority():
    """A service that is not the one of the settings' authority is told nothing."""
    global TLS
    forget()
    TLS = tap.certificate(os.path.join(FOLDER, 'other.pem'), os.path.join(FOLDER, 'other-key.pem'))
    SERVER.socket.context.load_cert_chain(os.path.join(FOLDER, 'other.pem'), os.path.join(FOLDER, 'other-key.pem'))
    register('centro', 'secreto')
    tell('centro', 'En secreto')
    wait_job('Pendiente', 1)
    assert SERVICE.messages.empty()


if __name__ == '__main__':
    SERVER = serve()
    PORT = SERVER.server_address[1]
    SETTINGS = {'FCM_KEY': account(PORT), 'FCM_URL': f'https://127.0.0.1:{PORT}', 'FCM_CA': os.path.join(FOLDER, 'cert.pem')}
    with stage.Stage(sys.argv[1], 1, '', SETTINGS) as PLACE:
        STATUS = tap.run(dict(globals()))
    sys.exit(STATUS or PLACE.status)
