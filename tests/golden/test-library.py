"""The library on disk: who may open it when, what is refused untouched, checking, backing up, the audit chain."""
import contextlib
import os
import shutil
import signal
import socket
import sqlite3
import stat
import time

import golden
from golden import EVERYTHING, day, digest, files_in, png, run, same, state_of, within, write


def catalogue(clinic):
    return clinic.path('library', 'catalogue.db')


def edit(database, *statements):
    """Changes a library behind the program's back."""
    with contextlib.closing(sqlite3.connect(database)) as connection:
        for statement in statements:
            connection.execute(statement)
        connection.commit()


def test_settings(clinic):
    """The clinic's settings are shown and changed one by one; an empty text clears one."""
    same(clinic('library', 'show')['labels'], True, 'labels')
    changed = clinic('library', 'set', '--no-labels', '--credit', 'North Street', '--destination', 'print', '--healing', '30')
    same((changed['labels'], changed['credit'], changed['destination'], changed['healing_days']),
         (False, 'North Street', 'print', 30), 'settings')
    same(clinic('library', 'set', '--credit', '')['credit'], None, 'cleared')
    clinic('library', 'set', '--destination', 'moon', code=1)
    clinic('library', 'set', '--licence', 'terms', code=2)
    same(clinic('library', 'show')['healing_days'], 30, 'the rest')


def lists(clinic):
    """All there is to see, for comparing two libraries."""
    codes = [row['code'] for row in clinic('client', 'list')['clients']]
    found = {'clients': clinic('client', 'list').doc, 'ledger': clinic('publish', 'ledger').doc,
             'log': clinic('audit', 'verify').doc}
    for code in codes:
        for words in (('photo', 'list'), ('treatment', 'list'), ('session', 'list'), ('consent', 'show'), ('pair', 'suggest')):
            found[(code, words)] = clinic(*words, code).doc
    return found




class Holder:
    """A program that is in the middle of an import, stopped there."""

    def __init__(self, clinic, code):
        where = clinic.path('many')
        os.makedirs(where, exist_ok=True)
        for number in range(20):
            write(os.path.join(where, f'{number}.png'), png(1000 + number, 600, 400))
        there = len(files_in(clinic.path('library', 'blobs')))
        self.process, self.words = clinic.start('import', code, where)
        while len(files_in(clinic.path('library', 'blobs'))) <= there and self.process.poll() is None:
            time.sleep(0.01)
        self.process.send_signal(signal.SIGSTOP)

    def __enter__(self):
        return self

    def __exit__(self, *unused):
        self.process.send_signal(signal.SIGCONT)
        golden.settle(self.process, self.words, 0, True)


def test_second_program(clinic):
    """While one program works on a library a second that would write is told who has it, and changes nothing."""
    code = clinic.client()
    photo = clinic.photo(code, day(-1))
    with Holder(clinic, code) as holder:
        for words in (['client', 'add', 'X', '--adult'], ['photo', 'set', photo, '--view', 'top'], ['library', 'check'],
                      ['publish', 'run', '--destination', 'website', '-o', clinic.path('web')], ['client', 'erase', code]):
            answer = clinic(*words, code=3)
            same(answer.error, 'locked', words)
            for part in ('diptych-cli', str(holder.process.pid), socket.gethostname()):
                within(part, answer['error']['message'])
        assert not os.path.exists(clinic.path('web'))
        for words in (['client', 'list'], ['client', 'show', code], ['photo', 'list', code], ['photo', 'show', photo],
                      ['consent', 'show', code], ['publish', 'check'], ['publish', 'ledger'], ['audit', 'show'],
                      ['audit', 'verify'], ['pair', 'suggest', code], ['session', 'list', code]):
            clinic(*words)
    same(len(clinic('photo', 'list', code)['photos']), 21, 'photos once both have ended')
    clinic.check()


def test_reading_writes_nothing(clinic):
    """Commands that only look leave every file as it was."""
    code, pair = clinic.ready()
    before = state_of(clinic.library)
    for words in (['client', 'list'], ['client', 'show', code], ['photo', 'list', code], ['pair', 'show', pair],
                  ['consent', 'show', code], ['publish', 'check'], ['publish', 'ledger'], ['audit', 'show'],
                  ['audit', 'verify'], ['library', 'backup', clinic.path('b')]):
        clinic(*words)
    after = state_of(clinic.library)
    for name, state in before.items():
        if name != '.':
            same(after[name], state, name)


