"""Names stay where they belong, and what is erased is gone."""
import os
import sqlite3

import golden
from golden import EVERYTHING, assert_nowhere, day, draw_photo, files_in, same, with_segments, within, without, write

NAME = golden.NAME
CONTACT = 'wilhelmine@beispiel.example'
SHOWN_TO_ALL = (['photo', 'list', '{code}'], ['photo', 'show', '{photo}'], ['pair', 'suggest', '{code}'],
                ['pair', 'show', '{pair}'], ['publish', 'check'], ['publish', 'ledger'], ['publish', 'ledger', '{code}'],
                ['publish', 'takedowns'], ['audit', 'show'], ['treatment', 'list', '{code}'], ['session', 'list', '{code}'],
                ['consent', 'due'], ['library', 'check'])


def published(clinic):
    """A client whose name stands in every field that can hold one, published on the website."""
    code = clinic('client', 'add', NAME, '--born', '1980-02-29', '--contact', CONTACT)['code']
    clinic('treatment', 'add', code, '--area', 'crown')
    for offset in (-90, -60):
        clinic('session', 'add', code, day(offset))
    photos = []
    for take, offset in ((0, -100), (1, -10)):
        path = clinic.path(f'{NAME} {take}.jpg')
        draw_photo(path, '--take', take, '--owner', NAME)
        write(path, with_segments(golden.read(path), golden.segment(0xFE, NAME.encode()),
                                  golden.segment(0xE1, b'http://ns.adobe.com/xap/1.0/\0' + NAME.encode('utf-16-le'))))
        photos.append(clinic.photo(code, day(offset), path=path))
    pair = clinic('pair', 'add', *photos)['id']
    clinic.consent(code, 'website,first-name,testimonial')
    clinic('approve', pair, '--checked', EVERYTHING)
    clinic.publish(clinic.path('web'))
    return {'code': code, 'pair': pair, 'photo': photos[1]}


def test_no_name_leaves(clinic):
    """The client's name is in no exported byte, no picture, no log and no answer that marketing sees."""
    known = published(clinic)
    clinic('compose', known['pair'], '-o', clinic.path('web', 'composite.png'))
    for needle in (NAME, NAME.split()[0], CONTACT, known['code']):
        assert_nowhere(needle, clinic.path('web'))
    for folder in ('blobs', 'derived'):
        assert_nowhere(NAME, clinic.path('library', folder))
    for words in SHOWN_TO_ALL:
        for as_json in (True, False):
            answer = clinic(*[word.format(**known) for word in words], as_json=as_json)
            for needle in (NAME, 'Wilhelmine', CONTACT):
                without(needle, answer.out + answer.err, words)
    within(NAME, clinic('client', 'show', known['code']).out)


def test_no_name_in_log(clinic):
    """The log and the ledger hold no name, no file name and no contact, looked at in the database itself."""
    published(clinic)
    connection = sqlite3.connect(clinic.path('library', 'catalogue.db'))
    for table, in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
        rows = repr(connection.execute(f'SELECT * FROM {table}').fetchall())
        for needle in (NAME, CONTACT, f'{NAME} 0.jpg'):
            if needle in rows:
                assert table in ('identity', 'consent') and needle != f'{NAME} 0.jpg', f'{needle} is in {table}'
    connection.close()


