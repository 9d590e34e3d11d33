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


JOURNEYS = [words_are_written, slideshow_shows_what_may_be_shown]

if __name__ == '__main__':
    sys.exit(run_all(JOURNEYS, sys.argv[1:]))
