# SPDX-License-Identifier: GPL-3.0-or-later
"""Rules on the house: who may call whom, statements, routes, nouns, and the tools' own checks."""

import os
import re
import subprocess

# Room -> the rooms whose headers it may include, besides its own. The first room that begins a path is its room.
SERVER_BASE = ['domain', 'server']
CLIENT_BASE = ['client/api', 'client/model', 'client/widgets', 'bascula', 'buzon']
ROOMS = {
    'domain': [],
    'bascula': ['domain'],  # its decimals, nothing else
    'bascula/programa': ['domain', 'bascula', 'buzon'],  # triboka-bascula
    'buzon': [],  # the outbox: the app's and triboka-bascula's
    'server': ['domain', 'bascula'],  # configuration, the server's scale in it, and the workers' shared board
    'server/db': SERVER_BASE,
    'server/storage': SERVER_BASE + ['server/db'],
    'server/auth': SERVER_BASE + ['server/db'],
    'server/jobs': SERVER_BASE + ['server/db', 'server/auth', 'server/storage'],
    'server/iot': SERVER_BASE + ['server/db', 'bascula'],  # what devices send
    'server/http': SERVER_BASE + ['server/db', 'server/auth', 'server/storage'],
    'server/live': SERVER_BASE + ['server/db', 'server/auth', 'server/http'],
    'server/api': SERVER_BASE + ['server/db', 'server/auth', 'server/http', 'server/live', 'server/jobs', 'server/storage',
                                 'server/iot'],
    'server/supervisor': SERVER_BASE + ['server/db', 'server/auth', 'server/storage', 'server/http', 'server/live', 'server/jobs',
                                        'server/api', 'server/iot'],  # puts a worker together
    'client/api': ['domain'],
    'client/model': ['domain', 'client/api'],
    'client/widgets': ['domain', 'client/api', 'client/model'],
    'client/render': [],  # its own process
    'client/viewer': ['domain'] + CLIENT_BASE + ['client/render'],
    'client/app': None,
}
# System headers that only some rooms may know.
CONFINED = {
    r'gtk/|gdk/|adwaita\.h': (('client/', 'tests/ui/', 'tests/lib/'), 'GTK lives in client/'),
    r'libpq-fe\.h': (('server/db/', 'tests/'), 'libpq lives in server/db: TbkTx, TbkRows'),
    r'libsoup/': (('server/http/', 'server/live/', 'client/api/', 'bascula/programa/', 'tests/'),
                  'libsoup lives in server/http and client/api: TbkRequest, TbkReply, tbk_api_call_async()'),
    r'libsecret/': (('client/api/', 'client/app/', 'tests/'), 'the keyring lives in client/api'),
    r'poppler\.h|tiffio\.h|seccomp\.h': (('client/render/', 'tests/'), 'documents are opened in client/render only, never in the app: TbkRenderer'),
    r'libserialport\.h': (('bascula/',), 'serial ports live in bascula: tbk_puerto_open()'),
    r'sqlite3\.h': (('buzon/', 'tests/'), 'SQLite lives in buzon'),
    r'mosquitto\.h': (('server/iot/',), 'MQTT lives in server/iot: TbkMqtt'),
    r'jwt\.h|sodium\.h': (('server/auth/', 'tests/'), 'keys and hashes live in server/auth'),
}
TOP_FILES = ('server/main.c', 'client/main.c')


def room_of(path):
    parts = path.split('/')
    for length in (2, 1):
        room = '/'.join(parts[:length])
        if room in ROOMS:
            return room
    return '/'.join(parts[:2]) if parts[0] == 'client' and len(parts) > 2 else None


def allowed_rooms(room):
    if room in ROOMS:
        return ROOMS[room]
    return ['domain'] + CLIENT_BASE + ['client/viewer'] if room.startswith('client/') else None


def rule_includes(tree):
    homes = {}
    for path in tree.match('.h'):
        homes.setdefault(os.path.basename(path), []).append(path)
    for source in tree.sources(under=('domain/', 'server/', 'client/', 'bascula/', 'buzon/')):
        room = room_of(source.path)
        if source.path in TOP_FILES or room is None or allowed_rooms(room) is None:
            continue
        for line, name, quoted in source.includes:
            targets = [room_of(path) for path in homes.get(os.path.basename(name), [])] if quoted else []
            if targets and not any(target == room or target in allowed_rooms(room) for target in targets):
                yield source.path, line, (f'{room} may not include {targets[0]}: it knows '
                                          f'{", ".join(allowed_rooms(room)) or "nobody"} (see "Who may call whom")')


