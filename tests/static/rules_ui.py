# SPDX-License-Identifier: GPL-3.0-or-later
"""Rules on what a user sees: templates, colours, translations."""

import os
import re
import subprocess
import tempfile
import xml.etree.ElementTree as ElementTree

MAX_UI_LINES = 250
USER_PROPERTIES = {'label', 'title', 'subtitle', 'description', 'tooltip-text', 'placeholder-text', 'heading', 'body',
                   'text'}
MUST_BE_NAMED = {'GtkButton', 'GtkToggleButton', 'GtkMenuButton', 'GtkSwitch', 'GtkCheckButton', 'GtkEntry', 'GtkSearchEntry',
                 'GtkPasswordEntry', 'GtkDropDown', 'GtkSpinner', 'GtkProgressBar', 'GtkLevelBar', 'GtkImage', 'GtkPicture',
                 'GtkListBox', 'GtkListView', 'GtkColumnView', 'GtkCalendar', 'GtkScale', 'AdwAvatar'}
# Functions whose literal arguments a user reads.
USER_CALLS = re.compile(r'\b(gtk_label_(new|set_text|set_label|set_markup)|gtk_button_(new_with_label|set_label)|adw_toast_new'
                        r'|gtk_window_set_title|adw_message_dialog_(new|set_body|set_heading|add_response)'
                        r'|adw_status_page_set_(title|description)|gtk_widget_set_tooltip_text'
                        r'|adw_preferences_row_set_title|adw_action_row_set_subtitle'
                        r'|gtk_editable_set_placeholder_text|tbk_page_set_\w+) \([^"]*$')
MARKED = re.compile(r'(\b(_|N_|C_|NC_|Q_|ngettext|g_dngettext|dgettext|g_dpgettext2) ?\([^"]*)$')
# As meson's i18n.gettext(preset: 'glib') calls it.
KEYWORDS = ['_', 'N_', 'C_:1c,2', 'NC_:1c,2', 'g_dcgettext:2', 'g_dngettext:2,3', 'g_dpgettext2:2c,3', 'ngettext:1,2']
CATALOGUES = ('es',)


def rule_ui_length(tree):
    for path in tree.match('.ui'):
        lines = tree.read(path).count('\n')
        if lines > MAX_UI_LINES:
            yield path, lines, f'{lines} lines, {MAX_UI_LINES} at most: make a part of it a template of its own'


def rule_ui_parses(tree):
    for path in tree.match('.ui', '.page', '.gschema.xml', '.gresource.xml', '.metainfo.xml'):
        try:
            ElementTree.fromstring(tree.read(path))
        except ElementTree.ParseError as error:
            yield path, error.position[0], f'not XML: {error}'


def objects(text):
    """(line, element) of every object of a template, in its order."""
    bare = re.sub(r'<!--.*?-->', lambda match: re.sub(r'[^\n]', ' ', match.group(0)), text, flags=re.DOTALL)
    lines = [bare.count('\n', 0, match.start()) + 1 for match in re.finditer(r'<object\b', bare)]
    return zip(lines, ElementTree.fromstring(bare).iter('object'))


def named(element):
    """Whether a screen reader has something to say: words of its own, a name given, or nothing to say at all."""
    properties = {child.get('name') for child in element.findall('property') + element.findall('binding')}
    given = {child.get('name') for child in element.findall('accessibility/*')}
    hidden = any(child.get('name') == 'accessible-role' and child.text == 'presentation'
                 for child in element.findall('property'))
    child = next((child for child in element.iter('object')
                  if child is not element and child.get('class') in ('GtkLabel', 'AdwButtonContent')), None)
    return bool({'label', 'labelled-by'} & (properties | given)) or hidden or child is not None


