#!/usr/bin/python3
"""Consent at the front desk, each as one journey. Prints TAP."""
import datetime
import json
import re
import sys

try:
    import driver
    from gi.repository import Atspi
except (ImportError, ValueError, OSError) as problem:
    print(f'1..0 # SKIP no accessibility library: {problem}')
    sys.exit(0)

from driver import BUTTON, CHECK, shot
from journeys import library, open_client, photo, record_consent, run_all, start, with_healed_pair


class Counted:
    """Presses and strokes of whoever takes the consent."""

    def __init__(self, app):
        self.app = app
        self.actions = 0

    def press(self, name):
        self.actions += 1
        self.app.press(re.compile(name), 'push button')

    def tick(self, name, role=CHECK):
        self.actions += 1
        self.app.toggle(re.compile(name), role)

    def sign(self, name):
        """One stroke across the middle of the pad."""
        self.actions += 1
        place = self.app.find(name).get_component_iface().get_extents(Atspi.CoordType.WINDOW)
        x, y = place.x + place.width // 3, place.y + place.height // 2
        Atspi.generate_mouse_event(x, y, 'b1p')
        for step in range(1, 8):
            Atspi.generate_mouse_event(x + 12 * step, y + (step % 2) * 15, 'abs')
        Atspi.generate_mouse_event(x + 84, y, 'b1r')


def consents_of(app, code):
    return json.loads(app.cli('--library', app.path('library'), '--json', 'consent', 'show', code))['consents']


def consent_is_taken(app):
    """Turned towards the client: nothing ticked beforehand, a question at a time, at most 15 actions."""
    code = with_healed_pair(app)
    before = len(consents_of(app, code))
    start(app)
    open_client(app, 'adam')
    hand = Counted(app)
    hand.press('_?Take on Screen…')
    app.sees('Please read this first')
    hand.press('^_?Continue')
    app.sees('Where may your pictures be shown?')
    assert not app.is_sensitive(app.find(re.compile('^_?Continue'), 'push button')), 'nothing is ticked, yet it goes on'
    hand.tick('^On the clinic’s website')
    hand.press('^_?Continue')
    app.sees('How much of you may be seen?')
    hand.tick('^Scalp only')
    hand.press('^_?Continue')
    hand.tick('^All pictures of me')
    hand.press('^_?Continue')
    hand.tick('^I am 18')
    hand.sign('Sign here with a finger, a pen or the mouse')
    hand.press('^_?Sign and Agree')
    app.sees('Thank You')
    hand.press('^_?Done')
    assert hand.actions <= 15, hand.actions
    app.find('Back to all clients', 'push button')
    app.stop()
    consents = consents_of(app, code)
    assert len(consents) == before + 1 and consents[-1]['method'] == 'screen', consents


def degrees_are_shown_on_own_photos(app):
    """How much may be seen is shown on the client's own photos, with what staff have covered, also before there is a pair."""
    code = with_healed_pair(app)
    cli = lambda *args: app.cli('--library', app.path('library'), *args)  # noqa: E731
    first, second = [photo['id'] for photo in json.loads(cli('--json', 'photo', 'list', code))['photos']]
    cli('photo', 'set', str(first), '--shows', 'full-face')
    cli('photo', 'set', str(second), '--shows', 'full-face')
    cli('photo', 'redact', str(second), '--eyes', '20,20', '50,20')
    start(app)
    open_client(app, 'adam')
    hand = Counted(app)
    hand.press('_?Take on Screen…')
    hand.press('^_?Continue')
    hand.tick('^On the clinic’s website')
    hand.press('^_?Continue')
    app.sees('How much of you may be seen?')
    app.rest()
    shot('degrees')
    missing = [text for text in app.texts() if text == 'None of your pictures shows this much.']
    assert len(missing) == 1, missing  # scalp only: nobody has photographed that


def cancelled_consent_leaves_nothing(app):
    code = with_healed_pair(app)
    before = consents_of(app, code)
    start(app)
    open_client(app, 'adam')
    app.press(re.compile('_?Take on Screen…'), 'push button')
    app.press(re.compile('^_?Continue'), 'push button')
    app.toggle(re.compile('^In print'))
    app.key(0xff1b)
    app.find_text('^Nothing that was chosen is kept')
    app.press(re.compile('^_?Stop'), 'push button')
    app.rest()
    app.find('Back to all clients', 'push button')
    app.stop()
    assert consents_of(app, code) == before


def audit_is_filtered(app):
    """What happened to one client, of one kind; and that nobody has touched the log."""
    code = with_healed_pair(app)
    start(app)
    app.choose('Main Menu', '_?Audit Log')
    app.press(re.compile('^_?Verify'), 'push button')
    app.find_text('^The log holds: ')
    app.toggle('Filter', 'list item')
    app.fill('Client code or number', code)
    app.find_text(f'· Client {code}$')
    app.fill('Person', 'nobody of that name')
    app.sees('No Such Entry')


