#include "dip-notice.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "dip-digest.h"
#include "dip-error.h"
#include "dip-words.h"

const DipToken dip_element_tokens[] = {
  { DIP_ELEMENT_PICTURES, "pictures", NULL, "element", NC_ ("element", "Which pictures") },
  { DIP_ELEMENT_USERS, "users", NULL, "element", NC_ ("element", "Who may use them") },
  { DIP_ELEMENT_RECIPIENTS, "recipients", NULL, "element", NC_ ("element", "Who receives them") },
  { DIP_ELEMENT_PURPOSES, "purposes", NULL, "element", NC_ ("element", "What for") },
  { DIP_ELEMENT_EXPIRY, "expiry", NULL, "element", NC_ ("element", "Until when") },
  { DIP_ELEMENT_SIGNATURE, "signature", NULL, "element", NC_ ("element", "Signature, date, representative") },
  { DIP_ELEMENT_WITHDRAWAL, "withdrawal", NULL, "element", NC_ ("element", "How to withdraw") },
  { DIP_ELEMENT_NOT_CONDITION, "not-condition", NULL, "element", NC_ ("element", "Treatment does not depend on it") },
  { DIP_ELEMENT_REDISCLOSURE, "redisclosure", NULL, "element", NC_ ("element", "Others may pass it on") },
  { DIP_ELEMENT_CONTROLLER, "controller", NULL, "element", NC_ ("element", "Who is responsible") },
  { DIP_ELEMENT_RETENTION, "retention", NULL, "element", NC_ ("element", "How long it is kept") },
  { DIP_ELEMENT_RIGHTS, "rights", NULL, "element", NC_ ("element", "The client's rights") },
  { DIP_ELEMENT_AUTHORITY, "authority", NULL, "element", NC_ ("element", "Where to complain") },
  { DIP_ELEMENT_EXPLICIT, "explicit", NULL, "element", NC_ ("element", "Explicit, as data about health") },
  { DIP_ELEMENT_SEPARATE, "separate", NULL, "element",
    NC_ ("element", "Apart from treatment and from taking pictures") },
  { DIP_ELEMENT_IDENTIFIABLE, "identifiable", NULL, "element", NC_ ("element", "Asked whether recognisable or not") },
  { DIP_ELEMENT_GENUINE, "genuine", NULL, "element", NC_ ("element", "Genuine and not retouched") },
  { DIP_ELEMENT_OUTCOME, "outcome", NULL, "element", NC_ ("element", "This person's result only") },
  { DIP_ELEMENT_ADULT, "adult", NULL, "element", NC_ ("element", "An adult") },
  { DIP_ELEMENT_COPY, "copy", NULL, "element", NC_ ("element", "A copy for the client") },
  { 0 },
};

const DipToken dip_jurisdiction_tokens[] = {
  { DIP_JURISDICTION_UK, "uk", NULL, "jurisdiction", NC_ ("jurisdiction", "UK GDPR") },
  { DIP_JURISDICTION_EU, "eu", NULL, "jurisdiction", NC_ ("jurisdiction", "EU GDPR") },
  { DIP_JURISDICTION_US, "us", NULL, "jurisdiction", NC_ ("jurisdiction", "HIPAA") },
  { DIP_JURISDICTION_GENERAL, "general", NULL, "jurisdiction", NC_ ("jurisdiction", "General") },
  { 0 },
};

#define OF_ALL                                                                                                         \
  (DIP_ELEMENT_PICTURES | DIP_ELEMENT_RECIPIENTS | DIP_ELEMENT_PURPOSES | DIP_ELEMENT_EXPIRY | DIP_ELEMENT_SIGNATURE   \
   | DIP_ELEMENT_WITHDRAWAL | DIP_ELEMENT_NOT_CONDITION | DIP_ELEMENT_COPY | DIP_ELEMENT_ADULT | DIP_ELEMENT_OUTCOME)
#define OF_HIPAA (DIP_ELEMENT_USERS | DIP_ELEMENT_REDISCLOSURE)
#define OF_GDPR                                                                                                        \
  (DIP_ELEMENT_CONTROLLER | DIP_ELEMENT_RETENTION | DIP_ELEMENT_RIGHTS | DIP_ELEMENT_AUTHORITY | DIP_ELEMENT_EXPLICIT  \
   | DIP_ELEMENT_SEPARATE)
