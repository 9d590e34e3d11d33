"""A sealed library: nothing readable without keys, each account sees what it may, and every change behind its back is noticed."""
import os
import re
import shlex
import shutil
import sqlite3
import subprocess
import unicodedata

import golden
from golden import EVERYTHING, Clinic, day, draw_photo, files_in, read, same, within, without, write

NAME, CONTACT, OTHER = golden.NAME, 'wilhelmine@beispiel.example', 'Balthasar Unapproved'
OWNER, OWNERS = 'Olga', 'correct horse battery'
MARK, MARKS = 'Mark', 'nine small red lanterns'


def words_of(sheet):
    """The words of a recovery sheet, as a person reads them off the page."""
    text = subprocess.run(['pdftotext', '-layout', sheet, '-'], capture_output=True, text=True, check=True).stdout
    text = unicodedata.normalize('NFKC', text)  # letters may be joined
    found = dict(re.findall(r'\b(\d{1,2})\s+([a-z]{3,8})\b', text))
    return ' '.join(found[str(i)] for i in range(1, 25))


class Sealed(Clinic):
    """Commands of one account; its passphrase, and more lines where asked for, by file descriptor."""

    def __init__(self, where):
        self.where, self.library, self.n_pictures = where, os.path.join(where, 'library'), 0
        self.account, self.lines = OWNER, [OWNERS]

    def __call__(self, *words, code=0, as_json=True, account=None, lines=None, library=None, env=None):
        reading, writing = os.pipe()
        os.write(writing, '\n'.join([*(lines or self.lines), '']).encode())
        os.close(writing)
        try:
            all_words = [str(word) for word in ('--library', library or self.library, '--account', account or self.account,
                                                '--passphrase-fd', reading, *(['--json'] if as_json else []), *words)]
            process = subprocess.Popen([golden.CLI, *all_words], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                       stderr=subprocess.PIPE, env=golden.environment(self.where, env), pass_fds=(reading,))
            return golden.settle(process, all_words, code, as_json)
        finally:
            os.close(reading)

    def mark(self, *words, **options):
        return self(*words, account=MARK, lines=[MARKS], **options)


def sealed(clinic):
    """One client published and permitted, one with an unapproved pair, sealed with an owner and a marketing account."""
    code = clinic('client', 'add', NAME, '--born', '1980-02-29', '--contact', CONTACT)['code']
    clinic('treatment', 'add', code, '--area', 'crown')
    for offset in (-90, -60):
        clinic('session', 'add', code, day(offset))
    photos = []
    for take, offset in ((0, -100), (1, -10)):
        path = clinic.path(f'{take}.jpg')
        draw_photo(path, '--take', take)
        photos.append(clinic.photo(code, day(offset), path=path))
    pair = clinic('pair', 'add', *photos)['id']
    clinic.consent(code, 'website')
    clinic('approve', pair, '--checked', EVERYTHING)
    other = clinic.client(OTHER, sessions=(day(-90), day(-60)))
    hidden = clinic.pair(other)
    library = Sealed(clinic.where)
    library('library', 'seal', '--sheet', clinic.path('sheet.pdf'))
    library('account', 'add', MARK, '--role', 'marketing', lines=[OWNERS, MARKS])
    return library, {'code': code, 'pair': pair, 'photos': photos, 'other': other, 'hidden': hidden}


def holds(folder, needles):
    """What of @needles the files of @folder hold, as bytes."""
    found = set()
    for name in files_in(folder):
        data = read(os.path.join(folder, name))
        for needle in needles:
            if needle in data or needle.decode('latin-1').encode('utf-16-le') in data:
                found.add((name, needle))
    return found


def test_nothing_readable(clinic):
    """No name, contact or picture is in any byte of a sealed library, its log or its back-up."""
    pixels = read(clinic.picture())[-60:-20]
    before = clinic.client('Zacharias Needle', who=('--born', '1970-01-01'))
    clinic.photo(before, day(-5))
    library, _ = sealed(clinic)
    library('library', 'backup', clinic.path('all.backup'))
    needles = [NAME.encode(), b'Wilhelmine', CONTACT.encode(), b'Balthasar', b'Zacharias', b'1980-02-29', pixels, b'\xff\xd8\xff',
               b'\x89PNG\r\n', b'RIFF']
    same(holds(clinic.library, needles), set(), 'in the library')
    os.mkdir(clinic.path('kept'))
    shutil.move(clinic.path('all.backup'), clinic.path('kept', 'all.backup'))
    same(holds(clinic.path('kept'), needles), set(), 'in the back-up')
    within('Zacharias', library('client', 'list').out)
    shutil.rmtree(clinic.library)
    library('library', 'restore', clinic.path('kept', 'all.backup'))
    same(library('library', 'check')['whole'], True)
    within(NAME, library('client', 'list').out)


