#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Checks the tree against the house's rules. Names of rules as arguments check just those."""

import argparse
import sys

import rules_c
import rules_house
import rules_ui
from tree import Tree

RULES = {rule.__name__[len('rule_'):]: rule
         for module in (rules_c, rules_ui, rules_house) for rule in module.RULES}


def check(tree, name):
    return [f'{path}:{line}: {name}: {message}' for path, line, message in sorted(set(RULES[name](tree)))]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--root', required=True)
    parser.add_argument('--tap', action='store_true')
    parser.add_argument('names', nargs='*', metavar='RULE')
    arguments = parser.parse_args()
    names = arguments.names or list(RULES)
    tree = Tree(arguments.root)
    failed = 0
    if arguments.tap:
        print(f'1..{len(names)}')
    for number, name in enumerate(names, 1):
        problems = check(tree, name)
        failed += bool(problems)
        if arguments.tap:
            print(f'{"not ok" if problems else "ok"} {number} {name}', flush=True)
        for problem in problems:
            print(f'# {problem}' if arguments.tap else problem, flush=True)
    if not arguments.tap:
        print(f'{len(names) - failed} rules kept, {failed} broken')
    return 1 if failed else 0


if __name__ == '__main__':
    sys.exit(main())
