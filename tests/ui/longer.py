#!/usr/bin/env python3
"""A made-up language that is 40 % longer than English and says of every text that it was marked for translation: “‹Save~~›”.

usage: longer.py POT FOLDER          writes FOLDER/xx/LC_MESSAGES/diptych.mo and the list of what it knows, FOLDER/made
"""
import ast
import os
import re
import subprocess
import sys

FIELD = re.compile(r'^(msgctxt|msgid_plural|msgid|msgstr\S*) (".*")$')


def entries(path):
    """The messages of a template, each as its fields."""
    entry, field = {}, None
    with open(path, encoding='utf-8') as file:
        for line in list(file) + ['\n']:
            line = line.rstrip('\n')
            begun = FIELD.match(line)
            if begun:
                field = begun.group(1)
                entry[field] = ast.literal_eval(begun.group(2))
            elif line.startswith('"') and field:
                entry[field] += ast.literal_eval(line)
            elif not line and 'msgid' in entry:
                yield entry
                entry, field = {}, None


def longer(text):
    """Words of a few letters, so that it can be broken into lines as other text can. What is read by programs stays as it is."""
    if not re.search('[A-Za-z]', re.sub(r'%\S|\{\w+\}|<[^>]*>', '', text)):
        return text
    more = '~~~~ ' * (max(2, len(text) * 2 // 5) // 4) + '~' * (max(2, len(text) * 2 // 5) % 4)
    newline = '\n' if text.endswith('\n') else ''
    body = text[:len(text) - len(newline)]
    return f'‹{body} {more.strip()}›{newline}' if len(text) > 12 else f'‹{body}{more.strip()}›{newline}'


def quoted(text):
    return '"' + text.replace('\\', '\\\\').replace('"', '\\"').replace('\n', '\\n').replace('\t', '\\t') + '"'


def main(pot, folder):
    place = os.path.join(folder, 'xx', 'LC_MESSAGES')
    os.makedirs(place, exist_ok=True)
    po = os.path.join(folder, 'longer.po')
    with open(po, 'w', encoding='utf-8') as file:
        file.write('msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\nPlural-Forms: nplurals=2; plural=n != 1;\\n"\n\n')
        for entry in entries(pot):
            if not entry['msgid']:
                continue
            for field in ('msgctxt', 'msgid', 'msgid_plural'):
                if field in entry:
                    file.write(f'{field} {quoted(entry[field])}\n')
            if 'msgid_plural' in entry:
                file.write(f'msgstr[0] {quoted(longer(entry["msgid"]))}\nmsgstr[1] {quoted(longer(entry["msgid_plural"]))}\n\n')
            else:
                file.write(f'msgstr {quoted(longer(entry["msgid"]))}\n\n')
    subprocess.run(['msgfmt', '-o', os.path.join(place, 'diptych.mo'), po], check=True)
    with open(os.path.join(folder, 'made'), 'w', encoding='utf-8') as file:
        file.write(pot + '\n')


if __name__ == '__main__':
    main(*sys.argv[1:])
