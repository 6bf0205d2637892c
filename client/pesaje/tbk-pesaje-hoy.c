/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-pesaje-hoy-private.h"

#include <glib/gi18n.h>

#include "tbk-closures.h"
#include "tbk-error-text.h"
#include "tbk-toast.h"
#include "tbk-wire.h"

#define PAGE_SIZE 200
#define MAX_PAGES 10 /* of a day */
#define MAX_HERE 1000

G_DEFINE_FINAL_TYPE (TbkPesajeHoy, tbk_pesaje_hoy, ADW_TYPE_BIN)

enum
{
  PROP_API = 1,
  PROP_DESPACHO,
  PROP_UNIDAD,
  N_PROPS
};
static GParamSpec *properties[N_PROPS];

/* Unix microseconds at which the day began here. */
static gint64
day_start (void)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autoptr (GDateTime) start = g_date_time_new_local (g_date_time_get_year (now), g_date_time_get_month (now),
                                                       g_date_time_get_day_of_month (now), 0, 0, 0);

  return g_date_time_to_unix (start) * G_USEC_PER_SEC;
}

/* The server's days are Ecuador's (UTC-5, all the year); where this computer's begin later, more
 * comes than is of today. */
static char *
server_day (gint64 since_us)
{
  g_autoptr (GTimeZone) ecuador = g_time_zone_new_offset (-5 * 3600);
  g_autoptr (GDateTime) since = g_date_time_new_from_unix_utc (since_us / G_USEC_PER_SEC);
  g_autoptr (GDateTime) there = g_date_time_to_timezone (since, ecuador);

  return g_date_time_format (there, "%F");
}

/* --- rows --- */

static char *
describe_state (const TbkPesajeItem *item)
{
  gint64 numero = tbk_wire_get_int (item->object, "numero", 0);

  switch (item->state)
    {
    case TBK_PESAJE_ITEM_WAITING:
      return g_strdup (_ ("Waits for the server"));
    case TBK_PESAJE_ITEM_REFUSED:
      /* Translators: %s is what the server said */
      return g_strdup_printf (_ ("Refused: %s"), item->error);
    case TBK_PESAJE_ITEM_GIVEN_UP:
      /* Translators: %s is why */
      return g_strdup_printf (_ ("Given up: %s"), item->error);
    case TBK_PESAJE_ITEM_SENT:
    default:
      if (item->undone)
        return g_strdup (_ ("Undone"));
      /* Translators: %d is the number of a ticket */
      return numero != 0 ? g_strdup_printf (_ ("Ticket %d"), (int) numero) : g_strdup (_ ("Sent"));
    }
}

/* "Payable 54.30 kg"; NULL where that is the net weight. */
static char *
describe_payable (const TbkPesajeItem *item)
{
  g_autofree char *kg = tbk_pesaje_item_get_kg (item, "liquido_kg");
  g_autofree char *text = tbk_show_peso (NULL, kg, "kg");

  /* Translators: %s is a weight */
  return tbk_decimal_compare (item->liquido, item->neto) != 0 ? g_strdup_printf (_ ("Payable %s"), text) : NULL;
}

static char *
describe_detail (const TbkPesajeItem *item)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (item->en / G_USEC_PER_SEC);
  g_autoptr (GDateTime) local = g_date_time_to_local (utc);
  g_autofree char *time = g_date_time_format (local, "%H:%M");
  g_autofree char *state = describe_state (item);
  const char *placa = tbk_pesaje_item_get_text (item, "placa");
  g_autofree char *payable = describe_payable (item);
  g_autofree char *foto = tbk_pesaje_hoy_describe_foto (item);
  g_autoptr (GStrvBuilder) parts = g_strv_builder_new ();
  g_auto (GStrv) texts = NULL;

  g_strv_builder_add_many (parts, time, state, NULL);
  if (placa != NULL && *placa != '\0')
    g_strv_builder_add (parts, placa);
  if (payable != NULL)
    g_strv_builder_add (parts, payable);
  if (foto != NULL)
    g_strv_builder_add (parts, foto);
  texts = g_strv_builder_end (parts);
  return g_strjoinv (" · ", texts);
}

