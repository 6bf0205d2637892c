/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "tbk-catalogo.h"

G_BEGIN_DECLS

typedef void (*TbkTaraElegida) (GtkWidget *from, const TbkTaraGuardada *tara);

/* Asks for one of the stored tares, by name, with its age; by the keyboard alone: what is typed narrows the list, Enter takes
 * the first. `elegida` runs when one is picked, `from` alive. `guardar`, an action of `from`, is offered for what stands on the
 * scale. Main thread. */
void tbk_tara_elegir (GtkWidget *from, TbkCatalogo *catalogo, TbkTaraElegida elegida, const char *guardar);

/* "weighed 3 days ago". Returns: (transfer full). */
char *tbk_tara_describe_age (const TbkTaraGuardada *tara);

G_END_DECLS
