/* Rows in and out. Every function works on the connection of the read or write it is called in. Lists are GPtrArrays that
 * own their elements; a single row that is not there is DIP_ERROR_NOT_FOUND with a message naming what was asked for.
 * Inserts fill in the new id (and code, slug, created_at where empty) of the struct they are given. */
#pragma once

#include "dip-client.h"
#include "dip-consent.h"
#include "dip-destination.h"
#include "dip-library.h"
#include "dip-notice.h"
#include "dip-pair.h"
#include "dip-publication.h"
#include "dip-redaction.h"

G_BEGIN_DECLS

/* clinic */
DipClinic *dip_catalogue_clinic (DipDb *db, GError **error);
/* The one row, made or changed. */
gboolean dip_catalogue_clinic_update (DipDb *db, const DipClinic *clinic, GError **error);

/* clients; codes are found in any case */
gboolean dip_catalogue_client_insert (DipDb *db, DipClient *client, GError **error);
DipClient *dip_catalogue_client_by_code (DipDb *db, const char *code, GError **error);
DipClient *dip_catalogue_client (DipDb *db, gint64 id, GError **error);
GPtrArray *dip_catalogue_clients (DipDb *db, GError **error); /* erased ones too, newest last */
/* Deletes identity, photos, pairs, alignments, approvals and everything personal in consents' text fields; keeps the client row
 * (erased_at), consent records and ledger as proof. @blobs (out) (transfer full) (element-type utf8): digests to drop. */
gboolean dip_catalogue_client_erase (DipDb *db, gint64 id, GPtrArray **blobs, GError **error);

/* treatments and sessions */
gboolean dip_catalogue_treatment_insert (DipDb *db, DipTreatment *treatment,
                                         GError **error); /* adopts photos without one */
DipTreatment *dip_catalogue_treatment (DipDb *db, gint64 id, GError **error);
GPtrArray *dip_catalogue_treatments (DipDb *db, gint64 client_id, GError **error); /* oldest first */
gboolean dip_catalogue_session_insert (DipDb *db, DipSession *session, GError **error);
GPtrArray *dip_catalogue_sessions (DipDb *db, gint64 treatment_id, GError **error); /* by date */

/* photos */
gboolean dip_catalogue_photo_insert (DipDb *db, DipPhoto *photo, GError **error);
gboolean dip_catalogue_photo_update (DipDb *db, const DipPhoto *photo,
                                     GError **error); /* client, treatment, view, shows, hair, taken_* only */
DipPhoto *dip_catalogue_photo (DipDb *db, gint64 id, GError **error);
GPtrArray *dip_catalogue_photos (DipDb *db, gint64 client_id, GError **error); /* by date, then id */
GPtrArray *dip_catalogue_photos_of_treatment (DipDb *db, gint64 treatment_id, GError **error);
/* Photos in the inbox, and those that lack a view or a date, of erased clients none; by id. */
GPtrArray *dip_catalogue_photos_unsorted (DipDb *db, GError **error);
/* Of no pair and no consent; the trigger refuses others. */
gboolean dip_catalogue_photo_delete (DipDb *db, gint64 id, GError **error);
gboolean dip_catalogue_photo_in_use (DipDb *db, gint64 id, gboolean *in_use, GError **error);
/* The photo with these pixels, of any client; NULL without error when there is none. */
DipPhoto *dip_catalogue_photo_by_pixels (DipDb *db, const char *pixel_digest, GError **error);

/* pairs */
gboolean dip_catalogue_pair_insert (DipDb *db, DipPair *pair, GError **error);
DipPair *dip_catalogue_pair (DipDb *db, gint64 id, GError **error);
/* With how it was lined up, measured and approved. REFUSED once a picture of it has gone out. */
gboolean dip_catalogue_pair_remove (DipDb *db, gint64 pair_id, GError **error);
DipPair *dip_catalogue_pair_of (DipDb *db, gint64 before_id, gint64 after_id, GError **error); /* NULL without error */
GPtrArray *dip_catalogue_pairs (DipDb *db, gint64 client_id, GError **error);                  /* 0: all clients' */
gboolean dip_catalogue_alignment_insert (DipDb *db, DipAlignment *alignment, GError **error);
DipAlignment *dip_catalogue_alignment_current (DipDb *db, gint64 pair_id, GError **error); /* NULL without error */
/* (element-type DipAlignment): every version, newest first, with who made it by the audit log. */
GPtrArray *dip_catalogue_alignments (DipDb *db, gint64 pair_id, GError **error);
gboolean dip_catalogue_approval_insert (DipDb *db, DipApproval *approval, GError **error);
DipApproval *dip_catalogue_approval_latest (DipDb *db, gint64 pair_id, GError **error); /* NULL without error */
gboolean dip_catalogue_redaction_insert (DipDb *db, DipRedaction *redaction, GError **error);
DipRedaction *dip_catalogue_redaction_current (DipDb *db, gint64 photo_id, GError **error); /* NULL without error */
/* @figures: a JSON object. */
gboolean dip_catalogue_fair_check_insert (DipDb *db, gint64 pair_id, gint64 alignment_id, const char *figures,
                                          GError **error);
