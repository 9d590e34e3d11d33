/* A notice: what a client is told before consenting, in versions. A released one never changes. Its source is plain text:
 * a title line "# …", then paragraphs with blank lines between, each marked with what the rules ask for that it holds and,
 * optionally, the jurisdictions it is for: "[withdrawal eu uk] I may withdraw at any time …". */
#pragma once

#include "dip-token.h"

G_BEGIN_DECLS

/* What the rules ask for (bits): HIPAA 45 CFR 164.508(c), GDPR 7, 9(2)(a), 13, ICO, GMC, ASA/CAP 3.47 to 3.50, AHPRA. */
typedef enum
{
  DIP_ELEMENT_PICTURES = 1 << 0, /* a specific description of them */
  DIP_ELEMENT_USERS = 1 << 1,    /* who may use or disclose */
  DIP_ELEMENT_RECIPIENTS = 1 << 2,
  DIP_ELEMENT_PURPOSES = 1 << 3,
  DIP_ELEMENT_EXPIRY = 1 << 4,
  DIP_ELEMENT_SIGNATURE = 1 << 5,  /* with date, and a representative's authority */
  DIP_ELEMENT_WITHDRAWAL = 1 << 6, /* the right and how */
  DIP_ELEMENT_NOT_CONDITION = 1 << 7,
  DIP_ELEMENT_REDISCLOSURE = 1 << 8,
  DIP_ELEMENT_CONTROLLER = 1 << 9,
  DIP_ELEMENT_RETENTION = 1 << 10,
  DIP_ELEMENT_RIGHTS = 1 << 11,
  DIP_ELEMENT_AUTHORITY = 1 << 12,    /* where to complain */
  DIP_ELEMENT_EXPLICIT = 1 << 13,     /* data about health */
  DIP_ELEMENT_SEPARATE = 1 << 14,     /* from treatment, and from taking pictures */
  DIP_ELEMENT_IDENTIFIABLE = 1 << 15, /* asked whether or not recognisable */
  DIP_ELEMENT_GENUINE = 1 << 16,
  DIP_ELEMENT_OUTCOME = 1 << 17, /* this person's only */
  DIP_ELEMENT_ADULT = 1 << 18,
  DIP_ELEMENT_COPY = 1 << 19,
} DipElement;

/* Bits. */
typedef enum
{
  DIP_JURISDICTION_UK = 1 << 0,
  DIP_JURISDICTION_EU = 1 << 1,
  DIP_JURISDICTION_US = 1 << 2,
  DIP_JURISDICTION_GENERAL = 1 << 3,
} DipJurisdiction;

extern const DipToken dip_element_tokens[];
extern const DipToken dip_jurisdiction_tokens[];

typedef struct
{
  gint64 id;
  char *name;     /* of the series */
  int version;    /* 1, 2, … in the series */
  char *language; /* BCP 47 tag */
  DipJurisdiction jurisdiction;
  char *source;
  char *purposes, *recipients, *retention, *withdrawal; /* the clinic's fields, or NULL */
  char *released_at;                                    /* UTC; NULL: a draft */
  char *sha256;                                         /* of the source and fields as released; NULL: a draft */
} DipNotice;

typedef struct
{
  guint elements; /* DipElement that it is marked with */
  char *text;
} DipParagraph;

/* One line of the checklist. */
typedef struct
{
  DipElement element;
  gboolean required; /* by the form's jurisdiction */
  guint paragraph;   /* number of the first that is marked with it, from 1; 0: none */
} DipElementCheck;

void dip_notice_free (DipNotice *self);
DipNotice *dip_notice_copy (const DipNotice *self);
DipParagraph *dip_paragraph_new (guint elements, const char *text);
void dip_paragraph_free (DipParagraph *self);

/* What this jurisdiction asks a notice to hold. */
guint dip_jurisdiction_requires (DipJurisdiction jurisdiction);

/* (element-type DipParagraph): those for @jurisdiction, without their marks. INVALID for an unknown mark, a paragraph
 * without text, or no paragraph at all. @title (out) (transfer full) (optional). */
GPtrArray *dip_notice_parse (const char *source, DipJurisdiction jurisdiction, char **title, GError **error);

/* The source of a title and paragraphs (element-type DipParagraph): what dip_notice_parse() reads back, for any
 * jurisdiction. Lines are kept, empty lines inside a paragraph are not; paragraphs without text are left out. */
char *dip_notice_compose (const char *title, GPtrArray *paragraphs);

/* Elements required and not held; 0: complete. */
guint dip_notice_missing (const DipNotice *self, GError **error);

/* (element-type DipElementCheck) (transfer container): all elements in the order of dip_element_tokens, for editors and
 * reports. */
GArray *dip_notice_checklist (const DipNotice *self, GError **error);

/* (array zero-terminated=1): the clinic's fields that the text names and that are empty, without braces. */
char **dip_notice_unfilled (const DipNotice *self);

/* The text as a client is shown it, marks gone and fields filled: {clinic}, {site}, {purposes}, {recipients},
 * {retention}, {withdrawal}. INVALID when a field it names is empty. @site: (nullable). */
char *dip_notice_fill (const DipNotice *self, const char *clinic, const char *site, GError **error);

/* The same of a draft: a dotted line stands where a field is still empty. */
char *dip_notice_fill_draft (const DipNotice *self, const char *clinic, const char *site, GError **error);

/* SHA-256 over everything that a release fixes. */
char *dip_notice_digest (const DipNotice *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DipNotice, dip_notice_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DipParagraph, dip_paragraph_free)

G_END_DECLS