static void
add_buttons (TbkPesajeFila *row, const TbkPesajeItem *item)
{
  if (item->state == TBK_PESAJE_ITEM_REFUSED)
    {
      tbk_pesaje_fila_add_button (row, NULL, _ ("Try Again"), "hoy.retry", item->id);
      tbk_pesaje_fila_add_button (row, NULL, _ ("Give Up…"), "hoy.give-up", item->id);
    }
  if (item->state == TBK_PESAJE_ITEM_GIVEN_UP || item->anula != NULL)
    return;
  tbk_pesaje_hoy_add_foto_buttons (row, item);
  if (!item->undone && item->state != TBK_PESAJE_ITEM_REFUSED)
    tbk_pesaje_fila_add_button (row, "edit-undo-symbolic", _ ("Undo this weighing"), "hoy.undo", item->id);
  tbk_pesaje_fila_add_button (row, "printer-symbolic", _ ("Print the ticket"), "hoy.print", item->id);
}

static GtkWidget *
make_row (TbkPesajeHoy *self, const TbkPesajeItem *item)
{
  g_autofree char *kg = tbk_decimal_to_text (item->neto);
  g_autofree char *value = tbk_show_peso (NULL, kg, self->unidad);
  g_autofree char *detail = describe_detail (item);
  g_autofree char *number = g_strdup_printf (_ ("Lot %d"), (int) item->lote_id);
  g_autofree char *title = g_strdup (item->lote != NULL ? item->lote : number);
  g_autofree char *undo = g_strdup_printf (_ ("Counter-entry of %s"), title);
  TbkPesajeFila *row = tbk_pesaje_fila_new (item->anula != NULL ? undo : title, value, detail);

  if (item->undone)
    gtk_widget_add_css_class (GTK_WIDGET (row), "undone");
  if (item->state == TBK_PESAJE_ITEM_REFUSED)
    gtk_widget_add_css_class (GTK_WIDGET (row), "refused");
  add_buttons (row, item);
  return GTK_WIDGET (row);
}

/* --- both lists --- */

static void
add_here (TbkPesajeHoy *self, GPtrArray *here, TbkBuzonState state, gint64 since)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) rows = tbk_buzon_list (tbk_despacho_get_buzon (self->despacho), state, since, MAX_HERE,
                                               &error);

  if (rows == NULL)
    g_message ("outbox: %s", error->message);
  for (guint i = 0; rows != NULL && i < rows->len; i++)
    {
      TbkPesajeItem *item = tbk_pesaje_item_from_fila (g_ptr_array_index (rows, i));

      if (item != NULL)
        g_ptr_array_add (here, item);
    }
}

/* What waits or was refused is listed however old it is. */
static GPtrArray *
list_here (TbkPesajeHoy *self)
{
  GPtrArray *here = g_ptr_array_new ();
  gint64 today = day_start ();

  if (self->despacho == NULL || tbk_despacho_get_buzon (self->despacho) == NULL)
    return here;
  add_here (self, here, TBK_BUZON_WAITING, 0);
  add_here (self, here, TBK_BUZON_REFUSED, 0);
  add_here (self, here, TBK_BUZON_SENT, today);
  add_here (self, here, TBK_BUZON_GIVEN_UP, today);
  return here;
}

static GPtrArray *
list_server (TbkPesajeHoy *self)
{
  GPtrArray *server = g_ptr_array_new ();

  for (guint i = 0; i < self->objects->len; i++)
    {
      TbkPesajeItem *item = tbk_pesaje_item_from_json (g_ptr_array_index (self->objects, i));

      if (item != NULL)
        g_ptr_array_add (server, item);
    }
  return server;
}

static GHashTable *
list_codes (TbkPesajeHoy *self)
{
  GHashTable *codes = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
  TbkBuzon *buzon = self->despacho != NULL ? tbk_despacho_get_buzon (self->despacho) : NULL;
  g_autoptr (GPtrArray) lotes = buzon != NULL ? tbk_libreta_list_lotes (buzon, NULL) : NULL;

  for (guint i = 0; lotes != NULL && i < lotes->len; i++)
    {
      const TbkLoteUsado *lote = g_ptr_array_index (lotes, i);

      g_hash_table_insert (codes, g_memdup2 (&lote->id, sizeof lote->id), g_strdup (lote->codigo));
    }
  return codes;
}

static char *
show_both (TbkPesajeHoy *self, TbkDecimal weight)
{
  g_autofree char *kg = tbk_decimal_to_text (weight);
  g_autofree char *in_kg = tbk_show_peso (NULL, kg, "kg");
  g_autofree char *in_unit = tbk_show_peso (NULL, kg, g_strcmp0 (self->unidad, "kg") == 0 ? "qq" : self->unidad);

  return g_strdup_printf ("%s = %s", in_kg, in_unit);
}

