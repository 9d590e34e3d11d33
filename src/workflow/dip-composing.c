#include "dip-composing.h"

#include <inttypes.h>
#include <glib/gi18n-lib.h>
#include <string.h>

#include "dip-animate.h"
#include "dip-audit.h"
#include "dip-catalogue.h"
#include "dip-proof.h"
#include "dip-recipe.h"
#include "dip-rendering.h"
#include "dip-safe-file.h"
#include "dip-versions.h"

typedef struct
{
  const char *suffix;
  DipFormat format; /* UNKNOWN: only the slide */
  gboolean moves;   /* the slide may be written so */
  DipAnimationKind animation;
} Kind;

static const Kind kinds[] = {
  { ".jpg", DIP_FORMAT_JPEG, FALSE, DIP_ANIMATION_WEBP },  { ".jpeg", DIP_FORMAT_JPEG, FALSE, DIP_ANIMATION_WEBP },
  { ".png", DIP_FORMAT_PNG, FALSE, DIP_ANIMATION_WEBP },   { ".webp", DIP_FORMAT_WEBP, TRUE, DIP_ANIMATION_WEBP },
  { ".avif", DIP_FORMAT_AVIF, FALSE, DIP_ANIMATION_WEBP }, { ".gif", DIP_FORMAT_UNKNOWN, TRUE, DIP_ANIMATION_GIF },
};

static const Kind *
kind_of_name (const char *file, DipLayout layout, GError **error)
{
  g_autofree char *lower = g_ascii_strdown (file, -1);

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (g_str_has_suffix (lower, kinds[i].suffix)
        && (layout == DIP_LAYOUT_SLIDE ? kinds[i].moves : kinds[i].format != DIP_FORMAT_UNKNOWN))
      return &kinds[i];
  if (layout == DIP_LAYOUT_SLIDE)
    g_set_error (error, DIP_ERROR, DIP_ERROR_INVALID,
                 _ ("“%s” can't hold an animated slide; end the name in .webp or .gif."), file);
  else
    g_set_error (error, DIP_ERROR, DIP_ERROR_INVALID,
                 _ ("“%s” doesn't say which kind of picture to make; end the name in .jpg, .png, .webp or .avif."),
                 file);
  return NULL;
}

/* Looking at a pair in the clinic needs no publication consent, but a person who has said no, or taken a yes back, is left
 * alone. */
gboolean
dip_composing_may_be_looked_at (const DipCase *one, DipDate today, GError **error)
{
  gboolean said_no = FALSE;

  for (guint i = 0; i < one->consents->len; i++)
    {
      DipConsentState state = dip_consent_state (g_ptr_array_index (one->consents, i), today);

      if (state == DIP_CONSENT_ACTIVE || state == DIP_CONSENT_NOT_YET)
        return TRUE;
      said_no = said_no || state == DIP_CONSENT_WITHDRAWN || state == DIP_CONSENT_DECLINED;
    }
  if (one->client->erased_at == NULL && !said_no)
    return TRUE;
  g_set_error (error, DIP_ERROR, DIP_ERROR_REFUSED,
               _ ("Client %s has withdrawn or declined; no new pictures are made of this client."), one->client->code);
  return FALSE;
}

typedef struct
{
  const DipDesk *desk;
  const gint64 *pair_ids;
  guint n;
  gboolean cleared;
  GPtrArray *cases; /* DipCase */
} Op;

static gboolean
load_txn (DipDb *db, gpointer user_data, GError **error)
{
  Op *op = user_data;

  for (guint i = 0; i < op->n; i++)
    {
      g_autoptr (DipPair) pair = dip_catalogue_pair (db, op->pair_ids[i], error);
      DipCase *one = pair != NULL ? dip_case_load (db, op->desk, pair, error) : NULL;

      if (one == NULL)
        return FALSE;
      g_ptr_array_add (op->cases, one);
      if (!dip_composing_may_be_looked_at (one, dip_desk_today (op->desk), error))
        return FALSE;
    }
  return TRUE;
}

static GPtrArray *
load_cases (const DipDesk *desk, const gint64 *pair_ids, guint n, GError **error)
{
  g_autoptr (GPtrArray) cases = g_ptr_array_new_with_free_func ((GDestroyNotify) dip_case_free);
  Op op = { .desk = desk, .pair_ids = pair_ids, .n = n, .cases = cases };

  return dip_library_read (desk->library, load_txn, &op, error) ? g_steal_pointer (&cases) : NULL;
}

