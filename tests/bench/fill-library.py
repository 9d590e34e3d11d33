#!/usr/bin/python3
"""Fills a library that diptych-cli has made with as many photos as a busy clinic has after years: fill-library.py LIBRARY
THUMBNAIL PHOTOS [UNSORTED].

Rows and thumbnails are there, and in the place of the pictures behind them the thumbnail again: enough to look at, and nothing
else. UNSORTED more wait in the inbox.
"""
import datetime
import hashlib
import os
import shutil
import sqlite3
import subprocess
import sys

VIEWS = ['front-hairline', 'top', 'crown', 'left-temple', 'right-temple']
NOW = '2026-01-01T00:00:00.000Z'
LINKS = 30000  # names one file may have, and some to spare
LETTERS = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789'


def code(number):
    return ''.join(LETTERS[number // 32 ** place % 32] for place in range(5, -1, -1))


def photo(client, number, view, day, size):
    digest = hashlib.sha256(f'{client}/{number}'.encode()).hexdigest()
    return (client, client, digest, 'jpeg', *size, 1, 2000000, day, 'camera', view, 'scalp-only', digest, digest, NOW)


def size_of(thumbnail):
    return [int(subprocess.check_output(['vipsheader', '-f', side, thumbnail])) for side in ('width', 'height')]


def fill(database, photos, unsorted, size):
    """Ten photos a client: before and healed of five views, in pairs. Returns the photos' digests."""
    clients = range(1, photos // 10 + 1)
    first = datetime.date(2024, 1, 1)
    days = {client: first + datetime.timedelta(client % 500) for client in clients}
    rows = [photo(client, 2 * i + after, view, str(days[client] + datetime.timedelta(90 * after)), size)
            for client in clients for i, view in enumerate(VIEWS) for after in (0, 1)]
    rows += [(None, None, *photo('inbox', number, None, str(first), size)[2:]) for number in range(unsorted)]
    database.executemany('INSERT INTO client (id, code, adult_attested, created_at) VALUES (?, ?, 1, ?)',
                         [(client, code(client * 7919), NOW) for client in clients])
    database.executemany('INSERT INTO identity (client_id, name) VALUES (?, ?)',
                         [(client, f'Made-up Person {client}') for client in clients])
    database.executemany("INSERT INTO treatment (id, client_id, areas, created_at) VALUES (?, ?, 'crown', ?)",
                         [(client, client, NOW) for client in clients])
    database.executemany("INSERT INTO session (treatment_id, date, kind) VALUES (?, ?, 'initial')",
                         [(client, str(days[client] + datetime.timedelta(7))) for client in clients])
    database.executemany(
        'INSERT INTO photo (client_id, treatment_id, blob, format, width, height, orientation, bytes, taken_on, taken_source,'
        ' view, shows, pixel_digest, source_digest, imported_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)', rows)
    database.executemany('INSERT INTO pair (treatment_id, before_id, after_id, view, slug, created_at) VALUES (?, ?, ?, ?, ?, ?)',
                         [(client, 10 * client - 9 + 2 * i, 10 * client - 8 + 2 * i, view, f'pair{client}x{i}', NOW)
                          for client in clients for i, view in enumerate(VIEWS[:3])])
    return [row[2] for row in rows]


def main(library, thumbnail, photos, unsorted='0'):
    database = sqlite3.connect(os.path.join(library, 'catalogue.db'))
    digests = fill(database, int(photos), int(unsorted), size_of(thumbnail))
    database.commit()
    database.close()
    files = [os.path.join(library, kind, digest[:2], digest + suffix)
             for digest in digests for kind, suffix in (('derived', '.thumb-512'), ('blobs', ''))]
    for number, file in enumerate(files):
        os.makedirs(os.path.dirname(file), 0o700, exist_ok=True)
        if number % LINKS == 0:
            source = shutil.copyfile(thumbnail, file)
        else:
            os.link(source, file)


if __name__ == '__main__':
    main(*sys.argv[1:])
