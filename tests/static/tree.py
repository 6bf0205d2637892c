# SPDX-License-Identifier: GPL-3.0-or-later
"""The source tree as the rules see it: files, and C taken apart into code, comments, strings and functions."""

import os
import re
from dataclasses import dataclass
from functools import cached_property

SKIPPED_FOLDERS = {'.git', '.triboka', '.flatpak-builder', '__pycache__'}
TOKEN = re.compile(r'//[^\n]*|/\*.*?\*/|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'', re.DOTALL)
FUNCTION_HEAD = re.compile(r'^(\w+) \(', re.MULTILINE)


@dataclass
class Literal:
    line: int
    text: str
    before: str  # the code that stands before it on its line and the one above


@dataclass
class Function:
    name: str
    line: int
    params: list
    body: list  # code lines between the braces


class Source:
    """A C file. `code` has the same lines, with comments and the insides of strings blanked."""

    def __init__(self, path, text):
        self.path = path
        self.text = text
        self.lines = text.split('\n')

    @cached_property
    def code(self):
        return self._blanked(keep_strings=False)

    @cached_property
    def uncommented(self):
        return self._blanked(keep_strings=True)

    def _blanked(self, keep_strings):
        def blank(match):
            token = match.group(0)
            if token[0] == '/':
                return re.sub(r'[^\n]', ' ', token)
            return token if keep_strings else token[0] + ' ' * (len(token) - 2) + token[-1]

        return TOKEN.sub(blank, self.text)

    @cached_property
    def code_lines(self):
        return self.code.split('\n')

    @cached_property
    def literals(self):
        found = []
        for match in TOKEN.finditer(self.text):
            if match.group(0)[0] != '"':
                continue
            line = self.text.count('\n', 0, match.start()) + 1
            before = '\n'.join(self.code[:match.start()].split('\n')[-2:])
            found.append(Literal(line, match.group(0)[1:-1], before))
        return found

    @cached_property
    def functions(self):
        lines = self.code_lines
        starts = [i for i, line in enumerate(lines) if line == '{']
        found = [self._function_at(start) for start in starts]
        return [function for function in found if function]

    def _function_at(self, start):
        lines = self.code_lines
        head = start - 1
        while head >= 0 and lines[head].strip() and not lines[head].rstrip().endswith((';', '}')):
            head -= 1
        text = '\n'.join(lines[head + 1:start])
        match = FUNCTION_HEAD.search(text)
        if not match or not text.rstrip().endswith(')'):
            return None
        end = start + 1
        while end < len(lines) and not lines[end].startswith('}'):
            end += 1
        params = split_params(text[match.end():text.rindex(')')])
        return Function(match.group(1), start + 1, params, lines[start + 1:end])

    @cached_property
    def includes(self):
        """(line, name, is it between quotes)"""
        found = []
        for number, line in enumerate(self.lines, 1):
            match = re.match(r'\s*#\s*include\s+(["<])([^">]+)[">]', line)
            if match:
                found.append((number, match.group(2), match.group(1) == '"'))
        return found

    def allows(self, line, rule):
        """Whether a comment on this line or the one above says `allow RULE: why`."""
        nearby = self.lines[max(0, line - 2):line]
        return any(re.search(r'allow ' + re.escape(rule) + r': \w', text) for text in nearby)


def split_params(text):
    depth, params, current = 0, [], ''
    for char in text:
        depth += (char in '([') - (char in ')]')
        if char == ',' and depth == 0:
            params.append(current.strip())
            current = ''
        else:
            current += char
    params.append(current.strip())
    return [param for param in params if param not in ('', 'void')]


class Tree:
    def __init__(self, root):
        self.root = root
        self._sources = {}

    @cached_property
    def files(self):
        found = []
        for folder, folders, names in os.walk(self.root):
            at_top = folder == self.root
            folders[:] = sorted(name for name in folders
                                if name not in SKIPPED_FOLDERS and not (at_top and name.startswith('build')))
            found += [os.path.relpath(os.path.join(folder, name), self.root) for name in sorted(names)]
        return found

    def match(self, *suffixes, under=('',)):
        return [path for path in self.files if path.endswith(suffixes) and path.startswith(tuple(under))]

    def exists(self, path):
        return os.path.exists(os.path.join(self.root, path))

    def read(self, path):
        with open(os.path.join(self.root, path), encoding='utf-8', errors='replace') as file:
            return file.read()

    def source(self, path):
        if path not in self._sources:
            self._sources[path] = Source(path, self.read(path))
        return self._sources[path]

    def sources(self, *suffixes, under=('',)):
        return [self.source(path) for path in self.match(*(suffixes or ('.c', '.h')), under=under)]

    @cached_property
    def nouns(self):
        match = re.search(r'^nouns\s*=\s*\[([^\]]*)\]', self.read('meson.build'), re.MULTILINE)
        return re.findall(r"'(\w+)'", match.group(1)) if match else []

    @cached_property
    def scripts(self):
        """Shell scripts, by ending or by their first line."""
        return [path for path in self.files
                if path.endswith('.sh') or ('.' not in os.path.basename(path) and self._is_shell(path))]

    def _is_shell(self, path):
        with open(os.path.join(self.root, path), 'rb') as file:
            first = file.readline(100)
        return re.match(rb'#!.*\b(sh|bash|dash)$', first.strip()) is not None