def rule_accessible_names(tree):
    """Every control and picture has a name; rows and labels have theirs in their title or text. The screens of tests/ui and
    tests/e2e try what is set by code."""
    for path in tree.match('.ui'):
        try:
            found = list(objects(tree.read(path)))
        except ElementTree.ParseError:
            continue  # rule_ui_parses says so
        code = named_by_code(tree, path)
        for line, element in found:
            if element.get('class') in MUST_BE_NAMED and not named(element) and element.get('id') not in code:
                yield path, line, (f'{element.get("class")} without a name: <accessibility> with a label or labelled-by, '
                                   'or accessible-role presentation')


def named_by_code(tree, path):
    """The ids of the template's children that its class gives a name as it runs."""
    stem = os.path.basename(path)[:-len('.ui')]
    text = ' '.join(tree.source(name).code for name in tree.match(f'/tbk-{stem}.c', under=('client/',)))
    naming = r'gtk_(?:accessible_update_(?:property|relation)|button_set_label) \((?:GTK_\w+ \()?(?:self|priv)->(\w+)'
    return set(re.findall(naming, text))


def rule_cdata(tree):
    for path in tree.match('.ui'):
        for number, line in enumerate(tree.read(path).split('\n'), 1):
            if '<![CDATA[' in line:
                yield path, number, 'a template in CDATA: make it a resource of its own (GtkBuilderListItemFactory:resource)'


def rule_colours(tree):
    literal = re.compile(r'#[0-9a-fA-F]{6}\b|\brgba? ?\(|(foreground|background|color)=[\'"\\]')
    for source in tree.sources(under=('client/',)):
        for text in source.literals:
            if literal.search(text.text):
                yield source.path, text.line, 'a colour in code: a style class in data/css'
        for number, line in enumerate(source.code_lines, 1):
            if re.search(r'\bGdkRGBA \w+ = \{', line):
                yield source.path, number, 'a colour in code: gtk_style_context_get_color() or a style class in data/css'
    for path in tree.match('.ui'):
        for number, line in enumerate(tree.read(path).split('\n'), 1):
            if literal.search(line):
                yield path, number, 'a colour in a template: a style class in data/css'


def rule_ui_translatable(tree):
    for path in tree.match('.ui'):
        for number, line in enumerate(tree.read(path).split('\n'), 1):
            match = re.search(r'<(property|attribute|item)( name="([\w-]+)")?([^>]*)>([^<]*)</', line)
            if not match or 'translatable=' in match.group(4):
                continue
            name, text = match.group(3), match.group(5)
            if name in USER_PROPERTIES and re.search(r'[A-Za-z]{2}', text):
                yield path, number, f'{name} is read by a user: translatable="yes"'


def rule_c_translatable(tree):
    for source in tree.sources(under=('client/',)):
        for literal in source.literals:
            if not re.search(r'[A-Za-z]{2}', re.sub(r'%\S*', '', literal.text)) or MARKED.search(literal.before):
                continue
            if USER_CALLS.search(literal.before) and not source.allows(literal.line, 'c_translatable'):
                if not re.fullmatch(r'[a-z-]+', literal.text):  # ids of responses
                    yield source.path, literal.line, f'"{literal.text}" is read by a user: _()'


def translatable_files(tree):
    call = re.compile(r'(?<!\w)(_|N_|C_|NC_|ngettext) ?\(\s*"')
    for source in tree.sources('.c', '.h', under=('client/', 'domain/', 'bascula/', 'server/jobs/')):
        if call.search(source.uncommented) and '#define N_' not in source.text:
            yield source.path
    for path in tree.match('.ui'):
        if 'translatable="' in tree.read(path):
            yield path
    yield from tree.match('.gschema.xml', '.metainfo.xml.in', '.desktop.in', under=('data/',))


def potfiles(tree):
    if not tree.exists('po/POTFILES'):
        return []
    lines = tree.read('po/POTFILES').split('\n')
    return [line.strip() for line in lines if line.strip() and not line.startswith('#')]


