#!/usr/bin/python3
"""What people do with the window, from the first start to a take-down, each as one journey. Prints TAP."""
import os
import re
import struct
import sys
import traceback
import zlib

try:
    import driver
except (ImportError, ValueError, OSError) as problem:
    print(f'1..0 # SKIP no accessibility library: {problem}')
    sys.exit(0)


def photo(path, grey=128):
    """A PNG of 400 by 300 pixels with a comment, as cameras and programs leave them."""
    def chunk(kind, data):
        return struct.pack('>I', len(data)) + kind + data + struct.pack('>I', zlib.crc32(kind + data))
    rows = b''.join(b'\0' + bytes((grey, (x + y) % 256, y % 256)[i] for x in range(400) for i in range(3)) for y in range(300))
    with open(path, 'wb') as file:
        file.write(b'\x89PNG\r\n\x1a\n' + chunk(b'IHDR', struct.pack('>IIBBBBB', 400, 300, 8, 2, 0, 0, 0))
                   + chunk(b'tEXt', b'Comment\0Jo Sample, taken at home') + chunk(b'IDAT', zlib.compress(rows)) + chunk(b'IEND', b''))
    return path


def library(app, *names):
    """A library made by the command line; returns the clients' codes."""
    app.cli('--library', app.path('library'), 'library', 'create', '--clinic', 'Test Clinic')
    return [app.cli('--library', app.path('library'), 'client', 'add', name, '--adult') for name in names]


def start(app, **env):
    app.start('--library', app.path('library'), **env)
    app.find('Places', 'list')


def open_client(app, name):
    app.fill('Search clients by name or code', name)
    app.key(0xff0d)
    app.find('Back to all clients', 'push button')


def first_start(app):
    """Nothing is there yet: a library is made, and the next start opens it."""
    app.start()
    app.sees('Welcome to Diptych')
    app.fill('Name of the clinic', 'North Street Clinic')
    app.press(re.compile('Create Library'))
    app.sees('No Clients Yet')
    app.stop()
    app.start()
    app.sees('No Clients Yet')


def new_client(app):
    library(app)
    start(app)
    app.press('New Client', 'push button')
    app.fill('Name', 'Jo Sample')
    app.fill('Date of birth, YYYY-MM-DD', '1985-02-03')
    app.press(re.compile('^_Add'), 'push button')
    app.sees('Adult, checked')
    app.press('Back to all clients')
    app.sees('Jo Sample')
    app.stop()
    assert 'Jo Sample' in app.cli('--library', app.path('library'), 'client', 'list')


def under_age_is_said(app):
    library(app)
    start(app)
    app.press('New Client', 'push button')
    app.fill('Name', 'Kim Young')
    app.fill('Date of birth, YYYY-MM-DD', '2020-02-03')
    app.press(re.compile('^_Add'), 'push button')
    app.sees('Under 18: never published')


def search_finds(app):
    library(app, 'Adam Example', 'Bruno Sample')
    start(app)
    app.sees('Adam Example')
    app.fill('Search clients by name or code', 'bru')
    app.gone('Adam Example')
    app.sees('Bruno Sample')
    app.fill('Search clients by name or code', 'zzz')
    app.sees('Nobody Found')


def treatment_and_session(app):
    library(app, 'Adam Example')
    start(app)
    open_client(app, 'adam')
    app.press(re.compile('Add _?Treatment'))
    app.toggle('Crown')
    app.press(re.compile('^_Add'), 'push button')
    app.sees('No session yet: every photo is a before photo.')
    app.press(re.compile('Add _?Session'))
    app.fill('Day, YYYY-MM-DD', '2025-03-01')
    app.press(re.compile('^_Add'), 'push button')
    app.sees('Fully healed since')
    app.sees('29 March 2025')


def impossible_session_is_refused(app):
    codes = library(app, 'Adam Example')
    app.cli('--library', app.path('library'), 'treatment', 'add', codes[0], '--area', 'crown')
    start(app)
    open_client(app, 'adam')
    app.press(re.compile('Add _?Session'))
    app.fill('Day, YYYY-MM-DD', '1971-01-01')
    app.press(re.compile('^_Add'), 'push button')
    app.find_text("can't be before 1990")
    app.sees('New Session')


def consent_is_withdrawn(app):
    code, = library(app, 'Adam Example')
    record_consent(app, code)
    start(app)
    open_client(app, 'adam')
    app.sees('Website')
    app.press(re.compile('_?Withdraw…'), 'push button')
    app.sees('Uses That End Today')
    app.press(re.compile('^_?Withdraw( |$)'), 'push button')
    app.sees('Consent withdrawn')
    app.sees('Withdrawn')


def second_program_reads_only(app):
    library(app, 'Adam Example')
    start(app)
    app.sees('Adam Example')
    other = driver.App().with_own_bus()
    try:
        other.start('--library', app.path('library'))
        other.sees('The Library Is in Use')
        other.press(re.compile('Reading Only'))
        other.sees('Opened for reading only: nothing can be changed.')
        other.sees('Adam Example')
    finally:
        other.clean()


def missing_library(app):
    app.start('--library', app.path('nowhere'))
    app.sees('There Is No Library Here')
    app.press(re.compile('New Library'))
    app.sees('Welcome to Diptych')


