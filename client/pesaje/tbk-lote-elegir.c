/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-lote-elegir.h"

#include <glib/gi18n.h>

#include "lote.h"
#include "tbk-closures.h"
#include "tbk-listing.h"
#include "tbk-pick-window.h"

#define COLUMNS "codigo_lote fecha estado proveedor_nombre peso_kg"
/* whose it is stands beside its code */
#define COLUMNS_OF_SEVERAL "codigo_lote empresa_nombre fecha estado proveedor_nombre peso_kg"
#define WIDTH 860
#define HEIGHT 620

static void
picked_cb (GtkWindow *window, TbkRecord *lote, gpointer elegido)
{
  GtkWidget *from = g_object_get_data (G_OBJECT (window), "tbk-from");

  if (from != NULL)
    ((TbkLoteElegido) elegido) (from, lote);
}

/* The window is modal over it: it does not outlive it by much. */
static void
remember_from (GtkWindow *window, GtkWidget *from)
{
  g_object_set_data_full (G_OBJECT (window), "tbk-from", g_object_ref (from), g_object_unref);
}

void
tbk_lote_elegir (GtkWidget *from, TbkApi *api, const char *unidad, TbkLoteElegido elegido)
{
  g_autoptr (TbkListing) listing = tbk_listing_new (api, &tbk_lote);
  GtkWindow *window;

  tbk_listing_set_base_filter (listing, "pesable", "true");
  window = g_object_new (TBK_TYPE_PICK_WINDOW,
                         "title", _ ("Choose the Lot"),
                         "listing", listing,
                         "columns", tbk_lote_elegir_has_several (api) ? COLUMNS_OF_SEVERAL : COLUMNS,
                         "unidad", unidad,
                         "pick-label", _ ("_Weigh It"),
                         "empty-text", _ ("There is no lot that you may weigh."),
                         "default-width", WIDTH,
                         "default-height", HEIGHT,
                         NULL);
  remember_from (window, from);
  g_signal_connect (window, "picked", G_CALLBACK (picked_cb), (gpointer) elegido);
  tbk_pick_window_present (TBK_PICK_WINDOW (window), from);
}

gboolean
tbk_lote_elegir_has_several (TbkApi *api)
{
  return g_strcmp0 (tbk_api_get_rol (api), "proveedor") != 0;
}

char *
tbk_lote_elegir_whose (TbkApi *api, const char *proveedor, const char *empresa)
{
  if (proveedor == NULL)
    return g_strdup (empresa != NULL ? empresa : "");
  if (empresa == NULL || g_str_equal (proveedor, empresa) || !tbk_lote_elegir_has_several (api))
    return g_strdup (proveedor);
  return g_strjoin (" · ", proveedor, empresa, NULL);
}

char *
tbk_lote_elegir_describe (TbkApi *api, TbkRecord *lote, const char *unidad)
{
  g_autofree char *whose = tbk_lote_elegir_whose (api, tbk_record_get_text (lote, "proveedor_nombre"),
                                                  tbk_record_get_text (lote, "empresa_nombre"));
  g_autofree char *peso = tbk_show_peso (NULL, tbk_record_get_text (lote, "peso_kg"), unidad);
  g_autofree char *estado = tbk_show_estado (NULL, "lote", tbk_record_get_text (lote, "estado"));

  return g_strjoin (" · ", whose, peso, estado, NULL);
}
