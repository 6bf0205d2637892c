/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-lote-conocido.h"

#include "tbk-wire.h"

static void
add_lote (GArray *lotes, JsonObject *object)
{
  const char *codigo = tbk_wire_get_text (object, "codigo_lote");
  const char *whose = tbk_wire_get_text (object, "proveedor_nombre");
  TbkLoteUsado lote = { .id = tbk_wire_get_int (object, "id", 0), .codigo = (char *) codigo };

  if (whose == NULL)
    whose = tbk_wire_get_text (object, "empresa_nombre");
  lote.detalle = (char *) (whose != NULL ? whose : "");
  if (lote.id > 0 && codigo != NULL)
    g_array_append_val (lotes, lote);
}

static void
told_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (TbkDespacho) despacho = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (TbkAnswer) answer = tbk_api_call_finish (TBK_API (source), result, &error);
  JsonArray *items = answer != NULL ? tbk_answer_get_items (answer) : NULL;
  TbkBuzon *buzon = tbk_despacho_get_buzon (despacho);
  g_autoptr (GArray) lotes = g_array_new (FALSE, FALSE, sizeof (TbkLoteUsado));

  if (items == NULL || buzon == NULL)
    return;
  for (guint i = 0; i < json_array_get_length (items); i++)
    {
      JsonNode *node = json_array_get_element (items, i);

      if (JSON_NODE_HOLDS_OBJECT (node))
        add_lote (lotes, json_node_get_object (node));
    }
  if (!tbk_libreta_put_conocidos (buzon, (const TbkLoteUsado *) (gconstpointer) lotes->data, lotes->len, &error))
    g_message ("notebook: %s", error->message);
}

void
tbk_lote_conocido_learn (TbkDespacho *despacho, TbkApi *api)
{
  g_autofree char *path = NULL;

  if (tbk_api_get_usuario (api) == NULL)
    return;
  if (g_strcmp0 (tbk_api_get_rol (api), "proveedor") == 0)
    path = g_strdup_printf ("/lotes?page_size=%d&empresa_id=%" G_GINT64_FORMAT, TBK_LIBRETA_MAX_LOTES,
                            tbk_api_get_empresa_id (api));
  else
    path = g_strdup_printf ("/lotes?page_size=%d", TBK_LIBRETA_MAX_LOTES);
  tbk_api_call_async (api, &(TbkCall){ .path = path, .once = TRUE }, NULL, told_cb, g_object_ref (despacho));
}
