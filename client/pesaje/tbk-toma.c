/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-toma.h"

#include <glib/gi18n.h>

#include "tbk-wire.h"

#define DECIMALS_KG 3
#define MAX_MOTIVO 500 /* characters that the server takes */

void
tbk_mirada_clear (TbkMirada *mirada)
{
  g_clear_pointer (&mirada->trama, g_free);
  g_clear_pointer (&mirada->motivo, g_free);
}

void
tbk_mirada_copy (const TbkMirada *from, TbkMirada *to)
{
  *to = *from;
  to->trama = g_strdup (from->trama);
  to->motivo = g_strdup (from->motivo);
}

TbkToma *
tbk_toma_new (void)
{
  TbkToma *toma = g_new0 (TbkToma, 1);

  toma->id = g_uuid_string_random ();
  return toma;
}

TbkToma *
tbk_toma_copy (const TbkToma *toma)
{
  TbkToma *copy = g_memdup2 (toma, sizeof *toma);

  copy->id = g_strdup (toma->id);
  copy->lote = g_strdup (toma->lote);
  tbk_mirada_copy (&toma->bruto, &copy->bruto);
  tbk_mirada_copy (&toma->tara, &copy->tara);
  copy->humedad = g_strdup (toma->humedad);
  copy->regla = g_strdup (toma->regla);
  copy->placa = g_strdup (toma->placa);
  copy->bascula = g_strdup (toma->bascula);
  return copy;
}

void
tbk_toma_free (TbkToma *toma)
{
  g_free (toma->id);
  g_free (toma->lote);
  tbk_mirada_clear (&toma->bruto);
  tbk_mirada_clear (&toma->tara);
  g_free (toma->humedad);
  g_free (toma->regla);
  g_free (toma->placa);
  g_free (toma->bascula);
  g_free (toma);
}

/* --- the sum --- */

gboolean
tbk_toma_sum (const TbkToma *toma, TbkSuma *suma, GError **error)
{
  if (!tbk_decimal_rescale (toma->bruto.kg, DECIMALS_KG, &suma->bruto, error)
      || !tbk_decimal_rescale (toma->tara.kg, DECIMALS_KG, &suma->tara_vehiculo, error)
      || !tbk_decimal_mul (toma->tara_saco, (TbkDecimal){ toma->sacos, 0 }, DECIMALS_KG, &suma->tara_sacos, error)
      || !tbk_decimal_sub (suma->bruto, suma->tara_vehiculo, &suma->neto, error)
      || !tbk_decimal_sub (suma->neto, suma->tara_sacos, &suma->neto, error))
    return FALSE;
  if (suma->neto.units > 0)
    return TRUE;
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, _ ("Without the tares, nothing is left to weigh."));
  return FALSE;
}

void
tbk_toma_add_mirada (TbkToma *toma, const TbkMirada *mirada)
{
  gboolean heavier = tbk_decimal_compare (mirada->kg, toma->bruto.kg) > 0;

  tbk_mirada_clear (&toma->tara);
  if (!heavier)
    {
      tbk_mirada_copy (mirada, &toma->tara);
      return;
    }
  toma->tara = toma->bruto;
  tbk_mirada_copy (mirada, &toma->bruto);
}

/* --- as text --- */

char *
tbk_toma_time (gint64 us)
{
  g_autoptr (GDateTime) seconds = g_date_time_new_from_unix_utc (us / G_USEC_PER_SEC);
  g_autoptr (GDateTime) time = g_date_time_add (seconds, us % G_USEC_PER_SEC);

  return g_date_time_format (time, "%Y-%m-%dT%H:%M:%S.%fZ");
}

static void
add_text (JsonObject *object, const char *name, const char *text)
{
  if (text != NULL && *text != '\0')
    json_object_set_string_member (object, name, text);
}

static void
add_kg (JsonObject *object, const char *name, TbkDecimal kg)
{
  g_autofree char *text = tbk_decimal_to_text (kg);

  json_object_set_string_member (object, name, text);
}

static void
add_time (JsonObject *object, const char *name, gint64 us)
{
  g_autofree char *text = us != 0 ? tbk_toma_time (us) : NULL;

  add_text (object, name, text);
}

/* Both reasons, where both looks have one. Returns: (transfer full) (nullable). */
static char *
join_motivos (const TbkToma *toma)
{
  g_autofree char *both = NULL;

  if (toma->bruto.motivo == NULL || toma->tara.motivo == NULL)
    return g_strdup (toma->bruto.motivo != NULL ? toma->bruto.motivo : toma->tara.motivo);
  both = g_strjoin ("; ", toma->bruto.motivo, toma->tara.motivo, NULL);
  return g_utf8_substring (both, 0, MIN (g_utf8_strlen (both, -1), MAX_MOTIVO));
}

