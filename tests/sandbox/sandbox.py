#!/usr/bin/python3
"""The installed Flatpak, used in its sandbox from outside. Prints TAP and ends with how many passed.

What the sandbox keeps away, photos that come through the document portal, an export to a folder chosen in a portal's dialog,
an update while a library is open; then the journeys of the window that need no tricks of the machine.
"""
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time

import driver
import journeys
from driver import App, Lost
from journeys import library, open_client, photo, with_healed_pair
from outgoing import with_pair

WORK, ID = os.environ['DIP_SANDBOX'], os.environ['DIP_FLATPAK_ID']
HOME = os.path.join(WORK, 'home')
OWN = os.path.join(HOME, '.var', 'app', ID)  # all that the app sees of it
CHOSEN = os.environ['DIP_CHOSEN']  # outside, what the desktop's dialog answers
SECONDS = 2.0  # to the first window


def sandboxed(*words, check=True):
    """A command inside."""
    done = subprocess.run(['flatpak', 'run', '--user', f'--command={words[0]}', ID, *words[1:]], env=dict(os.environ, HOME=HOME),
                          capture_output=True, text=True, check=False)
    if check and done.returncode:
        raise Lost(f'{words}: {done.stderr}')
    return done.stdout


def nothing_else_is_seen(app):
    """Neither files of the person's nor the network are there."""
    secret = os.path.join(HOME, 'private.txt')
    with open(secret, 'w', encoding='utf-8') as file:
        file.write('private')
    source = os.path.join(os.path.dirname(WORK), 'README.md')
    for path in (secret, source, '/root/.bashrc', os.path.expanduser('~/.profile')):
        found = sandboxed('sh', '-c', f'cat "{path}" 2>/dev/null', check=False)
        assert not found, (path, found[:80])
    interfaces = re.findall(r'^ *(\w+):', sandboxed('cat', '/proc/net/dev'), re.M)
    assert interfaces == ['lo'], interfaces
    permissions = subprocess.run(['flatpak', 'info', '--user', '--show-permissions', ID], capture_output=True, text=True, check=True).stdout
    assert 'network' not in permissions and 'filesystems' not in permissions, permissions


def demo_opens(app):
    """The command line inside makes the demo, the window shows it; the window is there in two seconds."""
    data = app.path('demo')
    sandboxed('diptych-cli', 'demo', data)
    app.start('--library', data)
    app.sees('Adam Example')
    app.stop()
    times = []
    for _ in range(3):
        begun = time.monotonic()
        app.start('--library', data)
        times.append(time.monotonic() - begun)
        app.stop()
    print(f'# first window after {min(times):.2f} s (best of {len(times)}, seen from outside)', flush=True)
    assert min(times) < SECONDS, times


def photo_comes_through_the_portal(app):
    """A photo from a folder that the app can't see is brought into the inbox."""
    library(app)
    folder = tempfile.mkdtemp(prefix='diptych-outside-')
    try:
        path = photo(os.path.join(folder, 'outside.png'), 77)
        assert not sandboxed('ls', path, check=False)
        app.start('--library', app.path('library'), '@@', path, '@@', DIP_FORWARD='yes')
        app.find_text('1 imported')
    finally:
        shutil.rmtree(folder)


