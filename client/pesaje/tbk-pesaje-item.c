/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-pesaje-item.h"

#include <string.h>

#include "tbk-descuento.h"
#include "tbk-wire.h"

#define DECIMALS_KG 3
#define UNDO_PREFIX "/pesajes/"

void
tbk_pesaje_item_free (TbkPesajeItem *item)
{
  g_free (item->id);
  g_free (item->lote);
  g_free (item->anula);
  g_free (item->error);
  g_free (item->foto_copia);
  g_free (item->foto_error);
  g_clear_pointer (&item->object, json_object_unref);
  g_free (item);
}

static TbkDecimal
get_decimal (JsonObject *object, const char *name)
{
  const char *text = tbk_wire_get_text (object, name);
  TbkDecimal value = { 0, DECIMALS_KG };

  if (text != NULL && tbk_decimal_parse (text, &value, NULL))
    return value;
  return (TbkDecimal){ 0, DECIMALS_KG };
}

TbkPesajeItem *
tbk_pesaje_item_from_json (JsonObject *object)
{
  g_autoptr (TbkPesajeItem) item = g_new0 (TbkPesajeItem, 1);

  item->object = json_object_ref (object);
  item->id = g_strdup (tbk_wire_get_text (object, "id"));
  item->state = TBK_PESAJE_ITEM_SENT;
  item->en = tbk_wire_read_time (tbk_wire_get_text (object, "capturado_en"));
  item->lote_id = tbk_wire_get_int (object, "lote_id", 0);
  item->lote = g_strdup (tbk_wire_get_text (object, "codigo_lote"));
  item->anula = g_strdup (tbk_wire_get_text (object, "anula"));
  item->undone = tbk_wire_get_text (object, "anulado_por") != NULL;
  item->foto = tbk_wire_get_boolean (object, "foto", FALSE) ? TBK_PESAJE_FOTO_SENT : TBK_PESAJE_FOTO_NONE;
  item->neto = get_decimal (object, "neto_kg");
  item->liquido = tbk_wire_get_text (object, "liquido_kg") != NULL ? get_decimal (object, "liquido_kg") : item->neto;
  return item->id != NULL ? g_steal_pointer (&item) : NULL;
}

/* "/pesajes/<uuid>/anular". Returns: (transfer full) (nullable). */
static char *
read_undone (const char *ruta)
{
  const char *end = strrchr (ruta, '/');

  if (!g_str_has_prefix (ruta, UNDO_PREFIX) || end < ruta + strlen (UNDO_PREFIX))
    return NULL;
  return g_strndup (ruta + strlen (UNDO_PREFIX), (gsize) (end - ruta) - strlen (UNDO_PREFIX));
}

static TbkDecimal
net_of_body (JsonObject *body)
{
  TbkDecimal net = get_decimal (body, "peso");

  if (tbk_decimal_sub (net, get_decimal (body, "tara"), &net, NULL)
      && tbk_decimal_sub (net, get_decimal (body, "tara_sacos"), &net, NULL))
    return net;
  return (TbkDecimal){ 0, DECIMALS_KG };
}

gboolean
tbk_pesaje_item_get_cuenta (const TbkPesajeItem *item, TbkHumedadCuenta *cuenta)
{
  return tbk_descuento_compute (tbk_wire_get_text (item->object, "humedad_regla"),
                                tbk_wire_get_text (item->object, "humedad"), item->neto, cuenta);
}

static TbkDecimal
get_liquido (const TbkPesajeItem *item)
{
  g_auto (TbkHumedadCuenta) cuenta = { 0 };

  return tbk_pesaje_item_get_cuenta (item, &cuenta) ? cuenta.liquido_kg : item->neto;
}

TbkPesajeItem *
tbk_pesaje_item_from_fila (const TbkBuzonFila *fila)
{
  static const TbkPesajeItemState states[] = {
    [TBK_BUZON_WAITING] = TBK_PESAJE_ITEM_WAITING,
    [TBK_BUZON_SENT] = TBK_PESAJE_ITEM_SENT,
    [TBK_BUZON_REFUSED] = TBK_PESAJE_ITEM_REFUSED,
    [TBK_BUZON_GIVEN_UP] = TBK_PESAJE_ITEM_GIVEN_UP,
  };
  g_autoptr (JsonNode) node = json_from_string (fila->cuerpo, NULL);
  TbkPesajeItem *item;

  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
    return NULL;
  item = g_new0 (TbkPesajeItem, 1);
  item->object = json_object_ref (json_node_get_object (node));
  item->id = g_strdup (fila->id);
  item->state = states[fila->estado];
  item->en = fila->capturado_en;
  item->lote_id = tbk_wire_get_int (item->object, "lote_id", 0);
  item->anula = read_undone (fila->ruta);
  item->error = g_strdup (fila->error);
  item->neto = net_of_body (item->object);
  item->liquido = get_liquido (item);
  return item;
}

void
tbk_pesaje_item_set_foto (TbkPesajeItem *item, const TbkBuzonFila *foto)
{
  item->foto = foto->estado == TBK_BUZON_REFUSED ? TBK_PESAJE_FOTO_REFUSED : TBK_PESAJE_FOTO_WAITING;
  g_free (item->foto_copia);
  item->foto_copia = g_strdup (foto->cuerpo);
  g_free (item->foto_error);
  item->foto_error = g_strdup (foto->error);
}

