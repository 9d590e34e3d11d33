#!/usr/bin/python3
"""Looking at photos, comparing two, lining a pair up: each as one journey, through the accessibility tree. Prints TAP."""
import json
import re
import sys
import time

try:
    import driver
except (ImportError, ValueError, OSError) as problem:
    print(f'1..0 # SKIP no accessibility library: {problem}')
    sys.exit(0)

from journeys import open_client, run_all, start, with_healed_pair  # noqa: E402

ESCAPE, TAB, ENTER, LEFT, RIGHT, PLUS, MINUS = 0xff1b, 0xff09, 0xff0d, 0xff51, 0xff53, 0xffab, 0xffad  # the keypad's signs


def focused(app):
    """The node that has the keyboard."""
    for node in driver.walk(app.root):
        if node.get_state_set().contains(driver.Atspi.StateType.FOCUSED) and driver.role_of(node) != 'frame':
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


def click(app, node, across, down):
    """Where a hand would: at parts of the node's width and height. Windows lie in the upper left corner of this screen."""
    place = node.get_component_iface().get_extents(driver.Atspi.CoordType.WINDOW)
    driver.Atspi.generate_mouse_event(place.x + int(place.width * across), place.y + int(place.height * down), 'b1c')
    time.sleep(0.3)


def control(app, keysym):
    driver.Atspi.generate_keyboard_event(37, None, driver.Atspi.KeySynthType.PRESS)
    app.key(keysym)
    driver.Atspi.generate_keyboard_event(37, None, driver.Atspi.KeySynthType.RELEASE)
    time.sleep(0.2)


def shown_pair(app):
    return json.loads(app.cli('--library', app.path('library'), '--json', 'pair', 'show', '1'))


def compared(app):
    """A suggestion looked at in every way there is, then made a pair, then to the studio."""
    with_healed_pair(app)
    start(app)
    open_client(app, 'adam')
    app.press(re.compile('Compare'), 'push button')
    picture(app, 'Side by Side')
    for mode, also in [('Split', 'Where the split is'), ('Onion Skin', 'How much of the after is seen'),
                       ('Blink', None), ('Difference', 'How much what differs is brightened'), ('Side by Side', None)]:
        app.press(mode, driver.BUTTON)
        picture(app, mode)
        if also:
            app.find(also, 'slider')
    app.press(re.compile('Level Line'), driver.BUTTON)
    app.press(re.compile('Make _?Pair'), 'push button')
    app.press(re.compile('Line Up'), 'push button')
    picture(app, '^Before photo')
    app.key(ESCAPE)
    picture(app, 'Side by Side')
    app.key(ESCAPE)
    app.sees('Back to all clients')


def aligned_by_keyboard(app):
    """Two points on each photo, nudged, saved and undone, without a pointer."""
    with_healed_pair(app)
    app.cli('--library', app.path('library'), 'pair', 'add', '1', '2')
    start(app)
    open_client(app, 'adam')
    app.press(re.compile('Line Up'), 'push button')
    app.find_text('^Found with|^The photos could not')
    if app.look(re.compile('Take All')):
        app.press(re.compile('Take All'), 'push button')
    picture(app, '^Before photo: point 1, .*not set')
    app.key(ENTER)
    app.key(RIGHT)
    app.key(ENTER)
    picture(app, '^Before photo: point 2, .*at ')
    app.key(TAB)
    app.key(ENTER)
    app.key(LEFT)
    app.key(ENTER)
    app.key(0xff54)  # down
    app.sees('Two points always fit. A third one would show how well.')
    control(app, ord('z'))
    app.key(0xff54)
    control(app, ord('s'))
    app.find_text('^Saved as a new version')
    assert shown_pair(app)['alignment'], shown_pair(app)
    app.key(ESCAPE)
    app.sees('Back to all clients')


def first_composite(app):
    """Somebody who has never seen the program: from the list of clients to the finished picture in at most 12 actions, taking
    no suggestion but setting the points by hand."""
    with_healed_pair(app)
    start(app)
    app.fill('Search clients by name or code', 'adam')
    app.key(ENTER)
    app.press(re.compile('Make _?Pair'), 'push button')
    app.press(re.compile('Line Up'), 'push button')
    actions = 4
    app.find_text('^Found with|^The photos could not')
    if app.look(re.compile('Take All')):
        app.press(re.compile('Take All'), 'push button')
        actions += 1
    for photo in ('^Before photo', '^After photo'):
        for across in (0.3, 0.7):
            actions += 1
            click(app, picture(app, photo), across, 0.5)
    app.sees('Two points always fit. A third one would show how well.')
    app.press(re.compile('^_?Save( |$)'), 'push button')
    app.find_text('^Saved as a new version')
    choose_tab(app, 'Finish')
    actions += 2
    app.find('The composite as it will be exported')
    app.find_text('differ')  # the fair-pair check
    assert actions <= 12, actions
    assert shown_pair(app)['alignment'], shown_pair(app)


def suggestion_is_no_change(app):
    """What the program suggests is shown, and gone again without a question when nobody takes it."""
    with_healed_pair(app, marks=True)
    app.cli('--library', app.path('library'), 'pair', 'add', '1', '2')
    start(app)
    open_client(app, 'adam')
    app.press(re.compile('Line Up'), 'push button')
    app.find_text('^Found with')
    app.key(ESCAPE)
    app.sees('Back to all clients')
    assert not shown_pair(app).get('alignment'), shown_pair(app)