def rule_potfiles(tree):
    listed = potfiles(tree)
    wanted = set(translatable_files(tree))
    for path in sorted(wanted - set(listed)):
        yield path, 1, 'has text to translate: add it to po/POTFILES'
    for path in listed:
        if not tree.exists(path):
            yield 'po/POTFILES', listed.index(path) + 1, f'{path} is gone: take it out'


def rule_catalogues(tree):
    """Every text has its translation, none of them fuzzy."""
    listed = [path for path in potfiles(tree) if tree.exists(path)]
    if not listed:
        return
    with tempfile.TemporaryDirectory() as folder:
        template = os.path.join(folder, 'triboka.pot')
        extract(tree, listed, template)
        for language in CATALOGUES:
            yield from compare(tree, f'po/{language}.po', template)


def rule_help_catalogues(tree):
    pages = [os.path.join(tree.root, path) for path in tree.match('.page', under=('help/C/',))]
    if not pages:
        return
    with tempfile.TemporaryDirectory() as folder:
        template = os.path.join(folder, 'help.pot')
        subprocess.run(['itstool', '-o', template] + pages, check=True, capture_output=True)
        for language in CATALOGUES:
            yield from compare(tree, f'help/{language}/{language}.po', template)


def rule_help_valid(tree):
    """Each page is Mallard, and links to pages that are there."""
    pages = tree.match('.page', under=('help/C/',))
    if not pages:
        return
    result = subprocess.run(['yelp-check', 'validate'] + pages, cwd=tree.root, capture_output=True, text=True)
    for match in re.finditer(r'^(\S+\.page):(\d+): (.*)$', result.stdout + result.stderr, re.MULTILINE):
        yield match.group(1), int(match.group(2)), match.group(3)
    result = subprocess.run(['yelp-check', 'links'] + pages, cwd=tree.root, capture_output=True, text=True)
    for match in re.finditer(r'^(\S+): (\S+)$', result.stdout, re.MULTILINE):
        yield f'help/C/{match.group(1)}.page', 1, f'links to {match.group(2)}, which is not there'
    listed = set(re.findall(r"'([\w-]+\.page)'", tree.read('help/meson.build'))) if tree.exists('help/meson.build') else set()
    for path in pages:
        if os.path.basename(path) not in listed:
            yield path, 1, 'is in no build: add it to help/meson.build'


def extract(tree, paths, template):
    command = ['xgettext', '--from-code=UTF-8', '--output', template, '--directory', tree.root, '--force-po']
    command += [f'--keyword={keyword}' for keyword in KEYWORDS]
    subprocess.run(command + paths, check=True, capture_output=True, text=True)


def message_at(lines, number):
    """The msgid line of the message whose msgstr stands at this line."""
    while number > 1 and not lines[number - 1].startswith('msgid '):
        number -= 1
    return lines[number - 1]


def compare(tree, path, template):
    """What msgcmp and msgfmt find wrong: a text that is not translated, fuzzy, or badly formed."""
    if not tree.exists(path):
        yield path, 1, 'there is no such catalogue'
        return
    catalogue = os.path.join(tree.root, path)
    with open(template, encoding='utf-8') as file:
        wanted = file.read().split('\n')
    for command in (['msgcmp', catalogue, template], ['msgfmt', '--check', '--check-accelerators=_', '--output-file=/dev/null', catalogue]):
        result = subprocess.run(command, capture_output=True, text=True, env={**os.environ, 'LC_ALL': 'C'})
        for line in result.stderr.split('\n') if result.returncode else []:
            place = re.match(r'(\S*?):(\d+):?\d*: (.*)', line)
            if place and place.group(1) == template:
                yield path, 1, f'lacks {message_at(wanted, int(place.group(2)))}'
            elif place and 'warning' not in line and 'similar' not in line:
                yield path, int(place.group(2)), place.group(3)


RULES = [rule_ui_length, rule_ui_parses, rule_accessible_names, rule_cdata, rule_colours, rule_ui_translatable, rule_c_translatable,
         rule_potfiles, rule_catalogues, rule_help_catalogues, rule_help_valid]
