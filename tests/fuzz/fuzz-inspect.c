/* One hostile file through all that reads files before a decoder does: sniffing, measuring, inspecting, verifying. With
 * -Dfuzz=true (clang) libFuzzer drives it; else it replays the files it is given. */
#include "dip-verify.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

/* What is proven clean has to be whole: every byte in one row, none that may not stay. */
static void
check_proof (GPtrArray *parts, gsize size)
{
  guint64 reached = 0;

  for (guint i = 0; i < parts->len; i++)
    {
      const DipPart *part = g_ptr_array_index (parts, i);
      g_assert_cmpuint (part->offset, ==, reached);
      g_assert_cmpint (part->verdict, <, DIP_PART_FOREIGN);
      reached += part->size;
    }
  g_assert_cmpuint (reached, ==, size);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (GBytes) bytes = g_bytes_new (data, size);
  g_autoptr (GPtrArray) parts = dip_inspect (bytes, NULL, NULL);
  DipFormat sniffed = dip_format_sniff (bytes);

  dip_format_guess_foreign (bytes);
  for (DipFormat format = DIP_FORMAT_JPEG; format <= DIP_FORMAT_AVIF; format++)
    dip_format_read_size (bytes, format, &DIP_LIMITS_DEFAULT, NULL, NULL, NULL, NULL);
  if (sniffed != DIP_FORMAT_UNKNOWN)
    {
      g_autoptr (GPtrArray) proof = NULL;
      g_assert_nonnull (parts);
      if (dip_verify (bytes, sniffed, DIP_VERIFY_PROFILE, &proof, NULL))
        check_proof (proof, size);
    }
  return 0;
}

#ifndef DIP_LIBFUZZER
int
main (int argc, char *argv[])
{
  for (int i = 1; i < argc; i++)
    {
      g_autofree char *data = NULL;
      gsize size = 0;
      g_autoptr (GError) error = NULL;
      if (!g_file_get_contents (argv[i], &data, &size, &error))
        {
          g_printerr ("%s\n", error->message);
          return 1;
        }
      LLVMFuzzerTestOneInput ((const guint8 *) data, size);
    }
  return 0;
}
#endif
