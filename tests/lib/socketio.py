#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The real socket.io-client of npm, fetched once, into the build. socketio.py BUILD: becomes socketio-client.js, which says
{"ready": true} first; where it cannot be had, says {"away": "why"} and ends."""

import json
import os
import shutil
import subprocess
import sys

PACKAGE = 'socket.io-client@4.8.4'
FETCH_S = 120
PROGRAM = ['node', os.path.join(os.path.dirname(os.path.abspath(__file__)), 'socketio-client.js')]


class Away(Exception):
    """It cannot be had on this machine: says why, in one line."""

    def __init__(self, why):
        super().__init__(' '.join(why.split())[:300])


def fetch(build):
    """Returns: the folder of modules that has it. Raises Away."""
    folder = os.path.join(build, 'socketio-client')
    modules = os.path.join(folder, 'node_modules')
    if not shutil.which('node'):
        raise Away('there is no node: apt-get install nodejs')
    if os.path.isdir(os.path.join(modules, 'socket.io-client')):
        return modules
    if not shutil.which('npm'):
        raise Away('there is no npm to fetch socket.io-client with')
    try:
        subprocess.run(['npm', 'install', '--no-audit', '--no-fund', '--ignore-scripts', '--prefix', folder, PACKAGE], check=True,
                       capture_output=True, timeout=FETCH_S)
    except subprocess.CalledProcessError as error:
        raise Away(f'npm gives no {PACKAGE}: {error.stderr.decode()}') from error
    except subprocess.TimeoutExpired as error:
        raise Away(f'npm gives no {PACKAGE} in {FETCH_S} s') from error
    return modules


def environment(modules):
    return {**os.environ, 'NODE_PATH': modules}


def start(modules):
    """Returns: the process, which is ready: it is told and heard by lines of JSON."""
    process = subprocess.Popen(PROGRAM, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment(modules))
    assert json.loads(process.stdout.readline()) == {'ready': True}
    return process


if __name__ == '__main__':
    try:
        os.execvpe(PROGRAM[0], PROGRAM, environment(fetch(sys.argv[1])))
    except Away as away:
        print(json.dumps({'away': str(away)}))
