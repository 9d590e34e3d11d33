#!/usr/bin/python3
"""What goes out: words for the public, where files went, as journeys through the accessibility tree. Prints TAP."""
import json
import re
import sys

try:
    import driver
except (ImportError, ValueError, OSError) as problem:
    print(f'1..0 # SKIP no accessibility library: {problem}')
    sys.exit(0)

from journeys import open_client, run_all, start, with_healed_pair  # noqa: E402


def with_pair(app):
    """As with_healed_pair, with the pair made; returns the client's code and the pair."""
    code = with_healed_pair(app)
    cli = lambda *args: app.cli('--library', app.path('library'), *args)  # noqa: E731
    before, after = [row['id'] for row in json.loads(cli('--json', 'photo', 'list', code))['photos']]
    return code, cli('pair', 'add', str(before), str(after)).strip()


def words_are_written(app):
    """The draft is shown; what is written is kept for its language; a client's name is refused, where it can be mended."""
    _, pair = with_pair(app)
    start(app)
    open_client(app, 'adam')
    app.press(re.compile('^_?Words…'), 'push button')
    app.find_text('^As drafted: ')
    app.fill('Title', 'A crown, filled in')
    app.fill('Caption', 'With thanks to Adam Example')
    app.press(re.compile('^_Save Save$|^_?Save$'), 'push button')
    app.find_text('would tell a client')
    app.fill('Caption', 'Three sessions')
    app.press(re.compile('^_Save Save$|^_?Save$'), 'push button')
    app.rest()
    app.stop()
    shown = json.loads(app.cli('--json', '--library', app.path('library'), 'pair', 'text', pair))
    assert 'A crown, filled in' in json.dumps(shown) and 'Three sessions' in json.dumps(shown), shown


def slideshow_shows_what_may_be_shown(app):
    """The clinic's own screen shows a pair that is approved and agreed to, and after a withdrawal nothing."""
    code, pair = with_pair(app)
    app.cli('--library', app.path('library'), 'consent', 'record', code, '--scope', 'in-clinic', '--identifiability', 'full-face',
            '--from', '2026-01-01', '--until', '2035-01-01', '--signed', '2026-01-01', '--signed-by', 'Adam Example',
            '--signature', app.path('signature.png'))
    app.cli('--library', app.path('library'), 'approve', pair, '--checked', 'face,tattoo,scar,jewellery,badge,reflection')
    for shows, pattern in ((True, '^Crown · Healed'), (False, '^Nothing may be shown here')):
        start(app)
        app.key(ord('3'), alt=True)
        app.press(re.compile('^Slideshow'), 'push button')
        app.find_text(pattern)
        assert 'Adam' not in ' '.join(app.texts()), 'a name on the screen'
        app.key(0xff1b)
        app.find(re.compile('^Slideshow'), 'push button')
        app.stop()
        if shows:
            app.cli('--library', app.path('library'), 'consent', 'withdraw', code)


SAVE = re.compile('^_Save Save$|^_?Save$')
NOTE = re.compile('^_Note Note$|^_?Note$')


def published(app):
    """A pair on the website; returns the ledger."""
    code, pair = with_pair(app)
    cli = lambda *args: app.cli('--library', app.path('library'), *args)  # noqa: E731
    cli('consent', 'record', code, '--scope', 'website', '--identifiability', 'full-face', '--from', '2026-01-01', '--until',
        '2035-01-01', '--signed', '2026-01-01', '--signed-by', 'Adam Example', '--signature', app.path('signature.png'))
    cli('approve', pair, '--checked', 'face,tattoo,scar,jewellery,badge,reflection')
    cli('destination', 'set', 'website', '--widths', '400', '--formats', 'jpeg,webp')
    cli('publish', 'run', '--destination', 'website', '-o', app.path('web'))
    return json.loads(cli('--json', 'publish', 'ledger'))['items']


def destinations_are_edited(app):
    """A place's rules are changed and made, what makes no sense is refused in words, and one that was used stays."""
    published(app)
    places = lambda: {row['name']: row for row in  # noqa: E731
                      json.loads(app.cli('--json', '--library', app.path('library'), 'destination', 'list'))['destinations']}
    start(app)
    app.key(ord('5'), alt=True)
    app.press('Destinations', 'push button')
    app.toggle('Website', 'list item')
    app.fill('Widths in pixels, such as 400, 800, 1600', '800, 400')
    app.press(SAVE, 'push button')
    app.find_text('ascending numbers')
    app.fill('Widths in pixels, such as 400, 800, 1600', '400, 900')
    app.press(SAVE, 'push button')
    app.rest()
    app.find_text('^Website · 400 to 900 pixels wide')
    app.press(re.compile('^_New…|^New…'), 'push button')
    app.fill('Shown as', 'Second site')
    app.fill('Short name, in small letters: website-2', 'site-2')
    app.press(SAVE, 'push button')
    app.rest()
    app.find_text('^Second site$')
    app.stop()
    found = places()
    assert found['website']['widths'] == '400,900', found['website']
    assert found['site-2']['label'] == 'Second site' and found['site-2']['scope'] == 'website', found['site-2']


def addresses_come_back(app):
    """Where a file went live is noted for one and for many; a line that says nothing is named; the search finds it."""
    items = published(app)
    start(app)
    app.key(ord('5'), alt=True)
    app.toggle('Files', 'page tab')
    app.press('Web addresses of ' + items[0]['file'], 'push button')
    app.fill('Address, https://…', 'ftp://nowhere')
    app.press(NOTE, 'push button')
    app.find_text('https?')
    app.fill('Address, https://…', 'https://clinic.example/one')
    app.press(NOTE, 'push button')
    app.rest()
    app.find_text('^https://clinic.example/one$')
    app.press(re.compile('^_?Note Web _?Addresses…'), 'push button')
    app.fill('Files and addresses', f'{items[1]["file"]},https://clinic.example/two\nnothing.jpg,https://clinic.example/three')
    app.press(NOTE, 'push button')
    app.find_text('1 address noted')
    app.find_text('nothing.jpg')
    app.press(re.compile('^_?Cancel'), 'push button')
    app.rest()
    app.find_text('^https://clinic.example/two$')
    app.fill('Search the exported files', '/two')
    app.gone(items[0]['file'], 'label')
    app.stop()
    kept = json.loads(app.cli('--json', '--library', app.path('library'), 'publish', 'addresses'))['addresses']
    assert sorted(row['url'] for row in kept) == ['https://clinic.example/one', 'https://clinic.example/two'], kept


JOURNEYS = [words_are_written, slideshow_shows_what_may_be_shown, destinations_are_edited, addresses_come_back]

if __name__ == '__main__':
    sys.exit(run_all(JOURNEYS, sys.argv[1:]))
