/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-lote-conocido.h"

#include "tbk-lote-elegir.h"
#include "tbk-wire.h"

#define PATH "/lotes?pesable=true&page_size=" G_STRINGIFY (TBK_LIBRETA_MAX_LOTES)

/* What is added is owned by `object` and, its detail, by `lotes`. */
static void
add_lote (GArray *lotes, TbkApi *api, JsonObject *object)
{
  const char *codigo = tbk_wire_get_text (object, "codigo_lote");
  TbkLoteUsado lote = { .id = tbk_wire_get_int (object, "id", 0), .codigo = (char *) codigo };

  if (lote.id <= 0 || codigo == NULL)
    return;
  lote.detalle = tbk_lote_elegir_whose (api, tbk_wire_get_text (object, "proveedor_nombre"),
                                        tbk_wire_get_text (object, "empresa_nombre"));
  g_array_append_val (lotes, lote);
}

static void
clear_lote (gpointer data)
{
  g_free (((TbkLoteUsado *) data)->detalle);
}

/* Returns: (transfer full) (element-type TbkLoteUsado): while `items` lives. */
static GArray *
read_lotes (TbkApi *api, JsonArray *items)
{
  GArray *lotes = g_array_new (FALSE, FALSE, sizeof (TbkLoteUsado));

  g_array_set_clear_func (lotes, clear_lote);
  for (guint i = 0; i < json_array_get_length (items); i++)
    {
      JsonNode *node = json_array_get_element (items, i);

      if (JSON_NODE_HOLDS_OBJECT (node))
        add_lote (lotes, api, json_node_get_object (node));
    }
  return lotes;
}

static void
told_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (TbkDespacho) despacho = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (TbkAnswer) answer = tbk_api_call_finish (TBK_API (source), result, &error);
  JsonArray *items = answer != NULL ? tbk_answer_get_items (answer) : NULL;
  TbkBuzon *buzon = tbk_despacho_get_buzon (despacho);
  g_autoptr (GArray) lotes = NULL;
  gboolean all;

  if (items == NULL || buzon == NULL)
    return;
  lotes = read_lotes (TBK_API (source), items);
  all = tbk_wire_get_text (tbk_answer_get_object (answer), "siguiente") == NULL;
  if (!tbk_libreta_put_conocidos (buzon, (const TbkLoteUsado *) (gconstpointer) lotes->data, lotes->len, all, &error))
    g_message ("notebook: %s", error->message);
}

void
tbk_lote_conocido_learn (TbkDespacho *despacho, TbkApi *api)
{
  if (tbk_api_get_usuario (api) == NULL)
    return;
  tbk_api_call_async (api, &(TbkCall){ .path = PATH, .once = TRUE }, NULL, told_cb, g_object_ref (despacho));
}