def folder_is_chosen_in_the_portal(app):
    """An export goes to a folder of the person's that was chosen in the desktop's dialog, and to no other; the next start still may."""
    code, pair = with_pair(app)
    app.cli('--library', app.path('library'), 'approve', pair, '--checked', 'face,tattoo,scar,jewellery,badge,reflection')
    assert not os.listdir(CHOSEN), CHOSEN
    journeys.start(app, GTK_USE_PORTAL='1')
    for again in (False, True):
        app.key(ord('5'), alt=True)
        app.press(re.compile('^_?Export…'), 'push button')
        if not again:
            app.press(re.compile('^Folder$|^_?Choose'), 'push button')  # newer toolkits name it by its row
        app.find_text('^1 new' if not again else 'unchanged|Nothing')
        if again:
            break
        app.press(re.compile('^_?Export( |$)'), 'push button')
        app.find_text('^1 pair is in the folder')
        assert [name for name in os.listdir(CHOSEN) if name.endswith('.jpg')], os.listdir(CHOSEN)
        app.stop()
        journeys.start(app, GTK_USE_PORTAL='1')
    app.stop()
    # A back-up goes to such a folder too, and comes back. A library can't be kept there: nothing can be locked.
    folder = json.loads(app.cli('--library', app.path('library'), '--json', 'publish', 'runs'))['runs'][0]['folder']
    sandboxed('diptych-cli', '--library', app.path('library'), 'library', 'backup', folder + '/all.diptych')
    sandboxed('diptych-cli', '--library', app.path('back'), 'library', 'restore', folder + '/all.diptych')
    assert code in sandboxed('diptych-cli', '--library', app.path('back'), 'client', 'list')
    told = sandboxed('sh', '-c', f'diptych-cli --library "{folder}/kept" library restore "{folder}/all.diptych" 2>&1; true')
    assert 'nothing there can be locked' in told, told


def update_survives(app):
    """The app goes on with its library while a newer version is installed, and the newer one opens it."""
    with_healed_pair(app)
    journeys.start(app)
    app.sees('Adam Example')
    with open(os.path.join(WORK, 'app', 'files', 'share', 'newer'), 'w', encoding='utf-8') as file:
        file.write(str(time.time()))
    subprocess.run(['flatpak', 'build-export', os.path.join(WORK, 'apps'), os.path.join(WORK, 'app')], check=True, capture_output=True)
    subprocess.run(['flatpak', 'update', '--user', '-y', '--noninteractive', ID], check=True, capture_output=True, env=dict(os.environ, HOME=HOME))
    assert 'newer' in sandboxed('ls', '/app/share')
    open_client(app, 'adam')
    app.press(re.compile('Make _?Pair'), 'push button')
    app.sees('Blocked')
    app.stop()
    journeys.start(app)
    app.sees('Adam Example')
    app.stop()
    app.cli('--library', app.path('library'), 'library', 'check')


class SandboxedApp(App):
    """The same world, in the one folder that the sandbox shares."""

    def __init__(self):
        os.makedirs(OWN, exist_ok=True)
        super().__init__(tempfile.mkdtemp(prefix='journey-', dir=OWN))
        # Inside, settings and all else lie where the sandbox says: none may be left of the journey before.
        for name in ('config', 'data', 'cache'):
            shutil.rmtree(os.path.join(OWN, name), ignore_errors=True)
            os.makedirs(os.path.join(OWN, name))
            os.symlink(os.path.join(OWN, name), self.path(name))

    def complaints(self):
        return super().complaints() if os.path.exists(self.log) else []

    def stop(self):
        if self.process is not None and self.process.poll() is None:
            subprocess.run(['flatpak', 'kill', ID], env=dict(os.environ, HOME=HOME), capture_output=True, check=False)
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                pass
        super().stop()


MADE_ELSEWHERE_TOO = ['new_client', 'search_finds', 'treatment_and_session', 'impossible_session_is_refused', 'under_age_is_said',
                      'consent_is_withdrawn', 'places_are_there', 'blocked_pair_says_why', 'pair_export_withdraw', 'names_stay_hidden',
                      'import_is_undone', 'gallery_is_filtered', 'client_is_erased', 'sorted_by_keyboard']
OWN_JOURNEYS = [nothing_else_is_seen, demo_opens, photo_comes_through_the_portal, folder_is_chosen_in_the_portal,
                update_survives]


def main(names):
    driver.App = SandboxedApp
    chooser = subprocess.Popen([sys.executable, os.path.join(os.path.dirname(__file__), 'chooser.py')])
    chosen = OWN_JOURNEYS + [getattr(journeys, name) for name in MADE_ELSEWHERE_TOO]
    try:
        return journeys.run_all(chosen, names)
    finally:
        chooser.terminate()


if __name__ == '__main__':
    sys.exit(main(sys.argv[1:]))
