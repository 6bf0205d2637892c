#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether /openapi.json is a sound OpenAPI 3.1 document that says of every route what the routes table does, and /docs a page
without any script. test-openapi.py PROGRAM; prints TAP."""

import html.parser
import json
import re
import subprocess
import sys

import jsonschema

METHODS = {'get', 'put', 'post', 'delete', 'patch'}
PLACES = {'path', 'query', 'header'}


def run(*arguments):
    return subprocess.run([sys.argv[1], *arguments], check=True, capture_output=True, text=True).stdout


DOCUMENT = json.loads(run())
ROUTES = [line.split() for line in run('--routes').splitlines()]


def operations():
    for path, item in DOCUMENT['paths'].items():
        for method, operation in item.items():
            yield path, method, operation


def walk(node):
    yield node
    for child in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        yield from walk(child)


def resolve(ref):
    node = DOCUMENT
    for step in ref.removeprefix('#/').split('/'):
        node = node[step]
    return node


def test_head():
    assert DOCUMENT['openapi'].startswith('3.1.')
    assert DOCUMENT['info']['title'] == 'triboka "test"' and DOCUMENT['info']['version']
    assert {server['url'] for server in DOCUMENT['servers']} == {'/', '/v1'}


def test_every_route():
    said = {(method.upper(), path) for path, method, _ in operations()}
    assert said == {(method, path) for method, path, *_ in ROUTES}, said ^ {(m, p) for m, p, *_ in ROUTES}


def test_statuses():
    for method, path, *statuses in ROUTES:
        said = set(DOCUMENT['paths'][path][method.lower()]['responses'])
        assert set(statuses) <= said, f'{method} {path}: {set(statuses) - said}'
        assert any(status.startswith('2') or status == '101' for status in said), f'{method} {path} never succeeds'


def test_operations():
    ids = [operation['operationId'] for _, _, operation in operations()]
    assert len(ids) == len(set(ids)), 'an operationId stands twice'
    for path, method, operation in operations():
        assert method in METHODS, method
        assert operation['summary'] and operation['tags'], path
        for status, response in operation['responses'].items():
            assert re.fullmatch('[1-5][0-9][0-9]', status) and response['description'], f'{path} {status}'


def test_parameters():
    for path, method, operation in operations():
        parameters = [resolve(one['$ref']) if '$ref' in one else one for one in operation.get('parameters', [])]
        names = [(one['in'], one['name']) for one in parameters]
        assert len(names) == len(set(names)), f'{method} {path}: a parameter stands twice'
        assert all(one['in'] in PLACES and 'schema' in one for one in parameters), path
        in_path = {one['name'] for one in parameters if one['in'] == 'path'}
        assert in_path == set(re.findall(r'{(\w+)}', path)), f'{method} {path}: {in_path}'
        assert all(one.get('required') for one in parameters if one['in'] == 'path'), path


def test_references():
    references = [node['$ref'] for node in walk(DOCUMENT) if isinstance(node, dict) and isinstance(node.get('$ref'), str)]
    assert references
    for reference in references:
        assert isinstance(resolve(reference), dict), reference


def test_schemas():
    for name, schema in DOCUMENT['components']['schemas'].items():
        jsonschema.Draft202012Validator.check_schema(schema)
        assert schema.get('type') == 'object', name
        missing = set(schema.get('required', [])) - set(schema['properties'])
        assert not missing, f'{name} requires {missing}'


def test_security():
    schemes = DOCUMENT['components']['securitySchemes']
    for path, _, operation in operations():
        for requirement in operation.get('security', DOCUMENT.get('security', [])):
            assert set(requirement) <= set(schemes), path
        if any(operation.get('security', [])):
            assert '401' in operation['responses'], path


def test_no_secrets():
    for name, schema in DOCUMENT['components']['schemas'].items():
        assert 'hash_password' not in schema['properties'], name


class Page(html.parser.HTMLParser):
    """Gathers what a page would fetch or run, and its targets."""

    def __init__(self):
        super().__init__()
        self.bad = []
        self.open = []

    def handle_starttag(self, tag, attrs):
        if tag not in ('meta', 'br', 'hr', 'link', 'img', 'input'):
            self.open.append(tag)
        if tag in ('script', 'iframe', 'object', 'embed', 'link', 'img'):
            self.bad.append(tag)
        self.bad += [f'{name}={value}' for name, value in attrs
                     if name.startswith('on') or (name in ('href', 'src') and not value.startswith('#'))]

    def handle_endtag(self, tag):
        assert self.open and self.open.pop() == tag, f'</{tag}>'


def test_page():
    text = run('--html')
    page = Page()
    page.feed(text)
    assert not page.open, page.open
    assert page.bad in ([], ['href=/openapi.json'], ['href=openapi.json']), page.bad
    for _, path, *_ in ROUTES:
        assert path in text, path


def main():
    tests = [(name, function) for name, function in globals().items() if name.startswith('test_')]
    failed = 0
    print(f'1..{len(tests)}')
    for number, (name, function) in enumerate(tests, 1):
        try:
            function()
            print(f'ok {number} - {name}')
        except (AssertionError, KeyError, jsonschema.SchemaError) as error:
            failed += 1
            print(f'not ok {number} - {name}\n# {type(error).__name__}: {error}'.replace('\n', '\n# '))
    return 1 if failed else 0


if __name__ == '__main__':
    sys.exit(main())