static char *
get_descuento (const TbkPesajeItem *item)
{
  TbkDecimal off = { 0, DECIMALS_KG };

  tbk_decimal_sub (item->neto, item->liquido, &off, NULL);
  return tbk_decimal_to_text (off);
}

char *
tbk_pesaje_item_get_kg (const TbkPesajeItem *item, const char *name)
{
  static const struct
  {
    const char *name;
    const char *in_body;
  } names[] = { { "bruto_kg", "peso" }, { "tara_vehiculo_kg", "tara" }, { "tara_sacos_kg", "tara_sacos" } };

  if (g_str_equal (name, "neto_kg"))
    return tbk_decimal_to_text (item->neto);
  if (g_str_equal (name, "liquido_kg"))
    return tbk_decimal_to_text (item->liquido);
  if (g_str_equal (name, "descuento_kg"))
    return get_descuento (item);
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    if (g_str_equal (names[i].name, name))
      return tbk_decimal_to_text (get_decimal (
          item->object, json_object_has_member (item->object, name) ? name : names[i].in_body));
  g_return_val_if_reached (NULL);
}

const char *
tbk_pesaje_item_get_text (const TbkPesajeItem *item, const char *name)
{
  return tbk_wire_get_text (item->object, name);
}

/* --- lists --- */

static int
compare_items (gconstpointer a, gconstpointer b)
{
  const TbkPesajeItem *one = *(TbkPesajeItem *const *) a, *other = *(TbkPesajeItem *const *) b;

  if (one->en != other->en)
    return one->en < other->en ? 1 : -1;
  return g_strcmp0 (one->id, other->id);
}

/* Takes over the item. */
static void
add_item (GPtrArray *all, GHashTable *by_id, TbkPesajeItem *item)
{
  if (g_hash_table_contains (by_id, item->id))
    {
      tbk_pesaje_item_free (item);
      return;
    }
  g_hash_table_insert (by_id, item->id, item);
  g_ptr_array_add (all, item);
}

/* Takes over the items, and leaves none in `from`. */
static void
add_items (GPtrArray *all, GHashTable *by_id, GPtrArray *from)
{
  for (guint i = 0; i < from->len; i++)
    add_item (all, by_id, g_ptr_array_index (from, i));
  g_ptr_array_set_size (from, 0);
}

static void
mark_undone (GPtrArray *all, GHashTable *by_id)
{
  for (guint i = 0; i < all->len; i++)
    {
      TbkPesajeItem *item = g_ptr_array_index (all, i);
      gboolean counts = item->state == TBK_PESAJE_ITEM_WAITING || item->state == TBK_PESAJE_ITEM_SENT;
      TbkPesajeItem *undone = item->anula != NULL && counts ? g_hash_table_lookup (by_id, item->anula) : NULL;

      if (undone == NULL)
        continue;
      undone->undone = TRUE;
      if (item->lote_id == 0) /* it waits here: the server has not made its figures yet */
        {
          item->neto = (TbkDecimal){ -undone->neto.units, undone->neto.scale };
          item->liquido = (TbkDecimal){ -undone->liquido.units, undone->liquido.scale };
          item->lote_id = undone->lote_id;
          item->lote = g_strdup (undone->lote);
        }
    }
}

GPtrArray *
tbk_pesaje_items_merge (GPtrArray *server, GPtrArray *here, GHashTable *codes)
{
  GPtrArray *all = g_ptr_array_new_with_free_func ((GDestroyNotify) tbk_pesaje_item_free);
  g_autoptr (GHashTable) by_id = g_hash_table_new (g_str_hash, g_str_equal);

  add_items (all, by_id, server);
  add_items (all, by_id, here);
  for (guint i = 0; i < all->len; i++)
    {
      TbkPesajeItem *item = g_ptr_array_index (all, i);

      if (item->lote == NULL)
        item->lote = g_strdup (g_hash_table_lookup (codes, &item->lote_id));
    }
  mark_undone (all, by_id);
  g_ptr_array_sort (all, compare_items);
  return all;
}

TbkPesajeItem *
tbk_pesaje_items_find (GPtrArray *items, const char *id)
{
  for (guint i = 0; i < items->len; i++)
    {
      TbkPesajeItem *item = g_ptr_array_index (items, i);

      if (g_str_equal (item->id, id))
        return item;
    }
  return NULL;
}

void
tbk_pesaje_items_total (GPtrArray *items, TbkDecimal *neto, TbkDecimal *liquido)
{
  *neto = *liquido = (TbkDecimal){ 0, DECIMALS_KG };
  for (guint i = 0; i < items->len; i++)
    {
      const TbkPesajeItem *item = g_ptr_array_index (items, i);

      if (item->state != TBK_PESAJE_ITEM_WAITING && item->state != TBK_PESAJE_ITEM_SENT)
        continue;
      tbk_decimal_add (*neto, item->neto, neto, NULL);
      tbk_decimal_add (*liquido, item->liquido, liquido, NULL);
    }
}