def covered(app):
    """A cover set by the keyboard is saved, and burnt into what is shown as the result."""
    with_healed_pair(app, marks=True)
    app.cli('--library', app.path('library'), 'pair', 'add', '1', '2')
    start(app)
    open_client(app, 'adam')
    app.press(re.compile('Line Up'), 'push button')
    app.find_text('^Found with')
    choose_tab(app, 'Cover')
    picture(app, '^Before photo: 0 covers')
    assert app.text_of(focused(app)).startswith('Before photo'), app.describe()
    app.key(ENTER)
    picture(app, '^Before photo: 1 cover')
    app.key(RIGHT)
    control(app, ord('s'))
    app.find_text('^Saved as a new version')
    assert 'photo-redact' in app.cli('--library', app.path('library'), 'audit', 'show')


def drag(app, node, start, end):
    """With the button held, from one place of the node to another, both in parts of its width and height."""
    place = node.get_component_iface().get_extents(driver.Atspi.CoordType.WINDOW)
    at = [(place.x + int(place.width * x), place.y + int(place.height * y)) for x, y in (start, end)]
    driver.Atspi.generate_mouse_event(*at[0], 'b1p')
    time.sleep(0.1)
    for step in range(1, 6):
        driver.Atspi.generate_mouse_event(*(int(a + (b - a) * step / 5) for a, b in zip(*at)), 'abs')
        time.sleep(0.05)
    driver.Atspi.generate_mouse_event(*at[1], 'b1r')
    time.sleep(0.3)


def cropped(app):
    """A square of one's own by hand, moved by keys, kept as it was drawn and never outside."""
    with_healed_pair(app)
    app.cli('--library', app.path('library'), 'pair', 'add', '1', '2')
    start(app)
    open_client(app, 'adam')
    app.press(re.compile('Line Up'), 'push button')
    app.find_text('^Found with|^The photos could not')
    choose_tab(app, 'Crop')
    whole = numbers(app)
    drag(app, picture(app, '^Crop: '), (0.5, 0.5), (0.1, 0.1))
    assert numbers(app) == whole, 'the largest crop has no room'
    for _ in range(9):
        shift(app, LEFT)
    smaller = numbers(app)
    assert smaller[0] < whole[0] and smaller[1] == whole[1], (whole, smaller)
    drag(app, picture(app, '^Crop: '), (0.45, 0.5), (0.95, 0.5))
    moved = numbers(app)
    assert moved[:2] == smaller[:2] and moved[2] > smaller[2], (smaller, moved)
    control(app, ord('s'))
    app.find_text('^Saved as a new version')
    latest = json.loads(app.cli('--library', app.path('library'), '--json', 'pair', 'versions', '1'))['versions'][0]
    assert [round(latest[key]) for key in ('width', 'height', 'x', 'y')] == moved, (latest, moved)
    app.press(re.compile('As _?Large'), driver.BUTTON)
    assert numbers(app) == whole, numbers(app)


def numbers(app):
    """Width, height, left and top of the crop as a screen reader is told."""
    return [int(number) for number in re.findall(r'[0-9]+', app.text_of(picture(app, '^Crop: ')))]


def shift(app, keysym):
    driver.Atspi.generate_keyboard_event(50, None, driver.Atspi.KeySynthType.PRESS)
    app.key(keysym)
    driver.Atspi.generate_keyboard_event(50, None, driver.Atspi.KeySynthType.RELEASE)


def styled(app):
    """A look of one's own is tried out in the preview, saved by name for a whole gallery, and refused when it can't be read."""
    with_healed_pair(app)
    app.cli('--library', app.path('library'), 'pair', 'add', '1', '2')
    start(app)
    open_client(app, 'adam')
    app.press(re.compile('Line Up'), 'push button')
    app.find_text('^Found with|^The photos could not')
    choose_tab(app, 'Finish')
    click(app, app.find('Keep This Style', 'list item'), 0.4, 0.5)
    click(app, app.find('Labels', 'list item'), 0.2, 0.5)
    app.fill('After', '{weeks} weeks, {wrong}')
    app.find_text('wrong')
    app.fill('After', '{weeks} weeks')
    app.fill('Name', 'House')
    app.press(re.compile('Save S_?tyle'), 'push button')
    app.find(re.compile('Remove Style'), 'push button')
    style = json.loads(app.cli('--library', app.path('library'), '--json', 'style', 'show', 'House'))
    assert style['after_label'] == '{weeks} weeks' and style['labels'], style


def earlier_version(app):
    """How the pair was lined up before is looked at again, and becomes the newest version by saving."""
    with_healed_pair(app)
    app.cli('--library', app.path('library'), 'pair', 'add', '1', '2')
    for shape in ('square', '4:5'):
        app.cli('--library', app.path('library'), 'pair', 'frame', '1', '--crop', shape)
    start(app)
    open_client(app, 'adam')
    app.press(re.compile('Line Up'), 'push button')
    picture(app, '^Before photo')
    click(app, app.find('Versions', 'list item'), 0.4, 0.5)
    app.find(re.compile('^Look at the version of'), 'push button')
    looks = [node for node in driver.walk(app.root) if app.text_of(node).startswith('Look at the version of')]
    looks[-1].get_action_iface().do_action(0)
    app.find_text('^As it was lined up then')
    control(app, ord('s'))
    app.find_text('^Saved as a new version')
    versions = json.loads(app.cli('--library', app.path('library'), '--json', 'pair', 'versions', '1'))['versions']
    assert [version['crop'] for version in versions] == ['square', '4:5', 'square'], versions


def choose_tab(app, name):
    tab = app.find(name, 'page tab')
    click(app, tab, 0.5, 0.5)


JOURNEYS = [viewer, viewer_hides_names, compared, aligned_by_keyboard, first_composite, suggestion_is_no_change, cropped,
            styled, earlier_version, covered]

if __name__ == '__main__':
    sys.exit(run_all(JOURNEYS, sys.argv[1:]))
