# SPDX-License-Identifier: GPL-3.0-or-later
"""Rules on C, one function each. A rule yields (path, line, message); the message names the alternative.

Where a limit hurts the reader, `/* allow RULE: why */` on the line or the one above passes it."""

import re

MAX_FUNCTION_LINES = 60
MAX_FILE_LINES = 600
MAX_NESTING = 4
MAX_PARAMS = 6
MAX_COLUMNS = {'.c': 120, '.h': 130}

COMMENTED = ('.c', '.h', '.py', '.sh', '.sql', '.css')
SQL = re.compile(r'\b(SELECT\s+\S+|INSERT INTO|UPDATE \w+ SET|DELETE FROM|CREATE (OR REPLACE )?(TABLE|ROLE|DATABASE|INDEX'
                 r'|FUNCTION|SCHEMA)|ALTER (TABLE|ROLE|DATABASE)|DROP (TABLE|ROLE|DATABASE))\b')
UNSAFE = {
    'strcpy': 'g_strlcpy() or g_strdup()', 'strcat': 'GString', 'sprintf': 'g_snprintf() or g_strdup_printf()',
    'gets': 'GDataInputStream', 'system': 'GSubprocess', 'atoi': 'g_ascii_string_to_signed()',
    'atol': 'g_ascii_string_to_signed()', 'strtok': 'g_strsplit()',
}
IDIOMATIC_STATIC = re.compile(r'^static (GParamSpec \*\w+\[[^\]]*\]|guint \w*signals\w*\[[^\]]*\]);|^static GSourceFuncs ')  # g_source_new() takes them so


def rule_spdx(tree):
    for path in tree.match(*COMMENTED) + tree.scripts:
        head = tree.read(path).split('\n')[:2]
        if not any('SPDX-License-Identifier: GPL-3.0-or-later' in line for line in head):
            yield path, 1, 'begin with SPDX-License-Identifier: GPL-3.0-or-later'


def rule_pragma_once(tree):
    for source in tree.sources('.h'):
        if '\n#pragma once\n' not in source.text:
            yield source.path, 1, 'guard a header by #pragma once'


def rule_function_length(tree):
    for source in tree.sources('.c'):
        for function in source.functions:
            lines = len(function.body)
            if lines > MAX_FUNCTION_LINES and not source.allows(function.line, 'function_length'):
                yield source.path, function.line, (f'{function.name}() has {lines} lines, {MAX_FUNCTION_LINES} at most: '
                                                   'name its parts and make them functions')


def rule_file_length(tree):
    for source in tree.sources('.c'):
        lines = source.text.count('\n')
        if lines > MAX_FILE_LINES and not source.allows(2, 'file_length'):
            yield source.path, lines, f'{lines} lines, {MAX_FILE_LINES} at most: split by what changes together'


def rule_nesting(tree):
    for source in tree.sources('.c'):
        for function in source.functions:
            depth = deepest(function.body)
            if depth > MAX_NESTING and not source.allows(function.line, 'nesting'):
                yield source.path, function.line, (f'{function.name}() nests {depth} deep, {MAX_NESTING} at most: '
                                                   'return early, or name the inner block')


def deepest(body):
    depth = most = 0
    for line in body:
        if line.strip() == '{':
            depth += 1
            most = max(most, depth)
        elif re.match(r'\}( while\b.*)?;?$', line.strip()):
            depth -= 1
    return most


def rule_params(tree):
    for source in tree.sources('.c'):
        for function in source.functions:
            count = len(function.params)
            if any('GAsyncReadyCallback' in param for param in function.params):
                count -= 2  # cancellable, callback and user_data are one thing to a GLib reader
            if count > MAX_PARAMS and not source.allows(function.line, 'params'):
                yield source.path, function.line, (f'{function.name}() takes {count} parameters, {MAX_PARAMS} at most: '
                                                   'give what belongs together a struct')


def rule_columns(tree):
    for source in tree.sources():
        limit = MAX_COLUMNS[source.path[-2:]]
        table = False
        for number, line in enumerate(source.lines, 1):
            if 'clang-format off' in line or 'clang-format on' in line:
                table = 'off' in line
            if len(line) > limit and not table:
                yield source.path, number, f'{len(line)} columns, {limit} at most: break the line (./dev format)'