def rule_confined_headers(tree):
    for source in tree.sources():
        for line, name, _quoted in source.includes:
            for pattern, (rooms, message) in CONFINED.items():
                if re.match(pattern, name) and not source.path.startswith(rooms) and source.path not in TOP_FILES \
                        and not source.allows(line, 'confined_headers'):
                    yield source.path, line, message


def rule_noun_includes(tree):
    """server/api/contrato.c knows no lote.h of its neighbours."""
    for source in tree.sources('.c', under=('server/api/',)):
        for line, name, quoted in source.includes:
            stem = name[:-2]
            if quoted and stem in tree.nouns and tree.exists(f'server/api/{name}') and f'{stem}.c' != os.path.basename(source.path):
                yield source.path, line, 'nouns do not include each other: share it in server/http or say it in SQL'


# --- statements -------------------------------------------------------------

def statements(tree):
    """name -> (path, line, kind)"""
    found = {}
    for path in tree.match('.sql', under=('server/sql/',)):
        for number, line in enumerate(tree.read(path).split('\n'), 1):
            match = re.match(r'-- name: (\w+) :(\w+)', line)
            if match:
                found[match.group(1)] = (path, number, match.group(2))
    return found


def named_in_c(tree):
    """(path, line, name) of every statement that C asks for by name."""
    asking = re.compile(r'(\.statement = |\btbk_tx_(?:one|many|exec) \(\s*\w+,\s*|\btbk_sql_find(?:_page)? \(\s*[\w>.-]+,\s*)$')
    for source in tree.sources('.c', under=('server/',)):
        for literal in source.literals:
            if asking.search(literal.before):
                yield source.path, literal.line, literal.text


def rule_statements_exist(tree):
    known = statements(tree)
    for path, line, name in named_in_c(tree):
        if name not in known:
            yield path, line, f'no statement {name} in server/sql'


def rule_statements_used(tree):
    known = statements(tree)
    words = set()
    for source in tree.sources('.c', '.h', under=('server/', 'tests/bench/')):
        words.update(literal.text for literal in source.literals)
    for name, (path, line, _kind) in known.items():
        base = re.sub(r'_(total|cuenta)$', '_page', name)
        if name not in words and not (base != name and base in words) and not paged_by(name, words):
            yield path, line, f'nothing asks for {name}: take it out'


def paged_by(name, words):
    """A :page statement x has x_total and x_cuenta beside it."""
    stem = re.sub(r'_(total|cuenta)$', '', name)
    return stem != name and stem in words


def rule_statement_once(tree):
    seen = {}
    for path in tree.match('.sql', under=('server/sql/',)):
        for number, line in enumerate(tree.read(path).split('\n'), 1):
            match = re.match(r'-- name: (\w+)', line)
            if match and seen.setdefault(match.group(1), (path, number)) != (path, number):
                yield path, number, f'{match.group(1)} is already named in {seen[match.group(1)][0]}'


def rule_security_definer(tree):
    for path in tree.match('.sql', under=('server/',)):
        text = tree.read(path)
        for match in re.finditer(r'SECURITY DEFINER(.*?)(AS \$|;)', text, re.DOTALL | re.IGNORECASE):
            before = text[:match.start()].rsplit('CREATE', 1)[-1]
            if 'search_path' not in match.group(1) and 'search_path' not in before:
                yield path, text.count('\n', 0, match.start()) + 1, 'SECURITY DEFINER pins its search_path: SET search_path = public, pg_temp'


def tables_walked(tree):
    """The tables whose address is listed: &tbk_routes_x, or a macro's &tbk_routes_##x over names and over TBK_NOUNS."""
    listed = ' '.join(tree.source(path).code for path in tree.match('.c', '.h', under=('server/',)))
    walked = set(re.findall(r'&(tbk_routes_\w+)', listed))
    for macro in re.findall(r'#define (\w+)\(\w+\) &tbk_routes_##', listed):
        walked.update(f'tbk_routes_{name}' for name in re.findall(rf'\b{macro} \((\w+)\)', listed))
        if re.search(rf'\bTBK_NOUNS \({macro}\)', listed):
            walked.update(f'tbk_routes_{noun}' for noun in tree.nouns)
    return walked


