#!/usr/bin/python3
"""Pictures of every place, wide, narrow and dark, for people to look at: screenshots.py LIBRARY FOLDER.

Started by `make screenshots` on a display of its own. ImageMagick takes the pictures.
"""
import os
import subprocess
import sys
import time

import driver

SETTLE = 3  # seconds for thumbnails to come
LOOKS = [('wide', 1100, 760, {}), ('dark', 1100, 760, {'ADW_DEBUG_COLOR_SCHEME': 'prefer-dark'}), ('narrow', 360, 640, {})]
PLACES = ['clients', 'inbox', 'gallery', 'consent', 'exports']


def take(folder, name, width, height):
    time.sleep(SETTLE)
    file = os.path.join(folder, name + '.png')
    subprocess.run(['import', '-window', 'root', '-crop', f'{width + 10}x{height + 10}+0+0', '+repage', file], check=True)
    print(file)


def show(library, look, width, height, env, place, folder, then=None):
    app = driver.App()
    try:
        app.set('window-width', width)
        app.set('window-height', height)
        app.set('last-place', place)
        app.start('--library', library, **env)
        app.find('Main Menu', 'push button')
        time.sleep(SETTLE)
        if then is not None:
            then(app)
        take(folder, f'{look}-{"client" if then else place}', width, height)
    finally:
        app.clean()


def open_first_client(app):
    app.fill('Search clients by name or code', 'adam')
    app.key(0xff0d)
    app.find('Back to all clients', 'push button')


def main(library, folder):
    os.makedirs(folder, exist_ok=True)
    bus = driver.start_accessibility_bus()
    for look, width, height, env in LOOKS:
        for place in PLACES:
            show(library, look, width, height, env, place, folder)
        show(library, look, width, height, env, 'clients', folder, open_first_client)
    bus.terminate()


if __name__ == '__main__':
    main(sys.argv[1], sys.argv[2])
