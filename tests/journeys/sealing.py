#!/usr/bin/python3
"""A sealed library in the window: sealing it, signing in and out, marketing's view, the way back with the sheet."""
import json
import os
import re
import shutil
import struct
import subprocess
import sys
import unicodedata
import zlib

from consents import with_healed_pair
from driver import Lost, Skip, shot
from journeys import library, open_client, record_consent, run_all, start
from outgoing import with_pair

OWNER, OWNERS, MARK, MARKS = 'Olga', 'correct horse battery', 'Mark', 'nine small red lanterns'


def button(label):
    """What a button with an underlined letter is called."""
    return re.compile(f'^_?{label}( {label})?$')


def as_owner(app, lines, *words):
    """A command on the sealed library; what it said."""
    reading, writing = os.pipe()
    os.write(writing, '\n'.join([*lines, '']).encode())
    os.close(writing)
    done = subprocess.run([os.environ['DIP_CLI'], '--library', app.path('library'), '--account', OWNER, '--passphrase-fd',
                           str(reading), *words], pass_fds=(reading,), env=app.env, check=True, capture_output=True, text=True)
    os.close(reading)
    return done.stdout


def sealed_by_command(app, *more):
    """As `diptych-cli library seal` does it, with more accounts."""
    sheet = app.path('sheet.pdf')
    for lines, words in (((OWNERS,), ('library', 'seal', '--sheet', sheet)), *more):
        as_owner(app, lines, *words)
    return sheet


def sign_in(app, account, passphrase):
    app.find(button('Unlock'), 'push button')
    app.fill('Account', account)
    app.fill('Passphrase', passphrase)
    app.press(button('Unlock'), 'push button')


def sealed_from_the_window(app):
    """The form asks for an owner, saves the sheet, has three words typed, and locks: the passphrase opens it again."""
    with_healed_pair(app)
    start(app)
    app.choose('Main Menu', '_?Seal This Library')
    app.fill('Account', OWNER)
    app.fill('Passphrase, best three or four words', 'short')
    app.find_text('too short')
    app.fill('Passphrase, best three or four words', OWNERS)
    app.fill('The same once more', OWNERS)
    shot('seal-form')
    app.press(button('Save…'), 'push button')
    app.find('Save the Recovery Sheet')
    shot('save-sheet')
    app.fill('Name:', app.path('sheet.pdf'))
    app.press(button('Save'), 'push button')
    app.find_text('Type three words')
    text = unicodedata.normalize('NFKC', subprocess.run(['pdftotext', '-layout', app.path('sheet.pdf'), '-'], check=True,
                                                        capture_output=True, text=True).stdout)
    words = dict(re.findall(r'\b(\d{1,2})\s+([a-z]{3,8})\b', text))
    for node in [text for text in app.texts() if re.match(r'Word \d+ of the sheet$', text)]:
        app.fill(node, words[re.search(r'\d+', node).group()])
    shot('seal-form-words')
    app.press(button('Seal'), 'push button')
    for _ in range(4):
        app.rest()  # sealing takes seconds, and then the form goes
    app.find('The Library Is Locked')
    shot('unlock')
    sign_in(app, OWNER, 'wrong horse battery')
    app.find_text('not right')
    shot('unlock-wrong')
    sign_in(app, OWNER, OWNERS)
    app.sees('Adam Example')
    app.key(ord('l'), control=True)
    app.find('The Library Is Locked')
    assert 'Adam Example' not in app.texts(), 'a name is still there'


def marketing_sees_results_only(app):
    """Gallery and Exports by code: no clients, no names, and the pairs that are approved."""
    code, pair = with_pair(app)
    record_consent(app, code)
    app.cli('--library', app.path('library'), 'approve', pair, '--checked', 'face,tattoo,scar,jewellery,badge,reflection')
    sealed_by_command(app, ((OWNERS, MARKS), ('account', 'add', MARK, '--role', 'marketing')))
    app.start('--library', app.path('library'))
    sign_in(app, MARK, MARKS)
    app.find(code)
    shot('marketing')
    said = ' '.join(app.texts())
    assert 'Adam' not in said and 'Example' not in said, said
    app.key(ord('5'), alt=True)
    app.find_text('^Export')
    app.key(ord('1'), alt=True)
    for place in ('Clients', 'Inbox', 'Consent'):
        assert app.look(place, 'label') is None, place


