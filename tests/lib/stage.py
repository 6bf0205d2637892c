# SPDX-License-Identifier: GPL-3.0-or-later
"""What a measurement or a test in Python stands on: the server with demo data (and 20,000 contratos), a session, SQL."""

import json
import os
import re
import shutil
import signal
import ssl
import subprocess
import tempfile
import urllib.request

PASSWORD = 'cacao-demo-2026'
READY = 'triboka-server: ready '
N_CONTRATOS = 20000
N_OWN = 1200  # of the one empresa that asks

FILL = f'''
INSERT INTO empresa (nombre, tipo, ruc)
SELECT 'Carga ' || n, CASE WHEN n % 2 = 0 THEN 'exportadora' ELSE 'centro' END, to_char(n, 'FM"0991"000000') || '001'
  FROM generate_series(1, 40) n;
INSERT INTO contrato (codigo, exportadora_id, contraparte_id, autor_empresa_id, fecha_firma, volumen_tm, tipo_precio,
                      precio_fijado_tm, estado, calidad)
SELECT 'BENCH-' || n, e.id, c.id, e.id, DATE '2020-01-01' + (n * 7 % 2400), 10 + n % 90, 'fijo', 5000 + n % 800,
       (ARRAY['Borrador', 'En revision', 'Activo', 'Cancelado'])[1 + n % 4], 'ASSS'
  FROM generate_series(1, {N_CONTRATOS}) n
  JOIN LATERAL (SELECT id FROM empresa
                 WHERE CASE WHEN n <= {N_OWN} THEN id = (SELECT empresa_id FROM usuario WHERE email = 'exportadora@demo.ec')
                            ELSE ruc = to_char(2 + n % 20 * 2, 'FM"0991"000000') || '001' END) e ON true
  JOIN empresa c ON c.ruc = to_char(1 + n % 20 * 2, 'FM"0991"000000') || '001';
ANALYZE;
'''


