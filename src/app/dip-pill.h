/* A small rounded label that says how something stands: in words, with a colour that only underlines them. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

typedef enum
{
  DIP_TONE_PLAIN,
  DIP_TONE_GOOD,
  DIP_TONE_WARN,
  DIP_TONE_BAD,
} DipTone;

GtkWidget *dip_pill_new (const char *text, DipTone tone);

/* Makes @label a pill; hidden when @text is NULL or empty. */
void dip_pill_set (GtkLabel *label, const char *text, DipTone tone);

G_END_DECLS
