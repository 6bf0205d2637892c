# SPDX-License-Identifier: GPL-3.0-or-later
"""Tests in Python against the real server: prints TAP, one line a test, and says where one failed."""

import socket
import ssl
import subprocess
import time
import traceback

DEADLINE_S = 90


def run(tests):
    """Functions whose names begin with test_, in their order. Returns: the exit status."""
    failed = 0
    tests = [(name, function) for name, function in tests.items() if name.startswith('test_')]
    print(f'1..{len(tests)}')
    for number, (name, function) in enumerate(tests, 1):
        try:
            function()
            print(f'ok {number} - {name}', flush=True)
        except Exception:  # whatever it is, the others are run too
            failed += 1
            print(f'not ok {number} - {name}\n# ' + traceback.format_exc().replace('\n', '\n# '), flush=True)
    return 1 if failed else 0


def wait_for(question, what):
    """Asks until the answer is true. Returns: the answer."""
    deadline = time.monotonic() + DEADLINE_S
    while time.monotonic() < deadline:
        answer = question()
        if answer:
            return answer
    raise AssertionError(f'did not come: {what}')


def free_port():
    with socket.socket() as probe:
        probe.bind(('127.0.0.1', 0))
        return probe.getsockname()[1]


def certificate(cert, key):
    """A self-signed one for 127.0.0.1, into two files. Returns: a server's context."""
    subprocess.run(['openssl', 'req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2',
                    '-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1', '-keyout', key, '-out', cert],
                   check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(cert, key)
    return context