def test_read_only_place(clinic):
    """A library in a place that can only be read can be read."""
    if os.getuid() == 0:
        raise golden.Skip('root may write everywhere')
    code = clinic.client()
    for root, _, _ in os.walk(clinic.library):
        os.chmod(root, 0o500)
    try:
        same(clinic('client', 'list')['clients'][0]['code'], code, 'client')
        clinic('client', 'add', 'X', '--adult', code=3)
    finally:
        for root, _, _ in os.walk(clinic.library):
            os.chmod(root, 0o700)


def refused(clinic, error):
    """Every kind of command refuses the library with 3 and leaves it alone to the byte."""
    before = {name: digest(path) for name, path in files_in(clinic.library).items() if name != 'lock'}
    for words in (['client', 'list'], ['client', 'add', 'X', '--adult'], ['library', 'check'],
                  ['library', 'backup', clinic.path('b')], ['audit', 'verify'],
                  ['publish', 'run', '--destination', 'website', '-o', clinic.path('web')]):
        same(clinic(*words, code=3).error, error, words)
    after = {name: digest(path) for name, path in files_in(clinic.library).items() if name != 'lock'}
    same(after, before, 'files')
    assert not os.path.exists(clinic.path('b')) and not os.path.exists(clinic.path('web'))


def test_newer(clinic):
    """A library of a newer version is refused untouched."""
    clinic.client()
    edit(catalogue(clinic), 'PRAGMA user_version = 999')
    for suffix in ('-wal', '-shm'):
        if os.path.exists(catalogue(clinic) + suffix):
            os.unlink(catalogue(clinic) + suffix)
    refused(clinic, 'newer-library')


def test_foreign(clinic):
    """Somebody else's database is refused untouched, and so is what is no database."""
    os.unlink(catalogue(clinic))
    edit(catalogue(clinic), 'CREATE TABLE recipes (cake TEXT)', "INSERT INTO recipes VALUES ('Sacher')")
    refused(clinic, 'foreign-library')
    write(catalogue(clinic), b'This is no database. ' * 400)
    refused(clinic, 'damaged')
    write(catalogue(clinic), b'')
    assert clinic('client', 'list', code=3).error in ('damaged', 'foreign-library', 'not-found')


def test_torn_database(clinic):
    """A database with a torn page is reported, not used as if it were whole."""
    code = clinic.client(sessions=[day(-90)])
    for number in range(5):
        clinic('client', 'add', f'Client {number}', '--adult')
    data = bytearray(golden.read(catalogue(clinic)))
    for at in range(4096, len(data), 4096):
        data[at:at + 512] = b'\xa5' * 512
    write(catalogue(clinic), bytes(data))
    same(clinic('library', 'check', code=3).code, 3, 'check')
    same(clinic('client', 'show', code, code=(1, 3))['error']['code'], 'damaged', 'show')


def test_modes(clinic):
    """What the program makes for others has common modes, what it keeps for itself and a person has private ones."""
    code, pair = clinic.ready()
    clinic('library', 'backup', clinic.path('backup.dip'))
    clinic('compose', pair, '-o', clinic.path('c.jpg'))
    clinic('consent', 'receipt', 1, '-o', clinic.path('r.pdf'))
    clinic.publish(clinic.path('web'))
    for name, mode in (('backup.dip', 0o600), ('r.pdf', 0o600), ('c.jpg', 0o644), ('web', 0o755),
                       ('web/manifest.json', 0o644), ('library', 0o700), ('library/catalogue.db', 0o600),
                       ('library/lock', 0o600), ('library/blobs', 0o700), ('library/derived', 0o700)):
        same(stat.S_IMODE(os.stat(clinic.path(*name.split('/'))).st_mode), mode, name)
    del code


def test_check_mends(clinic):
    """What a crash can leave is cleared away: a blob without a row, a half-written file."""
    code = clinic.client()
    clinic.photo(code)
    data = png(77)
    name = golden.hashlib.sha256(data).hexdigest()
    os.makedirs(clinic.path('library', 'blobs', name[:2]), exist_ok=True)
    orphan = write(clinic.path('library', 'blobs', name[:2], name), data)
    temporary = write(clinic.path('library', 'blobs', name[:2], '.dip-abcdef.tmp'), b'half')
    os.utime(temporary, (1, 1))
    report = clinic('library', 'check')
    same((report['whole'], report['orphans_removed']), (True, 1), 'report')
    assert not os.path.exists(orphan) and not os.path.exists(temporary)
    report = clinic.check()
    same((report['orphans_removed'], report['temporaries_removed'], report['pictures']), (0, 0, 1), 'second check')