static gboolean
cleared_txn (DipDb *db, gpointer user_data, GError **error)
{
  Op *op = user_data;
  g_autoptr (DipDestination) website = dip_catalogue_destination (db, "website", error);

  g_ptr_array_set_size (op->cases, 0);
  if (website == NULL || !load_txn (db, op, error))
    return FALSE;
  op->cleared = TRUE;
  for (guint i = 0; i < op->cases->len; i++)
    {
      g_autoptr (DipGateAnswer) answer
          = dip_case_decide (g_ptr_array_index (op->cases, i), website, dip_desk_today (op->desk));

      op->cleared = op->cleared && answer->allowed;
    }
  return TRUE;
}

/* Asked again inside the write: a withdrawal may have come while the picture was being made. */
static gboolean
note_txn (DipDb *db, gpointer user_data, GError **error)
{
  Op *op = user_data;

  if (!cleared_txn (db, op, error))
    return FALSE;
  for (guint i = 0; i < op->n; i++)
    {
      g_autofree char *subject = g_strdup_printf ("pair %" PRId64, op->pair_ids[i]);

      if (!dip_audit_append (db, op->desk->actor, "compose", subject,
                             op->cleared ? "{\"cleared\":true}" : "{\"cleared\":false}", error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
note (const DipDesk *desk, const gint64 *pair_ids, guint n, gboolean *cleared, GError **error)
{
  g_autoptr (GPtrArray) cases = g_ptr_array_new_with_free_func ((GDestroyNotify) dip_case_free);
  Op op = { .desk = desk, .pair_ids = pair_ids, .n = n, .cases = cases };
  gboolean noted = dip_library_is_read_only (desk->library) ? dip_library_read (desk->library, cleared_txn, &op, error)
                                                            : dip_library_write (desk->library, note_txn, &op, error);

  if (noted && cleared != NULL)
    *cleared = op.cleared;
  return noted;
}

static gboolean
check_animation (GBytes *read_back, gpointer user_data, GError **error)
{
  return dip_verify_animation (read_back, error);
}

static GBytes *
encode_still (DipPicture *picture, DipFormat format, GCancellable *cancellable, GError **error)
{
  DipRung rung = { .format = format, .width = dip_picture_get_width (picture) };
  g_autoptr (GPtrArray) encoded = dip_picture_encode (picture, &rung, 1, cancellable, error);

  return encoded != NULL ? g_bytes_ref (((DipEncoded *) g_ptr_array_index (encoded, 0))->bytes) : NULL;
}

static GBytes *
encode_slide (const DipDesk *desk, const DipRecipe *recipe, DipAnimationKind kind, GCancellable *cancellable,
              GError **error)
{
  g_autoptr (DipPicture) before = dip_recipe_render_panel (desk, recipe, 0, NULL, cancellable, error);
  g_autoptr (DipPicture) after
      = before != NULL ? dip_recipe_render_panel (desk, recipe, recipe->n_panels - 1, NULL, cancellable, error) : NULL;

  return after != NULL ? dip_animate_slide (before, after, kind, cancellable, error) : NULL;
}

static GBytes *
encode (const DipDesk *desk, const DipRecipe *recipe, const Kind *kind, GCancellable *cancellable, GError **error)
{
  g_autoptr (DipPicture) picture = NULL;

  if (recipe->style->layout == DIP_LAYOUT_SLIDE)
    return encode_slide (desk, recipe, kind->animation, cancellable, error);
  picture = dip_recipe_render (desk, recipe, NULL, cancellable, error);
  return picture != NULL ? encode_still (picture, kind->format, cancellable, error) : NULL;
}

static gboolean
write_bytes (GBytes *bytes, const Kind *kind, DipLayout layout, const char *file, GError **error)
{
  g_auto (DipProof) proof = { .format = kind->format, .flags = DIP_VERIFY_PIXELS };

  if (layout == DIP_LAYOUT_SLIDE)
    return dip_safe_file_write (file, bytes, 0, check_animation, NULL, error);
  return dip_safe_file_write (file, bytes, 0, dip_proof_check, &proof, error);
}

static gboolean
take_version (const DipDesk *desk, DipCase *one, const DipComposeOptions *options, GError **error)
{
  DipAlignment *version = dip_versions_get (desk, one->pair->id, options->version, error);

  if (version == NULL)
    return FALSE;
  g_clear_pointer (&one->alignment, dip_alignment_free);
  one->alignment = version;
  return TRUE;
}

static DipRecipe *
recipe_of (const DipDesk *desk, const gint64 *pair_ids, guint n, const DipComposeOptions *options, GError **error)
{
  g_autoptr (GPtrArray) cases = load_cases (desk, pair_ids, n, error);

  if (cases != NULL && options->version != 0 && !take_version (desk, g_ptr_array_index (cases, 0), options, error))
    return NULL;
  return cases != NULL ? dip_recipe_new ((const DipCase *const *) cases->pdata, n, options, error) : NULL;
}

gboolean
dip_composing_save_series (const DipDesk *desk, const gint64 *pair_ids, guint n, const DipComposeOptions *options,
                           const char *file, GCancellable *cancellable, gboolean *cleared, GError **error)
{
  const Kind *kind = kind_of_name (file, options->layout, error);
  g_autoptr (DipRecipe) recipe = kind != NULL ? recipe_of (desk, pair_ids, n, options, error) : NULL;
  g_autoptr (GBytes) bytes = recipe != NULL ? encode (desk, recipe, kind, cancellable, error) : NULL;

  return bytes != NULL && note (desk, pair_ids, n, cleared, error)
         && write_bytes (bytes, kind, options->layout, file, error);
}

gboolean
dip_composing_save (const DipDesk *desk, gint64 pair_id, const DipComposeOptions *options, const char *file,
                    GCancellable *cancellable, gboolean *cleared, GError **error)
{
  return dip_composing_save_series (desk, &pair_id, 1, options, file, cancellable, cleared, error);
}

char *
dip_composing_write_recipe (const DipDesk *desk, const gint64 *pair_ids, guint n, const DipComposeOptions *options,
                            GError **error)
{
  g_autoptr (DipRecipe) recipe = recipe_of (desk, pair_ids, n, options, error);

  return recipe != NULL ? dip_recipe_to_json (recipe) : NULL;
}

typedef struct
{
  const DipDesk *desk;
  const DipRecipe *recipe;
} Follow;

/* Whose photos they are, by their digests. */
static gboolean
may_follow_txn (DipDb *db, gpointer user_data, GError **error)
{
  const Follow *follow = user_data;
  guint found = 0;
  g_autoptr (GPtrArray) pairs = dip_catalogue_pairs (db, 0, error);

  for (guint i = 0; pairs != NULL && i < pairs->len; i++)
    {
      g_autoptr (DipCase) one = dip_case_load (db, follow->desk, g_ptr_array_index (pairs, i), error);

      if (one == NULL)
        return FALSE;
      if (strcmp (one->before->blob, follow->recipe->panels[0].blob) != 0)
        continue;
      for (guint k = 1; k < follow->recipe->n_panels; k++)
        if (strcmp (one->after->blob, follow->recipe->panels[k].blob) == 0)
          {
            if (!dip_composing_may_be_looked_at (one, dip_desk_today (follow->desk), error))
              return FALSE;
            found |= 1u << k;
          }
    }
  if (pairs == NULL || found == (1u << follow->recipe->n_panels) - 2)
    return pairs != NULL;
  g_set_error_literal (error, DIP_ERROR, DIP_ERROR_NOT_FOUND,
                       _ ("The photos of this recipe are no pair of this library any more."));
  return FALSE;
}

gboolean
dip_composing_follow (const DipDesk *desk, const char *recipe_text, const char *file, GCancellable *cancellable,
                      GError **error)
{
  g_autoptr (DipRecipe) recipe = dip_recipe_from_json (recipe_text, error);
  Follow follow = { desk, recipe };
  const Kind *kind = NULL;
  g_autoptr (GBytes) bytes = NULL;

  if (recipe == NULL || (kind = kind_of_name (file, recipe->style->layout, error)) == NULL
      || !dip_library_read (desk->library, may_follow_txn, &follow, error))
    return FALSE;
  bytes = encode (desk, recipe, kind, cancellable, error);
  return bytes != NULL && write_bytes (bytes, kind, recipe->style->layout, file, error);
}
