#!/usr/bin/python3
"""Pictures of every place, for people to look at: screenshots.py LIBRARY FOLDER [LOOK-NAME...].

Wide, dark, narrow, high contrast, text at 200 % and right to left. Started by `make screenshots` on a display of its own.
ImageMagick takes the pictures.
"""
import ctypes
import os
import re
import subprocess
import sys
import time

import driver

SETTLE = 2  # seconds for thumbnails to come
WIDE, NARROW = (1100, 760), (360, 640)


def open_client(app):
    app.fill('Search clients by name or code', 'adam')
    app.key(0xff0d)
    app.find('Back to all clients', 'push button')


def open_client_below(app):
    open_client(app)
    app.key(0xff57, control=True)


def open_preferences(app):
    app.key(ord(','), control=True)
    app.sees('Rights Notice')


def open_withdrawal(app):
    open_client(app)
    app.press(re.compile('_?Withdraw…'), 'push button')


def open_new_client(app):
    app.press('New Client', 'push button')


def open_export(app):
    app.press(re.compile('^_?Export…'), 'push button')


def open_giving(app):
    app.key(ord('a'), control=True)
    app.key(ord('g'))
    app.sees('Adam Example')


def open_photo(app):
    open_client(app)
    app.press(re.compile('^[^,]+, Before, '), 'push button')
    app.find('Facts and certificate', 'push button')


def open_studio(app):
    open_client(app)
    app.press(re.compile('Line Up'), 'push button')
    app.find(re.compile('^Before photo'), 'image')


def open_step(app, name):
    open_studio(app)
    app.toggle(name, 'page tab')


def open_help(app):
    app.key(0xffbe)  # F1
    app.key(0xff0d)


def open_files(app):
    app.toggle('Files', 'page tab')


def open_addresses(app):
    open_files(app)
    app.press(re.compile('^_?Note Web _?Addresses…'), 'push button')


def open_destinations(app):
    app.press('Destinations', 'push button')
    app.sees('Website')


def open_destination(app):
    open_destinations(app)
    app.toggle('Website', 'list item')


def open_slideshow(app):
    app.press('Slideshow for the Clinic’s Screen', 'push button')
    app.find('End the slideshow', 'push button')
    time.sleep(3)


# Name, the place it begins with, and what is done there.
SHOTS = [('clients', 'clients', None), ('client', 'clients', open_client), ('inbox', 'inbox', None), ('gallery', 'gallery', None),
         ('consent', 'consent', None), ('exports', 'exports', None), ('preferences', 'clients', open_preferences),
         ('withdraw', 'clients', open_withdrawal), ('new-client', 'clients', open_new_client),
         ('export', 'exports', open_export), ('files', 'exports', open_files), ('addresses', 'exports', open_addresses),
         ('destinations', 'exports', open_destinations), ('destination', 'exports', open_destination), ('give', 'inbox', open_giving), ('viewer', 'clients', open_photo), ('studio', 'clients', open_studio),
         ('help', 'clients', open_help), ('slideshow', 'gallery', open_slideshow), ('studio-compare', 'clients', lambda app: open_step(app, 'Compare')),
         ('studio-crop', 'clients', lambda app: open_step(app, 'Crop')),
         ('studio-finish', 'clients', lambda app: open_step(app, 'Finish')), ('start', None, None)]
LOOKS = [('wide', WIDE, {}), ('dark', WIDE, {'ADW_DEBUG_COLOR_SCHEME': 'prefer-dark'}), ('narrow', NARROW, {}),
         ('contrast', WIDE, {'ADW_DEBUG_HIGH_CONTRAST': '1'}), ('large', WIDE, {}),
         ('large-narrow', (480, 760), {}), ('rtl', WIDE, {'DIP_DIRECTION': 'rtl'})]


def set_letters(dots):
    """Dots per inch of letters, where a desktop's setting of the size of text arrives at the toolkit: the X resources."""
    x11, display = driver.X11, ctypes.c_void_p(driver.DISPLAY)
    x11.XDefaultRootWindow.restype = ctypes.c_ulong
    text = f'Xft.dpi:\t{dots}\n'.encode()
    x11.XChangeProperty(display, ctypes.c_ulong(x11.XDefaultRootWindow(display)), ctypes.c_ulong(23), ctypes.c_ulong(31), 8, 0,
                        text, len(text))  # RESOURCE_MANAGER, STRING, replaced
    x11.XSync(display, 0)


def take(folder, name):
    time.sleep(SETTLE)
    file = os.path.join(folder, name + '.png')
    subprocess.run(['import', '-window', 'root', '-trim', '+repage', file], check=True)
    print(file, flush=True)


def show(library, look, size, env, shot, folder):
    name, place, then = shot
    app = driver.App()
    try:
        app.set('window-width', size[0])
        app.set('window-height', size[1])
        app.set('last-place', place or 'clients')
        set_letters(192 if look.startswith('large') else 96)
        app.start(*(['--library', library] if place else []), **env)
        app.find('Main Menu', 'push button')
        time.sleep(SETTLE)
        if then is not None:
            then(app)
        take(folder, f'{look}-{name}')
    except driver.Lost as lost:
        print(f'{look}-{name}: {lost}', flush=True)
    finally:
        app.clean()


def main(library, folder, *names):
    os.makedirs(folder, exist_ok=True)
    bus = driver.start_accessibility_bus()
    for look, size, env in LOOKS:
        for shot in SHOTS:
            name = f'{look}-{shot[0]}'
            if not names or name in names or look in names:
                show(library, look, size, env, shot, folder)
    bus.terminate()


if __name__ == '__main__':
    main(*sys.argv[1:])
