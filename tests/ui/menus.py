#!/usr/bin/env python3
"""No two items of a menu share the letter that chooses them, in any language that is complete. Prints TAP.

usage: menus.py SOURCE-FOLDER
"""
import collections
import glob
import os
import re
import sys

from longer import entries

LANGUAGES = ['', 'de', 'es', 'fr']


def letters(source, language):
    words = {}
    if language:
        words = {entry['msgid']: entry.get('msgstr') for entry in entries(os.path.join(source, 'po', language + '.po')) if 'msgctxt' not in entry}
    for path in sorted(glob.glob(os.path.join(source, 'ui', '*.ui'))):
        with open(path, encoding='utf-8') as file:
            text = file.read()
        for name, menu in re.findall(r'<menu id="([^"]*)">(.*?)</menu>', text, re.S):
            labels = [words.get(label) or label for label in re.findall(r'<attribute name="label"[^>]*>([^<]*)<', menu)]
            shared = collections.defaultdict(list)
            for label in labels:
                if '_' in label:
                    shared[label[label.index('_') + 1].lower()].append(label)
            yield f'{os.path.basename(path)} {name}', [found for found in shared.values() if len(found) > 1]


def main(source):
    print(f'1..{len(LANGUAGES)}')
    bad = 0
    for number, language in enumerate(LANGUAGES, 1):
        trouble = [f'# {where}: {" and ".join(found)}' for where, double in letters(source, language) for found in double]
        bad += bool(trouble)
        print(f'{"not " if trouble else ""}ok {number} {language or "en"}', *trouble, sep='\n')
    return 1 if bad else 0


if __name__ == '__main__':
    sys.exit(main(sys.argv[1]))
