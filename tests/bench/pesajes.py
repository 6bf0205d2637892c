#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Records a log of 1,000,000 weighings by POST /iot/siemens/csv, against PostgreSQL's COPY of the same rows into a table with the same
columns, checks and indexes, in the same run; then walks the chain of them."""

import argparse
import datetime
import json
import os
import sys
import time

import files
import stage

TARGET = 0.50
MAX_GROWTH_KB = 32 * 1024  # of one worker, however long the log


def write_log(path, lines):
    begin = datetime.datetime(2025, 1, 1)
    with open(path, 'w', encoding='utf-8') as file:
        file.write('Fecha;Hora;Peso;Humedad;Báscula\n')
        for n in range(lines):
            when = begin + datetime.timedelta(seconds=17 * n)
            file.write(f'{when:%d.%m.%Y;%H:%M:%S};{60 + n % 37},{n % 10};{6 + n % 3},{n % 7};B1\n')


def timed(task):
    began = time.monotonic()
    result = task()
    return time.monotonic() - began, result


def run(place, lines):
    log, rows = place.path('log.csv'), place.path('rows')
    lote = json.loads(place.ask('GET', '/lotes?page_size=1'))['items'][0]
    write_log(log, lines)
    before = max(place.memory())
    watch = files.Watch(place)
    watch.start()
    took, reply = timed(lambda: files.curl('-H', f'Authorization: Bearer {place.token}', '-F', f'lote={lote["id"]}',
                                           '-F', f'archivo=@{log};type=text/csv', place.url + '/iot/siemens/csv'))
    growth = watch.stop() - before
    report = json.loads(reply)
    if report['nuevas'] != lines:
        raise SystemExit(f'not all are new: {str(report)[:500]}')
    place.psql(f"\\copy (SELECT * FROM pesaje ORDER BY numero) TO '{rows}'")
    place.psql('CREATE TABLE copia (LIKE pesaje INCLUDING ALL)')
    copied, _ = timed(lambda: place.psql(f"\\copy copia FROM '{rows}'"))
    walked, reply = timed(lambda: place.ask('GET', '/pesajes/verificar'))
    if not json.loads(reply)['integra']:
        raise SystemExit(f'the chain is broken: {reply}')
    good = copied / took >= TARGET and growth <= MAX_GROWTH_KB
    print(f'weighings    {lines} lines in {took:.1f} s, COPY of the rows {copied:.1f} s: {copied / took:.0%} (wanted {TARGET:.0%}), '
          f'{growth / 1024:.0f} MB more (at most {MAX_GROWTH_KB // 1024}); chain walked in {walked:.1f} s{"" if good else "  MISSED"}', flush=True)
    again, reply = timed(lambda: files.curl('-H', f'Authorization: Bearer {place.token}', '-F', f'lote={lote["id"]}',
                                            '-F', f'archivo=@{log};type=text/csv', place.url + '/iot/siemens/csv'))
    if json.loads(reply)['nuevas'] != 0:
        raise SystemExit('the same log added something')
    print(f'             the same log again, nothing new: {again:.1f} s', flush=True)
    return good


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--build', required=True)
    parser.add_argument('--lines', type=int, default=1000000)
    arguments = parser.parse_args()
    os.environ['MAX_UPLOAD_MB'] = '400'
    with stage.Stage(os.path.abspath(arguments.build), 1, '') as place:
        return 0 if run(place, arguments.lines) else 1


if __name__ == '__main__':
    sys.exit(main())