def rule_file_static(tree):
    for source in tree.sources('.c'):
        for number, line in enumerate(source.code_lines, 1):
            if mutable_static(line, source.code_lines, number) and not source.allows(number, 'file_static'):
                yield source.path, number, 'a mutable static: give it an owner and pass it, or make it const'


def mutable_static(line, lines, number):
    match = re.match(r'(\s*)static (?!inline\b|_Static_assert)(.*)', line)
    if not match or IDIOMATIC_STATIC.match(line):
        return False
    statement = match.group(2)
    for following in lines[number:number + 3]:
        if re.search(r'[;={(]', statement):
            break
        statement += ' ' + following.strip()
    declaration = re.split(r'[={]', statement)[0]
    if '(' in declaration or not re.search(r'[;={]', statement):
        return False  # a function
    if match.group(1) and re.match(r'(gsize|GOnce|GQuark)\b', declaration):
        return False  # g_once_init_enter()
    pointers = re.sub(r'\[[^\]]*\]', '', declaration).rsplit('*', 1)
    return 'const' not in pointers[-1] if len(pointers) == 2 else 'const' not in declaration


def rule_get_default(tree):
    for source in tree.sources():
        for number, line in enumerate(source.code_lines, 1):
            if re.search(r'\b(tbk_\w*|g_application_)_?get_default\b', line):
                yield source.path, number, 'no _get_default(): pass the object to whom it concerns'


def rule_goto(tree):
    for source in tree.sources():
        for number, line in enumerate(source.code_lines, 1):
            if re.search(r'\bgoto\b', line):
                yield source.path, number, 'no goto: g_autoptr and early return'


def rule_sql_in_c(tree):
    """server/db itself says what no statement file can (BEGIN, entrar), and buzon has a database of its own; they too
    never make SQL by printf."""
    for source in tree.sources(under=('domain/', 'server/', 'client/', 'bascula/', 'buzon/')):
        kernel = source.path.startswith(('server/db/', 'buzon/'))
        for literal in source.literals:
            if not SQL.search(literal.text) or (kernel and '%' not in literal.text):
                continue
            if not source.allows(literal.line, 'sql_in_c'):
                yield source.path, literal.line, 'SQL in a C string: make it a named statement in server/sql/<noun>.sql'


def rule_double(tree):
    for source in tree.sources(under=('domain/', 'server/', 'bascula/', 'buzon/')):
        for number, line in enumerate(source.code_lines, 1):
            if re.search(r'\b(g?double|g?float|(g_ascii_)?strtod|atof)\b', line) and not source.allows(number, 'double'):
                yield source.path, number, 'binary floating point: TbkDecimal for weights and money'


def rule_unsafe_calls(tree):
    for source in tree.sources():
        for number, line in enumerate(source.code_lines, 1):
            for name in re.findall(r'(?<![\w.>])(\w+) \(', line):
                if name in UNSAFE:
                    yield source.path, number, f'no {name}(): {UNSAFE[name]}'


def rule_sleep(tree):
    for source in tree.sources(under=('tests/', 'server/', 'client/', 'domain/', 'bascula/', 'buzon/')):
        for number, line in enumerate(source.code_lines, 1):
            if re.search(r'\b(g_usleep|usleep|nanosleep|sleep) \(', line) and not source.allows(number, 'sleep'):
                yield source.path, number, 'no sleep: wait for a reason, with a deadline'


def rule_unfinished(tree):
    for path in tree.match('.c', '.h', '.ui', '.sql', '.css', '.build', '.md', '.sh', under=('',)):
        for number, line in enumerate(tree.read(path).split('\n'), 1):
            if re.search(r'\b(TODO|FIXME|XXX|HACK)\b', line):
                yield path, number, 'unfinished: finish it, or file an issue'


def rule_trailing_space(tree):
    for path in tree.match('.c', '.h', '.ui', '.sql', '.css', '.build', '.py', '.po', '.page', '.xml', '.yml'):
        text = tree.read(path)
        for number, line in enumerate(text.split('\n'), 1):
            if line != line.rstrip():
                yield path, number, 'white space at the end of the line'
        if text and not text.endswith('\n'):
            yield path, 1, 'end the file with a new line'


RULES = [rule_spdx, rule_pragma_once, rule_function_length, rule_file_length, rule_nesting, rule_params, rule_columns,
         rule_file_static, rule_get_default, rule_goto, rule_sql_in_c, rule_double, rule_unsafe_calls, rule_sleep,
         rule_unfinished, rule_trailing_space]
