#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Each rule finds what it forbids, and finds nothing in a clean tree."""

import os
import sys
import tempfile

import check
from tree import Tree

HEAD = '/* SPDX-License-Identifier: GPL-3.0-or-later */\n'
CLEAN = {
    '.clang-format': 'BasedOnStyle: GNU\nAlwaysBreakAfterDefinitionReturnType: All\nColumnLimit: 0\n',
    'meson.build': "nouns = ['bodega']\n",
    'domain/bodega.c': HEAD + '#include "tbk-field.h"\n\n/* clang-format off */\nstatic const TbkField fields[] = {\n'
                              '  { "codigo", N_("Code"), TBK_FIELD_TEXT },\n};\n/* clang-format on */\n',
    'domain/tbk-field.h': HEAD + '#pragma once\n',
    'server/api/bodega.c': HEAD + 'static const TbkRoute routes[] = { { .statement = "bodega_get" } };\n'
                                  'const TbkRouteTable tbk_routes_bodega = { "bodega", routes };\n',
    'server/api/tbk-api.c': HEAD + 'static const TbkRouteTable *const tables[] = { &tbk_routes_bodega };\n',
    'server/db/migrations/0001-bodega.sql': '-- SPDX-License-Identifier: GPL-3.0-or-later\nCREATE TABLE bodega (id bigint);\n',
    'server/sql/bodega.sql': '-- SPDX-License-Identifier: GPL-3.0-or-later\n-- name: bodega_get :one (id)\nSELECT 1;\n',
    'po/POTFILES': 'domain/bodega.c\n',
    'po/es.po': 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\nmsgid "Code"\nmsgstr "Código"\n',
}


def c(code):
    return {'server/api/tbk-api.c': CLEAN['server/api/tbk-api.c'] + '\n' + code}


def function(body, params='void'):
    return f'static void\nf ({params})\n{{\n{body}}}\n'


def ui(line):
    return {'data/ui/bodega-row.ui': f'<interface>\n  {line}\n</interface>\n'}


NEST = ''.join('  ' * depth + '  if (a)\n' + '  ' * depth + '    {\n' for depth in range(5)) + '  f ();\n' + '    }\n' * 5

# rule -> files that break it
BROKEN = {
    'spdx': {'domain/a.h': '#pragma once\n'},
    'pragma_once': {'domain/a.h': HEAD + '#ifndef A\n#endif\n'},
    'function_length': c(function('  f ();\n' * 61)),
    'file_length': c('int a (void);\n' * 600),
    'nesting': c(function(NEST)),
    'params': c(function('', 'int a, int b, int c, int d, int e, int f, int g')),
    'columns': c('/* ' + 'x' * 120 + ' */\n'),
    'file_static': c('static const char *names[4];\n'),
    'get_default': c('TbkApp *tbk_app_get_default (void);\n'),
    'goto': c(function('  goto end;\n')),
    'sql_in_c': c(function('  run ("SELECT id FROM lote");\n')),
    'double': c('double peso;\n'),
    'unsafe_calls': c(function('  sprintf (a, "%d", 1);\n')),
    'sleep': c(function('  g_usleep (1000);\n')),
    'unfinished': c('/* TO' + 'DO */\n'),
    'trailing_space': c('int a; \n'),
    'ui_length': ui('\n' * 250),
    'ui_parses': ui('<object>'),
    'cdata': ui('<![CDATA[<x/>]]>'),
    'colours': ui('<attribute name="foreground">#ff0000</attribute>'),
    'ui_translatable': ui('<property name="label">Weight</property>'),
    'c_translatable': {'client/bodega/bodega.c': HEAD + function('  gtk_label_new ("Weight");\n')},
    'potfiles': {'client/bodega/bodega.c': HEAD + function('  f (_ ("Weight"));\n')},
    'help_catalogues': {'help/C/index.page': '<page xmlns="http://projectmallard.org/1.0/" id="index"><title>Help</title></page>\n'},
    'catalogues': {'po/es.po': CLEAN['po/es.po'].replace('"Code"', '"Other"')},
    'includes': {'domain/b.c': HEAD + '#include "tbk-tx.h"\n', 'server/db/tbk-tx.h': HEAD + '#pragma once\n'},
    'confined_headers': {'domain/b.c': HEAD + '#include <libpq-fe.h>\n'},
    'noun_includes': {'server/api/lote.c': HEAD + '#include "bodega.h"\n', 'server/api/bodega.h': HEAD + '#pragma once\n'},
    'statements_exist': c('static const TbkRoute r = { .statement = "bodega_gone" };\n'),
    'statements_used': {'server/sql/b.sql': '-- name: bodega_idle :one (id)\nSELECT 1;\n'},
    'statement_once': {'server/sql/b.sql': '-- name: bodega_get :one (id)\nSELECT 1;\n'},
    'security_definer': {'server/db/migrations/0002.sql': 'CREATE FUNCTION f() RETURNS int SECURITY DEFINER AS $$ $$;\n'},
    'route_tables': {'server/api/lote.c': HEAD + 'const TbkRouteTable tbk_lote_routes = { "lote", routes };\n'},
    'noun_files': {'meson.build': "nouns = ['bodega', 'silo']\n"},
    'noun_help': {'data/ui/bodega-page.ui': '<interface/>\n'},
    'field_labels': {'domain/bodega.c': CLEAN['domain/bodega.c'].replace('N_("Code")', 'NULL')},
    'packages': {'client/meson.build': "gtk_dep = dependency('gtk4')\n", 'dev': '#!/bin/sh\nlibadwaita-1-dev\n'},
    'machine_paths': c('const char *path = "/home/' + 'ana/triboka";\n'),
    'settings_documented': {'server/tbk-config.c': '  { "PORT", NUMBER, AT (port), "8443", 0, 65535 },\n',
                            'README.md': '| `PORT` | `8080` | where it listens |\n'},
    'accessible_names': ui('<object class="GtkButton"><property name="icon-name">list-add-symbolic</property></object>'),
    'help_valid': {'help/C/index.page': '<page xmlns="http://projectmallard.org/1.0/" id="index"><p>no title</p><b/></page>\n',
                   'help/meson.build': "gnome.yelp('x', sources: ['index.page'])\n"},
    'clang_format': c('int  a;\n'),
    'shellcheck': {'x.sh': '#!/bin/sh\necho $1\n'},
}


def problems(files, rule):
    with tempfile.TemporaryDirectory() as root:
        for path, text in files.items():
            os.makedirs(os.path.dirname(os.path.join(root, path)), exist_ok=True)
            with open(os.path.join(root, path), 'w', encoding='utf-8') as file:
                file.write(text)
        return check.check(Tree(root), rule)


def failures_of(rule):
    clean = problems(CLEAN, rule)
    if clean:
        return f'found in a clean tree: {clean[0]}'
    if rule not in BROKEN:
        return 'has no case that breaks it'
    return '' if problems({**CLEAN, **BROKEN[rule]}, rule) else 'does not find what it forbids'


def main():
    print(f'1..{len(check.RULES)}')
    failed = 0
    for number, rule in enumerate(check.RULES, 1):
        failure = failures_of(rule)
        failed += bool(failure)
        print(f'not ok {number} {rule}\n# {failure}' if failure else f'ok {number} {rule}', flush=True)
    return 1 if failed else 0


if __name__ == '__main__':
    sys.exit(main())
