/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tbk-record-page.h"
#include "tbk-stand-in.h"
#include "tbk-ui-window.h"

G_BEGIN_DECLS

/* A page of records on the screen, signed in to a stand-in that lists one row. Main thread. */
typedef struct
{
  TbkStandIn *server;
  TbkApi *api;
  GtkWindow *window;
  TbkRecordPage *page;
  const char *collection; /* static: "contratos" */
} TbkPageBench;

/* Of the rol, in empresa 1; id 7 and owner of it. `row` is the JSON of what the list holds; it is selected. */
void tbk_page_bench_open (TbkPageBench *bench, GType type, const char *rol, const char *row);
/* Fails the test for a page that outlives its window. */
void tbk_page_bench_close (TbkPageBench *bench);
/* From now on the list holds that row, and it is what GET of its id 9 gives. */
void tbk_page_bench_answer (TbkPageBench *bench, const char *row);
/* Whether a label, button or entry of the page says just that. */
gboolean tbk_page_bench_says (TbkPageBench *bench, const char *text);
/* Presses a button of the page. */
void tbk_page_bench_click (TbkPageBench *bench, const char *text);
/* The window of that type over the page, once it is there. Returns: (transfer none). */
GtkWidget *tbk_page_bench_wait_window (GType type);
/* Waits for the question over the page, gives that answer and closes it. Returns: (transfer full): what it said. */
char *tbk_page_bench_answer_question (const char *response);
/* A new form of the page: page.new or page.edit. Returns: (transfer none). */
TbkFormWindow *tbk_page_bench_open_form (TbkPageBench *bench, const char *action);

G_END_DECLS
