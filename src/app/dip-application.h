/* The program: its command line, its windows, one per library, and what all of them share. */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define DIP_TYPE_APPLICATION (dip_application_get_type ())
G_DECLARE_FINAL_TYPE (DipApplication, dip_application, DIP, APPLICATION, AdwApplication)

DipApplication *dip_application_new (GSettings *settings);

/* Shows the library in the folder @path: in the window that has it, else in one that has none, else in a new one. */
void dip_application_open (DipApplication *self, const char *path);

/* Runs the program to its end; returns its exit status. */
int dip_application_main (int argc, char **argv);

G_END_DECLS
