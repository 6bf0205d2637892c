/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-pesaje-boleto.h"

#include <glib/gi18n.h>

#include "tbk-closures.h"
#include "tbk-descuento.h"
#include "tbk-toma.h"
#include "tbk-wire.h"

#define MAX_LINES 24

struct _TbkPesajeBoleto
{
  TbkTicketFacts facts;
  TbkTicketLine lines[MAX_LINES];
  GPtrArray *texts; /* all that the lines point to */
};

/* Takes over `value`; an empty one makes no line. */
static void
add (TbkPesajeBoleto *self, const char *label, char *value, gboolean strong)
{
  if (value == NULL || *value == '\0' || self->facts.n_lines == MAX_LINES)
    {
      g_free (value);
      return;
    }
  g_ptr_array_add (self->texts, value);
  self->lines[self->facts.n_lines++] = (TbkTicketLine){ label, value, strong };
}

static const char *
keep (TbkPesajeBoleto *self, char *text)
{
  g_ptr_array_add (self->texts, text);
  return text;
}

static void
add_kg (TbkPesajeBoleto *self, const TbkPesajeItem *item, const char *label, const char *name)
{
  g_autofree char *kg = tbk_pesaje_item_get_kg (item, name);

  add (self, label, tbk_show_peso (NULL, kg, "kg"), FALSE);
}

static void
add_weights (TbkPesajeBoleto *self, const TbkPesajeItem *item, const char *unidad)
{
  g_autofree char *kg = tbk_pesaje_item_get_kg (item, "neto_kg");

  add_kg (self, item, _ ("Gross"), "bruto_kg");
  add_kg (self, item, _ ("Tare of the Vehicle"), "tara_vehiculo_kg");
  add_kg (self, item, _ ("Tare of the Sacks"), "tara_sacos_kg");
  add (self, _ ("Net"), tbk_show_peso (NULL, kg, "kg"), TRUE);
  add (self, _ ("Net in Quintals"), tbk_show_peso (NULL, kg, "qq"), FALSE);
  if (g_strcmp0 (unidad, "TM") == 0)
    add (self, _ ("Net in Tons"), tbk_show_peso (NULL, kg, "TM"), FALSE);
}

static char *
show_count (JsonObject *object, const char *name)
{
  gint64 n = tbk_wire_get_int (object, name, 0);

  return n != 0 ? g_strdup_printf ("%" G_GINT64_FORMAT, n) : NULL;
}

static void
add_facts (TbkPesajeBoleto *self, const TbkPesajeItem *item)
{
  g_autofree char *time = tbk_toma_time (item->en);

  add (self, _ ("Lot"),
       item->lote != NULL ? g_strdup (item->lote)
                          : g_strdup_printf ("%" G_GINT64_FORMAT, item->lote_id),
       TRUE);
  add (self, _ ("Weighed"), tbk_show_momento (NULL, time), FALSE);
  add (self, _ ("Tare Weighed"), tbk_show_momento (NULL, tbk_pesaje_item_get_text (item, "tara_en")), FALSE);
  add (self, _ ("Plate"), g_strdup (tbk_pesaje_item_get_text (item, "placa")), FALSE);
  add (self, _ ("Sacks"), show_count (item->object, "sacos"), FALSE);
}

static char *
show_line (const TbkHumedadCuenta *cuenta, TbkHumedadLineaKind kind)
{
  g_autofree char *number = tbk_decimal_to_text (cuenta->lineas[kind].valor);
  g_autofree char *suma = tbk_descuento_show_suma (cuenta, kind);
  g_autofree char *valor = kind == TBK_HUMEDAD_LINEA_EXCESO ? tbk_show_percent (NULL, number)
                                                            : tbk_show_peso (NULL, number, "kg");

  return g_strdup_printf ("%s = %s", suma, valor);
}

