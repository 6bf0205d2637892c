/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tbk-despacho.h"

G_BEGIN_DECLS

/* What a scale's PC wants to know of the server: the empresa's discount rule and logo, its stored tares. It is asked when the
 * line is there, and as it was last known it is in the outbox's file, for when the line is not. Tares that were weighed here go
 * to the server by the same way, each as soon as it can. Main thread.
 *
 * Signal: "changed": the rule, the logo or a tare may be another. */
#define TBK_TYPE_CATALOGO (tbk_catalogo_get_type ())
G_DECLARE_FINAL_TYPE (TbkCatalogo, tbk_catalogo, TBK, CATALOGO, GObject)

/* Asks by itself at once, and whenever the line returns. */
TbkCatalogo *tbk_catalogo_new (TbkApi *api, TbkDespacho *despacho);

/* Asks the server now; without a line it does nothing. */
void tbk_catalogo_refresh (TbkCatalogo *self);

/* As last known: the rule as tbk_humedad_regla_parse() takes it; NULL: there is none. Returns: (transfer full) (nullable). */
char *tbk_catalogo_get_regla (TbkCatalogo *self);
/* Returns: (transfer full) (nullable): the picture's bytes. */
GBytes *tbk_catalogo_get_logo (TbkCatalogo *self);
/* Returns: (transfer full) (element-type TbkTaraGuardada): none where there is no file. */
GPtrArray *tbk_catalogo_list_taras (TbkCatalogo *self);
/* Returns: (transfer full) (nullable). */
TbkTaraGuardada *tbk_catalogo_find_tara (TbkCatalogo *self, const char *clase, const char *nombre);
/* Keeps one that was weighed or typed here, synced, and sends it. Expected errors: TBK_BUZON_ERROR (all). */
gboolean tbk_catalogo_put_tara (TbkCatalogo *self, const TbkTaraGuardada *tara, GError **error);

/* Whether a tare is so old that the vehicle should be weighed empty again (the setting tara-dias). */
gboolean tbk_catalogo_is_old (const TbkTaraGuardada *tara);

G_END_DECLS
