#include "dip-viewer-facts.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "dip-client-item.h"

struct _DipViewerFacts
{
  GtkWidget parent_instance;

  GtkWidget *content;
  AdwActionRow *client_row;
  AdwActionRow *taken_row;
  AdwActionRow *view_row;
  AdwActionRow *phase_row;
  AdwActionRow *camera_row;
  AdwActionRow *file_row;
  AdwActionRow *verified_row;
  AdwActionRow *removed_row;
  AdwActionRow *holds_row;
  AdwActionRow *digest_row;
};

G_DEFINE_FINAL_TYPE (DipViewerFacts, dip_viewer_facts, GTK_TYPE_WIDGET)

char *
dip_viewer_facts_taken (const DipPhotoView *view)
{
  const DipPhoto *photo = view->photo;
  g_autofree char *day = dip_date_to_display (photo->taken_on);

  if (photo->taken_on == DIP_DATE_NONE)
    return g_strdup (_ ("Nobody has said yet"));
  if (photo->taken_source == DIP_TAKEN_STATED && photo->taken_by != NULL)
    /* Translators: a day, and who of the staff has said so. */
    return g_strdup_printf (_ ("%s, stated by %s"), day, photo->taken_by);
  return g_strdup_printf (_ ("%s, by the camera"), day);
}

char *
dip_viewer_facts_phase (const DipPhotoView *view)
{
  const DipPhaseFacts *facts = &view->facts;
  const char *phase = dip_token_label (dip_phase_tokens, (int) facts->phase);
  g_autofree char *day = dip_date_to_display (facts->last_session);

  if (facts->days_since < 0)
    return g_strdup (phase);
  /* Translators: a phase, the days since a session, how many sessions there were, and the day of the last. */
  return g_strdup_printf (ngettext ("%s: %d day after session %u, of %s", "%s: %d days after session %u, of %s",
                                    (gulong) facts->days_since),
                          phase, facts->days_since, facts->sessions_done, day);
}

static char *
exposure_text (double seconds)
{
  if (seconds >= 0.3)
    return g_strdup_printf (_ ("%.1f s"), seconds);
  return g_strdup_printf (_ ("1/%.0f s"), 1 / seconds);
}

char *
dip_viewer_facts_camera (const DipPhoto *photo)
{
  g_autoptr (GPtrArray) parts = g_ptr_array_new_with_free_func (g_free);

  if (photo->camera != NULL)
    g_ptr_array_add (parts, g_strdup (photo->camera));
  if (photo->focal_length > 0)
    g_ptr_array_add (parts, g_strdup_printf (_ ("%.4g mm"), photo->focal_length));
  if (photo->f_number > 0)
    g_ptr_array_add (parts, g_strdup_printf (_ ("f/%.2g"), photo->f_number));
  if (photo->exposure > 0)
    g_ptr_array_add (parts, exposure_text (photo->exposure));
  if (photo->iso > 0)
    g_ptr_array_add (parts, g_strdup_printf (_ ("ISO %d"), photo->iso));
  if (parts->len == 0)
    return NULL;
  g_ptr_array_add (parts, NULL);
  return g_strjoinv (" · ", (char **) parts->pdata);
}

char *
dip_viewer_facts_file (const DipPhoto *photo)
{
  g_autofree char *format = g_ascii_strup (photo->format, -1);
  g_autofree char *size = g_format_size ((guint64) photo->bytes);
  const double megapixels = (double) photo->width * photo->height / 1e6;

  /* Translators: width and height in pixels, megapixels, a format such as JPEG, and the file's size. */
  return g_strdup_printf (_ ("%d × %d pixels (%.1f megapixels), %s, %s"), photo->width, photo->height, megapixels,
                          format, size);
}

char *
dip_viewer_facts_holds (const DipCertificate *certificate)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < certificate->holds->len; i++)
    {
      const DipHeldPart *part = &g_array_index (certificate->holds, DipHeldPart, i);
      g_autofree char *size = g_format_size (part->bytes);

      g_string_append_printf (text, "%s: %s\n", part->what, size);
    }
  g_string_append (text, _ ("Nothing else"));
  return g_string_free (text, FALSE);
}

static void
set_row (AdwActionRow *row, const char *text)
{
  g_autofree char *escaped = g_markup_escape_text (text != NULL ? text : "", -1);

  adw_action_row_set_subtitle (row, escaped);
  gtk_widget_set_visible (GTK_WIDGET (row), *escaped != '\0');
}

