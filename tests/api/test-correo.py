#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Mail, from the notificacion to a real mail server (aiosmtpd, with STARTTLS and log-in) that this test runs: one, many, in
which language, and what becomes of it when the server is away, refuses, or is cut off. test-correo.py BUILD; prints TAP."""

import asyncio
import email
import email.policy
import json
import os
import queue
import sys
import tempfile
import urllib.error

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'lib'))
import stage  # noqa: E402
import tap  # noqa: E402

USER, PASSWORD, SENDER = 'triboka@correo.ec', 'clave de correo', 'avisos@correo.ec'
PORT = tap.free_port()
FOLDER = tempfile.mkdtemp(prefix='tbk-correo-')
TLS = tap.certificate(os.path.join(FOLDER, 'cert.pem'), os.path.join(FOLDER, 'key.pem'))
OTHER_TLS = tap.certificate(os.path.join(FOLDER, 'other.pem'), os.path.join(FOLDER, 'other-key.pem'))
CUT = 'cut'


class Box:
    """What the mail server took, and what it answers."""

    def __init__(self):
        self.mails = queue.Queue()
        self.at_rcpt = []  # answers to be given first
        self.at_data = []
        self.logins = []
        self.password = PASSWORD

    async def handle_RCPT(self, _server, _session, envelope, address, _options):
        if self.at_rcpt:
            return self.at_rcpt.pop(0)
        envelope.rcpt_tos.append(address)
        return '250 OK'

    async def handle_DATA(self, server, session, envelope):
        answer = self.at_data.pop(0) if self.at_data else '250 OK'
        if answer == '250 OK' or answer == CUT:
            self.mails.put((envelope, session.ssl is not None))
        if answer == CUT:
            server.transport.abort()
        return answer

    def login(self, _server, _session, _envelope, mechanism, data):
        good = data.login.decode() == USER and data.password.decode() == self.password
        self.logins.append(mechanism)
        return AuthResult(success=good, handled=good)

    def next(self):
        envelope, encrypted = self.mails.get(timeout=tap.DEADLINE_S)
        assert encrypted
        return envelope, email.message_from_bytes(envelope.content, policy=email.policy.default)


BOX = Box()
PLACE = None


def mail_server(context=TLS):
    options = {'tls_context': context, 'require_starttls': True, 'authenticator': BOX.login, 'auth_required': True}
    controller = Controller(BOX, hostname='127.0.0.1', port=PORT, loop=asyncio.new_event_loop(),
                            **(options if context else {}))
    controller.start()
    return controller


def usuario(who):
    return int(PLACE.psql(f"SELECT id FROM usuario WHERE email = '{who}@demo.ec'"))


def want(who, settings):
    """Sets what one wants, and forgets what waits for anyone."""
    PLACE.psql("UPDATE notificacion SET correo_en = NULL; DELETE FROM trabajo WHERE tipo = 'correo';"
               f"UPDATE usuario SET config_json = '{json.dumps(settings)}' WHERE email = '{who}@demo.ec'")


MAIL = {'aviso': {'email': True}, 'mensaje': {'email': True}}


def tell(who, title, text='Mañana no hay recepción.'):
    PLACE.sign_in('admin@demo.ec')
    told = json.loads(PLACE.ask('POST', '/notify', {'titulo': title, 'texto': text, 'usuario_id': usuario(who)}))
    assert told['avisados'] == 1, told


def wait_told():
    """People are told of a chat a little after it was written in."""
    tap.wait_for(lambda: PLACE.psql('SELECT count(*) FROM chat WHERE avisado_n < mensajes_n') == '0', 'the people to be told')


def due():
    """It is a few minutes later."""
    PLACE.psql('UPDATE notificacion SET correo_en = now() WHERE correo_en IS NOT NULL')


def jobs(condition):
    return PLACE.psql(f"SELECT count(*) FROM trabajo WHERE tipo = 'correo' AND {condition}") != '0'


def again():
    PLACE.psql("UPDATE trabajo SET no_antes = now() WHERE tipo = 'correo' AND estado = 'Pendiente'")


def wait_failed(times, state='Pendiente'):
    tap.wait_for(lambda: jobs(f"estado = '{state}' AND intentos = {times} AND error IS NOT NULL"), f'{state} after {times}')
    return PLACE.psql("SELECT error FROM trabajo WHERE tipo = 'correo' ORDER BY id DESC LIMIT 1")


def wait_done():
    tap.wait_for(lambda: jobs("estado = 'Hecho'"), 'done')
    assert PLACE.psql('SELECT count(*) FROM notificacion WHERE correo_en <= now() AND leida_en IS NULL') == '0'


def part(message, kind):
    body = message.get_body((kind,))
    assert body.get_content_charset() == 'utf-8' and body['Content-Language'] is not None, message.as_string()
    return body.get_content().replace('\r\n', '\n')


def test_one():
    want('centro', {'notificaciones': MAIL})
    tell('centro', 'Cierre por feriado: ¡atención!', 'El <b>lunes</b> & el martes\nno hay recepción en Guayaquil, señores.')
    due()
    envelope, message = BOX.next()
    assert envelope.mail_from == SENDER and envelope.rcpt_tos == ['centro@demo.ec'], envelope.rcpt_tos
    assert message['Subject'] == 'Cierre por feriado: ¡atención!', message['Subject']
    assert message['From'].addresses[0].addr_spec == SENDER and message['From'].addresses[0].display_name == 'Triboka'
    assert message['To'].addresses[0].display_name == PLACE.psql("SELECT nombre FROM usuario WHERE email = 'centro@demo.ec'")
    assert message['Message-ID'].startswith('<triboka-') and message['Message-ID'].endswith('@correo.ec>'), message['Message-ID']
    assert message['Date'].datetime.tzinfo is not None
    assert message['Auto-Submitted'] == 'auto-generated'
    assert message.get_content_type() == 'multipart/alternative' and not message.defects
    text, html = part(message, 'plain'), part(message, 'html')
    assert 'El <b>lunes</b> & el martes\nno hay recepción en Guayaquil, señores.' in text, text
    assert 'El &lt;b&gt;lunes&lt;/b&gt; &amp; el martes<br>' in html and '<html lang="es">' in html, html
    assert 'Preferencias' in text and 'Preferencias' in html, text
    assert all(len(line) <= 998 for line in envelope.content.split(b'\r\n'))
    wait_done()


def test_language():
    for chat, idioma, subject, hint in zip(PLACE.demo_channels(), ('es', 'en'), ('Ricardo Vélez le escribió', 'Ricardo Vélez wrote to you'),
                                           ('Preferencias', 'Preferences')):
        want('centro', {'idioma': idioma, 'notificaciones': MAIL})
        PLACE.sign_in()
        PLACE.ask('POST', f'/chats/{chat}/mensajes', {'texto': '¿Llegó el camión?',
                                                      'cliente_id': PLACE.psql('SELECT gen_random_uuid()')})
        wait_told()
        due()
        _, message = BOX.next()
        assert message['Subject'] == subject, message['Subject']
        text = part(message, 'plain')
        assert '¿Llegó el camión?' in text and hint in text, text
        assert message.get_body(('html',))['Content-Language'] == idioma


def test_read_before():
    want('centro', {'notificaciones': MAIL})
    tell('centro', 'Leída')
    PLACE.sign_in('centro@demo.ec')
    PLACE.ask('POST', '/notificaciones/leer')
    tell('centro', 'Por leer')
    due()
    assert BOX.next()[1]['Subject'] == 'Por leer'
    wait_done()
    assert BOX.mails.empty()


def test_digest():
    want('centro', {'notificaciones': MAIL})
    for n in range(25):
        tell('centro', f'Aviso {n:02}')
    due()
    _, message = BOX.next()
    assert message['Subject'] == '25 novedades de Triboka', message['Subject']
    text, html = part(message, 'plain'), part(message, 'html')
    for n in range(25):
        assert (f'Aviso {n:02}' in text) == (f'Aviso {n:02}' in html) == (n >= 5), (n, text)
    assert 'Y 5 más.' in text and 'Y 5 más.' in html, text
    wait_done()
    assert BOX.mails.empty()


def test_preferences():
    want('centro', {'notificaciones': {'aviso': {'email': True, 'app': False}}})
    tell('centro', 'Solo por correo')
    PLACE.sign_in('centro@demo.ec')
    shown = json.loads(PLACE.ask('GET', '/notificaciones'))['items']
    assert all(one['datos'].get('titulo') != 'Solo por correo' for one in shown)
    due()
    assert BOX.next()[1]['Subject'] == 'Solo por correo'
    wait_done()

    # taken back before it was due
    want('centro', {'notificaciones': MAIL})
    tell('centro', 'Ya no')
    PLACE.psql("UPDATE usuario SET config_json = '{}' WHERE email = 'centro@demo.ec'")
    due()
    wait_done()
    assert BOX.mails.empty()


def test_injection():
    name = PLACE.psql("SELECT nombre FROM usuario WHERE email = 'centro@demo.ec'")
    want('centro', {'notificaciones': MAIL})
    PLACE.psql("""UPDATE usuario SET nombre = E'Eva\\r\\nBcc: espia@x.ec' WHERE email = 'centro@demo.ec';
      INSERT INTO notificacion (usuario_id, tipo, datos, correo_en)
      SELECT id, 'aviso', jsonb_build_object('titulo', E'Hola\\r\\nBcc: espia@x.ec\\r\\n\\r\\ncuerpo', 'texto', E'.\\r\\n.\\r\\nQUIT'),
             now() FROM usuario WHERE email = 'centro@demo.ec'""")
    envelope, message = BOX.next()
    PLACE.psql(f"UPDATE usuario SET nombre = '{name}' WHERE email = 'centro@demo.ec'")
    assert envelope.rcpt_tos == ['centro@demo.ec']
    assert message['Bcc'] is None and message['To'].addresses[0].addr_spec == 'centro@demo.ec', message.items()
    assert 'Bcc: espia@x.ec' in message['Subject'], message['Subject']
    assert part(message, 'plain').startswith('Hola  Bcc: espia@x.ec    cuerpo\n.\n.\nQUIT'), part(message, 'plain')
    wait_done()


def test_server_away():
    global SERVER
    SERVER.stop()
    want('centro', {'notificaciones': MAIL})
    tell('centro', 'Cuando vuelva')
    due()
    wait_failed(1)
    again()
    wait_failed(2)
    SERVER = mail_server()
    again()
    assert BOX.next()[1]['Subject'] == 'Cuando vuelva'
    wait_done()


def test_busy():
    want('centro', {'notificaciones': MAIL})
    BOX.at_data.append('451 4.3.0 busy')
    BOX.at_rcpt.append('450 4.2.1 later')
    tell('centro', 'Con paciencia')
    due()
    assert '450' in wait_failed(1)
    assert PLACE.psql("SELECT no_antes > now() FROM trabajo WHERE tipo = 'correo'") == 't'
    again()
    assert '451' in wait_failed(2)
    again()
    assert BOX.next()[1]['Subject'] == 'Con paciencia'
    wait_done()
    assert BOX.mails.empty()


def test_refused():
    for answers in (BOX.at_rcpt, BOX.at_data):
        want('centro', {'notificaciones': MAIL})
        answers.append('550 5.1.1 no such mailbox')
        tell('centro', 'A nadie')
        due()
        assert '550' in wait_failed(1, 'Muerto')
        assert PLACE.psql('SELECT count(*) FROM notificacion WHERE correo_en IS NOT NULL') == '0'
    # and what comes later is mailed
    tell('centro', 'A alguien')
    due()
    assert BOX.next()[1]['Subject'] == 'A alguien'
    wait_done()


def test_cut():
    """Taken, and the line cut before it could say so: tried again, and known by its Message-ID."""
    want('centro', {'notificaciones': MAIL})
    BOX.at_data.append(CUT)
    tell('centro', 'Dos veces')
    due()
    first = BOX.next()[1]
    wait_failed(1)
    again()
    second = BOX.next()[1]
    assert first['Message-ID'] == second['Message-ID'] and second['Subject'] == 'Dos veces'
    wait_done()
    assert BOX.mails.empty()


def test_not_secure():
    """Without TLS, or by a server that is another, nothing is said; nor is it the mail's fault when the log-in is refused."""
    global SERVER
    want('centro', {'notificaciones': MAIL})
    tell('centro', 'En secreto')
    logins = len(BOX.logins)
    for times, context in enumerate((None, OTHER_TLS), 1):
        SERVER.stop()
        SERVER = mail_server(context)
        due() if times == 1 else again()
        wait_failed(times)
    assert BOX.mails.empty() and len(BOX.logins) == logins
    SERVER.stop()
    SERVER = mail_server()
    BOX.password = 'otra'
    again()
    wait_failed(3)
    BOX.password = PASSWORD
    again()
    assert BOX.next()[1]['Subject'] == 'En secreto'
    wait_done()


