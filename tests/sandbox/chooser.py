#!/usr/bin/python3
"""The part of a desktop that shows the dialogs for files: answers at once with DIP_CHOSEN, as if a person had picked it."""
import os

from gi.repository import Gio, GLib

NAME = 'org.freedesktop.impl.portal.desktop.chooser'
ARGUMENTS = ''.join(f'<arg type="{kind}" direction="{way}"/>' for kind, way in (
    ('o', 'in'), ('s', 'in'), ('s', 'in'), ('s', 'in'), ('a{sv}', 'in'), ('u', 'out'), ('a{sv}', 'out')))
INTERFACE = '<node><interface name="org.freedesktop.impl.portal.FileChooser">' + ''.join(
    f'<method name="{method}">{ARGUMENTS}</method>' for method in ('OpenFile', 'SaveFile')) + '</interface></node>'


def answer(_bus, _sender, _path, _interface, _method, _arguments, invocation):
    uri = GLib.filename_to_uri(os.environ['DIP_CHOSEN'], None)
    invocation.return_value(GLib.Variant('(ua{sv})', (0, {'uris': GLib.Variant('as', [uri]), 'writable': GLib.Variant('b', True)})))


def offer(bus, _name):
    interface = Gio.DBusNodeInfo.new_for_xml(INTERFACE).interfaces[0]
    bus.register_object('/org/freedesktop/portal/desktop', interface, answer, None, None)


Gio.bus_own_name(Gio.BusType.SESSION, NAME, Gio.BusNameOwnerFlags.NONE, offer, None, None)
GLib.MainLoop().run()
