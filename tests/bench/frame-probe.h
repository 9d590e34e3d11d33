/* What the benches of the window share: the main thread's own work for each frame, from before layout to after drawing, by the
 * window's own frame clock, and the memory of the program. */
#pragma once

#include <gtk/gtk.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

typedef struct
{
  GArray *times; /* double: milliseconds */
  gint64 begin;
} Probe;

/* Microseconds of this thread's own work: what other programs take of the processor does not count. */
static inline gint64
get_time (void)
{
  struct timespec now;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &now);
  return (gint64) now.tv_sec * G_USEC_PER_SEC + now.tv_nsec / 1000;
}

static inline void
on_before (GdkFrameClock *clock, Probe *probe)
{
  probe->begin = get_time ();
}

static inline void
on_after (GdkFrameClock *clock, Probe *probe)
{
  const double time = (double) (get_time () - probe->begin) / 1000;

  g_array_append_val (probe->times, time);
}

static inline void
probe_follow (Probe *probe, GtkWidget *window)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (window);

  g_signal_connect (clock, "before-paint", G_CALLBACK (on_before), probe);
  g_signal_connect (clock, "after-paint", G_CALLBACK (on_after), probe);
}

static inline int
compare_times (gconstpointer a, gconstpointer b)
{
  return *(const double *) a < *(const double *) b ? -1 : *(const double *) a > *(const double *) b;
}

/* MiB: now, and at its highest. */
static inline void
read_memory (double *now, double *peak)
{
  g_autofree char *status = NULL;

  g_file_get_contents ("/proc/self/status", &status, NULL, NULL);
  *now = strtod (strstr (status, "VmRSS:") + 6, NULL) / 1024;
  *peak = strtod (strstr (status, "VmHWM:") + 6, NULL) / 1024;
}

/* Half a row of a table, open for more: what, frames, median, 95 %, longest, memory, peak. */
static inline void
probe_print (Probe *probe, const char *what)
{
  const guint n = probe->times->len;
  double now, peak;

  read_memory (&now, &peak);
  g_array_sort (probe->times, compare_times);
  if (n > 0)
    printf ("| %s | %u | %.1f | %.1f | %.1f | %.0f | %.0f |", what, n, g_array_index (probe->times, double, n / 2),
            g_array_index (probe->times, double, n * 95 / 100), g_array_index (probe->times, double, n - 1), now, peak);
  g_array_set_size (probe->times, 0);
}