def test_settings():
    """What is no kind, channel or language is refused by its name."""
    PLACE.sign_in('centro@demo.ec')
    version = json.loads(PLACE.ask('GET', '/me'))['version']
    for settings, named in (({'idioma': 'fr'}, 'idioma'), ({'notificaciones': []}, 'notificaciones'),
                            ({'notificaciones': {'nada': {}}}, 'notificaciones.nada'),
                            ({'notificaciones': {'aviso': {'fax': True}}}, 'notificaciones.aviso.fax'),
                            ({'notificaciones': {'aviso': {'email': 'si'}}}, 'notificaciones.aviso.email')):
        try:
            PLACE.ask('PUT', '/me', {'config_json': settings}, {'If-Match': f'"{version}"'})
            raise AssertionError(f'taken: {settings}')
        except urllib.error.HTTPError as error:
            problem = json.loads(error.read())
            assert error.code == 422 and problem['errors'][0]['loc'] == 'config_json', problem
            assert problem['errors'][0]['msg'].startswith(named), problem
    PLACE.ask('PUT', '/me', {'config_json': {'idioma': 'en', 'notificaciones': MAIL, 'unidad_medida': 'qq'}},
              {'If-Match': f'"{version}"'})


if __name__ == '__main__':
    SERVER = mail_server()
    SETTINGS = {'SMTP_HOST': '127.0.0.1', 'SMTP_PORT': str(PORT), 'SMTP_USER': USER, 'SMTP_PASS': PASSWORD,
                'SMTP_FROM': SENDER, 'SMTP_CA': os.path.join(FOLDER, 'cert.pem')}
    with stage.Stage(sys.argv[1], 1, '', SETTINGS) as PLACE:
        STATUS = tap.run(dict(globals()))
    SERVER.stop()
    sys.exit(STATUS or PLACE.status)
