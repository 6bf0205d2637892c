/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "tbk-record.h"

G_BEGIN_DECLS

/* What all tests of the client share; needs no display. Main thread. */

/* g_test_init() with nobody's settings, in English. */
void tbk_ui_test_init (int *argc, char ***argv);

/* Turns the main loop until the condition holds; fails the test when it does not come to hold within 20 s. */
#define tbk_ui_test_until(condition)                                      \
  G_STMT_START                                                            \
  {                                                                       \
    gint64 until_end = g_get_monotonic_time () + 20 * G_TIME_SPAN_SECOND; \
    while (!(condition))                                                  \
      tbk_ui_test_turn (until_end, #condition, G_STRLOC);                 \
  }                                                                       \
  G_STMT_END

/* One turn of the main loop, at most 10 ms long; fails the test after `end`. */
void tbk_ui_test_turn (gint64 end, const char *condition, const char *where);

/* GAsyncReadyCallback: `data` is a GAsyncResult **, which gets a reference. */
void tbk_ui_test_take_result (GObject *source, GAsyncResult *result, gpointer data);
/* Drops a reference to an object, and waits until it is gone: what is still under way may hold it for a moment. */
void tbk_ui_test_let_go (gpointer object);
/* Counts how often it is called: `data` is a guint *; connect it swapped. */
void tbk_ui_test_count (gpointer data);

/* Returns: (transfer full). The text must be that of an object. */
JsonObject *tbk_ui_test_object (const char *json);
TbkRecord *tbk_ui_test_record (const TbkResource *resource, const char *json);

G_END_DECLS
