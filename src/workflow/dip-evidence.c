#include "dip-evidence.h"

#include <inttypes.h>
#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "dip-audit.h"
#include "dip-blobs.h"
#include "dip-catalogue.h"
#include "dip-checking.h"
#include "dip-digest.h"
#include "dip-document.h"
#include "dip-landmarks.h"
#include "dip-pairing.h"
#include "dip-proof.h"
#include "dip-publication.h"
#include "dip-recipe.h"
#include "dip-rendering.h"
#include "dip-safe-file.h"

#define COMPOSITE_HEIGHT 1200 /* pixels */
#define PHOTO_HEIGHT     70.0 /* millimetres */
#define PICTURE_HEIGHT   90.0

typedef struct
{
  const DipDesk *desk;
  DipCase *one;
  GPtrArray *findings; /* DipFairFinding */
  GBytes *photos[2];   /* by DipHalf */
  GBytes *composite;
  char *recipe;
  DipDocument *document;
} Pack;

static void
pack_clear (Pack *self)
{
  g_clear_pointer (&self->one, dip_case_free);
  g_clear_pointer (&self->findings, g_ptr_array_unref);
  g_clear_pointer (&self->photos[0], g_bytes_unref);
  g_clear_pointer (&self->photos[1], g_bytes_unref);
  g_clear_pointer (&self->composite, g_bytes_unref);
  g_clear_pointer (&self->recipe, g_free);
  g_clear_pointer (&self->document, dip_document_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Pack, pack_clear)

static void
add_fact (Pack *self, const char *key, const char *value)
{
  dip_document_add_fact (self->document, key, value != NULL && *value != '\0' ? value : "—");
}

/* @value (transfer full). */
static void
take_fact (Pack *self, const char *key, char *value)
{
  add_fact (self, key, value);
  g_free (value);
}

static void
add_case (Pack *self)
{
  const DipCase *one = self->one;

  add_fact (self, _ ("Clinic"), one->clinic->name);
  add_fact (self, _ ("Client code"), one->client->code);
  take_fact (self, _ ("Treated areas"), dip_flags_to_label (dip_area_tokens, one->treatment->areas));
  if (one->treatment->stage != DIP_STAGE_NONE)
    add_fact (self, _ ("Stage"), dip_token_label (dip_stage_tokens, (int) one->treatment->stage));
  add_fact (self, _ ("View"), dip_token_label (dip_view_tokens, (int) one->pair->view));
  add_fact (self, _ ("Public name of the pair"), one->pair->slug);
}

static void
add_sessions (Pack *self)
{
  const DipCase *one = self->one;

  dip_document_add_heading (self->document, 1, _ ("Sessions"));
  for (guint i = 0; i < one->sessions->len; i++)
    {
      const DipSession *session = g_ptr_array_index (one->sessions, i);
      g_autofree char *day = dip_date_to_display (session->date);
      g_autofree char *item
          = g_strdup_printf ("%s: %s", day, dip_token_label (dip_session_kind_tokens, (int) session->kind));

      dip_document_add_item (self->document, item);
    }
  take_fact (
      self, _ ("Skin counts as healed after"),
      g_strdup_printf (ngettext ("%d day", "%d days", (guint) one->clinic->healing_days), one->clinic->healing_days));
}

static char *
who_says (const DipPhoto *photo)
{
  if (photo->taken_source == DIP_TAKEN_CAMERA)
    return g_strdup_printf (_ ("the camera (%s)"), photo->taken_at != NULL ? photo->taken_at : "—");
  if (photo->taken_source == DIP_TAKEN_STATED)
    return g_strdup_printf (_ ("stated by %s"), photo->taken_by != NULL ? photo->taken_by : "—");
  return g_strdup (_ ("nobody"));
}

static void
add_camera (Pack *self, const DipPhoto *photo)
{
  add_fact (self, _ ("Camera"), photo->camera);
  add_fact (self, _ ("Lens"), photo->lens);
  if (photo->focal_length > 0)
    take_fact (self, _ ("Focal length"), g_strdup_printf ("%.1f mm", photo->focal_length));
  if (photo->exposure > 0)
    take_fact (self, _ ("Exposure"),
               g_strdup_printf ("%.5g s · f/%.1f · ISO %d", photo->exposure, photo->f_number, photo->iso));
  add_fact (self, _ ("White balance"), photo->white_balance);
  add_fact (self, _ ("Hair"), dip_token_label (dip_hair_tokens, (int) photo->hair));
}

static gboolean
add_photo (Pack *self, DipHalf half, GError **error)
{
  const DipCase *one = self->one;
  const DipPhoto *photo = half == DIP_HALF_BEFORE ? one->before : one->after;
  const DipPhaseFacts *facts = half == DIP_HALF_BEFORE ? &one->before_facts : &one->after_facts;
  const char *title = half == DIP_HALF_BEFORE ? _ ("The before photo") : _ ("The after photo");

  dip_document_add_heading (self->document, 1, title);
  if (!dip_document_add_picture (self->document, self->photos[half], photo->orientation, PHOTO_HEIGHT, NULL, error))
    return FALSE;
  take_fact (self, _ ("Taken on"), dip_date_to_display (photo->taken_on));
  take_fact (self, _ ("According to"), who_says (photo));
  add_fact (self, _ ("Phase"), dip_token_label (dip_phase_tokens, (int) facts->phase));
  if (facts->days_since >= 0)
    take_fact (self, _ ("Since the last session before it"),
               g_strdup_printf (_ ("%d weeks and %d days"), facts->days_since / 7, facts->days_since % 7));
  add_camera (self, photo);
  take_fact (self, _ ("Size"), g_strdup_printf (_ ("%d × %d pixels"), photo->width, photo->height));
  add_fact (self, _ ("SHA-256 of the clean file"), photo->blob);
  add_fact (self, _ ("SHA-256 of the file as it came"), photo->source_digest);
  return TRUE;
}

static void
add_covers (Pack *self, const char *key, const DipRedaction *redaction)
{
  g_autofree char *covers
      = redaction != NULL ? dip_covers_to_text (redaction->covers, redaction->n_covers) : g_strdup ("");

  add_fact (self, key, *covers != '\0' ? covers : _ ("nothing"));
}

static gboolean
add_done (Pack *self, GError **error)
{
  DipAlignment alignment;
  DipRect crop;
  const DipSimilarity *s = &alignment.after_to_before;

  if (!dip_case_framing (self->one, &alignment, &crop, error))
    return FALSE;
  dip_document_add_heading (self->document, 1, _ ("What was done to the photos"));
  add_fact (self, _ ("Lined up"), dip_token_label (dip_alignment_method_tokens, (int) alignment.method));
  take_fact (self, _ ("The after was moved"), g_strdup_printf (_ ("%.1f, %.1f pixels"), s->tx, s->ty));
  take_fact (self, _ ("and turned"), g_strdup_printf ("%.2f°", dip_similarity_angle (s) * 180 / G_PI));
  take_fact (self, _ ("and scaled"), g_strdup_printf ("%.4f", dip_similarity_scale (s)));
  take_fact (self, _ ("Fit"), dip_fit_to_text (alignment.residual, alignment.before, alignment.n_landmarks));
  take_fact (
      self, _ ("Common crop"),
      g_strdup_printf (_ ("%.0f × %.0f pixels at %.0f, %.0f of the before"), crop.width, crop.height, crop.x, crop.y));
  if (dip_correction_is_none (&alignment.correction))
    add_fact (self, _ ("Correction"), _ ("none"));
  else
    take_fact (self, _ ("Correction of both alike"),
               g_strdup_printf (_ ("exposure %+.2f, warmth %+.2f, tint %+.2f stops"), alignment.correction.exposure,
                                alignment.correction.warmth, alignment.correction.tint));
  add_covers (self, _ ("Covered in the before"), self->one->before_redaction);
  add_covers (self, _ ("Covered in the after"), self->one->after_redaction);
  dip_document_add_paragraph (
      self->document, _ ("Nothing else: no retouching, no filter, no warping, and nothing to one photo alone."));
  return TRUE;
}

static char *
figure_of (const DipFairFinding *finding)
{
  g_autofree char *value = dip_fair_value_text (finding);

  if (isnan (finding->threshold))
    return g_steal_pointer (&value);
  /* Translators: a figure with its unit, then the limit and its unit. */
  return g_strdup_printf (_ ("%s (at most %g %s)"), value, finding->threshold, finding->unit);
}

static void
add_findings (Pack *self)
{
  const char *header[] = { _ ("Aspect"), _ ("Figure and limit"), _ ("Finding"), NULL };

  dip_document_add_heading (self->document, 1, _ ("Is the comparison fair?"));
  dip_document_add_row (self->document, header, TRUE);
  for (guint i = 0; i < self->findings->len; i++)
    {
      const DipFairFinding *finding = g_ptr_array_index (self->findings, i);
      g_autofree char *figure = figure_of (finding);
      const char *cells[] = { dip_token_label (dip_fair_tokens, (int) finding->aspect), figure, finding->text, NULL };

      dip_document_add_row (self->document, cells, FALSE);
    }
  for (guint i = 0; i < self->findings->len; i++)
    {
      const DipFairFinding *finding = g_ptr_array_index (self->findings, i);
      g_autofree char *note
          = g_strdup_printf ("%s: %s", dip_token_label (dip_fair_tokens, (int) finding->aspect), finding->source);

      dip_document_add_note (self->document, note);
    }
}

static void
add_approval (Pack *self)
{
  const DipApproval *approval = self->one->approval;

  dip_document_add_heading (self->document, 1, _ ("Approval"));
  if (approval == NULL)
    {
      dip_document_add_paragraph (self->document, _ ("The pair has not been approved."));
      return;
    }
  add_fact (self, _ ("Approved by"), approval->by);
  add_fact (self, _ ("at (UTC)"), approval->at);
  take_fact (self, _ ("Looked for in both photos"), dip_flags_to_label (dip_looked_for_tokens, approval->checked));
}

static gboolean
add_picture (Pack *self, GError **error)
{
  g_autofree char *composite = dip_digest_bytes (self->composite);
  g_autofree char *recipe = dip_digest_text (self->recipe);

  dip_document_add_heading (self->document, 1, _ ("The picture"));
  if (!dip_document_add_picture (self->document, self->composite, 1, PICTURE_HEIGHT,
                                 _ ("As made from recipe.json, without a style"), error))
    return FALSE;
  add_fact (self, _ ("SHA-256 of composite.png"), composite);
  add_fact (self, _ ("SHA-256 of recipe.json"), recipe);
  return TRUE;
}

static void
add_declaration (Pack *self)
{
  dip_document_add_heading (self->document, 1, _ ("Declaration"));
  dip_document_add_paragraph (
      self->document, _ ("I treated this client. Both photos show the same person, were taken on the days stated, and "
                         "have not been altered other than as stated above. The after photo shows the healed "
                         "result of the sessions listed."));
  dip_document_add_signature_line (self->document, _ ("Name of the practitioner"));
  dip_document_add_signature_line (self->document, _ ("Place, date and signature"));
}

static GBytes *
make_document (Pack *self, GError **error)
{
  self->document
      = dip_document_new (_ ("Evidence for a before-and-after picture"),
                          C_ ("language of this program's texts as a BCP 47 tag", "en"), dip_desk_today (self->desk));
  dip_document_set_footer (self->document, self->one->clinic->name);
  add_case (self);
  if (!add_picture (self, error))
    return NULL;
  add_sessions (self);
  if (!add_photo (self, DIP_HALF_BEFORE, error) || !add_photo (self, DIP_HALF_AFTER, error) || !add_done (self, error))
    return NULL;
  add_findings (self);
  add_approval (self);
  add_declaration (self);
  return dip_document_finish (self->document, error);
}

static gboolean
make_composite (Pack *self, GCancellable *cancellable, GError **error)
{
  const DipComposeOptions options = { .labels = TRUE, .panel_height = COMPOSITE_HEIGHT };
  const DipCase *one = self->one;
  g_autoptr (DipRecipe) recipe = dip_recipe_new (&one, 1, &options, error);
  g_autoptr (DipPicture) picture
      = recipe != NULL ? dip_recipe_render (self->desk, recipe, NULL, cancellable, error) : NULL;
  DipRung rung = { .format = DIP_FORMAT_PNG };
  g_autoptr (GPtrArray) encoded = NULL;

  if (picture == NULL)
    return FALSE;
  rung.width = dip_picture_get_width (picture);
  encoded = dip_picture_encode (picture, &rung, 1, cancellable, error);
  if (encoded == NULL)
    return FALSE;
  self->composite = g_bytes_ref (((DipEncoded *) g_ptr_array_index (encoded, 0))->bytes);
  self->recipe = dip_recipe_to_json (recipe);
  return TRUE;
}

static gboolean
gather (Pack *self, gint64 pair_id, GCancellable *cancellable, GError **error)
{
  self->one = dip_pairing_show (self->desk, pair_id, error);
  if (self->one == NULL || !dip_composing_may_be_looked_at (self->one, dip_desk_today (self->desk), error))
    return FALSE;
  self->findings = dip_checking_run (self->desk, pair_id, cancellable, error);
  if (self->findings == NULL)
    return FALSE;
  self->photos[DIP_HALF_BEFORE] = dip_blobs_get (self->desk->library, self->one->before->blob, error);
  if (self->photos[DIP_HALF_BEFORE] == NULL)
    return FALSE;
  self->photos[DIP_HALF_AFTER] = dip_blobs_get (self->desk->library, self->one->after->blob, error);
  return self->photos[DIP_HALF_AFTER] != NULL && make_composite (self, cancellable, error);
}

static gboolean
write_one (const char *folder, const char *name, GBytes *bytes, DipFormat format, GError **error)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_auto (DipProof) proof = { .format = format, .flags = DIP_VERIFY_PROFILE };

  return dip_safe_file_write (path, bytes, DIP_SAFE_FILE_PRIVATE, format != DIP_FORMAT_UNKNOWN ? dip_proof_check : NULL,
                              &proof, error);
}