static void
set_row_take (AdwActionRow *row, char *text)
{
  set_row (row, text);
  g_free (text);
}

static char *
view_text (const DipPhoto *photo)
{
  const char *shows = dip_token_label (dip_identifiability_tokens, (int) photo->shows);

  if (photo->view == DIP_VIEW_NONE)
    return g_strdup_printf (_ ("Not said yet; shows: %s"), shows);
  /* Translators: a view such as “Crown”, and what of the person it shows. */
  return g_strdup_printf (_ ("%s; shows: %s"), dip_token_label (dip_view_tokens, (int) photo->view), shows);
}

static char *
verified_text (const DipCertificate *certificate)
{
  g_autoptr (GDateTime) at
      = certificate->verified_at != NULL ? g_date_time_new_from_iso8601 (certificate->verified_at, NULL) : NULL;
  g_autoptr (GDateTime) local = at != NULL ? g_date_time_to_local (at) : NULL;
  g_autofree char *when = local != NULL ? g_date_time_format (local, "%x %H:%M") : NULL;

  if (when == NULL)
    return g_strdup (_ ("There is no certificate of this photo; check the library."));
  return g_strdup_printf (_ ("Read back from disk and found clean, %s"), when);
}

static void
show_certificate (DipViewerFacts *self, const DipCertificate *certificate)
{
  set_row_take (self->verified_row, verified_text (certificate));
  set_row (self->removed_row, certificate->removed);
  set_row_take (self->holds_row, certificate->digest != NULL ? dip_viewer_facts_holds (certificate) : NULL);
  set_row (self->digest_row, certificate->digest);
}

void
dip_viewer_facts_show (DipViewerFacts *self, const DipPhotoFacts *facts, gboolean hide_names)
{
  g_return_if_fail (DIP_IS_VIEWER_FACTS (self));

  gtk_widget_set_visible (self->content, facts != NULL);
  if (facts == NULL)
    return;
  set_row (self->client_row, facts->client != NULL ? dip_client_overview_title (facts->client, hide_names)
                                                   : _ ("Nobody’s yet: give it to a client in the Inbox"));
  set_row_take (self->taken_row, dip_viewer_facts_taken (facts->photo));
  set_row_take (self->view_row, view_text (facts->photo->photo));
  set_row_take (self->phase_row, dip_viewer_facts_phase (facts->photo));
  set_row_take (self->camera_row, dip_viewer_facts_camera (facts->photo->photo));
  set_row_take (self->file_row, dip_viewer_facts_file (facts->photo->photo));
  show_certificate (self, facts->certificate);
}

static void
on_copy (DipViewerFacts *self)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), adw_action_row_get_subtitle (self->digest_row));
}

static void
dip_viewer_facts_dispose (GObject *object)
{
  g_clear_pointer (&DIP_VIEWER_FACTS (object)->content, gtk_widget_unparent);
  G_OBJECT_CLASS (dip_viewer_facts_parent_class)->dispose (object);
}

static void
dip_viewer_facts_class_init (DipViewerFactsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dip_viewer_facts_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/diptych/Diptych/ui/dip-viewer-facts.ui");
  gtk_widget_class_bind_template_child (widget_class, DipViewerFacts, content);
  gtk_widget_class_bind_template_child (widget_class, DipViewerFacts, client_row);
  gtk_widget_class_bind_template_child (widget_class, DipViewerFacts, taken_row);
  gtk_widget_class_bind_template_child (widget_class, DipViewerFacts, view_row);
  gtk_widget_class_bind_template_child (widget_class, DipViewerFacts, phase_row);
  gtk_widget_class_bind_template_child (widget_class, DipViewerFacts, camera_row);
  gtk_widget_class_bind_template_child (widget_class, DipViewerFacts, file_row);
  gtk_widget_class_bind_template_child (widget_class, DipViewerFacts, verified_row);
  gtk_widget_class_bind_template_child (widget_class, DipViewerFacts, removed_row);
  gtk_widget_class_bind_template_child (widget_class, DipViewerFacts, holds_row);
  gtk_widget_class_bind_template_child (widget_class, DipViewerFacts, digest_row);
  gtk_widget_class_bind_template_callback (widget_class, on_copy);
}

static void
dip_viewer_facts_init (DipViewerFacts *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
