#include "dip-fault.h"

#ifdef DIP_WITH_FAULTS

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>

#define N_KINDS (DIP_FAULT_STEP + 1)

/* What DIP_FAULT asks for. */
typedef struct
{
  gboolean is_set;
  DipFaultKind kind;
  guint nth; /* from 1 */
  int error; /* the errno; 0: end the process */
} Plan;

static const char *const kind_names[N_KINDS] = {
  [DIP_FAULT_WRITE] = "write",
  [DIP_FAULT_SYNC] = "sync",
  [DIP_FAULT_RENAME] = "rename",
  [DIP_FAULT_STEP] = "step",
};

static const struct
{
  const char *name;
  int error;
} outcomes[] = {
  { "kill", 0 },        { "EIO", EIO },     { "ENOSPC", ENOSPC }, { "EDQUOT", EDQUOT }, { "EACCES", EACCES },
  { "EEXIST", EEXIST }, { "EROFS", EROFS }, { "EINTR", EINTR },   { "EINVAL", EINVAL }, { "EPERM", EPERM },
};

/* The one exception to "no global state": the n-th passing in the whole process is what a test counts. Atomic. */
static int counts[N_KINDS];

static void
print_counts (void)
{
  for (guint kind = 0; kind < N_KINDS; kind++)
    fprintf (stderr, "%s %u%c", kind_names[kind], dip_fault_count (kind), kind == N_KINDS - 1 ? '\n' : ' ');
}

static gboolean
parse_kind (const char *name, DipFaultKind *kind)
{
  for (guint i = 0; i < N_KINDS; i++)
    if (g_str_equal (name, kind_names[i]))
      {
        *kind = i;
        return TRUE;
      }
  return FALSE;
}

static gboolean
parse_outcome (const char *name, int *error)
{
  for (guint i = 0; i < G_N_ELEMENTS (outcomes); i++)
    if (name == NULL ? outcomes[i].error == EIO : g_str_equal (name, outcomes[i].name))
      {
        *error = outcomes[i].error;
        return TRUE;
      }
  return FALSE;
}

static gboolean
parse_plan (const char *text, Plan *plan)
{
  g_auto (GStrv) parts = g_strsplit (text, ":", 3);
  guint64 nth = 0;

  plan->is_set = g_strv_length (parts) >= 2 && parse_kind (parts[0], &plan->kind)
                 && g_ascii_string_to_unsigned (parts[1], 10, 1, G_MAXUINT, &nth, NULL)
                 && parse_outcome (parts[2], &plan->error);
  plan->nth = (guint) nth;
  return plan->is_set;
}

static gpointer
read_plan (gpointer unused)
{
  const char *text = g_getenv ("DIP_FAULT");
  Plan *plan = g_new0 (Plan, 1);

  if (text == NULL || *text == '\0')
    return plan;
  if (g_str_equal (text, "count"))
    atexit (print_counts);
  else if (!parse_plan (text, plan))
    g_error ("DIP_FAULT=%s is not a fault: write kind:n or kind:n:errno or kind:n:kill, or count", text);
  return plan;
}

/**
 * dip_fault_check:
 * @kind: what is about to be done
 *
 * Passes a fault point. Thread-safe.
 *
 * Returns: 0, or the errno with which this passing has to fail
 */
int
dip_fault_check (DipFaultKind kind)
{
  static GOnce once = G_ONCE_INIT;
  const Plan *plan = g_once (&once, read_plan, NULL);
  guint passing = (guint) g_atomic_int_add (&counts[kind], 1) + 1;

  if (!plan->is_set || plan->kind != kind || plan->nth != passing)
    return 0;
  if (plan->error == 0)
    raise (SIGKILL);
  return plan->error;
}

/**
 * dip_fault_count:
 * @kind: a kind of fault point
 *
 * Returns: how often points of @kind were passed so far
 */
guint
dip_fault_count (DipFaultKind kind)
{
  return (guint) g_atomic_int_get (&counts[kind]);
}

#endif