static void
show_total (TbkPesajeHoy *self)
{
  TbkDecimal neto, liquido;
  g_autofree char *net = NULL;
  g_autofree char *text = NULL;

  tbk_pesaje_items_total (self->items, &neto, &liquido);
  net = show_both (self, neto);
  /* Translators: how many, and a weight in two units */
  text = g_strdup_printf (g_dngettext (NULL, "%u entry today: %s", "%u entries today: %s", self->items->len),
                          self->items->len, net);
  if (tbk_decimal_compare (neto, liquido) != 0)
    {
      g_autofree char *paid = show_both (self, liquido);
      /* Translators: how many and their weight; what of it is payable */
      g_autofree char *both = g_strdup_printf (_ ("%s; payable %s"), text, paid);

      gtk_label_set_label (self->total_label, both);
      return;
    }
  gtk_label_set_label (self->total_label, text);
}

/* All that a row shows and does. Returns: (transfer full). */
static char *
describe_row (TbkPesajeHoy *self, const TbkPesajeItem *item)
{
  g_autofree char *kg = tbk_decimal_to_text (item->neto);
  g_autofree char *detail = describe_detail (item);

  return g_strdup_printf ("%s\n%d %d %d %d\n%s %" G_GINT64_FORMAT "\n%s %s\n%s", item->id,
                          (int) item->state, item->undone, item->anula != NULL, (int) item->foto,
                          item->lote != NULL ? item->lote : "", item->lote_id, kg,
                          self->unidad != NULL ? self->unidad : "", detail);
}

/* The last weighed is first: a day's rows below those that changed stay as they are. */
static void
show_rows (TbkPesajeHoy *self)
{
  GPtrArray *shown = g_ptr_array_new_with_free_func (g_free);
  guint same = 0, n = self->items->len, n_before = self->shown->len;

  for (guint i = 0; i < n; i++)
    g_ptr_array_add (shown, describe_row (self, g_ptr_array_index (self->items, i)));
  while (same < MIN (n, n_before)
         && g_str_equal (g_ptr_array_index (shown, n - 1 - same), g_ptr_array_index (self->shown, n_before - 1 - same)))
    same++;
  for (guint i = same; i < n_before; i++)
    gtk_list_box_remove (self->list, GTK_WIDGET (gtk_list_box_get_row_at_index (self->list, 0)));
  for (guint i = 0; i < n - same; i++)
    gtk_list_box_insert (self->list, make_row (self, g_ptr_array_index (self->items, i)), (int) i);
  g_ptr_array_unref (self->shown);
  self->shown = shown;
}

static void
append_fotos (TbkPesajeHoy *self, GString *text)
{
  if (self->fotos_esperan > 0)
    g_string_append_printf (text, g_dngettext (NULL, " %u photo waits.", " %u photos wait.", self->fotos_esperan),
                            self->fotos_esperan);
  if (self->fotos_rechazadas > 0)
    g_string_append_printf (
        text, g_dngettext (NULL, " %u photo was refused.", " %u photos were refused.", self->fotos_rechazadas),
        self->fotos_rechazadas);
}

/* "3 wait since 10:32" and why. */
static char *
describe_outbox (TbkPesajeHoy *self, const TbkBuzonCuenta *cuenta)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (cuenta->desde / G_USEC_PER_SEC);
  g_autoptr (GDateTime) local = g_date_time_to_local (utc);
  g_autofree char *since = g_date_time_format (local, _ ("%d/%m %H:%M"));
  GString *text = g_string_new (NULL);

  if (cuenta->esperan == 0)
    g_string_append (text, _ ("All weighings are at the server."));
  else
    g_string_append_printf (text, g_dngettext (NULL, "%u waits since %s.", "%u wait since %s.", cuenta->esperan),
                            cuenta->esperan, since);
  if (cuenta->esperan > 0 && cuenta->error != NULL && *cuenta->error != '\0')
    g_string_append_printf (text, " %s", cuenta->error);
  if (cuenta->rechazadas > 0)
    g_string_append_printf (text, g_dngettext (NULL, " %u was refused.", " %u were refused.", cuenta->rechazadas),
                            cuenta->rechazadas);
  append_fotos (self, text);
  if (cuenta->ajenas > 0)
    g_string_append_printf (text,
                            g_dngettext (NULL, " %u of another user waits until that user signs in.",
                                         " %u of other users wait until they sign in.", cuenta->ajenas),
                            cuenta->ajenas);
  return g_string_free (text, FALSE);
}