def test_check_reports(clinic):
    """What can't be mended is named, with 3: a missing picture, an altered one; the derived ones are made again."""
    code = clinic.client()
    photos = [clinic('photo', 'show', clinic.photo(code))['sha256'] for _ in range(3)]
    paths = [clinic.path('library', 'blobs', name[:2], name) for name in photos]
    os.unlink(paths[0])
    write(paths[1], golden.read(paths[1])[:-1] + b'!')
    shutil.rmtree(clinic.path('library', 'derived'))
    report = clinic('library', 'check', code=3)
    same((report['whole'], len(report['problems'])), (False, 2), 'report')
    for name in photos[:2]:
        within(name[:12], ' '.join(report['problems']))
    write(paths[1], b'')
    assert len(clinic('library', 'check', code=3)['problems']) == 2


def test_nothing_altered_goes_out(clinic):
    """An altered master is noticed before anything is made of it."""
    code, pair = clinic.ready()
    after = clinic('photo', 'show', clinic('pair', 'show', pair)['after'])['sha256']
    write(clinic.path('library', 'blobs', after[:2], after), png(4711))
    same(clinic('compose', pair, '-o', clinic.path('c.jpg'), code=(1, 3)).error, 'damaged', 'compose')
    report = clinic.publish(clinic.path('web'), code=1)
    same((report['written'], len(report['failed'])), (0, 1), 'publish')
    same(list(files_in(clinic.path('web'))), ['manifest.json'], 'files')
    del code


def test_backup(clinic):
    """A back-up restores to the same library: same lists, same pictures, same log."""
    clinic.ready()
    code, _ = clinic.ready('social-media')
    clinic.publish(clinic.path('out'), 'social-media', code=1)
    clinic('consent', 'withdraw', code)
    backup = clinic.path('backup.dip')
    same(clinic('library', 'backup', backup)['backup'], backup, 'file')
    want, blobs = lists(clinic), {name: digest(path) for name, path in files_in(clinic.path('library', 'blobs')).items()}
    other = object.__new__(golden.Clinic)
    other.where, other.library = clinic.where, clinic.path('restored', 'library')
    same(other('library', 'restore', backup)['library'], other.library, 'folder')
    same(lists(other), want, 'lists')
    same({name: digest(path) for name, path in files_in(os.path.join(other.library, 'blobs')).items()}, blobs, 'blobs')
    same(golden.Clinic.check(other)['orphans_removed'], 0, 'check')
    assert other('library', 'restore', backup, code=(1, 3)).error == 'exists'
    for root, folders, names in os.walk(other.library):
        for name in [*folders, *names]:
            same(stat.S_IMODE(os.stat(os.path.join(root, name)).st_mode) & 0o077, 0, name)
    clinic.client('Later')
    clinic('library', 'backup', backup)