class Stage:
    """The running server. Use as a context manager."""

    def __init__(self, build, workers, fill=FILL, environment=None):
        self.build = build
        self.fill = fill
        self.environment = environment or {}
        self.workers = workers
        self.data = tempfile.mkdtemp(prefix='tbk-bench-')
        os.chmod(self.data, 0o755)
        self.process = None
        self.status = None
        self.url = None
        self.token = None
        self.yo = {}

    def __enter__(self):
        subprocess.run(['openssl', 'req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2',
                        '-subj', '/CN=localhost', '-keyout', self.path('key.pem'), '-out', self.path('cert.pem')],
                       check=True, capture_output=True)
        self.start('0')
        self.psql(self.fill)
        self.sign_in()
        return self

    def start(self, port):
        """Starts it, or starts it again where it was, and waits until it serves."""
        environment = {**os.environ, 'RATE_PER_MINUTE': '100000000', 'RATE_STRICT_PER_MINUTE': '100000000',
                       'WORKERS': str(self.workers), 'TLS_CERT': self.path('cert.pem'), 'TLS_KEY': self.path('key.pem'), **self.environment}
        with open(self.path('server.log'), 'ab') as log:
            self.process = subprocess.Popen([os.path.join(self.build, 'server', 'triboka-server'), '--data', self.data,
                                             '--port', port, '--demo'], stdout=subprocess.PIPE, stderr=log, env=environment)
        self.url = self.wait_ready()

    def __exit__(self, *_error):
        self.process.send_signal(signal.SIGTERM)
        self.process.communicate()
        self.status = self.process.returncode
        shutil.rmtree(self.data, ignore_errors=True)

    def path(self, name):
        return os.path.join(self.data, name)

    def wait_ready(self):
        for line in self.process.stdout:
            text = line.decode().strip()
            if text.startswith(READY):
                return text[len(READY):]
        with open(self.path('server.log'), encoding='utf-8') as log:
            raise SystemExit('the server did not start:\n' + log.read()[-2000:])

    def conninfo(self, role):
        return f'host={self.path("pg")} dbname=triboka user={role}'

    def psql(self, script):
        result = subprocess.run(['psql', '-qAtX', '-v', 'ON_ERROR_STOP=1', self.conninfo('triboka_owner')], input=script,
                                text=True, capture_output=True)
        if result.returncode:
            raise SystemExit(result.stderr)
        return result.stdout.strip()

    def ask(self, method, path, body=None, headers=None):
        request = urllib.request.Request(self.url + path, method=method, data=json.dumps(body).encode() if body else None)
        request.add_header('Content-Type', 'application/json')
        for name, value in (headers or {}).items():
            request.add_header(name, value)
        if self.token:
            request.add_header('Authorization', 'Bearer ' + self.token)
        with urllib.request.urlopen(request, context=ssl._create_unverified_context()) as reply:
            return reply.read()

    def sign_in(self, email='exportadora@demo.ec'):
        self.token = None
        reply = json.loads(self.ask('POST', '/auth/login', {'email': email, 'password': PASSWORD}))
        self.token = reply['access_token']
        self.yo = json.loads(self.ask('GET', '/me'))
        sesiones = json.loads(self.ask('GET', '/me/sesiones'))['items']
        self.yo['sesion'] = next(one['id'] for one in sesiones if one['actual'])

    def demo_channels(self):
        """The channels of the contratos between the demo's exportadora and its centro, the first one first."""
        return [int(text) for text in self.psql("""SELECT h.id FROM chat h JOIN contrato c ON c.id = h.contrato_id
          JOIN usuario b ON b.empresa_id = c.exportadora_id AND b.email = 'exportadora@demo.ec'
          JOIN usuario s ON s.empresa_id = c.contraparte_id AND s.email = 'centro@demo.ec'
         WHERE h.deleted_at IS NULL ORDER BY 1""").split()]

    def own_ids(self):
        """The first and the last id of the contratos that the caller sees; those between are its own too."""
        return [int(text) for text in self.psql(
            f"SELECT min(id), max(id) FROM contrato WHERE codigo LIKE 'BENCH-%' AND exportadora_id = {self.yo['empresa_id']}"
        ).split('|')]

    def worker_pids(self):
        """The supervisor's children that serve."""
        return self.children(b'--worker')

    def jobs_pid(self):
        """The one that does the queue's work; None: there is none just now."""
        return next(iter(self.children(b'--jobs')), None)

    def children(self, argument):
        """The supervisor's children that were started with it."""
        found = []
        for pid in filter(str.isdigit, os.listdir('/proc')):
            try:
                with open(f'/proc/{pid}/cmdline', 'rb') as line, open(f'/proc/{pid}/stat', encoding='utf-8') as state:
                    if int(state.read().rsplit(')', 1)[1].split()[1]) == self.process.pid and argument in line.read():
                        found.append(int(pid))
            except OSError:
                continue
        return found

    def memory(self):
        """Resident kilobytes of each worker."""
        sizes = []
        for pid in self.worker_pids():
            with open(f'/proc/{pid}/status', encoding='utf-8') as file:
                sizes += [int(line.split()[1]) for line in file if line.startswith('VmRSS:')]
        return sizes


def statement(root, noun, name):
    """The text of a named statement."""
    with open(os.path.join(root, 'server', 'sql', noun + '.sql'), encoding='utf-8') as file:
        blocks = re.split(r'^-- name: ', file.read(), flags=re.MULTILINE)
    block = next(block for block in blocks if block.startswith(name + ' '))
    lines = [line for line in block.split('\n')[1:] if not line.startswith('--')]
    return '\n'.join(lines).strip().rstrip(';')


def page_statement(root, noun, name, orden, kind):
    """A :page statement as it is prepared for one order, the last first."""
    text = statement(root, noun, name)
    for mark, value in (('{orden}', orden), ('{cmp}', '<'), ('{tipo}', kind), ('{dir}', 'DESC')):
        text = text.replace(mark, value)
    return text


def bind(text, values):
    """Writes values (SQL texts) in place of $1, $2, ...; those beyond are null."""
    return re.sub(r'\$(\d+)', lambda match: values[int(match.group(1)) - 1] if int(match.group(1)) <= len(values) else 'NULL', text)