static void
show_outbox (TbkPesajeHoy *self)
{
  TbkBuzonCuenta cuenta;
  gboolean open = tbk_despacho_count (self->despacho, &cuenta);
  const char *reason = tbk_despacho_get_reason (self->despacho);
  g_autofree char *text = open ? describe_outbox (self, &cuenta) : g_strdup (reason != NULL ? reason : "");
  guint waiting = cuenta.esperan + self->fotos_esperan;
  gboolean well = open && waiting == 0 && cuenta.rechazadas + self->fotos_rechazadas == 0;

  gtk_label_set_label (self->outbox_label, text);
  gtk_image_set_from_icon_name (self->outbox_icon, well ? "emblem-ok-symbolic" : "dialog-warning-symbolic");
  gtk_widget_set_visible (self->kick_button, open && waiting > 0);
  if (well)
    gtk_widget_remove_css_class (self->outbox, "waits");
  else
    gtk_widget_add_css_class (self->outbox, "waits");
  tbk_buzon_cuenta_clear (&cuenta);
}

static void
refresh (TbkPesajeHoy *self)
{
  g_autoptr (GPtrArray) server = list_server (self);
  g_autoptr (GPtrArray) here = list_here (self);
  g_autoptr (GHashTable) codes = list_codes (self);

  g_ptr_array_unref (self->items);
  self->items = tbk_pesaje_items_merge (server, here, codes);
  tbk_pesaje_hoy_mark_fotos (self);
  show_rows (self);
  show_total (self);
  if (self->despacho != NULL)
    show_outbox (self);
}

static void
refresh_cb (gpointer data)
{
  TbkPesajeHoy *self = data;

  self->refresh_id = 0;
  refresh (self);
  tbk_pesaje_hoy_print_what_waits (self);
}

/* Once for all that changes at the same time. */
static void
refresh_soon (TbkPesajeHoy *self)
{
  if (self->refresh_id == 0)
    self->refresh_id = g_idle_add_once (refresh_cb, self);
}

/* --- the server's part --- */

static void fetch_page (TbkPesajeHoy *self, guint page);

static void
add_if_today (TbkPesajeHoy *self, JsonObject *object)
{
  g_autoptr (TbkPesajeItem) item = tbk_pesaje_item_from_json (object);

  if (item != NULL && item->en >= day_start ())
    g_ptr_array_add (self->objects, json_object_ref (object));
}

static void
fetched_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (TbkPesajeHoy) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (TbkAnswer) answer = tbk_api_call_finish (TBK_API (source), result, &error);
  JsonArray *items = answer != NULL ? tbk_answer_get_items (answer) : NULL;
  guint n = items != NULL ? json_array_get_length (items) : 0;

  if (items == NULL)
    {
      /* what is known stays; the window says that the server is away */
      if (error != NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        g_debug ("weighings of today: %s", error->message);
      return;
    }
  if (self->fetching == 1)
    g_ptr_array_set_size (self->objects, 0);
  for (guint i = 0; i < n; i++)
    add_if_today (self, json_array_get_object_element (items, i));
  if (n == PAGE_SIZE && self->fetching < MAX_PAGES)
    fetch_page (self, self->fetching + 1);
  else
    refresh_soon (self);
}

static void
fetch_page (TbkPesajeHoy *self, guint page)
{
  g_autoptr (TbkValues) query = tbk_values_new ();
  g_autofree char *since = server_day (day_start ());
  g_autofree char *path = NULL;

  self->fetching = page;
  tbk_values_set (query, "desde", since);
  tbk_values_set_int (query, "page", page);
  tbk_values_set_int (query, "page_size", PAGE_SIZE);
  if (tbk_api_get_empresa_id (self->api) != 0)
    tbk_values_set_int (query, "empresa_id", tbk_api_get_empresa_id (self->api));
  path = tbk_wire_path ("/pesajes", query);
  tbk_api_call_async (self->api, &(TbkCall){ .path = path }, self->cancellable, fetched_cb, g_object_ref (self));
}

void
tbk_pesaje_hoy_reload (TbkPesajeHoy *self)
{
  g_return_if_fail (TBK_IS_PESAJE_HOY (self));

  refresh_soon (self);
  if (self->api == NULL || tbk_api_get_usuario (self->api) == NULL)
    return;
  g_cancellable_cancel (self->cancellable);
  g_object_unref (self->cancellable);
  self->cancellable = g_cancellable_new ();
  fetch_page (self, 1);
}

/* The server has one more, or says more of one. */
static void
sent_cb (TbkPesajeHoy *self, JsonObject *object)
{
  const char *id = tbk_wire_get_text (object, "id");

  for (guint i = 0; i < self->objects->len; i++)
    if (g_strcmp0 (tbk_wire_get_text (g_ptr_array_index (self->objects, i), "id"), id) == 0)
      {
        g_ptr_array_remove_index (self->objects, i);
        break;
      }
  g_ptr_array_add (self->objects, json_object_ref (object));
  refresh_soon (self);
}