def accounts_are_looked_after(app):
    """An owner adds an account and shuts it out again."""
    with_healed_pair(app)
    sealed_by_command(app)
    app.start('--library', app.path('library'))
    sign_in(app, OWNER, OWNERS)
    app.sees('Adam Example')
    app.choose('Main Menu', 'A_?ccounts…')
    app.find('Who May Sign In')
    shot('accounts')
    app.fill('Name', 'Carla')
    app.fill('Passphrase to begin with', MARKS)
    for node in ('The same once more',):
        fill_last(app, node, MARKS)
    app.press(button('Save'), 'push button')
    app.rest()
    app.choose('Main Menu', 'A_?ccounts…')
    app.press('Shut out Carla', 'push button')
    app.press(button('Shut Out'), 'push button')
    app.rest()
    app.gone('Shut out Carla', 'push button')


def own_passphrase_is_changed(app):
    """Who has signed in says the present one first: a screen left open is not enough; the new one opens the library then."""
    with_healed_pair(app)
    sealed_by_command(app)
    app.start('--library', app.path('library'))
    sign_in(app, OWNER, OWNERS)
    app.sees('Adam Example')
    app.choose('Main Menu', 'A_?ccounts…')
    app.find('Who May Sign In')
    app.fill('New passphrase', MARKS)
    app.fill('The same once more', MARKS)
    for present, opens in (('not what it is at all', False), (OWNERS, True)):
        app.fill('Present passphrase', present)
        app.press(button('Save'), 'push button')
        if not opens:
            app.find_text('passphrase is not right')
    app.rest()
    app.key(ord('l'), control=True)
    sign_in(app, OWNER, MARKS)
    app.sees('Adam Example')


def fill_last(app, name, text):
    """The last field of that name."""
    from driver import role_of, walk
    fields = [inner for node in walk(app.root) if app.text_of(node) == name or node.get_name() == name for inner in walk(node)
              if inner.get_editable_text_iface() and role_of(inner) in ('text', 'entry', 'password text')]
    if not fields:
        raise Lost(f'no field {name}')
    fields[-1].get_editable_text_iface().set_text_contents(text)


MARKED = (0xa7, 0x3c, 0x95)  # no theme's colour


def marked_photo(path, width=900, height=600):
    """A picture of one colour that is found in memory, in any order of its parts."""
    def chunk(kind, data):
        return struct.pack('>I', len(data)) + kind + data + struct.pack('>I', zlib.crc32(kind + data))

    row = b'\0' + bytes(MARKED) * width
    with open(path, 'wb') as file:
        file.write(b'\x89PNG\r\n\x1a\n' + chunk(b'IHDR', struct.pack('>IIBBBBB', width, height, 8, 2, 0, 0, 0))
                   + chunk(b'IDAT', zlib.compress(row * height)) + chunk(b'IEND', b''))
    return path


def as_letters():
    """A table by which bytes near those of the marked colour become r, g and b, full bytes a, and all others dots."""
    table = bytearray(b'.' * 256)
    for letter, part in zip(b'rgb', MARKED):
        for value in range(part - 3, part + 4):  # as near as a thumbnail is
            table[value] = letter
    table[255] = ord('a')
    return bytes(table)


LETTERS = as_letters()
PIXELS = [b'rgb' * 12, b'rgba' * 12, b'bgra' * 12]  # twelve in a row, as programs keep them


def memory_holds(pid, needles):
    """Which of the needles, and whether marked pixels, are in the memory of a process: all that a core dump has, and what it leaves out."""
    found = set()
    with open(f'/proc/{pid}/maps', encoding='ascii', errors='replace') as maps, open(f'/proc/{pid}/mem', 'rb', 0) as memory:
        for line in maps:
            span, rights, *_ = line.split()
            if not rights.startswith('r') or '[v' in line:
                continue
            begin, end = (int(part, 16) for part in span.split('-'))
            try:
                memory.seek(begin)
                data = memory.read(end - begin)
            except (OSError, ValueError, OverflowError):
                continue  # a device, or gone
            found |= {name for name, wanted in needles.items() if any(needle in data for needle in wanted)}
            letters = data.translate(LETTERS)
            if any(pixels in letters for pixels in PIXELS):
                found.add('pixels')
    return found