#define OF_UK (DIP_ELEMENT_IDENTIFIABLE | DIP_ELEMENT_GENUINE)

guint
dip_jurisdiction_requires (DipJurisdiction jurisdiction)
{
  switch (jurisdiction)
    {
    case DIP_JURISDICTION_UK:
      return OF_ALL | OF_GDPR | OF_UK;
    case DIP_JURISDICTION_EU:
      return OF_ALL | OF_GDPR;
    case DIP_JURISDICTION_US:
      return OF_ALL | OF_HIPAA;
    case DIP_JURISDICTION_GENERAL:
    default:
      return OF_ALL | OF_HIPAA | OF_GDPR | OF_UK;
    }
}

void
dip_notice_free (DipNotice *self)
{
  if (self == NULL)
    return;
  g_free (self->name);
  g_free (self->language);
  g_free (self->source);
  g_free (self->purposes);
  g_free (self->recipients);
  g_free (self->retention);
  g_free (self->withdrawal);
  g_free (self->released_at);
  g_free (self->sha256);
  g_free (self);
}

void
dip_paragraph_free (DipParagraph *self)
{
  if (self == NULL)
    return;
  g_free (self->text);
  g_free (self);
}

DipNotice *
dip_notice_copy (const DipNotice *self)
{
  DipNotice *copy = g_memdup2 (self, sizeof *self);

  copy->name = g_strdup (self->name);
  copy->language = g_strdup (self->language);
  copy->source = g_strdup (self->source);
  copy->purposes = g_strdup (self->purposes);
  copy->recipients = g_strdup (self->recipients);
  copy->retention = g_strdup (self->retention);
  copy->withdrawal = g_strdup (self->withdrawal);
  copy->released_at = g_strdup (self->released_at);
  copy->sha256 = g_strdup (self->sha256);
  return copy;
}

DipParagraph *
dip_paragraph_new (guint elements, const char *text)
{
  DipParagraph *paragraph = g_new0 (DipParagraph, 1);

  paragraph->elements = elements;
  paragraph->text = g_strdup (text);
  return paragraph;
}

/* The marks in @words: elements and jurisdictions; no jurisdiction means all. */
static gboolean
read_marks (const char *words, guint *elements, guint *jurisdictions, GError **error)
{
  g_auto (GStrv) list = g_strsplit_set (words, " ,", -1);

  for (char **word = list; *word != NULL; word++)
    {
      int value = 0;
      if (**word == '\0')
        continue;
      if (dip_token_parse (dip_jurisdiction_tokens, *word, _ ("jurisdiction"), &value, NULL))
        *jurisdictions |= (guint) value;
      else if (dip_token_parse (dip_element_tokens, *word, _ ("mark of a paragraph"), &value, error))
        *elements |= (guint) value;
      else
        return FALSE;
    }
  if (*jurisdictions == 0)
    *jurisdictions = DIP_JURISDICTION_UK | DIP_JURISDICTION_EU | DIP_JURISDICTION_US | DIP_JURISDICTION_GENERAL;
  return TRUE;
}

static gboolean
add_paragraph (GPtrArray *paragraphs, const char *block, DipJurisdiction jurisdiction, GError **error)
{
  const char *end = *block == '[' ? strchr (block, ']') : NULL;
  g_autofree char *marks = end != NULL ? g_strndup (block + 1, (gsize) (end - block - 1)) : g_strdup ("");
  g_autofree char *text = g_strstrip (g_strdup (end != NULL ? end + 1 : block));
  guint elements = 0, jurisdictions = 0;

  if (!read_marks (marks, &elements, &jurisdictions, error))
    return FALSE;
  if (*text == '\0')
    {
      g_set_error (error, DIP_ERROR, DIP_ERROR_INVALID, _ ("The paragraph marked “%s” has no text."), marks);
      return FALSE;
    }
  if ((jurisdictions & (guint) jurisdiction) == 0)
    return TRUE;
  g_ptr_array_add (paragraphs, dip_paragraph_new (elements, text));
  return TRUE;
}

