/* Results for people and for programs. Text is written as UTF-8 whatever the locale. */
#pragma once

#include <json-glib/json-glib.h>

#include "dip-date.h"

G_BEGIN_DECLS

void dip_out (const char *format, ...) G_GNUC_PRINTF (1, 2);
void dip_err (const char *format, ...) G_GNUC_PRINTF (1, 2);

/* A JSON document under construction: an object is open. */
JsonBuilder *dip_json_new (void);
void dip_json_string (JsonBuilder *json, const char *name, const char *value); /* NULL: null */
void dip_json_int (JsonBuilder *json, const char *name, gint64 value);
void dip_json_double (JsonBuilder *json, const char *name, double value);
void dip_json_bool (JsonBuilder *json, const char *name, gboolean value);
void dip_json_date (JsonBuilder *json, const char *name, DipDate value); /* none: null */
void dip_json_strings (JsonBuilder *json, const char *name, const char *const *values);
void dip_json_array (JsonBuilder *json, const char *name); /* closed with json_builder_end_array() */
/* Closes the object, prints it with a newline to standard output, frees it. */
void dip_json_print (JsonBuilder *json);

/* Prints rows of @n_columns cells (a flat array of strings) in aligned columns, a heading first. Widths count characters as
 * a terminal shows them. */
void dip_out_table (const char *const *headings, GPtrArray *cells, guint n_columns);

G_END_DECLS