/* Line by line, each with its sum. */
static void
add_discount (TbkPesajeBoleto *self, const TbkPesajeItem *item)
{
  g_auto (TbkHumedadCuenta) cuenta = { 0 };
  g_autofree char *liquido = tbk_pesaje_item_get_kg (item, "liquido_kg");

  add (self, _ ("Moisture"), tbk_show_percent (NULL, tbk_pesaje_item_get_text (item, "humedad")), FALSE);
  if (!tbk_pesaje_item_get_cuenta (item, &cuenta))
    return;
  add (self, _ ("Discount Rule"),
       tbk_descuento_describe_rule (tbk_pesaje_item_get_text (item, "humedad_regla")), FALSE);
  for (guint kind = TBK_HUMEDAD_LINEA_EXCESO; kind < TBK_HUMEDAD_LINEAS; kind++)
    add (self, _ (cuenta.lineas[kind].label), show_line (&cuenta, kind), FALSE);
  add (self, _ ("Payable"), tbk_show_peso (NULL, liquido, "kg"), TRUE);
}

static void
add_rest (TbkPesajeBoleto *self, const TbkPesajeItem *item)
{
  add (self, _ ("Scale"), g_strdup (tbk_pesaje_item_get_text (item, "bascula")), FALSE);
  add (self, _ ("Operator"), g_strdup (tbk_pesaje_item_get_text (item, "usuario_nombre")), FALSE);
  if (!tbk_wire_get_boolean (item->object, "estable", TRUE))
    add (self, _ ("Taken Moving"), g_strdup (tbk_pesaje_item_get_text (item, "motivo")), FALSE);
  if (item->anula != NULL)
    add (self, _ ("Undoes"), g_strdup (item->anula), FALSE);
}

/* What the QR code says: "triboka:pesaje:<id>:<hash>"; without a hash while the server has not made
 * it. Returns: (transfer full). */
static char *
make_qr (const TbkPesajeItem *item)
{
  const char *hash = tbk_pesaje_item_get_text (item, "hash");

  return g_strconcat ("triboka:pesaje:", item->id, ":", hash != NULL ? hash : "", NULL);
}

static const char *
note_of (const TbkPesajeItem *item)
{
  if (item->undone)
    return _ ("This weighing was undone.");
  if (tbk_pesaje_item_get_text (item, "hash") == NULL)
    return _ ("Kept at the scale; the server has not confirmed it yet.");
  return NULL;
}

TbkPesajeBoleto *
tbk_pesaje_boleto_new (const TbkPesajeItem *item, TbkRecord *empresa, GBytes *logo, const char *unidad, guint copy)
{
  TbkPesajeBoleto *self = g_new0 (TbkPesajeBoleto, 1);
  gint64 numero = tbk_wire_get_int (item->object, "numero", 0);

  self->texts = g_ptr_array_new_with_free_func (g_free);
  add_facts (self, item);
  add_weights (self, item, unidad);
  add_discount (self, item);
  add_rest (self, item);
  self->facts.lines = self->lines;
  self->facts.logo = logo != NULL ? g_bytes_ref (logo) : NULL;
  self->facts.title = _ ("Weighing Ticket");
  self->facts.empresa = empresa != NULL ? keep (self, g_strdup (tbk_record_get_text (empresa, "nombre"))) : NULL;
  self->facts.ruc = empresa != NULL ? keep (self, g_strdup (tbk_record_get_text (empresa, "ruc"))) : NULL;
  self->facts.number = keep (self, numero != 0 ? g_strdup_printf ("%06" G_GINT64_FORMAT, numero)
                                               : g_strndup (item->id, 8));
  self->facts.qr = keep (self, make_qr (item));
  self->facts.note = note_of (item);
  self->facts.copy = copy;
  return self;
}

void
tbk_pesaje_boleto_free (TbkPesajeBoleto *boleto)
{
  g_clear_pointer (&boleto->facts.logo, g_bytes_unref);
  g_ptr_array_unref (boleto->texts);
  g_free (boleto);
}

const TbkTicketFacts *
tbk_pesaje_boleto_get_facts (TbkPesajeBoleto *self)
{
  return &self->facts;
}