GPtrArray *
dip_notice_parse (const char *source, DipJurisdiction jurisdiction, char **title, GError **error)
{
  g_return_val_if_fail (source != NULL, NULL);

  g_autoptr (GPtrArray) paragraphs = g_ptr_array_new_with_free_func ((GDestroyNotify) dip_paragraph_free);
  g_autoptr (GString) plain = g_string_new (source);
  g_auto (GStrv) blocks = NULL;
  g_autofree char *heading = NULL;

  if (!g_utf8_validate (source, -1, NULL))
    {
      g_set_error (error, DIP_ERROR, DIP_ERROR_INVALID, _ ("The form is not a text in UTF-8. Save it as such."));
      return NULL;
    }
  g_string_replace (plain, "\r\n", "\n", 0);
  blocks = g_strsplit (plain->str, "\n\n", -1);
  for (char **block = blocks; *block != NULL; block++)
    {
      g_strstrip (*block);
      if (g_str_has_prefix (*block, "# ") && heading == NULL)
        heading = g_strdup (*block + 2);
      else if (**block != '\0' && !add_paragraph (paragraphs, *block, jurisdiction, error))
        return NULL;
    }
  if (paragraphs->len == 0 || heading == NULL)
    {
      g_set_error (error, DIP_ERROR, DIP_ERROR_INVALID,
                   _ ("A form needs a title (a first line that begins with “# ”) and a paragraph."));
      return NULL;
    }
  if (title != NULL)
    *title = g_steal_pointer (&heading);
  return g_steal_pointer (&paragraphs);
}

/* @text without white space at its ends and without empty lines, so that it stays one paragraph. */
static char *
as_one_block (const char *text)
{
  g_auto (GStrv) lines = g_strsplit_set (text, "\r\n", -1);
  g_autoptr (GString) block = g_string_new (NULL);

  for (char **line = lines; *line != NULL; line++)
    if (*g_strstrip (*line) != '\0')
      g_string_append_printf (block, "%s%s", block->len > 0 ? "\n" : "", *line);
  return g_string_free (g_steal_pointer (&block), FALSE);
}

char *
dip_notice_compose (const char *title, GPtrArray *paragraphs)
{
  g_return_val_if_fail (title != NULL && paragraphs != NULL, NULL);

  g_autofree char *heading = as_one_block (title);
  GString *source = g_string_new (NULL);

  g_string_append_printf (source, "# %s\n", g_strdelimit (heading, "\n", ' '));
  for (guint i = 0; i < paragraphs->len; i++)
    {
      const DipParagraph *paragraph = paragraphs->pdata[i];
      g_autofree char *text = as_one_block (paragraph->text);
      g_autofree char *marks = dip_flags_to_text (dip_element_tokens, paragraph->elements);

      /* Always with brackets: the text itself may begin with one, or with a number sign. */
      if (*text != '\0')
        g_string_append_printf (source, "\n[%s] %s\n", g_strdelimit (marks, ",", ' '), text);
    }
  return g_string_free (source, FALSE);
}

guint
dip_notice_missing (const DipNotice *self, GError **error)
{
  g_return_val_if_fail (self != NULL, 0);

  g_autoptr (GPtrArray) paragraphs = dip_notice_parse (self->source, self->jurisdiction, NULL, error);
  guint missing = dip_jurisdiction_requires (self->jurisdiction);

  for (guint i = 0; paragraphs != NULL && i < paragraphs->len; i++)
    missing &= ~((const DipParagraph *) paragraphs->pdata[i])->elements;
  return missing;
}

static guint
first_paragraph_of (GPtrArray *paragraphs, guint element)
{
  for (guint i = 0; i < paragraphs->len; i++)
    if (((const DipParagraph *) paragraphs->pdata[i])->elements & element)
      return i + 1;
  return 0;
}

GArray *
dip_notice_checklist (const DipNotice *self, GError **error)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_autoptr (GPtrArray) paragraphs = dip_notice_parse (self->source, self->jurisdiction, NULL, error);
  const guint required = dip_jurisdiction_requires (self->jurisdiction);
  GArray *checks = NULL;

  if (paragraphs == NULL)
    return NULL;
  checks = g_array_new (FALSE, TRUE, sizeof (DipElementCheck));
  for (const DipToken *element = dip_element_tokens; element->token != NULL; element++)
    {
      const DipElementCheck check = { (DipElement) element->value, (required & (guint) element->value) != 0,
                                      first_paragraph_of (paragraphs, (guint) element->value) };
      g_array_append_val (checks, check);
    }
  return checks;
}

