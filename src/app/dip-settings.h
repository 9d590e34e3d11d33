/* What the program remembers between two starts: see data/io.github.diptych.Diptych.gschema.xml. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define DIP_SETTING_LAST_LIBRARY     "last-library"
#define DIP_SETTING_LAST_ACCOUNT     "last-account"
#define DIP_SETTING_LOCK_MINUTES     "lock-minutes"
#define DIP_SETTING_LOCK_FINISHES    "lock-finishes"
#define DIP_SETTING_LAST_PLACE       "last-place"
#define DIP_SETTING_CLIENT_ORDER     "client-order"
#define DIP_SETTING_HIDE_NAMES       "hide-names"
#define DIP_SETTING_RECENT_LIBRARIES "recent-libraries"
#define DIP_SETTING_REMINDED_ON      "reminded-on"
#define DIP_SETTING_DAYS_AHEAD       "days-ahead"
#define DIP_SETTING_EXPORT_FOLDER    "export-folder"
#define DIP_SETTING_WINDOW_WIDTH     "window-width"
#define DIP_SETTING_WINDOW_HEIGHT    "window-height"
#define DIP_SETTING_WINDOW_MAXIMIZED "window-maximized"

/* Works from the build folder as well as installed; NULL when the program was installed without its schema. */
GSettings *dip_settings_new (void);

G_END_DECLS