def rule_route_tables(tree):
    """Every table of routes is one that the server walks."""
    walked = tables_walked(tree)
    for source in tree.sources('.c', under=('server/api/',)):
        for match in re.finditer(r'^const TbkRouteTable (\w+)', source.code, re.MULTILINE):
            if match.group(1) not in walked:
                line = source.code.count('\n', 0, match.start()) + 1
                yield source.path, line, f'{match.group(1)} is in no list of tables: the server does not walk it'
        if 'TbkRoute ' in source.code and 'TbkRouteTable' not in source.code:
            yield source.path, 1, 'routes without a TbkRouteTable: the server and its tests do not see them'


# --- vocabulary -------------------------------------------------------------

def rule_noun_files(tree):
    migrations = ' '.join(tree.read(path) for path in tree.match('.sql', under=('server/db/migrations/',)))
    for noun in tree.nouns:
        for path in (f'domain/{noun}.c', f'server/api/{noun}.c', f'server/sql/{noun}.sql'):
            if not tree.exists(path):
                yield path, 1, f'the noun {noun} of meson.build lacks this file: see docs/new-noun.md'
        if not re.search(r'CREATE TABLE (public\.)?' + noun + r'\b', migrations):
            yield 'server/db/migrations', 1, f'no migration creates the table {noun}'


def rule_noun_help(tree):
    """A noun with a page has its help."""
    for noun in tree.nouns:
        pages = [os.path.basename(path) for path in tree.match('.page', under=('help/C/',))]
        if tree.exists(f'data/ui/{noun}-page.ui') and not any(page.startswith(noun) for page in pages):
            yield 'help/C', 1, f'the page {noun} has no help: help/C/{noun}*.page'


def fields(tree, path):
    """(line, text of the initialiser) of every field in a noun's table."""
    source = tree.source(path)
    for match in re.finditer(r'\{\s*(\.name = )?"(\w+)"', source.uncommented):
        rest = source.uncommented[match.start():]
        end = re.search(r'\},?\s*\n', rest)
        initialiser = rest[:end.start()] if end else rest
        if 'TBK_FIELD_' in initialiser:
            yield source.text.count('\n', 0, match.start()) + 1, match.group(2), initialiser


def rule_field_labels(tree):
    for noun in tree.nouns:
        path = f'domain/{noun}.c'
        if not tree.exists(path):
            continue
        for line, name, initialiser in fields(tree, path):
            if not re.search(r'\bN_ ?\("[^"]+"\)', initialiser):
                yield path, line, f'{name} has no label: N_ ("...")'


# --- what the tree says of itself in two places ------------------------------

# A meson dependency -> the Debian package that has it; what a Flatpak runtime lacks is a module of the manifest.
PACKAGES = {
    'glib-2.0': 'libglib2.0-dev', 'gobject-2.0': 'libglib2.0-dev', 'gio-2.0': 'libglib2.0-dev', 'gio-unix-2.0': 'libglib2.0-dev',
    'json-glib-1.0': 'libjson-glib-dev', 'gtk4': 'libgtk-4-dev', 'libadwaita-1': 'libadwaita-1-dev',
    'libsoup-3.0': 'libsoup-3.0-dev', 'libsecret-1': 'libsecret-1-dev', 'libpq': 'libpq-dev', 'libsodium': 'libsodium-dev',
    'libjwt': 'libjwt-dev', 'gnutls': 'libgnutls28-dev', 'csv': 'libcsv-dev', 'sqlite3': 'libsqlite3-dev',
    'm': 'libc6-dev', 'libserialport': 'libserialport-dev', 'poppler-glib': 'libpoppler-glib-dev', 'libseccomp': 'libseccomp-dev',
    'gdk-pixbuf-2.0': 'libgdk-pixbuf-2.0-dev', 'libtiff-4': 'libtiff-dev', 'gtk4-unix-print': 'libgtk-4-dev', 'libarchive': 'libarchive-dev', 'libmagic': 'libmagic-dev',
    'libqrencode': 'libqrencode-dev', 'zbar': 'libzbar-dev', 'gsound': 'libgsound-dev',
    'libcurl': 'libcurl4-gnutls-dev', 'gmime-3.0': 'libgmime-3.0-dev', 'libmosquitto': 'libmosquitto-dev',
}
NOT_IN_GNOME_RUNTIME = {'csv': 'libcsv', 'libserialport': 'libserialport', 'poppler-glib': 'poppler', 'libseccomp': 'libseccomp', 'libqrencode': 'qrencode', 'gsound': 'gsound'}


