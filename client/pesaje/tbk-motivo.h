/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* What is asked, in the user's language. */
typedef struct
{
  const char *heading;
  const char *body;
  const char *confirm; /* label of the button */
} TbkMotivoPregunta;

/* `motivo`: at least 3 characters, without space around. */
typedef void (*TbkMotivoDado) (GtkWidget *from, const char *motivo, gpointer data);

/* Asks for a reason, which is kept with a weighing. `dado` runs only when it is confirmed, `from` alive; `data` is freed by
 * `destroy` (may be NULL) either way. Main thread. */
void tbk_motivo_ask (GtkWidget *from,
                     const TbkMotivoPregunta *pregunta,
                     TbkMotivoDado dado,
                     gpointer data,
                     GDestroyNotify destroy);

G_END_DECLS
