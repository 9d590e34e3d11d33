"""Drives the window from outside, through the accessibility tree, as a person with a screen reader would.

A journey starts the program on a display of its own (see meson.build), finds controls by role and name, presses them,
fills them in, and looks at what is said. Everything waits a bounded time and says what it saw when it gives up.
"""
import ctypes
import os
import re
import shutil
import subprocess
import tempfile
import time

import gi

# An X server starts afresh when its last client leaves, and turns newcomers away while it does. One that stays prevents it.
X11 = ctypes.CDLL('libX11.so.6')
X11.XOpenDisplay.restype = ctypes.c_void_p
DISPLAY = X11.XOpenDisplay(None)

gi.require_version('Atspi', '2.0')
from gi.repository import Atspi, Gio, GLib  # noqa: E402

CONTROL_CODE, ALT_CODE = 37, 64  # of the left keys, on every X server of today
PATIENCE = float(os.environ.get('DIP_JOURNEY_PATIENCE', '40'))  # seconds
BUS_LAUNCHERS = ['/usr/libexec/at-spi-bus-launcher', '/usr/lib/at-spi2-core/at-spi-bus-launcher']


class Lost(Exception):
    """Something was not there, or not in time."""


def start_accessibility_bus():
    launcher = next((path for path in BUS_LAUNCHERS if os.path.exists(path)), None)
    if launcher is None:
        raise Lost('at-spi2-core is not installed')
    # What it starts stays for a while: it must not hold the test's own output open.
    return subprocess.Popen([launcher, '--launch-immediately'], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                            stderr=subprocess.DEVNULL)


def role_of(node):
    """The name of a node's role, as AT-SPI had it before 2.54."""
    name = node.get_role_name()
    return {'button': 'push button'}.get(name, name)


# What one toolkit calls a button, another calls by its kind.
BUTTON = ('push button', 'toggle button')
CHECK = ('check box', 'radio button')
MENU_ITEM = ('menu item', 'check menu item', 'radio menu item')


def is_one_of(kind, role):
    """@role: one, several, or None for any."""
    return role is None or kind == role or (isinstance(role, tuple) and kind in role)


def alive(node):
    try:
        node.get_role_name()
        return True
    except GLib.Error:
        return False


def walk(node):
    """All that is shown below a node, in order."""
    try:
        states = node.get_state_set()
        if not states.contains(Atspi.StateType.VISIBLE) and node.get_role() != Atspi.Role.APPLICATION:
            return
        yield node
        for i in range(node.get_child_count()):
            child = node.get_child_at_index(i)
            if child is not None:
                yield from walk(child)
    except GLib.Error:
        return  # gone meanwhile


def matches(pattern, text):
    return pattern == text if isinstance(pattern, str) else bool(pattern.search(text or ''))


COMPLAINT = re.compile(r'-(CRITICAL|ERROR) \*\*|Trying to snapshot')
# GTK up to 4.10, when it is asked for the parent of what has just gone out of sight.
EXCUSED = re.compile(r'g_variant_is_object_path|g_variant_new_object_path')


def shot(name):
    """Leaves a picture of the screen for people to look at, where asked for."""
    folder = os.environ.get('DIP_JOURNEY_SHOTS')
    if folder:
        subprocess.run(['import', '-window', 'root', '-trim', '+repage', os.path.join(folder, name + '.png')], check=False)


class Skip(Exception):
    """The journey can't be made here."""


