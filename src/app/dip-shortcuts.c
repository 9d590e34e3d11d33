#include "dip-shortcuts.h"

#include <glib/gi18n-lib.h>

#include "dip-compat.h"

static const DipShortcut clients[] = {
  { N_ ("Find a client"), "win.find" },
  { N_ ("New client"), "win.new-client" },
  { N_ ("Hide or show names"), "win.hide-names" },
  { N_ ("Lock the library"), "win.lock" },
  { N_ ("Help"), "F1" },
  { N_ ("Import photos, on a client’s page or in the Inbox"), "<Control>i" },
  { N_ ("Paste a picture or files, there"), "<Control>v" },
  { N_ ("Back to all clients"), "<Alt>Left" },
  { 0 },
};

static const DipShortcut inbox[] = {
  { N_ ("Select all photos"), "<Control>a" },           { N_ ("Say the view of the selected photos"), "1...9 0" },
  { N_ ("Give the selected photos to a client"), "g" }, { N_ ("Say the day of those whose camera did not"), "d" },
  { N_ ("Remove the selected photos"), "Delete" },      { 0 },
};

static const DipShortcut looking[] = {
  { N_ ("Larger"), "plus" },
  { N_ ("Smaller"), "minus" },
  { N_ ("Fit to the window"), "0" },
  { N_ ("Full size"), "1" },
  { N_ ("Previous or next photo"), "Left Right" },
  { N_ ("Facts and certificate"), "i" },
  { N_ ("Change what is said of the photo"), "F2" },
  { N_ ("Back"), "Escape" },
  { 0 },
};

static const DipShortcut studio[] = {
  { N_ ("Set a point or a cover"), "Return" },
  { N_ ("Move it"), "Left Right Up Down" },
  { N_ ("Move it further"), "<Shift>Right <Control>Right" },
  { N_ ("Take it away"), "Delete" },
  { N_ ("Undo"), "<Control>z" },
  { N_ ("Redo"), "<Control><Shift>z" },
  { N_ ("Save"), "<Control>s" },
  { 0 },
};

static const DipShortcut window[] = {
  { N_ ("Go to a place"), "<Alt>1...5" },
  { N_ ("Preferences"), "win.preferences" },
  { N_ ("Look again"), "win.refresh" },
  { N_ ("Open a library"), "win.choose-library" },
  { N_ ("Keyboard shortcuts"), "app.shortcuts" },
  { N_ ("Close the window"), "window.close" },
  { N_ ("Quit"), "app.quit" },
  { 0 },
};

static const DipShortcutGroup groups[] = {
  { N_ ("Clients"), clients }, { N_ ("Inbox"), inbox },   { N_ ("Looking at Photos"), looking },
  { N_ ("Studio"), studio },   { N_ ("Window"), window }, { 0 },
};

void
dip_shortcuts_show (GtkWindow *parent)
{
  dip_compat_show_shortcuts (parent, groups);
}