def dependencies(tree):
    """(path, line, name) of every library that meson looks for."""
    for path in tree.match('meson.build'):
        for number, line in enumerate(tree.read(path).split('\n'), 1):
            for name in re.findall(r"(?:\bdependency|\bfind_library) ?\('([\w.+-]+)'", line):
                yield path, number, name


def rule_packages(tree):
    """What meson looks for is in ./dev's list, and in the Flatpak manifest or the server's Dockerfile."""
    listed = set(re.findall(r'[\w.+-]+', tree.read('dev'))) if tree.exists('dev') else set()
    manifest = ' '.join(tree.read(path) for path in tree.match('.yml', under=('flatpak/',)))
    dockerfile = ' '.join(tree.read(path) for path in tree.match('Dockerfile', under=('data/compose/',)))
    for path, line, name in dependencies(tree):
        package = PACKAGES.get(name)
        if package is None:
            yield path, line, f'{name} is of an unknown package: add it to PACKAGES in tests/static/rules_house.py'
        elif package not in listed:
            yield path, line, f'{name} needs {package}: add it to packages() in ./dev'
        elif not path.startswith('server/') and NOT_IN_GNOME_RUNTIME.get(name, '') not in manifest:
            yield path, line, f'{name} is not in the GNOME runtime: add a module to the Flatpak manifest'
        elif dockerfile and not path.startswith(('client/', 'tests/')) and package not in dockerfile:
            yield path, line, f'{name} needs {package}: add it to data/compose/Dockerfile'


def rule_machine_paths(tree):
    """Nothing depends on where the tree or its user happens to live."""
    paths = tree.match('.c', '.h', '.py', '.sql', '.build', '.ui', '.xml', '.yml', '.in', '.md', '.conf', '.po', '.page')
    for path in paths + tree.scripts:
        for number, line in enumerate(tree.read(path).split('\n'), 1):
            if re.search(r'(?<![\w.])/(home|root|work|check|Users)/\w', line):
                yield path, number, 'a path of one machine: take it from the environment, or relative to the tree'


def rule_settings_documented(tree):
    """README lists each setting of the server with the value it has when not given."""
    if not tree.exists('server/tbk-config.c'):
        return
    readme = tree.read('README.md') if tree.exists('README.md') else ''
    rows = [row for row in readme.split('\n') if row.startswith('| `')]
    pattern = re.compile(r'^\s*\{ "([A-Z_]+)",\s*\w+,\s*AT \(\w+\),\s*(?:NULL|"([^"]*)")', re.MULTILINE)
    for match in pattern.finditer(tree.read('server/tbk-config.c')):
        row = next((row for row in rows if f'`{match.group(1)}`' in row.split('|')[1]), None)
        if row is None:
            yield 'README.md', 1, f'the setting {match.group(1)} is not in the table of settings'
        elif match.group(2) not in (None, '', '0') and f'`{match.group(2)}`' not in row.split('|')[2]:
            yield 'README.md', 1, f'{match.group(1)} is `{match.group(2)}` when not given; the table says otherwise'


# --- other tools ------------------------------------------------------------

def rule_clang_format(tree):
    paths = tree.match('.c', '.h')
    for start in range(0, len(paths), 40):
        command = ['clang-format', '--dry-run', '--ferror-limit=1'] + paths[start:start + 40]
        result = subprocess.run(command, cwd=tree.root, capture_output=True, text=True)
        for match in re.finditer(r'^([^:\n]+):(\d+):\d+: (?:warning|error): code should be clang-formatted', result.stderr, re.MULTILINE):
            yield match.group(1), int(match.group(2)), './dev format'


def rule_shellcheck(tree):
    if not tree.scripts:
        return
    result = subprocess.run(['shellcheck', '--format=gcc'] + tree.scripts, cwd=tree.root, capture_output=True, text=True)
    for match in re.finditer(r'^([^:\n]+):(\d+):\d+: (.*)$', result.stdout, re.MULTILINE):
        yield match.group(1), int(match.group(2)), match.group(3)


RULES = [rule_includes, rule_confined_headers, rule_noun_includes, rule_statements_exist, rule_statements_used,
         rule_statement_once, rule_security_definer, rule_route_tables, rule_noun_files, rule_noun_help, rule_field_labels,
         rule_packages, rule_machine_paths, rule_settings_documented,
         rule_clang_format, rule_shellcheck]
