/* Draws one photo of nobody for the tests that drive diptych-cli, so that no picture has to be kept with the source. */
#include <glib.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>

#include "dip-demo-photo.h"

static const char *const view_names[] = {
  [DIP_DEMO_FRONT] = "front",
  [DIP_DEMO_TOP] = "top",
  [DIP_DEMO_CROWN] = "crown",
  [DIP_DEMO_LEFT_TEMPLE] = "left-temple",
  [DIP_DEMO_RIGHT_TEMPLE] = "right-temple",
  [DIP_DEMO_BACK] = "back",
  NULL,
};

static gboolean
parse_view (const char *name, DipDemoView *view)
{
  for (guint i = 0; view_names[i] != NULL; i++)
    if (strcmp (view_names[i], name) == 0)
      {
        *view = (DipDemoView) i;
        return TRUE;
      }
  return FALSE;
}

static gboolean
draw (const DipDemoPhoto *what, const char *file, GError **error)
{
  double marks[4];
  g_autoptr (GBytes) jpeg = dip_demo_photo_draw (what, marks, error);
  gsize size;
  const char *data;

  if (jpeg == NULL)
    return FALSE;
  data = g_bytes_get_data (jpeg, &size);
  if (!g_file_set_contents (file, data, (gssize) size, error))
    return FALSE;
  g_print ("%.2f,%.2f %.2f,%.2f\n", marks[0], marks[1], marks[2], marks[3]);
  return TRUE;
}

int
main (int argc, char **argv)
{
  int seed = 1, take = 0, width = 320, height = 240, orientation = 1;
  g_autofree char *view = NULL;
  g_autofree char *taken = NULL;
  g_autofree char *owner = NULL;
  const GOptionEntry entries[] = {
    { "seed", 0, 0, G_OPTION_ARG_INT, &seed, "Whose head", "N" },
    { "take", 0, 0, G_OPTION_ARG_INT, &take, "Which sitting, 0 the first", "N" },
    { "view", 0, 0, G_OPTION_ARG_STRING, &view, "From where", "VIEW" },
    { "width", 0, 0, G_OPTION_ARG_INT, &width, "Of the upright picture", "PX" },
    { "height", 0, 0, G_OPTION_ARG_INT, &height, "Of the upright picture", "PX" },
    { "orientation", 0, 0, G_OPTION_ARG_INT, &orientation, "As EXIF counts", "1..8" },
    { "taken", 0, 0, G_OPTION_ARG_STRING, &taken, "As EXIF writes it", "TIME" },
    { "owner", 0, 0, G_OPTION_ARG_STRING, &owner, "A name to be found nowhere afterwards", "NAME" },
    { 0 },
  };
  g_autoptr (GOptionContext) context = g_option_context_new ("FILE");
  g_autoptr (GError) error = NULL;
  DipDemoPhoto what = { 0 };

  setlocale (LC_ALL, "");
  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error) || argc != 2
      || !parse_view (view != NULL ? view : "crown", &what.view))
    {
      g_printerr ("draw-photo: %s\n", error != NULL ? error->message : "one FILE and a known view are needed");
      return EXIT_FAILURE;
    }
  what.seed = (guint32) seed;
  what.take = (guint) take;
  what.thinning = 0.6;
  what.density = take == 0 ? 0 : 0.8;
  what.skin = 0.3;
  what.width = width;
  what.height = height;
  what.orientation = orientation;
  what.taken = taken != NULL ? taken : "2026:01:02 10:11:12";
  what.offset = "+01:00";
  what.owner = owner != NULL ? owner : "Nobody At All";
  what.latitude = 47.3769;
  what.longitude = 8.5417;
  if (draw (&what, argv[1], &error))
    return EXIT_SUCCESS;
  g_printerr ("draw-photo: %s\n", error->message);
  return EXIT_FAILURE;
}
