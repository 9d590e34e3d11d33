#!/usr/bin/python3
"""Looking at photos, comparing two, lining a pair up: each as one journey, through the accessibility tree. Prints TAP."""
import os
import re
import sys
import time

try:
    import driver
except (ImportError, ValueError, OSError) as problem:
    print(f'1..0 # SKIP no accessibility library: {problem}')
    sys.exit(0)

from journeys import open_client, run_all, start, with_healed_pair  # noqa: E402

ESCAPE, LEFT, RIGHT, PLUS, MINUS = 0xff1b, 0xff51, 0xff53, 0xffab, 0xffad  # the keypad's plus and minus


def focused(app):
    """The node that has the keyboard."""
    for node in driver.walk(app.root):
        if node.get_state_set().contains(driver.Atspi.StateType.FOCUSED) and node.get_role_name() != 'frame':
            return node
    return None


def picture(app, pattern):
    return app.find(re.compile(pattern), 'image')


def viewer(app):
    """From a tile to the photo, larger, the next one, and back to where the keyboard was."""
    with_healed_pair(app)
    start(app)
    open_client(app, 'adam')
    app.press(re.compile('^Crown, Before'), 'push button')
    picture(app, 'Crown · Before, 100 %')
    app.find_text('stated by')
    app.find_text('Nothing else')
    app.find_text(r'SHA-256')
    app.key(PLUS)
    picture(app, 'Crown · Before, 125 %')
    app.key(MINUS)
    picture(app, 'Crown · Before, 100 %')
    app.key(RIGHT)
    picture(app, 'Crown · Healed, 100 %')
    app.find_text('2 of 2')
    app.key(ESCAPE)
    app.sees('Back to all clients')
    assert re.match('Crown, Before', app.text_of(focused(app))), app.text_of(focused(app))


def viewer_hides_names(app):
    """In privacy mode the photo's page shows the code."""
    code = with_healed_pair(app)
    app.set('hide-names', True)
    start(app)
    app.fill('Search clients by name or code', code)
    app.key(0xff0d)
    app.press(re.compile('^Crown, Before'), 'push button')
    picture(app, 'Crown · Before')
    app.sees(code)
    assert app.look('Adam Example') is None, app.describe()


JOURNEYS = [viewer, viewer_hides_names]

if __name__ == '__main__':
    sys.exit(run_all(JOURNEYS, sys.argv[1:]))