static gboolean
is_stable (const TbkToma *toma)
{
  return toma->bruto.estable && (toma->tara.en == 0 || toma->tara.estable);
}

static JsonObject *
to_object (const TbkToma *toma)
{
  JsonObject *object = json_object_new ();
  g_autofree char *motivo = join_motivos (toma);
  TbkSuma suma = { 0 };

  tbk_toma_sum (toma, &suma, NULL); /* a truck that was weighed once has none yet */
  add_text (object, "id", toma->id);
  json_object_set_int_member (object, "lote_id", toma->lote_id);
  add_kg (object, "peso", suma.bruto);
  add_text (object, "unidad", "kg");
  add_kg (object, "tara", suma.tara_vehiculo);
  add_kg (object, "tara_sacos", suma.tara_sacos);
  add_text (object, "humedad", toma->humedad);
  add_text (object, "humedad_regla", toma->humedad != NULL ? toma->regla : NULL);
  if (toma->sacos > 0)
    json_object_set_int_member (object, "sacos", toma->sacos);
  add_text (object, "placa", toma->placa);
  add_text (object, "origen", "panel");
  add_text (object, "bascula", toma->bascula);
  add_text (object, "trama", toma->bruto.trama);
  json_object_set_boolean_member (object, "estable", is_stable (toma));
  json_object_set_boolean_member (object, "manual", FALSE);
  add_text (object, "motivo", motivo);
  add_time (object, "capturado_en", toma->bruto.en);
  add_time (object, "tara_en", toma->tara.en);
  add_text (object, "tara_trama", toma->tara.trama);
  return object;
}

static char *
write_object (JsonObject *object)
{
  g_autoptr (JsonNode) node = json_node_init_object (json_node_alloc (), object);

  json_object_unref (object);
  return json_to_string (node, FALSE);
}

char *
tbk_toma_to_body (const TbkToma *toma)
{
  return write_object (to_object (toma));
}

/* --- the yard's --- */

char *
tbk_toma_to_datos (const TbkToma *toma)
{
  JsonObject *object = json_object_new ();

  add_text (object, "id", toma->id);
  json_object_set_int_member (object, "lote_id", toma->lote_id);
  add_text (object, "lote", toma->lote);
  add_kg (object, "kg", toma->bruto.kg);
  json_object_set_int_member (object, "en", toma->bruto.en);
  add_text (object, "trama", toma->bruto.trama);
  json_object_set_boolean_member (object, "estable", toma->bruto.estable);
  add_text (object, "motivo", toma->bruto.motivo);
  add_kg (object, "tara_saco", toma->tara_saco);
  json_object_set_int_member (object, "sacos", toma->sacos);
  add_text (object, "humedad", toma->humedad);
  add_text (object, "placa", toma->placa);
  add_text (object, "bascula", toma->bascula);
  return write_object (object);
}

static gboolean
read_kg (JsonObject *object, const char *name, TbkDecimal *kg)
{
  const char *text = tbk_wire_get_text (object, name);

  return text != NULL && tbk_decimal_parse (text, kg, NULL);
}

static void
take_text (JsonObject *object, const char *name, char **place)
{
  g_free (*place);
  *place = g_strdup (tbk_wire_get_text (object, name));
}

TbkToma *
tbk_toma_from_datos (const char *datos, GError **error)
{
  g_autoptr (JsonNode) node = json_from_string (datos, NULL);
  g_autoptr (TbkToma) toma = tbk_toma_new ();
  JsonObject *object = node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;

  if (object == NULL || tbk_wire_get_text (object, "id") == NULL || !read_kg (object, "kg", &toma->bruto.kg)
      || !read_kg (object, "tara_saco", &toma->tara_saco))
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                           _ ("What was kept of this truck cannot be read."));
      return NULL;
    }
  take_text (object, "id", &toma->id);
  take_text (object, "lote", &toma->lote);
  take_text (object, "trama", &toma->bruto.trama);
  take_text (object, "motivo", &toma->bruto.motivo);
  take_text (object, "humedad", &toma->humedad);
  take_text (object, "placa", &toma->placa);
  take_text (object, "bascula", &toma->bascula);
  toma->lote_id = tbk_wire_get_int (object, "lote_id", 0);
  toma->bruto.en = tbk_wire_get_int (object, "en", 0);
  toma->bruto.estable = tbk_wire_get_boolean (object, "estable", FALSE);
  toma->sacos = (guint) CLAMP (tbk_wire_get_int (object, "sacos", 0), 0, 100000);
  return g_steal_pointer (&toma);
}