def test_who_may_sign_in(clinic):
    """Without the passphrase nothing is shown, whatever is wrong; with it everything is as before."""
    library, known = sealed(clinic)
    for account, line in ((OWNER, 'wrong horse battery'), ('Nobody', OWNERS), (MARK, OWNERS), ('recovery', OWNERS), (OWNER, '')):
        answer = library('client', 'list', account=account, lines=[line], code=3)
        same(answer.error, 'sealed', account)
        without('9TYSJJ', answer.out + answer.err)
        without(known['code'], answer.out + answer.err)
    same(golden.run('--library', library.library, 'client', 'list', home=clinic.where, code=3).error, 'sealed', 'nobody')
    same(library('client', 'show', known['code'])['name'], NAME)
    same(library('library', 'check')['whole'], True)
    same([(a['name'], a['role']) for a in library('account', 'list')['accounts']], [(MARK, 'marketing'), (OWNER, 'owner')])
    same(library('audit', 'show')['entries'][-1]['actor'], OWNER)


def test_marketing(clinic):
    """Marketing sees the approved and permitted case by its code, and of the other nothing, by no command."""
    library, known = sealed(clinic)
    listed = library.mark('client', 'list')
    same([row['code'] for row in listed['clients']], [known['code']], 'clients')
    shown = [['client', 'list'], ['client', 'show', known['code']], ['client', 'list', '--search', 'W'], ['photo', 'list', known['code']],
             ['photo', 'show', known['photos'][1]], ['pair', 'show', known['pair']], ['publish', 'check'], ['photo', 'inbox'],
             ['consent', 'due'], ['publish', 'ledger'], ['publish', 'takedowns'], ['treatment', 'list', known['code']]]
    hidden = [['client', 'show', known['other']], ['photo', 'list', known['other']], ['pair', 'show', known['hidden']],
              ['pair', 'suggest', known['other']], ['publish', 'check', known['hidden']], ['audit', 'show'], ['audit', 'verify'],
              ['compose', known['hidden'], '-o', clinic.path('x.jpg')], ['client', 'erase', known['code']],
              ['client', 'add', 'Anybody', '--adult'], ['consent', 'withdraw', known['code']],
              ['approve', known['pair'], '--checked', EVERYTHING], ['account', 'remove', OWNER], ['account', 'turn-keys'],
              ['library', 'check'], ['photo', 'remove', known['photos'][0]]]
    for lines, code in ((shown, 0), (hidden, (1, 2, 3))):
        write(clinic.path('lines'), '\n'.join(shlex.join(str(word) for word in words) for words in lines).encode())
        answer = library.mark('batch', clinic.path('lines'), code=code, as_json=False)
        for needle in (NAME, 'Wilhelmine', 'Balthasar', CONTACT, '1980'):
            without(needle, answer.out + answer.err, lines)
        without(known['other'], answer.out, lines)
        if lines is hidden:
            same(answer.out, '', 'what marketing is shown of what it may not see')
            same(len(answer.err.splitlines()) >= len(hidden), True, f'refusals: {answer.err}')
    library.mark('import', known['code'], clinic.picture(), code=1)
    same(os.path.exists(clinic.path('x.jpg')), False, 'a composite of the hidden pair')
    # What is said in public is written by who knows the names that must not be in it.
    library.mark('pair', 'text', known['pair'])
    for words in (['pair', 'text', known['pair'], '--caption', 'Lovely work on Wilhelmine, healed for eight weeks'],
                  ['destination', 'set', 'website', '--max-kib', '50'], ['style', 'set', 'Ours', '--mark', 'Wilhelmine'],
                  ['library', 'set', '--clinic', 'Of Wilhelmine'], ['form', 'new', 'uk', '--language', 'en']):
        within('marketing account cannot change this', library.mark(*words, code=1, as_json=False).err, words)
    without('Wilhelmine', library('pair', 'text', known['pair']).out)
    library.mark('compose', known['pair'], '-o', clinic.path('shown.jpg'))
    library.mark('publish', 'run', '--destination', 'website', '-o', clinic.path('web'), code=(0, 1))
    assert any(name.endswith('.jpg') for name in files_in(clinic.path('web')))