/* --- the object --- */

static void
set_despacho (TbkPesajeHoy *self, TbkDespacho *despacho)
{
  if (!g_set_object (&self->despacho, despacho) || despacho == NULL)
    return;
  g_signal_connect_object (despacho, "changed", G_CALLBACK (refresh_soon), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (despacho, "sent", G_CALLBACK (sent_cb), self, G_CONNECT_SWAPPED);
  refresh_soon (self);
}

static void
tbk_pesaje_hoy_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  TbkPesajeHoy *self = TBK_PESAJE_HOY (object);

  switch (id)
    {
    case PROP_API:
      if (g_set_object (&self->api, g_value_get_object (value)))
        tbk_pesaje_hoy_reload (self);
      break;
    case PROP_DESPACHO:
      set_despacho (self, g_value_get_object (value));
      break;
    case PROP_UNIDAD:
      g_free (self->unidad);
      self->unidad = g_value_dup_string (value);
      refresh_soon (self);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
tbk_pesaje_hoy_dispose (GObject *object)
{
  TbkPesajeHoy *self = TBK_PESAJE_HOY (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->refresh_id, g_source_remove);
  g_clear_object (&self->api);
  g_clear_object (&self->despacho);
  g_clear_object (&self->catalogo);
  G_OBJECT_CLASS (tbk_pesaje_hoy_parent_class)->dispose (object);
}

static void
tbk_pesaje_hoy_finalize (GObject *object)
{
  TbkPesajeHoy *self = TBK_PESAJE_HOY (object);

  g_object_unref (self->cancellable);
  g_object_unref (self->settings);
  g_ptr_array_unref (self->items);
  g_ptr_array_unref (self->shown);
  g_ptr_array_unref (self->objects);
  g_free (self->unidad);
  g_free (self->to_print);
  G_OBJECT_CLASS (tbk_pesaje_hoy_parent_class)->finalize (object);
}

static void
tbk_pesaje_hoy_class_init (TbkPesajeHoyClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GParamFlags flags = G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS;

  object_class->set_property = tbk_pesaje_hoy_set_property;
  object_class->dispose = tbk_pesaje_hoy_dispose;
  object_class->finalize = tbk_pesaje_hoy_finalize;
  properties[PROP_API] = g_param_spec_object ("api", NULL, NULL, TBK_TYPE_API, flags);
  properties[PROP_DESPACHO] = g_param_spec_object ("despacho", NULL, NULL, TBK_TYPE_DESPACHO, flags);
  properties[PROP_UNIDAD] = g_param_spec_string ("unidad", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  gtk_widget_class_set_template_from_resource (widget_class, "/com/triboka/Triboka/ui/pesaje-hoy.ui");
  gtk_widget_class_bind_template_child (widget_class, TbkPesajeHoy, outbox);
  gtk_widget_class_bind_template_child (widget_class, TbkPesajeHoy, outbox_icon);
  gtk_widget_class_bind_template_child (widget_class, TbkPesajeHoy, outbox_label);
  gtk_widget_class_bind_template_child (widget_class, TbkPesajeHoy, kick_button);
  gtk_widget_class_bind_template_child (widget_class, TbkPesajeHoy, list);
  gtk_widget_class_bind_template_child (widget_class, TbkPesajeHoy, total_label);
  tbk_pesaje_hoy_install_actions (widget_class);
  tbk_pesaje_hoy_install_foto_actions (widget_class);
}

static void
tbk_pesaje_hoy_init (TbkPesajeHoy *self)
{
  self->settings = g_settings_new ("com.triboka.Triboka.Bascula");
  self->cancellable = g_cancellable_new ();
  self->items = g_ptr_array_new_with_free_func ((GDestroyNotify) tbk_pesaje_item_free);
  self->shown = g_ptr_array_new_with_free_func (g_free);
  self->objects = g_ptr_array_new_with_free_func ((GDestroyNotify) json_object_unref);
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
tbk_pesaje_hoy_set_catalogo (TbkPesajeHoy *self, TbkCatalogo *catalogo)
{
  g_return_if_fail (TBK_IS_PESAJE_HOY (self));
  g_set_object (&self->catalogo, catalogo);
}

const TbkPesajeItem *
tbk_pesaje_hoy_find (TbkPesajeHoy *self, const char *id)
{
  return tbk_pesaje_items_find (self->items, id);
}
