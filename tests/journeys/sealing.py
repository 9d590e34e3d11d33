#!/usr/bin/python3
"""A sealed library in the window: sealing it, signing in and out, marketing's view, the way back with the sheet."""
import os
import re
import subprocess
import sys
import unicodedata

from consents import with_healed_pair
from driver import Lost
from journeys import record_consent, run_all, start
from outgoing import with_pair

OWNER, OWNERS, MARK, MARKS = 'Olga', 'correct horse battery', 'Mark', 'nine small red lanterns'
HOLD = os.environ.get('DIP_JOURNEY_SHOTS')  # a folder to leave pictures in, for people


def button(label):
    """What a button with an underlined letter is called."""
    return re.compile(f'^_?{label}( {label})?$')


def shot(name):
    if HOLD:
        subprocess.run(['import', '-window', 'root', '-trim', '+repage', os.path.join(HOLD, name + '.png')], check=False)


def sealed_by_command(app, *more):
    """As `diptych-cli library seal` does it, with more accounts."""
    sheet = app.path('sheet.pdf')
    for lines, words in (((OWNERS,), ('library', 'seal', '--sheet', sheet)), *more):
        reading, writing = os.pipe()
        os.write(writing, '\n'.join([*lines, '']).encode())
        os.close(writing)
        subprocess.run([os.environ['DIP_CLI'], '--library', app.path('library'), '--account', OWNER, '--passphrase-fd',
                        str(reading), *words], pass_fds=(reading,), env=app.env, check=True, capture_output=True)
        os.close(reading)
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
    app.press('Main Menu', 'push button')
    app.press(re.compile('Seal This Library'))
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
    app.press('Main Menu', 'push button')
    app.press(re.compile('A_?ccounts…'))
    app.find('Who May Sign In')
    shot('accounts')
    app.fill('Name', 'Carla')
    app.fill('Passphrase to begin with', MARKS)
    for node in ('The same once more',):
        fill_last(app, node, MARKS)
    app.press(button('Save'), 'push button')
    app.rest()
    app.press('Main Menu', 'push button')
    app.press(re.compile('A_?ccounts…'))
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
    app.press('Main Menu', 'push button')
    app.press(re.compile('A_?ccounts…'))
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


JOURNEYS = [sealed_from_the_window, marketing_sees_results_only, accounts_are_looked_after, own_passphrase_is_changed]

if __name__ == '__main__':
    sys.exit(run_all(JOURNEYS, sys.argv[1:]))