def test_withdrawal_takes_back(clinic):
    """With the consent, what marketing was given ends in the same transaction."""
    library, known = sealed(clinic)
    count = lambda: sqlite3.connect(clinic.path('library', 'catalogue.db')).execute('SELECT count(*) FROM gallery_key').fetchone()[0]
    same(count(), 2, 'given pictures')
    library('consent', 'withdraw', known['code'])
    same(count(), 0, 'given pictures after the withdrawal')
    same(library.mark('client', 'list')['clients'], [], 'what marketing sees')
    library.mark('compose', known['pair'], '-o', clinic.path('x.jpg'), code=1)


def test_marketing_takes_down(clinic):
    """Marketing, who sees nothing of a client any more, still empties the folder of what was withdrawn."""
    library, known = sealed(clinic)
    web = clinic.path('web')
    library.mark('publish', 'run', '--destination', 'website', '-o', web, code=(0, 1))
    assert any(name.endswith('.jpg') for name in files_in(web))
    library('consent', 'withdraw', known['code'])
    library.mark('publish', 'run', '--destination', 'website', '-o', web, code=(0, 1))
    same([name for name in files_in(web) if name.endswith(('.jpg', '.webp', '.avif'))], [], 'pictures')
    slug = library('pair', 'show', known['pair'])['public_id']
    for name in files_in(web):
        without(slug, name)
        without(slug, read(os.path.join(web, name)).decode('utf-8', 'replace'), name)


def test_passphrases_and_recovery(clinic):
    """A passphrase is changed without touching what is sealed; an account is shut out; the sheet opens it all again."""
    if shutil.which('pdftotext') is None:
        raise golden.Skip('pdftotext is not there')
    library, known = sealed(clinic)
    before = {name: read(os.path.join(clinic.library, name)) for name in files_in(clinic.library) if name.startswith('blobs')}
    library('account', 'passphrase', lines=[OWNERS, 'short'], code=2)
    library('account', 'passphrase', lines=[OWNERS, 'quite another one here'])
    same(library('client', 'list', code=3).error, 'sealed')
    library.lines = ['quite another one here']
    same({name: read(os.path.join(clinic.library, name)) for name in before}, before, 'pictures')
    library('account', 'remove', OWNER, code=1)
    library('account', 'remove', MARK)
    same(library.mark('client', 'list', code=3).error, 'sealed')
    library('account', 'turn-keys')
    assert all(read(os.path.join(clinic.library, name)) != data for name, data in before.items()), 'pictures after a turn'
    same(library('library', 'check')['whole'], True)
    words = words_of(clinic.path('sheet.pdf'))
    wrong = ' '.join(words.split()[1:] + words.split()[:1])
    library('library', 'recover', account='Ruth', lines=[wrong, 'a new one from the safe'], code=(1, 2))
    library('library', 'recover', account='Ruth', lines=[words.upper(), 'a new one from the safe'])
    same(library('client', 'show', known['code'], account='Ruth', lines=['a new one from the safe'])['name'], NAME)


def change(library, *statements):
    """As somebody with the disk in hand does, who knows how SQLite works."""
    connection = sqlite3.connect(os.path.join(library, 'catalogue.db'))
    for name, in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'trigger'").fetchall():
        connection.execute(f'DROP TRIGGER {name}')
    for statement in statements:
        connection.execute(statement)
    connection.commit()
    connection.close()