typedef struct
{
  const char *name; /* as named in braces */
  const char *value;
} Field;

#define N_FIELDS 4

static void
clinic_fields (const DipNotice *self, Field fields[N_FIELDS])
{
  fields[0] = (Field){ "purposes", self->purposes };
  fields[1] = (Field){ "recipients", self->recipients };
  fields[2] = (Field){ "retention", self->retention };
  fields[3] = (Field){ "withdrawal", self->withdrawal };
}

static gboolean
is_empty (const char *value)
{
  return value == NULL || *value == '\0';
}

/* The text as shown, its fields still in braces. */
static GString *
lay_out (const DipNotice *self, GError **error)
{
  g_autofree char *title = NULL;
  g_autoptr (GPtrArray) paragraphs = dip_notice_parse (self->source, self->jurisdiction, &title, error);
  GString *text = NULL;

  if (paragraphs == NULL)
    return NULL;
  text = g_string_new (title);
  for (guint i = 0; i < paragraphs->len; i++)
    g_string_append_printf (text, "\n\n%u. %s", i + 1, ((const DipParagraph *) paragraphs->pdata[i])->text);
  return g_string_append_c (text, '\n');
}

char **
dip_notice_unfilled (const DipNotice *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_autoptr (GString) text = lay_out (self, NULL);
  g_autoptr (GStrvBuilder) unfilled = g_strv_builder_new ();
  Field fields[N_FIELDS];

  clinic_fields (self, fields);
  for (gsize i = 0; text != NULL && i < N_FIELDS; i++)
    {
      g_autofree char *braced = g_strdup_printf ("{%s}", fields[i].name);
      if (is_empty (fields[i].value) && strstr (text->str, braced) != NULL)
        g_strv_builder_add (unfilled, fields[i].name);
    }
  return g_strv_builder_end (unfilled);
}

static void
fill_field (GString *text, const char *name, const char *value)
{
  g_autofree char *braced = g_strdup_printf ("{%s}", name);

  g_string_replace (text, braced, is_empty (value) ? "…………" : value, 0);
}

char *
dip_notice_fill_draft (const DipNotice *self, const char *clinic, const char *site, GError **error)
{
  g_return_val_if_fail (self != NULL && clinic != NULL, NULL);

  GString *text = lay_out (self, error);
  Field fields[N_FIELDS];

  if (text == NULL)
    return NULL;
  clinic_fields (self, fields);
  for (gsize i = 0; i < N_FIELDS; i++)
    fill_field (text, fields[i].name, fields[i].value);
  fill_field (text, "clinic", clinic);
  fill_field (text, "site", site != NULL ? site : "—");
  return g_string_free (text, FALSE);
}

char *
dip_notice_fill (const DipNotice *self, const char *clinic, const char *site, GError **error)
{
  g_return_val_if_fail (self != NULL && clinic != NULL, NULL);

  g_auto (GStrv) unfilled = dip_notice_unfilled (self);

  if (*unfilled == NULL)
    return dip_notice_fill_draft (self, clinic, site, error);
  g_set_error (error, DIP_ERROR, DIP_ERROR_INVALID, _ ("The form names {%s}, which is empty. Fill it in."), *unfilled);
  return NULL;
}

char *
dip_notice_digest (const DipNotice *self)
{
  const char *const parts[]
      = { self->name,       self->language,   dip_token_name (dip_jurisdiction_tokens, (int) self->jurisdiction),
          self->purposes,   self->recipients, self->retention,
          self->withdrawal, self->source };
  g_autoptr (GString) all = g_string_new (NULL);

  g_string_append_printf (all, "%d\n", self->version);
  for (gsize i = 0; i < G_N_ELEMENTS (parts); i++)
    g_string_append_printf (all, "%zu:%s\n", parts[i] != NULL ? strlen (parts[i]) : 0,
                            parts[i] != NULL ? parts[i] : "");
  return dip_digest_text (all->str);
}
