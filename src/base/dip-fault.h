/* Fault points: places where the disk can fail. In a build with -Dfaults=true the variable DIP_FAULT ("write:3",
 * "sync:1", "rename:2", "step:17", "write:3:ENOSPC", "rename:2:kill") makes the n-th passing of a point of that kind fail
 * with EIO (or the errno named), or end the process at once as a pulled plug would. In other builds a point is nothing. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  DIP_FAULT_WRITE,
  DIP_FAULT_SYNC,
  DIP_FAULT_RENAME,
  DIP_FAULT_STEP,
} DipFaultKind;

#ifdef DIP_WITH_FAULTS
/* 0, or the errno with which this passing has to fail. Thread-safe. */
int dip_fault_check (DipFaultKind kind);
/* How often points of @kind were passed so far; printed to standard error at exit when DIP_FAULT=count. */
guint dip_fault_count (DipFaultKind kind);
#else
#define dip_fault_check(kind) 0
#endif

G_END_DECLS
