#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Holds what the server answered in this run against its own /openapi.json: every reply by its schema, no status that is
not declared, and no route or declared status that the run did not see. Runs last; $TBK_EXCHANGES is the record."""

import json
import os
import re
import sys
from collections import defaultdict

import jsonschema

# Any route may be asked too often or too much at once, or find the database away: these need no declaration.
ANYWHERE = ('413', '429', '503')
METHODS = ('get', 'put', 'post', 'delete', 'patch', 'head', 'options')
MAX_SHOWN = 5


def load(path):
    with open(path, encoding='utf-8') as file:
        return [json.loads(line) for line in file]


class Document:
    """An OpenAPI 3.1 document."""

    def __init__(self, tree):
        self.tree = tree
        self.resolver = jsonschema.RefResolver.from_schema(tree)
        self.templates = [(self.pattern(path), path) for path in tree['paths']]
        # What is spelled out wins over a placeholder.
        self.templates.sort(key=lambda pair: pair[1].count('{'))

    @staticmethod
    def pattern(path):
        return re.compile(re.sub(r'\\\{\w+\\\}', '[^/]+', re.escape(path)) + '$')

    def template(self, path):
        path = re.sub(r'^/v1(?=/)', '', path.split('?')[0])
        return next((template for pattern, template in self.templates if pattern.match(path)), None)

    def operations(self):
        for path, item in self.tree['paths'].items():
            for method in METHODS:
                if method in item:
                    yield method, path, item[method]

    def follow(self, node):
        while isinstance(node, dict) and '$ref' in node:
            node = self.resolver.resolve(node['$ref'])[1]
        return node

    def responses(self, operation):
        return {status: self.follow(response) for status, response in operation['responses'].items()}

    @staticmethod
    def problem():
        return {'content': {'application/problem+json': {'schema': {'$ref': '#/components/schemas/Problema'}}}}

    def validator(self, schema):
        return jsonschema.Draft202012Validator(schema, resolver=self.resolver)


def check_document(document):
    """What a generator of clients would stumble over."""
    tree = document.tree
    if not re.match(r'3\.1\.\d+$', tree.get('openapi', '')):
        yield f'openapi is {tree.get("openapi")}, not 3.1'
    yield from (f'info lacks {name}' for name in ('title', 'version') if not tree.get('info', {}).get(name))
    names = [operation.get('operationId') for _method, _path, operation in document.operations()]
    yield from (f'operationId {name} is not one of a kind' for name in set(names) if names.count(name) > 1 or not name)
    for method, path, operation in document.operations():
        parameters = [document.follow(one) for one in operation.get('parameters', []) + tree['paths'][path].get('parameters', [])]
        declared = {one['name'] for one in parameters if one['in'] == 'path'}
        if declared != set(re.findall(r'\{(\w+)\}', path)):
            yield f'{method} {path}: its path parameters are {sorted(declared)}'
        yield from (f'{method} {path}: parameter {one["name"]} has no schema' for one in parameters if 'schema' not in one)
    yield from (f'{reference} leads nowhere' for reference in references(tree) if not resolves(document, reference))
    for name, schema in tree.get('components', {}).get('schemas', {}).items():
        try:
            jsonschema.Draft202012Validator.check_schema(schema)
        except jsonschema.SchemaError as error:
            yield f'schema {name}: {error.message}'


def references(node):
    if isinstance(node, dict):
        if isinstance(node.get('$ref'), str):
            yield node['$ref']
        for value in node.values():
            yield from references(value)
    elif isinstance(node, list):
        for value in node:
            yield from references(value)


def resolves(document, reference):
    try:
        document.resolver.resolve(reference)
        return True
    except jsonschema.RefResolutionError:
        return False


def check_exchange(document, responses, exchange):
    """Returns what is wrong with one reply, or None."""
    status = str(exchange['status'])
    if status in ANYWHERE and status not in responses:
        responses = {status: document.problem()}
    if status not in responses:
        return f'answered {status}, which it does not declare: {exchange["body"][:200]}'
    content = {media.split(';')[0]: value for media, value in responses[status].get('content', {}).items()}
    if not content:
        return f'answered {status} with a body, which it does not declare' if exchange['body'] else None
    media = content.get(exchange['type'])
    if media is None:
        return f'answered {status} as {exchange["type"]}, which it does not declare'
    if not exchange['body'] or 'schema' not in media:
        return None
    error = next(document.validator(media['schema']).iter_errors(json.loads(exchange['body'])), None)
    if error is None:
        return None
    return f'answered {status}, but {"/".join(map(str, error.absolute_path))}: {error.message[:200]}'


def check_operation(document, method, path, operation, exchanges):
    responses = document.responses(operation)
    seen = {str(exchange['status']) for exchange in exchanges}
    if not exchanges:
        yield 'was never asked'
    yield from (f'declares {status}, which the run never saw' for status in sorted(set(responses) - seen))
    problems = {check_exchange(document, responses, exchange) for exchange in exchanges}
    yield from sorted(problem for problem in problems if problem)


def check_elsewhere(document, exchanges):
    """Replies where there is no such route or method."""
    for exchange in exchanges:
        template = document.template(exchange['path'])
        expected = ('404', '400') if template is None else ('405',)
        if str(exchange['status']) not in expected:
            yield f'{exchange["method"]} {exchange["path"]}: answered {exchange["status"]} where there is no route'


def report(cases):
    print(f'1..{len(cases)}')
    failed = 0
    for number, (name, problems) in enumerate(cases, 1):
        failed += bool(problems)
        print(f'{"not ok" if problems else "ok"} {number} {name}')
        for problem in problems[:MAX_SHOWN]:
            print(f'# {name}: {problem}')
        if len(problems) > MAX_SHOWN:
            print(f'# and {len(problems) - MAX_SHOWN} more')
    return 1 if failed else 0


def main():
    record = os.environ.get('TBK_EXCHANGES', '')
    if not os.path.exists(record):
        print('1..0 # SKIP nothing was recorded: run the whole suite by ./dev test')
        return 0
    exchanges = load(record)
    documents = [one['body'] for one in exchanges if one['path'] == '/openapi.json' and one['status'] == 200]
    if not documents:
        print('1..1\nnot ok 1 document\n# nobody asked for /openapi.json')
        return 1
    document = Document(json.loads(documents[-1]))
    by_operation, elsewhere = defaultdict(list), []
    known = {(method, path) for method, path, _operation in document.operations()}
    for exchange in exchanges:
        method = exchange['method'].lower()
        key = ('get' if method == 'head' else method, document.template(exchange['path']))
        (by_operation[key] if key in known else elsewhere).append(exchange)
    cases = [('document', list(check_document(document)))]
    cases += [(f'{method.upper()} {path}', list(check_operation(document, method, path, operation, by_operation[method, path])))
              for method, path, operation in document.operations()]
    cases.append(('elsewhere', sorted(set(check_elsewhere(document, elsewhere)))))
    return report(cases)


if __name__ == '__main__':
    sys.exit(main())
