/* Drives a piece of work through every way the disk can fail under it. For each n in turn the n-th write, sync, rename or
 * SQL step fails, runs out of space, or is where the plug is pulled; after each the state on disk is looked at as the next
 * start of the program would find it: old or new, never broken.
 *
 * The work and the look each run in a process of their own (fault points count per process and DIP_FAULT is read once), so a
 * caller must pass no fault point and start no thread itself. State is what is on disk. */
#pragma once

#include <glib.h>
#include <signal.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

#include "dip-error.h"
#include "dip-fault.h"

typedef struct
{
  const char *name;
  /* Puts the disk into the state before the work. */
  void (*prepare) (gpointer data);
  /* The work; FALSE with an error, or TRUE when it says that it is done. */
  gboolean (*work) (gpointer data, GError **error);
  /* Asserts that what is on disk is whole; @is_done: the work said that it was done, so it must be the new state. */
  void (*look) (gpointer data, gboolean is_done);
} FaultScenario;

typedef enum
{
  FAULT_RUN_DONE,   /* the work succeeded though the point was passed: it could do without */
  FAULT_RUN_FAILED, /* it said why */
  FAULT_RUN_KILLED,
  FAULT_RUN_BEYOND, /* it succeeded and has no n-th point of that kind */
} FaultOutcome;

static const char *const fault_kinds[] = { "write", "sync", "rename", "step" };

/* In the child. */
static inline G_NORETURN void
fault_run_work (const FaultScenario *scenario, gpointer data, DipFaultKind kind, guint nth)
{
  g_autoptr (GError) error = NULL;
  gboolean done = scenario->work (data, &error);

  if (done != (error == NULL))
    {
      fprintf (stderr, "%s: says done %d with error “%s”\n", scenario->name, done, error ? error->message : "");
      _exit (99);
    }
  if (error != NULL && g_str_has_suffix (g_getenv ("DIP_FAULT"), "ENOSPC")
      && !g_error_matches (error, DIP_ERROR, DIP_ERROR_DISK_FULL))
    {
      fprintf (stderr, "%s: a full disk is called “%s”\n", scenario->name, error->message);
      _exit (98);
    }
  if (!done)
    _exit (FAULT_RUN_FAILED);
  _exit (dip_fault_count (kind) >= nth ? FAULT_RUN_DONE : FAULT_RUN_BEYOND);
}

static inline int
fault_wait (pid_t child)
{
  int status;

  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  return status;
}

static inline FaultOutcome
fault_run (const FaultScenario *scenario, gpointer data, DipFaultKind kind, guint nth, const char *outcome)
{
  g_autofree char *fault = g_strdup_printf ("%s:%u:%s", fault_kinds[kind], nth, outcome);
  pid_t child = fork ();
  int status;

  if (child == 0)
    {
      g_setenv ("DIP_FAULT", fault, TRUE);
      fault_run_work (scenario, data, kind, nth);
    }
  status = fault_wait (child);
  if (WIFSIGNALED (status) && WTERMSIG (status) == SIGKILL)
    return FAULT_RUN_KILLED;
  if (!WIFEXITED (status) || WEXITSTATUS (status) > FAULT_RUN_BEYOND)
    g_error ("%s with %s: status %x", scenario->name, fault, (guint) status);
  return (FaultOutcome) WEXITSTATUS (status);
}

/* A helper without faults: prepare or look. */
static inline void
fault_look (const FaultScenario *scenario, gpointer data, const char *fault, gboolean is_done)
{
  pid_t child = fork ();
  int status;

  if (child == 0)
    {
      scenario->look (data, is_done);
      _exit (0);
    }
  status = fault_wait (child);
  if (status != 0)
    g_error ("%s is broken after %s: status %x", scenario->name, fault, (guint) status);
}

static inline void
fault_prepare (const FaultScenario *scenario, gpointer data)
{
  pid_t child = fork ();

  if (child == 0)
    {
      scenario->prepare (data);
      _exit (0);
    }
  g_assert_cmpint (fault_wait (child), ==, 0);
}

/* Every n of one kind and outcome, with a step of @stride between them; returns how many points were tried. */
static inline guint
fault_sweep (const FaultScenario *scenario, gpointer data, DipFaultKind kind, const char *outcome, guint stride)
{
  guint n_tried = 0;

  for (guint nth = 1;; nth += stride)
    {
      g_autofree char *fault = g_strdup_printf ("%s:%u:%s", fault_kinds[kind], nth, outcome);
      FaultOutcome result;

      fault_prepare (scenario, data);
      result = fault_run (scenario, data, kind, nth, outcome);
      fault_look (scenario, data, fault, result == FAULT_RUN_DONE || result == FAULT_RUN_BEYOND);
      if (result == FAULT_RUN_BEYOND)
        return n_tried;
      n_tried++;
    }
}

/* All kinds: failing, disk full (where there is something to write), pulled plug. */
static inline void
fault_sweep_all (const FaultScenario *scenario, gpointer data, guint stride)
{
  static const struct
  {
    DipFaultKind kind;
    const char *outcome;
  } faults[] = {
    { DIP_FAULT_WRITE, "EIO" },   { DIP_FAULT_WRITE, "ENOSPC" }, { DIP_FAULT_WRITE, "kill" },
    { DIP_FAULT_SYNC, "EIO" },    { DIP_FAULT_SYNC, "kill" },    { DIP_FAULT_RENAME, "EIO" },
    { DIP_FAULT_RENAME, "kill" }, { DIP_FAULT_STEP, "EIO" },     { DIP_FAULT_STEP, "ENOSPC" },
    { DIP_FAULT_STEP, "kill" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (faults); i++)
    {
      guint n = fault_sweep (scenario, data, faults[i].kind, faults[i].outcome, stride);

      g_test_message ("%s: %s %s at %u points", scenario->name, fault_kinds[faults[i].kind], faults[i].outcome, n);
    }
}