class App:
    """One running program and the folder that is its whole world."""

    def __init__(self, home=None):
        self.home = home or tempfile.mkdtemp(prefix='diptych-journey-')
        self.process = None
        self.log = os.path.join(self.home, 'log')
        self.env = dict(os.environ, HOME=self.home, XDG_DATA_HOME=os.path.join(self.home, 'data'),
                        XDG_CONFIG_HOME=os.path.join(self.home, 'config'), XDG_CACHE_HOME=os.path.join(self.home, 'cache'),
                        GSETTINGS_BACKEND='keyfile', GTK_USE_PORTAL='0', GSK_RENDERER='cairo', LC_ALL='C.UTF-8')
        self.env.pop('NO_AT_BRIDGE', None)
        self.bus = None

    def with_own_bus(self):
        """As if another person were logged in: on one bus, a second start only calls the first program up."""
        address = Gio.bus_get_sync(Gio.BusType.SESSION).call_sync(
            'org.a11y.Bus', '/org/a11y/bus', 'org.a11y.Bus', 'GetAddress', None, None, Gio.DBusCallFlags.NONE, -1).unpack()[0]
        self.bus = subprocess.Popen(['dbus-daemon', '--session', '--nofork', '--print-address'], stdout=subprocess.PIPE,
                                    stderr=subprocess.DEVNULL, text=True)
        self.env.update(DBUS_SESSION_BUS_ADDRESS=self.bus.stdout.readline().strip(), AT_SPI_BUS_ADDRESS=address)
        return self

    def path(self, *parts):
        return os.path.join(self.home, *parts)

    def set(self, key, value):
        """A setting, as an earlier start would have left it."""
        folder = self.path('config', 'glib-2.0', 'settings')
        os.makedirs(folder, exist_ok=True)
        file = os.path.join(folder, 'keyfile')
        fresh = not os.path.exists(file)
        with open(file, 'a', encoding='utf-8') as settings:
            if fresh:
                settings.write('[io/github/diptych/Diptych]\n')
            settings.write(f"{key}={str(value).lower() if isinstance(value, bool) else repr(value)}\n")

    def start(self, *args, **env):
        with open(self.log, 'ab') as log:
            self.process = subprocess.Popen([os.environ['DIP_WINDOW'], *args], env=dict(self.env, **env), stdout=log, stderr=log)
        self.root = self._wait(self._find_root, 'the program in the accessibility tree')
        return self

    def cli(self, *args):
        done = subprocess.run([os.environ['DIP_CLI'], *args], env=dict(self.env, G_DEBUG='fatal-criticals'), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        if done.returncode not in (0, 1):
            raise Lost(f'diptych-cli {args}: {done.stderr}')
        return done.stdout.strip()

    def said(self):
        """The last lines the program wrote."""
        try:
            with open(self.log, encoding='utf-8', errors='replace') as log:
                return log.read().splitlines()[-12:]
        except OSError:
            return []

    def complaints(self):
        """What the program, or a library for it, found wrong while it ran."""
        with open(self.log, encoding='utf-8', errors='replace') as log:
            return [line for line in log if COMPLAINT.search(line) and not EXCUSED.search(line)]

    def stop(self):
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()
            self.process.wait(PATIENCE)
        self.process = None

    def clean(self):
        self.stop()
        if self.bus is not None:
            self.bus.terminate()
            self.bus.wait()
        shutil.rmtree(self.home, ignore_errors=True)

    def _is_it(self, child):
        """Through a sandbox's door nobody sees which process it is."""
        if 'DIP_SANDBOX' in os.environ:
            return child.get_name() in ('diptych', 'Diptych')
        return child.get_process_id() == self.process.pid

    def _find_root(self):
        if self.process.poll() is not None:
            with open(self.log, encoding='utf-8', errors='replace') as log:
                raise Lost(f'the program ended with {self.process.returncode}:\n{log.read()}')
        desktop = Atspi.get_desktop(0)
        for i in range(desktop.get_child_count()):
            child = desktop.get_child_at_index(i)
            if child is not None and self._is_it(child) and child.get_child_count() > 0:
                return child
        return None

    def _wait(self, look, what, patience=PATIENCE):
        end = time.monotonic() + patience
        while True:
            if getattr(self, 'root', None) is not None and not alive(self.root):
                self.root = self._find_root() or self.root  # the program has started afresh in its own place
            try:
                found = look()
            except GLib.Error:
                found = None  # it went while it was looked at
            if found:
                return found
            if time.monotonic() > end:
                raise Lost(f'waited {patience:.0f} s for {what}; there was:\n{self.describe()}')
            if self.process.poll() is not None:
                self._find_root()
            time.sleep(0.1)

    def describe(self):
        try:
            return '\n'.join(f'  {role_of(node)}: {self.text_of(node)}' for node in walk(self.root) if self.text_of(node))
        except (AttributeError, GLib.Error):
            return '  nothing'

    @staticmethod
    def text_of(node):
        try:
            name = node.get_name()
            if name:
                return name
            text = node.get_text_iface()
            return Atspi.Text.get_text(text, 0, text.get_character_count()) if text else ''
        except GLib.Error:
            return ''

    def look(self, name, role=None):
        """The first shown node of that name (a text or a compiled pattern), or None."""
        for node in walk(self.root):
            if is_one_of(role_of(node), role) and matches(name, self.text_of(node)):
                return node
        return None

    def find(self, name, role=None, patience=PATIENCE):
        return self._wait(lambda: self.look(name, role), f'{role or "something"} called {name!r}', patience)

    def gone(self, name, role=None, patience=PATIENCE):
        self._wait(lambda: self.look(name, role) is None, f'{name!r} to go', patience)

    def sees(self, name, patience=PATIENCE):
        self.find(name, patience=patience)

    @staticmethod
    def is_sensitive(node):
        try:
            return node.get_state_set().contains(Atspi.StateType.SENSITIVE)
        except GLib.Error:
            return False

    def press(self, name, role=None):
        def ready():
            for node in walk(self.root):
                kind = role_of(node)
                if kind != 'frame' and is_one_of(kind, role) and matches(name, self.text_of(node)) \
                        and self.is_sensitive(node) and node.get_action_iface() and node.get_action_iface().get_n_actions() > 0:
                    return node
            return None
        node = self._wait(ready, f'a {role or "control"} called {name!r} that can be pressed')
        try:
            node.get_action_iface().do_action(0)
        except GLib.Error:
            pass  # what was pressed went by being pressed
        time.sleep(0.2)

    def choose(self, menu, pattern):
        """From a menu. GTK 4.18 tells the names of its items to nobody: there the underlined letter does it."""
        self.press(menu)
        self._wait(lambda: any(role_of(node) in MENU_ITEM for node in walk(self.root)), f'the menu {menu!r}')
        if self.look(re.compile(pattern), MENU_ITEM):
            self.press(re.compile(pattern), MENU_ITEM)
        else:
            time.sleep(0.7)  # until it has the keyboard
            self.key(ord(pattern[pattern.index('_?') + 2].lower()))

    @staticmethod
    def rest():
        """Looks away while a form goes: GTK (seen until 4.18) does not bear questions about a list to choose from that is hidden then."""
        time.sleep(3)

    @staticmethod
    def place_of(node):
        return node.get_component_iface().get_extents(Atspi.CoordType.WINDOW) if node is not None else None

    def toggle(self, name, role=CHECK):
        """Clicks what offers no action of its own. Windows lie in the upper left corner of this screen."""
        place = self._wait(lambda: self.place_of(self.look(name, role)), f'{role or "something"} called {name!r}')
        Atspi.generate_mouse_event(place.x + place.width // 2, place.y + place.height // 2, 'b1c')
        time.sleep(0.3)

    def fill(self, name, text):
        """Types into the entry of that name: itself, or the text field inside the row of that name."""
        def field():
            for node in walk(self.root):
                if self.text_of(node) == name or node.get_name() == name:
                    for inner in walk(node):
                        if inner.get_editable_text_iface() and role_of(inner) in ('text', 'entry', 'password text'):
                            return inner
            return None
        node = self._wait(field, f'a field called {name!r}')
        editable = node.get_editable_text_iface()
        editable.set_text_contents(text)
        time.sleep(0.2)
        return node

    def key(self, keysym, control=False, alt=False):
        held = [code for code, wanted in ((CONTROL_CODE, control), (ALT_CODE, alt)) if wanted]
        for code in held:
            Atspi.generate_keyboard_event(code, None, Atspi.KeySynthType.PRESS)
        Atspi.generate_keyboard_event(keysym, None, Atspi.KeySynthType.SYM)
        for code in held:
            Atspi.generate_keyboard_event(code, None, Atspi.KeySynthType.RELEASE)
        time.sleep(0.3)

    def go(self, place):
        """To a place, by the sidebar."""
        def chosen():
            sidebar = self.look('Places', 'list')
            if sidebar is None:
                return False
            for i in range(sidebar.get_child_count()):
                row = sidebar.get_child_at_index(i)
                if any(self.text_of(node) == place for node in walk(row)):
                    return sidebar.get_selection_iface().select_child(i)
            return False
        self._wait(chosen, f'the place {place!r}')
        time.sleep(0.3)

    def text_inside(self, node):
        """The text a control shows: its label, when it has no other name."""
        return next((self.text_of(inner) for inner in walk(node) if role_of(inner) == 'label' and self.text_of(inner)), '')

    def texts(self):
        return [self.text_of(node) for node in walk(self.root) if self.text_of(node)]

    def find_text(self, pattern):
        return self.find(re.compile(pattern))