/* The latest of the pair as it is lined up by @alignment_id (0: not); NULL without error. */
char *dip_catalogue_fair_check_figures (DipDb *db, gint64 pair_id, gint64 alignment_id, GError **error);

/* styles, as they are kept: dip-style.h knows what the settings mean */
typedef struct
{
  gint64 id;
  char *name;
  char *settings; /* JSON object */
  char *logo;     /* digest of a blob, or NULL */
} DipStyleRow;
void dip_style_row_free (DipStyleRow *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DipStyleRow, dip_style_row_free)
gboolean dip_catalogue_style_save (DipDb *db, DipStyleRow *row, GError **error); /* new, or in place of its name's */
DipStyleRow *dip_catalogue_style (DipDb *db, const char *name, GError **error);
DipStyleRow *dip_catalogue_style_by_id (DipDb *db, gint64 id, GError **error);
GPtrArray *dip_catalogue_styles (DipDb *db, GError **error);                /* (element-type DipStyleRow) by name */
gboolean dip_catalogue_style_remove (DipDb *db, gint64 id, GError **error); /* destinations become plain again */
gboolean dip_catalogue_destination_set_style (DipDb *db, gint64 destination_id, gint64 style_id, GError **error);

/* consents */
gint64 dip_catalogue_form_ensure (DipDb *db, const char *language, const char *text,
                                  GError **error); /* by SHA-256; 0 on error */
char *dip_catalogue_form_text (DipDb *db, gint64 form_id, GError **error);
char *dip_catalogue_form_language (DipDb *db, gint64 form_id, GError **error); /* BCP 47 tag */
gboolean dip_catalogue_consent_insert (DipDb *db, DipConsent *consent,
                                       GError **error); /* with scopes, coverage and its events */
gboolean dip_catalogue_consent_event_insert (DipDb *db, DipConsentEvent *event, GError **error);
DipConsent *dip_catalogue_consent (DipDb *db, gint64 id, GError **error);
GPtrArray *dip_catalogue_consents (DipDb *db, gint64 client_id, GError **error); /* 0: all; oldest first */

/* What clients are told, in versions: a draft may change, a released one never does. */
gboolean dip_catalogue_notice_insert (DipDb *db, DipNotice *notice, GError **error);
gboolean dip_catalogue_notice_update (DipDb *db, const DipNotice *notice,
                                      GError **error); /* all but name, version, language */
DipNotice *dip_catalogue_notice (DipDb *db, gint64 id, GError **error);
GPtrArray *dip_catalogue_notices (DipDb *db, GError **error); /* oldest first */

/* publishing */
gboolean dip_catalogue_destination_insert (DipDb *db, DipDestination *destination, GError **error);
gboolean dip_catalogue_destination_update (DipDb *db, const DipDestination *destination,
                                           GError **error); /* all of it */
gboolean dip_catalogue_destination_remove (DipDb *db, const DipDestination *destination, GError **error);
GPtrArray *dip_catalogue_destinations (DipDb *db, GError **error);
DipDestination *dip_catalogue_destination (DipDb *db, const char *name, GError **error);
DipDestination *dip_catalogue_destination_by_id (DipDb *db, gint64 id, GError **error);
gint64 dip_catalogue_run_insert (DipDb *db, gint64 destination_id, const char *folder, const char *actor,
                                 GError **error);
gboolean dip_catalogue_item_insert (DipDb *db, DipExportItem *item, GError **error);
gboolean dip_catalogue_item_update (DipDb *db, const DipExportItem *item, GError **error); /* state, removed_at only */
DipExportItem *dip_catalogue_item (DipDb *db, gint64 id, GError **error);
GPtrArray *dip_catalogue_items (DipDb *db, gint64 client_id, GError **error); /* 0: all; oldest first */
GPtrArray *dip_catalogue_items_in (DipDb *db, gint64 destination_id, const char *folder,
                                   GError **error); /* not removed */
gboolean dip_catalogue_takedown_insert (DipDb *db, DipTakedown *takedown,
                                        GError **error); /* one per item: a second is a no-op */
gboolean dip_catalogue_takedown_done (DipDb *db, gint64 item_id, const char *by, GError **error);
GPtrArray *dip_catalogue_takedowns (DipDb *db, gboolean open_only, GError **error);

/* what is known and said of published files */
/* Fills in id and, when there is none, noted_at; the same address of the same file again is a no-op. */
gboolean dip_catalogue_address_insert (DipDb *db, DipAddress *address, GError **error);
gboolean dip_catalogue_address_remove (DipDb *db, gint64 id, GError **error);
GPtrArray *dip_catalogue_addresses (DipDb *db, gint64 item_id, GError **error); /* 0: all; oldest first */
/* Replaces what was written; one that says nothing is removed. */
gboolean dip_catalogue_pair_text_put (DipDb *db, const DipPairText *text, GError **error);
/* NULL without error when nothing was written. */
DipPairText *dip_catalogue_pair_text (DipDb *db, gint64 pair_id, const char *language, GError **error);

G_END_DECLS
