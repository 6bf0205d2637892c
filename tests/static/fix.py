#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Mends what can be mended without thinking: breaks lines that are too long, and formats. Files as arguments, or all."""

import argparse
import subprocess

import rules_c
import rules_house
from tree import Tree

BREAK_AT = 100


def style(tree):
    """The house's, but with a limit: .clang-format leaves it open, so that a reader may break a line where it reads best."""
    settings = [line for line in tree.read('.clang-format').splitlines() if not line.startswith('ColumnLimit:')]
    return '{' + ', '.join(settings + [f'ColumnLimit: {BREAK_AT}']) + '}'


def clang_format(tree, path, *options):
    subprocess.run(['clang-format', '-i', *options, path], cwd=tree.root, check=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--root', required=True)
    parser.add_argument('paths', nargs='*', metavar='FILE')
    arguments = parser.parse_args()
    tree = Tree(arguments.root)
    long_lines = {}
    for path, line, _message in rules_c.rule_columns(tree):
        long_lines.setdefault(path, []).append(f'--lines={line}:{line}')
    broken = set(long_lines) | {path for path, _line, _message in rules_house.rule_clang_format(tree)}
    for path in sorted(broken & set(arguments.paths) if arguments.paths else broken):
        if path in long_lines:
            clang_format(tree, path, '--style=' + style(tree), *long_lines[path])
        clang_format(tree, path)
        print(f'formatted {path}')


if __name__ == '__main__':
    main()