def test_erased(clinic):
    """Erasing takes name, contact and photos out of every file; the proof that what went out was permitted stays."""
    known = published(clinic)
    code = known['code']
    rows = clinic('publish', 'ledger')['items']
    published_files = set(files_in(clinic.path('web')))
    answer = clinic('client', 'erase', code)
    same((answer['erased'], answer['takedowns']), (code, len(rows)), 'answer')
    for needle in (NAME, 'Wilhelmine', 'Muster', CONTACT, '1980-02-29'):
        assert_nowhere(needle, clinic.library)
    consent = clinic('consent', 'show', code)['consents'][0]
    assert consent['signature_sha256'] and not files_in(clinic.path('library', 'blobs'))
    same(answer['remains'], [], 'byte search')
    clinic.check()
    derived = {name for name in files_in(clinic.path('library', 'derived')) if not name.startswith('folders/')}
    same(derived, set(), 'derived pictures')
    shown = clinic('client', 'show', code)
    same((shown['name'], shown['photos'], shown['pairs'], shown['published'], shown['takedowns']), (None, 0, 0, 0, len(rows)),
         'client')
    assert shown['erased_at']
    same([(row['item'], row['sha256'], row['file'], row['state']) for row in clinic('publish', 'ledger')['items']],
         [(row['item'], row['sha256'], row['file'], 'blocked') for row in rows], 'ledger')
    same({row['reason'] for row in clinic('publish', 'takedowns')['takedowns']}, {'erased'}, 'take-downs')
    same((consent['signed_by'], consent['scopes']), (None, 'website, first-name, testimonial'), 'consent')
    same(set(files_in(clinic.path('web'))), published_files, 'files before the next run')
    clinic.publish(clinic.path('web'))
    same(list(files_in(clinic.path('web'))), ['manifest.json'], 'folder after it')
    clinic('publish', 'taken-down', *[row['item'] for row in rows])
    clinic.check()
    clinic('library', 'backup', clinic.path('backup'))
    same(clinic('client', 'list', '--search', 'Wilhelmine')['clients'], [], 'search')


def test_erased_stays_erased(clinic):
    """Nothing can be added to an erased client, whose code is not given again."""
    known = published(clinic)
    code = known['code']
    clinic('client', 'erase', code)
    for words in (['treatment', 'add', code], ['session', 'add', code, day(-1)], ['import', code, clinic.picture()],
                  ['client', 'erase', code]):
        same(clinic(*words, code=1).error, 'refused', words)
    same(clinic.consent(code, code=1).error, 'refused', 'consent')
    for words in (['photo', 'show', known['photo']], ['pair', 'show', known['pair']], ['approve', known['pair'], '--checked', EVERYTHING],
                  ['compose', known['pair'], '-o', clinic.path('x.jpg')], ['publish', 'check', known['pair']]):
        same(clinic(*words, code=1).error, 'not-found', words)
    same(clinic('publish', 'check')['pairs'], [], 'pairs')
    same(len(files_in(clinic.path('library', 'blobs'))), 0, 'blobs: the signature too')
    again = clinic('client', 'add', NAME, '--adult')['code']
    assert again != code


def test_others_stay(clinic):
    """Erasing one client leaves the others' pictures, also one that both brought."""
    known = published(clinic)
    other, pair = clinic.ready('social-media')
    before = set(files_in(clinic.path('library', 'blobs')))
    clinic('client', 'erase', known['code'])
    after = set(files_in(clinic.path('library', 'blobs')))
    assert after < before
    same(clinic.reasons(pair, 'social-media'), [], "the other's pair")
    clinic.publish(clinic.path('social'), 'social-media')
    same(len(clinic('photo', 'list', other)['photos']), 2, 'photos')
    clinic.check()


def test_no_picture_lost(clinic):
    """A picture that is one client's photo and another's signature stays as long as either needs it."""
    picture = clinic.picture()
    first, second = clinic.client(), clinic.client()
    clinic.photo(first, path=picture)
    clinic('consent', 'record', second, '--scope', 'print', '--identifiability', 'full-face', '--from', day(0), '--until',
           day(9), '--signed-by', 'X', '--signature', picture)
    clinic('client', 'erase', first)
    same(len(files_in(clinic.path('library', 'blobs'))), 1, 'blobs')
    clinic.check()


def test_names_of_folders(clinic):
    """A receipt is the one thing that names the client, and it goes where it is told only."""
    known = published(clinic)
    consent = clinic('consent', 'show', known['code'])['consents'][0]['id']
    before = set(files_in(clinic.where))
    clinic('consent', 'receipt', consent, '-o', clinic.path('receipt.pdf'))
    same({name for name in set(files_in(clinic.where)) - before if not name.startswith('library/')}, {'receipt.pdf'}, 'files')
    same(os.listdir(os.path.join(clinic.where, 'data')) if os.path.isdir(os.path.join(clinic.where, 'data')) else [], [],
         'data folder')


golden.main()