def test_changes_are_noticed(clinic):
    """What is altered, swapped, cut, put back or put in the clear is noticed and named; the rest stays usable."""
    library, known = sealed(clinic)
    whole = clinic.path('whole')
    shutil.copytree(clinic.library, whole)
    old = sqlite3.connect(clinic.path('library', 'catalogue.db')).execute('SELECT sealed FROM identity ORDER BY client_id').fetchall()
    cases = {
        'swapped': ("UPDATE identity SET sealed = (SELECT sealed FROM identity WHERE client_id = 2) WHERE client_id = 1",),
        'in the clear': ("UPDATE identity SET sealed = NULL, name = 'Mallory' WHERE client_id = 1",),
        'cut': ("UPDATE identity SET sealed = substr(sealed, 1, 40) WHERE client_id = 1",),
        'counted back': ("UPDATE sealed_record SET version = version + 1 WHERE kind = 'identity' AND row = 1",),
        'forgotten': ("DELETE FROM sealed_record WHERE kind = 'consent'",),
        'signer in the clear': ("UPDATE consent SET signed_by = 'Mallory'",),
    }
    for what, statements in cases.items():
        shutil.rmtree(clinic.library)
        shutil.copytree(whole, clinic.library)
        change(clinic.library, *statements)
        report = library('library', 'check', code=3)
        same(report['whole'], False, what)
        listed = library('client', 'list').out
        within('Balthasar', listed, what)
        without('Mallory', listed, what)
    assert old, 'identities'
    for what in ('turned over', 'cut', 'swapped', 'plain'):
        shutil.rmtree(clinic.library)
        shutil.copytree(whole, clinic.library)
        blobs = sorted(name for name in files_in(clinic.library) if name.startswith('blobs'))
        path = os.path.join(clinic.library, blobs[0])
        data = bytearray(read(path))
        if what == 'turned over':
            data[len(data) // 2] ^= 1
        elif what == 'cut':
            del data[-100:]
        elif what == 'swapped':
            data = read(os.path.join(clinic.library, blobs[1]))
        else:
            data = read(clinic.picture())
        write(path, bytes(data))
        report = library('library', 'check', code=3)
        assert any(os.path.basename(path)[:12] in problem for problem in report['problems']), (what, report.out)


def test_rolled_back(clinic):
    """A library that was put back to an older state is said to be one."""
    library, known = sealed(clinic)
    shutil.copytree(clinic.library, clinic.path('older'))
    library('session', 'add', known['code'], day(-1), '--kind', 'maintenance')
    without('older state', library('client', 'list').err)
    shutil.rmtree(clinic.library)
    shutil.copytree(clinic.path('older'), clinic.library)
    within('older state', library('client', 'list').err)


def test_new_things_are_sealed(clinic):
    """What is added to a sealed library is sealed from the start."""
    library, _ = sealed(clinic)
    code = library('client', 'add', 'Kunigunde Later', '--born', '1981-03-01')['code']
    library('treatment', 'add', code, '--area', 'crown')
    library('session', 'add', code, day(-60))
    path = clinic.picture()
    library('import', code, path)
    write(clinic.path('signature.png'), golden.png(77))
    library('consent', 'record', code, '--scope', 'website', '--identifiability', 'full-face', '--from', day(-1), '--until',
            day(100), '--signed-by', 'Kunigunde Later', '--signature', clinic.path('signature.png'))
    same(holds(clinic.library, [b'Kunigunde', b'1981-03-01', b'\x89PNG\r\n', read(path)[-60:-20]]), set(), 'in the library')
    same(library('client', 'show', code)['name'], 'Kunigunde Later')
    library('client', 'erase', code)
    same(library('library', 'check')['whole'], True)


def test_plug_pulled(clinic):
    """Pulled out at any point of sealing or of turning keys, the library is as before or as after, and goes on from there."""
    before = clinic.client(NAME, sessions=(day(-90), day(-60)))
    for _ in range(3):
        clinic.photo(before, day(-5))
    library = Sealed(clinic.where)
    whole, turned = clinic.path('whole'), clinic.path('turned')
    shutil.copytree(clinic.library, whole)
    counted = library('library', 'seal', '--sheet', clinic.path('sheet.pdf'), env={'DIP_FAULT': 'count'})
    points = dict(re.findall(r'(write|sync|rename|step)[: ]+(\d+)', counted.err))
    if not points:
        raise golden.Skip('built without fault points')
    shutil.copytree(clinic.library, turned)
    unfinished = 0
    for kind, n in points.items():
        if kind == 'sync':
            continue  # as rename, and slow
        for start, words in ((whole, ('library', 'seal', '--sheet', clinic.path('again.pdf'))), (turned, ('account', 'turn-keys'))):
            for point in sorted({max(1, int(n) * part // 5) for part in (3,)}):
                shutil.rmtree(clinic.library)
                shutil.copytree(start, clinic.library)
                library(*words, code=(0, -9, 137), as_json=False, env={'DIP_FAULT': f'{kind}:{point}:kill'})
                if os.path.exists(clinic.path('again.pdf')):
                    os.unlink(clinic.path('again.pdf'))
                is_sealed = clinic('client', 'list', code=(0, 3)).code == 3
                if is_sealed:
                    state = sqlite3.connect(clinic.path('library', 'catalogue.db')).execute('SELECT state FROM seal').fetchone()[0]
                    if state != 'sealed':
                        within('still being sealed', library('library', 'backup', clinic.path('half'), code=1, as_json=False).err)
                        unfinished += 1
                    library('library', 'seal')
                    same(holds(clinic.library, [NAME.encode(), b'\x89PNG']), set(), f'{kind}:{point}')
                ask = library if is_sealed else clinic
                same(ask('library', 'check')['whole'], True, f'{kind}:{point} of {words}')
                within(NAME, ask('client', 'list').out, f'{kind}:{point}')
    same(unfinished > 0, True, 'a crash half-way')


golden.main()
