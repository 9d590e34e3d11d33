/* Tables for and from spreadsheets: RFC 4180, UTF-8. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Appends @cells (NULL-terminated) as a row that ends in CR LF. */
void dip_csv_add_row (GString *csv, const char *const *cells);

/* (transfer full) (element-type GStrv): the rows of @text, without empty ones. Takes commas or, when the first line has
 * no comma, semicolons or tabs, as spreadsheets of other countries write; a byte order mark is passed over. */
GPtrArray *dip_csv_parse (const char *text);

G_END_DECLS
