/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-cadena.h"

#include <string.h>

#define FORM "triboka-pesaje-1\n"
#define FORM_CON_DESCUENTO "triboka-pesaje-2\n"
#define CAMPOS_SIN_DESCUENTO TBK_CADENA_HUMEDAD_REGLA
#define TEXT_SIZE 1024 /* bytes that most texts fit in */

static const char *const names[TBK_CADENA_CAMPOS] = {
  [TBK_CADENA_ID] = "id",
  [TBK_CADENA_EMPRESA_ID] = "empresa_id",
  [TBK_CADENA_LOTE_ID] = "lote_id",
  [TBK_CADENA_ETAPA] = "etapa",
  [TBK_CADENA_BRUTO_KG] = "bruto_kg",
  [TBK_CADENA_TARA_VEHICULO_KG] = "tara_vehiculo_kg",
  [TBK_CADENA_TARA_SACOS_KG] = "tara_sacos_kg",
  [TBK_CADENA_NETO_KG] = "neto_kg",
  [TBK_CADENA_HUMEDAD] = "humedad",
  [TBK_CADENA_SACOS] = "sacos",
  [TBK_CADENA_PLACA] = "placa",
  [TBK_CADENA_ORIGEN] = "origen",
  [TBK_CADENA_BASCULA] = "bascula",
  [TBK_CADENA_TRAMA] = "trama",
  [TBK_CADENA_ESTABLE] = "estable",
  [TBK_CADENA_MANUAL] = "manual",
  [TBK_CADENA_MOTIVO] = "motivo",
  [TBK_CADENA_TARA_EN] = "tara_en",
  [TBK_CADENA_TARA_TRAMA] = "tara_trama",
  [TBK_CADENA_USUARIO_ID] = "usuario_id",
  [TBK_CADENA_CAPTURADO_EN] = "capturado_en",
  [TBK_CADENA_RECIBIDO_EN] = "recibido_en",
  [TBK_CADENA_ANULA] = "anula",
  [TBK_CADENA_HUMEDAD_REGLA] = "humedad_regla",
  [TBK_CADENA_LIQUIDO_KG] = "liquido_kg",
};

const char *
tbk_cadena_campo_name (TbkCadenaCampo campo)
{
  g_return_val_if_fail (campo < TBK_CADENA_CAMPOS, NULL);
  return names[campo];
}

static void
append_escaped (GString *out, const char *value)
{
  for (;;)
    {
      gsize plain = strcspn (value, "\\\n\r");

      g_string_append_len (out, value, plain);
      value += plain;
      if (*value == '\0')
        return;
      g_string_append (out, *value == '\\' ? "\\\\" : *value == '\n' ? "\\n"
                                                                     : "\\r");
      value++;
    }
}

void
tbk_cadena_write_text (const char *const values[TBK_CADENA_CAMPOS], GString *out)
{
  gboolean discounted = values[TBK_CADENA_HUMEDAD_REGLA] != NULL || values[TBK_CADENA_LIQUIDO_KG] != NULL;
  guint n = discounted ? TBK_CADENA_CAMPOS : CAMPOS_SIN_DESCUENTO;

  g_string_assign (out, discounted ? FORM_CON_DESCUENTO : FORM);
  for (guint i = 0; i < n; i++)
    {
      g_string_append (out, names[i]);
      if (values[i] != NULL)
        {
          g_string_append_c (out, ':');
          append_escaped (out, values[i]);
        }
      g_string_append_c (out, '\n');
    }
}

static void
hash_bytes (const void *a, gsize a_size, const void *b, gsize b_size, guint8 *hash)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  gsize size = TBK_CADENA_HASH_BYTES;

  g_checksum_update (checksum, a, (gssize) a_size);
  if (b_size > 0)
    g_checksum_update (checksum, b, (gssize) b_size);
  g_checksum_get_digest (checksum, hash, &size);
}

void
tbk_cadena_hash_text (const GString *text, guint8 huella[TBK_CADENA_HASH_BYTES])
{
  hash_bytes (text->str, text->len, NULL, 0, huella);
}

void
tbk_cadena_link (const guint8 before[TBK_CADENA_HASH_BYTES],
                 const guint8 huella[TBK_CADENA_HASH_BYTES],
                 guint8 hash[TBK_CADENA_HASH_BYTES])
{
  hash_bytes (before, TBK_CADENA_HASH_BYTES, huella, TBK_CADENA_HASH_BYTES, hash);
}

void
tbk_cadena_to_hex (const guint8 hash[TBK_CADENA_HASH_BYTES], char hex[TBK_CADENA_HEX_SIZE])
{
  const char *digits = "0123456789abcdef";

  for (guint i = 0; i < TBK_CADENA_HASH_BYTES; i++)
    {
      hex[2 * i] = digits[hash[i] >> 4];
      hex[2 * i + 1] = digits[hash[i] & 0xf];
    }
  hex[TBK_CADENA_HEX_SIZE - 1] = '\0';
}

void
tbk_cadena_begin (TbkCadena *self)
{
  memset (self, 0, sizeof *self);
}

const char *
tbk_cadena_walk (TbkCadena *self,
                 gint64 numero,
                 const char *const values[TBK_CADENA_CAMPOS],
                 const char *hash_anterior,
                 const char *hash)
{
  g_autoptr (GString) text = g_string_sized_new (TEXT_SIZE);
  guint8 huella[TBK_CADENA_HASH_BYTES], mine[TBK_CADENA_HASH_BYTES];
  char hex[TBK_CADENA_HEX_SIZE];

  if (numero != self->numero + 1)
    return "gap";
  tbk_cadena_to_hex (self->hash, hex);
  if (g_strcmp0 (hash_anterior, hex) != 0)
    return "link";
  tbk_cadena_write_text (values, text);
  tbk_cadena_hash_text (text, huella);
  tbk_cadena_link (self->hash, huella, mine);
  tbk_cadena_to_hex (mine, hex);
  if (g_strcmp0 (hash, hex) != 0)
    return "content";
  self->numero = numero;
  memcpy (self->hash, mine, sizeof mine);
  return NULL;
}
