/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-scale-said.h"

#include "tbk-json.h"

static const char *const estados[] = {
  [TBK_LECTURA_MUDA] = "movimiento",
  [TBK_LECTURA_ESTABLE] = "movimiento", /* the indicator's word alone is not enough */
  [TBK_LECTURA_MOVIMIENTO] = "movimiento",
  [TBK_LECTURA_SOBRECARGA] = "sobrecarga",
  [TBK_LECTURA_BAJO_CERO] = "bajo_cero",
  [TBK_LECTURA_FALLA] = "falla",
};

static const char *const clases[] = {
  [TBK_CLASE_DESCONOCIDA] = NULL,
  [TBK_CLASE_BRUTO] = "bruto",
  [TBK_CLASE_NETO] = "neto",
  [TBK_CLASE_TARA] = "tara",
};

static void
add_text (JsonObject *object, const char *name, const char *text)
{
  if (text != NULL)
    json_object_set_string_member (object, name, text);
}

static void
add_value (JsonObject *object, const char *name, TbkDecimal value)
{
  g_autofree char *text = tbk_decimal_to_text (value);

  add_text (object, name, text);
}

static void
add_lectura (JsonObject *object, const TbkScaleKind *kind, const TbkLectura *lectura, gboolean stands)
{
  TbkMasa unidad = lectura->unidad != TBK_MASA_NINGUNA ? lectura->unidad : kind->si_ninguna;
  g_autofree char *trama = tbk_lectura_cruda_escape (lectura);

  add_text (object, "lectura", stands ? "estable" : estados[lectura->estado]);
  add_text (object, "trama", trama);
  if (!tbk_lectura_con_valor (lectura))
    return;
  add_value (object, "valor", lectura->valor);
  add_text (object, "unidad", tbk_masa_symbol (unidad));
  add_text (object, "clase", clases[lectura->clase]);
  if (lectura->con_tara)
    add_value (object, "tara", lectura->tara);
}

char *
tbk_scale_said (const TbkScaleKind *kind, TbkLectorState state, const TbkLectura *lectura, gboolean stands)
{
  g_autoptr (GEnumClass) klass = g_type_class_ref (TBK_TYPE_LECTOR_STATE);
  JsonObject *object = json_object_new ();
  g_autoptr (JsonNode) node = json_node_init_object (json_node_alloc (), object);

  add_text (object, "ruc", kind->ruc);
  add_text (object, "bascula", kind->bascula);
  add_text (object, "estado", g_enum_get_value (klass, (int) state)->value_nick);
  if (state == TBK_LECTOR_RECEIVING && lectura != NULL)
    add_lectura (object, kind, lectura, stands);
  json_object_unref (object);
  return tbk_json_to_text (node);
}