def form_is_released(app):
    """From a ready-made text to a version that never changes."""
    with_healed_pair(app)
    start(app)
    app.choose('Main Menu', 'Consent _?Forms')
    app.sees('No Form of Your Own Yet')
    app.press(re.compile('^_?New…'), 'push button')
    app.fill('Name of the form', 'Website')
    app.press(re.compile('^_?Begin'), 'push button')
    app.rest()
    app.find_text('^A draft')
    for field in ('What the pictures are used for', 'Who gets them', 'How long they are kept', 'How to withdraw'):
        app.fill(field, 'As the clinic says')
    app.press('Back', 'push button')
    app.sees('Leave Without Saving?')
    app.press(re.compile('^_?Cancel'), 'push button')
    app.rest()
    app.press(re.compile('^_?Release'), 'push button')
    app.find_text('^Released ')
    app.stop()
    forms = json.loads(app.cli('--library', app.path('library'), '--json', 'form', 'list'))['forms']
    assert len(forms) == 1 and forms[0].get('released'), forms


def history_is_a_story(app):
    """What followed what, and both texts beside each other."""
    code = with_healed_pair(app)
    record_consent(app, code)
    start(app)
    open_client(app, 'adam')
    app.choose('Client menu', 'Consent _?History')
    app.find_text('^Replaced: from ')
    app.find_text('^In force: from ')
    app.find_text('^The text that was signed')
    app.find_text('^Both texts beside each other')


def photo_is_withdrawn_to_the_end(app):
    """Three clicks from the client's page; then every file, place by place, until the closing report."""
    code = with_healed_pair(app)
    cli = lambda *args: json.loads(app.cli('--library', app.path('library'), '--json', *args))  # noqa: E731
    before, after = [row['id'] for row in cli('photo', 'list', code)['photos']]
    pair = app.cli('--library', app.path('library'), 'pair', 'add', str(before), str(after)).strip()
    app.cli('--library', app.path('library'), 'approve', pair, '--checked', 'face,tattoo,scar,jewellery,badge,reflection')
    app.cli('--library', app.path('library'), 'publish', 'run', '--destination', 'website', '-o', app.path('site'))
    start(app)
    open_client(app, 'adam')
    hand = Counted(app)
    hand.press('^_?Withdraw…')
    app.sees('Only Some Photos')
    hand.actions += 1
    app.press(re.compile('^Crown · '), BUTTON)
    hand.press('^_?Withdraw( |$)')
    assert hand.actions == 3, hand.actions
    app.rest()
    app.find_text('still to come down')
    events = cli('consent', 'show', code)['consents'][-1]['events']
    assert events[-1].get('photo') in (before, after), events
    app.press(re.compile('^Everything at .* is taken down'), 'push button')
    app.press(re.compile('^_?Taken Down( |$)'), 'push button')
    app.rest()
    app.find_text('^Everything is down')
    app.find_text('^Down since ')
    app.find(re.compile('^Closing _?Report…'), 'push button')
    app.stop()
    assert not cli('publish', 'takedowns')['takedowns'], 'something is still open'
    app.cli('--library', app.path('library'), 'publish', 'report', code, '-o', app.path('report.pdf'))


def what_runs_out_is_renewed(app):
    """Seen from further ahead, found in the calendar, and asked anew from there."""
    code, = library(app, 'Adam Example')
    ends = datetime.date.today() + datetime.timedelta(days=75)
    app.cli('--library', app.path('library'), 'consent', 'record', code, '--scope', 'website', '--identifiability', 'full-face',
            '--from', '2026-01-01', '--until', ends.isoformat(), '--signed', '2026-01-01', '--signed-by', 'Adam Example',
            '--signature', photo(app.path('signature.png'), 3))
    start(app)
    app.go('Consent')
    app.sees('All Is in Order')
    app.press('90 days')
    app.find_text('ask for a new one')
    app.press('Calendar')
    app.sees('Nothing Runs Out This Month')
    app.press('Calendar')
    app.press(re.compile('^_?Renew… Adam Example'), 'push button')
    app.sees('Please read this first')


JOURNEYS = [what_runs_out_is_renewed, photo_is_withdrawn_to_the_end, history_is_a_story, form_is_released, audit_is_filtered, consent_is_taken, degrees_are_shown_on_own_photos, cancelled_consent_leaves_nothing]

if __name__ == '__main__':
    sys.exit(run_all(JOURNEYS, sys.argv[1:]))
