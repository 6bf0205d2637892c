#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Counts the cases in meson's testlog.json: what failed, what was skipped, and last `N passed, N failed`."""

import json
import os
import re
import sys

GOOD = ('OK', 'EXPECTEDFAIL')
TAIL_LINES = 40
CASE = re.compile(r'^(not )?ok\b(.*)$', re.MULTILINE)


def count(entry):
    """(passed, failed, skipped) of one executable."""
    output = entry.get('stdout') or ''
    passed = failed = skipped = 0
    for match in CASE.finditer(output):
        if match.group(1):
            failed += 1
        elif re.search(r'# *skip', match.group(2), re.IGNORECASE):
            skipped += 1
        else:
            passed += 1
    if entry['result'] == 'SKIP':
        return 0, 0, max(skipped, 1)
    if entry['result'] not in GOOD:
        return passed, max(failed, 1), skipped
    return (passed or (0 if skipped else 1)), failed, skipped


def last_lines(text):
    return '\n'.join('    ' + line[:500] for line in text.rstrip().split('\n')[-TAIL_LINES:])


def tail(entry):
    """The end of what it said, and of its server's log where it had one."""
    text = (entry.get('stdout') or '') + (entry.get('stderr') or '')
    shown = last_lines(text)
    for path in re.findall(r'server log: (\S+)', text):
        try:
            with open(path, encoding='utf-8', errors='replace') as log:
                shown += f'\n  {path}:\n{last_lines(log.read())}'
        except OSError as error:
            shown += f'\n  {error}'
    return shown


def main(path):
    if not os.path.exists(path):
        print('0 passed, 0 failed: no such test')
        return 1
    with open(path, encoding='utf-8') as file:
        entries = [json.loads(line) for line in file if line.strip()]
    totals = [0, 0, 0]
    for entry in entries:
        counts = count(entry)
        totals = [a + b for a, b in zip(totals, counts)]
        if counts[1]:
            print(f'FAILED {entry["name"]} ({entry["result"]})\n{tail(entry)}\n')
        elif counts[2]:
            print(f'skipped {counts[2]} of {entry["name"]}')
    slowest = sorted(entries, key=lambda entry: -entry['duration'])[:3]
    print('slowest: ' + ', '.join(f'{entry["name"]} {entry["duration"]:.0f} s' for entry in slowest))
    print(f'{totals[0]} passed, {totals[1]} failed')
    return 1 if totals[1] or not totals[0] else 0


if __name__ == '__main__':
    sys.exit(main(sys.argv[1]))