def unsorted_photo_waits(app):
    codes = library(app, 'Adam Example')
    app.cli('--library', app.path('library'), 'import', codes[0], photo(app.path('one.png')))
    start(app)
    app.go('Inbox')
    app.find_text('no view, no day')


def places_are_there(app):
    library(app, 'Adam Example')
    start(app)
    for place, empty in [('Inbox', 'All Sorted'), ('Gallery', 'No Pairs Yet'), ('Consent', 'All Is in Order'),
                         ('Exports', 'Nothing to Take Down')]:
        app.go(place)
        app.sees(empty)
    app.press('All Files')
    app.sees('Nothing Exported Yet')
    app.go('Clients')
    app.sees('Adam Example')


def record_consent(app, code):
    app.cli('--library', app.path('library'), 'consent', 'record', code, '--scope', 'website', '--identifiability', 'full-face',
            '--from', '2026-01-01', '--until', '2035-01-01', '--signed', '2026-01-01', '--signed-by', 'Adam Example', '--signature',
            photo(app.path('signature.png'), 3))


def with_healed_pair(app):
    """A library with one client who has all a pair needs."""
    code, = library(app, 'Adam Example')
    cli = lambda *args: app.cli('--library', app.path('library'), *args)  # noqa: E731
    cli('treatment', 'add', code, '--area', 'crown')
    cli('session', 'add', code, '2025-02-01')
    cli('import', code, photo(app.path('one.png'), 200), '--view', 'crown', '--taken', '2025-01-20')
    cli('import', code, photo(app.path('two.png'), 90), '--view', 'crown', '--taken', '2025-05-20')
    record_consent(app, code)
    return code


def pair_export_withdraw(app):
    """From two photos to files on the website's doorstep, and back again."""
    with_healed_pair(app)
    app.set('export-folder', app.path('site'))
    start(app)
    open_client(app, 'adam')
    app.press(re.compile('Make _?Pair'), 'push button')
    app.sees('Blocked')
    app.press(re.compile('^_?Approve'), 'push button')
    app.find_text('^Ready until')
    app.go('Exports')
    app.press(re.compile('^_?Export…'), 'push button')
    app.press(re.compile('^_?Export( |$)'), 'push button')
    app.find_text('^1 pair is in the folder')
    files = os.listdir(app.path('site'))
    assert any(name.endswith('.jpg') for name in files), files
    app.press(re.compile('^_?Done'), 'push button')
    app.press('All Files')
    app.find_text('^smp-crown-')
    app.go('Clients')
    app.press(re.compile('_?Withdraw…'), 'push button')
    app.find_text('^1 pair is published')
    app.press(re.compile('^_?Withdraw( |$)'), 'push button')
    app.sees('Consent withdrawn')
    app.go('Exports')
    app.press('To Take Down')
    app.find_text('^Consent withdrawn · ')


def blocked_pair_says_why(app):
    """The gallery gives every reason and leads to the client."""
    code = with_healed_pair(app)
    app.cli('--library', app.path('library'), 'pair', 'add', '1', '2')
    start(app)
    app.go('Gallery')
    app.sees('Blocked')
    app.press(re.compile('Open _?Client'), 'push button')
    app.sees('Back to all clients')
    app.sees(code)


def export_that_cannot_be_written(app):
    """A folder that cannot be made: the reason is said, nothing is claimed to be out."""
    with_healed_pair(app)
    app.cli('--library', app.path('library'), 'pair', 'add', '1', '2')
    app.cli('--library', app.path('library'), 'approve', '1', '--checked',
            'face,tattoo,scar,jewellery,badge,reflection')
    app.set('export-folder', '/dev/full/site')
    start(app)
    app.go('Exports')
    app.press(re.compile('^_?Export…'), 'push button')
    app.press(re.compile('^_?Export( |$)'), 'push button')
    app.find_text('/dev/full')
    app.press(re.compile('^_?Done'), 'push button')
    app.sees('Nothing to Take Down')


def names_stay_hidden(app):
    """Privacy mode outlives a restart."""
    codes = library(app, 'Adam Example')
    app.set('hide-names', True)
    start(app)
    app.sees(codes[0])
    assert app.look('Adam Example') is None, app.describe()
    for place in ('Consent', 'Clients'):
        app.go(place)
        assert app.look('Adam Example') is None, app.describe()


JOURNEYS = [pair_export_withdraw, blocked_pair_says_why, export_that_cannot_be_written, names_stay_hidden, first_start, new_client, under_age_is_said, search_finds, treatment_and_session, impossible_session_is_refused,
            consent_is_withdrawn, second_program_reads_only, missing_library, unsorted_photo_waits, places_are_there]


def run_all(journeys, names):
    chosen = [journey for journey in journeys if not names or journey.__name__ in names]
    bus = driver.start_accessibility_bus()
    print(f'1..{len(chosen)}', flush=True)
    failed = 0
    for number, journey in enumerate(chosen, 1):
        app = driver.App()
        try:
            journey(app)
            print(f'ok {number} {journey.__name__}', flush=True)
        except Exception:  # whatever went wrong, the next journey is tried
            failed += 1
            print(f'not ok {number} {journey.__name__}', flush=True)
            print('\n'.join('# ' + line for line in traceback.format_exc().splitlines()), flush=True)
        finally:
            app.clean()
    bus.terminate()
    return 1 if failed else 0


if __name__ == '__main__':
    sys.exit(run_all(JOURNEYS, sys.argv[1:]))
