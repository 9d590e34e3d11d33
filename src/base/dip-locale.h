/* The language a program speaks. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * dip_locale_init:
 *
 * Takes the reader's language and customs from the environment (setlocale(3)) and finds the program's translations: those
 * beside a program run from its build folder, else the installed ones. To be called before any thread is started and before
 * anything is said.
 */
void dip_locale_init (void);

G_END_DECLS