def locking_forgets_everything(app):
    """After locking, the memory of the program has neither a client's name and contact nor a pixel of a picture."""
    contact = 'wilhelmine@beispiel.example'
    library(app)
    cli = lambda *args: app.cli('--library', app.path('library'), *args)  # noqa: E731
    code = cli('client', 'add', 'Wilhelmine Needle', '--adult', '--contact', contact)
    cli('import', code, marked_photo(app.path('one.png')), '--view', 'crown', '--taken', '2025-01-20')
    sealed_by_command(app)
    app.start('--library', app.path('library'))
    sign_in(app, OWNER, OWNERS)
    open_client(app, 'Wilhelmine')
    app.find_text('Crown')
    needles = {'name': [b'Wilhelmine', 'Wilhelmine'.encode('utf-16-le'), b'wilhelmine'], 'contact': [contact.encode()],
               'passphrase': [OWNERS.encode()]}
    # That the search finds anything at all is part of the test: the photo takes a while to be on the screen.
    app._wait(lambda: memory_holds(app.process.pid, needles) >= {'name', 'pixels'}, 'name and picture in memory')
    app.key(ord('l'), control=True)
    app.find('The Library Is Locked')
    app.rest()
    left = memory_holds(app.process.pid, needles)
    assert not left, f'left in memory: {left}'
    sign_in(app, OWNER, OWNERS)
    app.sees('Wilhelmine Needle')


def keyring_keeps_the_passphrase(app):
    """Given to the desktop's keyring, it opens the library at the next start and for commands; not after locking by hand."""
    if shutil.which('gnome-keyring-daemon') is None:
        raise Skip('there is no gnome-keyring-daemon')
    with_healed_pair(app)
    sealed_by_command(app)
    app.with_own_bus()
    app.env.update(XDG_RUNTIME_DIR=app.path('run'))
    os.mkdir(app.path('run'), 0o700)
    keyring = subprocess.Popen(['gnome-keyring-daemon', '--unlock', '--foreground', '--components=secrets'], env=app.env,
                               stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        keyring.stdin.write(b'login passphrase')
        keyring.stdin.close()
        account = ('--library', app.path('library'), '--account', OWNER, '--keyring')
        refused = lambda: subprocess.run([os.environ['DIP_CLI'], *account, 'client', 'list'], env=app.env, capture_output=True,  # noqa: E731
                                         text=True, check=False).stderr
        assert 'keeps no passphrase' in refused(), refused()
        app.start('--library', app.path('library'))
        app.find(button('Unlock'), 'push button')
        app.toggle(re.compile('^Keep in the desktop'), 'list item')
        shot('unlock-keep')
        sign_in(app, OWNER, OWNERS)
        app.sees('Adam Example')
        assert 'Adam Example' in app.cli(*account, 'client', 'list')
        app.key(ord('l'), control=True)
        app.find('The Library Is Locked')
        app.rest()
        app.find(button('Unlock'), 'push button')
        app.stop()
        app.start('--library', app.path('library'))
        app.sees('Adam Example')  # nothing was typed
        app.stop()
        assert 'forgotten' in app.cli(*account, 'account', 'forget')
        assert 'keeps no passphrase' in refused(), refused()
        app.start('--library', app.path('library'))
        app.find(button('Unlock'), 'push button')
        app.rest()
        app.find('The Library Is Locked')
    finally:
        app.stop()
        keyring.terminate()
        keyring.wait()


def locking_lets_an_import_end(app):
    """Locked in the middle of an import: nothing is shown at once; the photos come in to the last, or, set otherwise, it stops."""
    os.mkdir(app.path('camera'))
    many = 40
    for i in range(many):
        marked_photo(app.path('camera', f'{i}.png'), 2400 + i, 1600)
    library(app, 'Adam Example')
    sealed_by_command(app)
    for finishes in (False, True):
        app.set('lock-finishes', finishes)
        app.start('--library', app.path('library'), *(app.path('camera', name) for name in os.listdir(app.path('camera'))))
        sign_in(app, OWNER, OWNERS)
        app.find_text('^Importing|[0-9] of [0-9]')
        app.key(ord('l'), control=True)
        if finishes:
            app.find_text('What was begun ends first')
            shot('locking')
        app.find('The Library Is Locked')
        app.stop()
        n = len(json.loads(as_owner(app, [OWNERS], '--json', 'photo', 'inbox'))['photos'])
        assert n == many if finishes else n < many, f'{n} of {many} photos, finishes: {finishes}'


JOURNEYS = [sealed_from_the_window, marketing_sees_results_only, accounts_are_looked_after, own_passphrase_is_changed,
            locking_forgets_everything, keyring_keeps_the_passphrase, locking_lets_an_import_end]

if __name__ == '__main__':
    sys.exit(run_all(JOURNEYS, sys.argv[1:]))