static gboolean
write_photo (const Pack *self, const char *folder, DipHalf half, GError **error)
{
  const DipFormat format = dip_format_sniff (self->photos[half]);
  g_autofree char *name
      = g_strdup_printf ("%s.%s", half == DIP_HALF_BEFORE ? "before" : "after", dip_format_extension (format));

  return write_one (folder, name, self->photos[half], format, error);
}

static gboolean
note_txn (DipDb *db, gpointer user_data, GError **error)
{
  const Pack *pack = user_data;
  g_autofree char *subject = g_strdup_printf ("pair %" PRId64, pack->one->pair->id);

  return dip_audit_append (db, pack->desk->actor, "evidence", subject, NULL, error);
}

static gboolean
write_pack (const Pack *pack, GBytes *document, const char *folder, GError **error)
{
  g_autoptr (GBytes) recipe = g_bytes_new (pack->recipe, strlen (pack->recipe));

  return dip_safe_dir_create (folder, TRUE, error) && write_photo (pack, folder, DIP_HALF_BEFORE, error)
         && write_photo (pack, folder, DIP_HALF_AFTER, error)
         && write_one (folder, "composite.png", pack->composite, DIP_FORMAT_PNG, error)
         && write_one (folder, "recipe.json", recipe, DIP_FORMAT_UNKNOWN, error)
         && write_one (folder, "evidence.pdf", document, DIP_FORMAT_UNKNOWN, error);
}

gboolean
dip_evidence_write (const DipDesk *desk, gint64 pair_id, const char *path, GCancellable *cancellable, GError **error)
{
  g_auto (Pack) pack = { .desk = desk };
  g_autoptr (GBytes) document = NULL;

  if (!gather (&pack, pair_id, cancellable, error) || (document = make_document (&pack, error)) == NULL
      || !dip_library_write (desk->library, note_txn, &pack, error))
    return FALSE;
  if (g_str_has_suffix (path, ".pdf"))
    return dip_safe_file_write (path, document, DIP_SAFE_FILE_PRIVATE, NULL, NULL, error);
  return write_pack (&pack, document, path, error);
}
