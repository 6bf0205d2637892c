/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* The ticket of a weighing, as it is handed over the counter: drawn from texts, on A4 or on a roll of 80 mm. */

typedef enum
{
  TBK_TICKET_A4,
  TBK_TICKET_ROLL_80, /* 72 mm of it are printed on; as long as it needs */
} TbkTicketPaper;

/* "Gross", "5,000.000 kg". */
typedef struct
{
  const char *label;
  const char *value;
  gboolean strong; /* what is looked for first: the net weight */
} TbkTicketLine;

/* All UTF-8, none of it markup; what is NULL is left out. */
typedef struct
{
  GBytes *logo; /* PNG or JPEG; one that cannot be read is left out */
  const char *empresa;
  const char *ruc;
  const char *title;
  const char *number;
  const TbkTicketLine *lines;
  gsize n_lines;
  const char *qr;   /* text of the QR code, TBK_TICKET_MAX_QR_BYTES at most */
  const char *note; /* small, at the end */
  guint copy;       /* 0: the original; n: its nth reprint, which it says */
} TbkTicketFacts;

#define TBK_TICKET_MAX_QR_BYTES 600

/* One page; written aside, then put in the place of what was there. Main thread.
 * Expected errors: G_IO_ERROR_INVALID_ARGUMENT (no QR code can hold that text), G_FILE_ERROR (all). */
gboolean tbk_ticket_write_pdf (const TbkTicketFacts *facts, TbkTicketPaper paper, const char *path, GError **error);

/* Asks how to print it, over the window of `from`; what goes wrong is a toast there. `facts` need not live on. Main thread. */
void tbk_ticket_print (GtkWidget *from, const TbkTicketFacts *facts, TbkTicketPaper paper);

G_END_DECLS