def test_no_backup(clinic):
    """What is no back-up is neither restored nor written over; a damaged one leaves nothing behind."""
    clinic.photo(clinic.client())
    letter = write(clinic.path('letter.txt'), b'Dear all')
    assert clinic('library', 'backup', letter, code=(1, 3)).error in ('exists', 'foreign-library')
    same(golden.read(letter), b'Dear all', 'letter')
    backup = clinic.path('backup.dip')
    clinic('library', 'backup', backup)
    whole = golden.read(backup)
    target = clinic.path('new')
    torn = bytearray(whole)
    at = len(torn) * 2 // 3
    torn[at:at + 64] = bytes(byte ^ 0x55 for byte in torn[at:at + 64])
    for name, data in (('letter', b'Dear all'), ('catalogue', golden.read(catalogue(clinic))), ('half', whole[:len(whole) // 2]),
                       ('torn', bytes(torn)), ('empty', b'')):
        path = write(clinic.path(name), data)
        answer = run('--library', target, 'library', 'restore', path, home=clinic.where, code=3)
        assert answer.error in ('damaged', 'foreign-library', 'unsupported'), answer
        assert not os.path.exists(target), name
    same(run('--library', target, 'library', 'restore', clinic.path('none'), home=clinic.where, code=(1, 3)).error, 'not-found',
         'missing')


def tampered(clinic, *statements):
    """What `audit verify` says of a copy that was changed with the triggers gone."""
    shutil.rmtree(clinic.path('copy'), ignore_errors=True)
    shutil.copytree(clinic.library, clinic.path('copy'))
    triggers = [row[0] for row in sqlite3.connect(catalogue(clinic)).execute(
        "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'audit'")]
    assert triggers
    edit(clinic.path('copy', 'catalogue.db'), *[f'DROP TRIGGER {name}' for name in triggers], *statements)
    return run('--library', clinic.path('copy'), 'audit', 'verify', home=clinic.where, code=(0, 3))


def test_audit_chain(clinic):
    """The log holds, is pinned by its head, and any change to it is found and placed."""
    clinic.ready()
    n = clinic('audit', 'verify')['entries']
    entries = clinic('audit', 'show')['entries']
    same((len(entries), entries[-1]['hash']), (n, clinic('audit', 'verify')['head']), 'entries')
    same([row['sequence'] for row in entries], list(range(1, n + 1)), 'sequence')
    same([row['previous'] for row in entries], ['0' * 64] + [row['hash'] for row in entries[:-1]], 'chain')
    same([row['sequence'] for row in clinic('audit', 'show', '--last', '2')['entries']], [n - 1, n], 'the last two')
    same(tampered(clinic).code, 0, 'an untouched copy')
    for number, statement in ((3, "UPDATE audit SET actor = 'somebody' WHERE sequence = 3"),
                              (4, "UPDATE audit SET at = '2020-01-01T00:00:00.000Z' WHERE sequence = 4"),
                              (5, 'DELETE FROM audit WHERE sequence = 5'),
                              (1, 'DELETE FROM audit WHERE sequence = 1'),
                              (2, f"UPDATE audit SET hash = '{'ab' * 32}' WHERE sequence = 2"),
                              (n, f"UPDATE audit SET detail = '{{}}' WHERE sequence = {n}")):
        answer = tampered(clinic, statement)
        same((answer.code, answer.error), (3, 'damaged'), statement)
        assert any(str(place) in answer['error']['message'] for place in (number, number + 1)), answer
    answer = tampered(clinic, f'DELETE FROM audit WHERE sequence = {n}')
    assert answer['head'] != entries[-1]['hash'], 'a cut-off log shows by its head'


def test_history_stays(clinic):
    """Not even by hand can history be rewritten while the triggers stand."""
    clinic.ready('social-media')
    clinic.publish(clinic.path('out'), 'social-media')
    for statement in ('UPDATE audit SET actor = 1', 'DELETE FROM audit', 'DELETE FROM consent', 'DELETE FROM consent_event',
                      "UPDATE consent SET valid_until = '2999-01-01'", 'DELETE FROM export_item', 'DELETE FROM photo',
                      'UPDATE export_item SET sha256 = name', 'DELETE FROM client', 'UPDATE photo SET blob = source_digest',
                      'DELETE FROM approval', 'UPDATE consent_form SET text = 1', "DELETE FROM consent_scope"):
        try:
            edit(catalogue(clinic), statement)
        except sqlite3.IntegrityError:
            continue
        raise AssertionError(f'{statement} was carried out')
    clinic.check()


def test_scripts_see_who(clinic):
    """Every change is in the log with who and what, never with a name."""
    code, pair = clinic.ready()
    clinic('approve', pair, '--checked', EVERYTHING, '--by', 'Head Curator')
    clinic('consent', 'withdraw', code)
    clinic('client', 'erase', code)
    actions = [(row['action'], row['subject']) for row in clinic('audit', 'show')['entries']]
    for action in ('client-add', 'treatment-add', 'session-add', 'photo-import', 'pair-add', 'pair-align', 'consent-record',
                   'pair-approve', 'consent-withdraw', 'client-erase'):
        assert action in [name for name, _ in actions], action
    same(clinic('audit', 'show')['entries'][-3]['actor'], 'Head Curator', 'who approved')
    golden.without(golden.NAME, clinic('audit', 'show', as_json=False).out)


golden.main()
