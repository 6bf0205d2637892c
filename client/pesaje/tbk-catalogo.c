/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-catalogo.h"

#include <string.h>

#include "tbk-toma.h"
#include "tbk-wire.h"

#define PAGE_SIZE 200
#define REGLA "regla"
#define LOGO "logo"
#define LOGO_URL "logo_url"

struct _TbkCatalogo
{
  GObject parent_instance;

  TbkApi *api;
  TbkDespacho *despacho;
  GCancellable *cancellable; /* of what is being asked; another user's answer is not taken */
  GPtrArray *fetched;        /* (element-type TbkTaraGuardada): the server's list as far as it came */
  guint page;
  gboolean sending;
};

enum
{
  CHANGED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TbkCatalogo, tbk_catalogo, G_TYPE_OBJECT)

static void
tell (TbkCatalogo *self)
{
  g_signal_emit (self, signals[CHANGED], 0);
}

static TbkBuzon *
get_buzon (TbkCatalogo *self)
{
  return self->despacho != NULL ? tbk_despacho_get_buzon (self->despacho) : NULL;
}

/* --- what is kept --- */

/* That it cannot be kept stops nothing: it is asked again. */
static void
keep (TbkCatalogo *self, const char *name, GBytes *value)
{
  g_autoptr (GError) error = NULL;

  if (get_buzon (self) != NULL && !tbk_libreta_put_dato (get_buzon (self), name, value, &error))
    g_message ("notebook: %s", error->message);
}

static void
keep_text (TbkCatalogo *self, const char *name, const char *text)
{
  g_autoptr (GBytes) value = text != NULL && *text != '\0' ? g_bytes_new (text, strlen (text)) : NULL;

  keep (self, name, value);
}

static char *
get_text (TbkCatalogo *self, const char *name)
{
  g_autoptr (GBytes) value = get_buzon (self) != NULL ? tbk_libreta_get_dato (get_buzon (self), name, NULL) : NULL;

  return value != NULL ? g_strndup (g_bytes_get_data (value, NULL), g_bytes_get_size (value)) : NULL;
}

/* --- the empresa --- */

static void
logo_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (TbkCatalogo) self = data;
  g_autoptr (TbkAnswer) answer = tbk_api_call_finish (TBK_API (source), result, NULL);

  if (answer == NULL) /* asked for again with the empresa */
    {
      if (!g_cancellable_is_cancelled (self->cancellable))
        keep_text (self, LOGO_URL, NULL);
      return;
    }
  keep (self, LOGO, tbk_answer_get_bytes (answer));
  tell (self);
}

/* Its address changes with the picture. */
static void
follow_logo (TbkCatalogo *self, const char *url)
{
  g_autofree char *known = get_text (self, LOGO_URL);
  g_autofree char *path = g_strdup_printf ("/empresas/%" G_GINT64_FORMAT "/logo", tbk_api_get_empresa_id (self->api));

  if (g_strcmp0 (known, url) == 0)
    return;
  keep_text (self, LOGO_URL, url);
  if (url == NULL)
    keep (self, LOGO, NULL);
  else
    tbk_api_call_async (self->api, &(TbkCall){ .path = path }, self->cancellable, logo_cb, g_object_ref (self));
}

static void
empresa_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (TbkCatalogo) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (TbkAnswer) answer = tbk_api_call_finish (TBK_API (source), result, &error);
  JsonObject *object = answer != NULL ? tbk_answer_get_object (answer) : NULL;

  if (object == NULL)
    {
      if (error != NULL)
        g_debug ("the company's rule: %s", error->message);
      return;
    }
  keep_text (self, REGLA, tbk_wire_get_text (object, "humedad_regla"));
  follow_logo (self, tbk_wire_get_text (object, "logo_url"));
  tell (self);
}

/* --- tares --- */

static TbkTaraGuardada *
read_tara (JsonObject *object)
{
  gint64 when = tbk_wire_read_time (tbk_wire_get_text (object, "pesada_en"));
  TbkTaraGuardada *tara;

  if (when == 0 || tbk_wire_get_text (object, "clase") == NULL || tbk_wire_get_text (object, "nombre") == NULL
      || tbk_wire_get_text (object, "kg") == NULL)
    return NULL;
  tara = g_new0 (TbkTaraGuardada, 1);
  tara->clase = g_strdup (tbk_wire_get_text (object, "clase"));
  tara->nombre = g_strdup (tbk_wire_get_text (object, "nombre"));
  tara->kg = g_strdup (tbk_wire_get_text (object, "kg"));
  tara->trama = g_strdup (tbk_wire_get_text (object, "trama"));
  tara->pesada_en = when;
  return tara;
}

static void fetch_taras (TbkCatalogo *self, guint page);

static void
taras_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (TbkCatalogo) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (TbkAnswer) answer = tbk_api_call_finish (TBK_API (source), result, &error);
  JsonArray *items = answer != NULL ? tbk_answer_get_items (answer) : NULL;
  guint n = items != NULL ? json_array_get_length (items) : 0;

  if (items == NULL || get_buzon (self) == NULL)
    return;
  for (guint i = 0; i < n; i++)
    {
      TbkTaraGuardada *tara = read_tara (json_array_get_object_element (items, i));

      if (tara != NULL)
        g_ptr_array_add (self->fetched, tara);
    }
  if (n == PAGE_SIZE && self->fetched->len < TBK_LIBRETA_MAX_TARAS)
    {
      fetch_taras (self, self->page + 1);
      return;
    }
  if (!tbk_libreta_replace_taras (get_buzon (self), self->fetched, &error))
    g_message ("notebook: %s", error->message);
  tell (self);
}

static void
fetch_taras (TbkCatalogo *self, guint page)
{
  g_autoptr (TbkValues) query = tbk_values_new ();
  g_autofree char *path = NULL;

  if (page == 1)
    g_ptr_array_set_size (self->fetched, 0);
  self->page = page;
  tbk_values_set_int (query, "page", page);
  tbk_values_set_int (query, "page_size", PAGE_SIZE);
  tbk_values_set_int (query, "empresa_id", tbk_api_get_empresa_id (self->api));
  path = tbk_wire_path ("/taras", query);
  tbk_api_call_async (self->api, &(TbkCall){ .path = path }, self->cancellable, taras_cb, g_object_ref (self));
}

typedef struct
{
  TbkCatalogo *self;
  TbkTaraGuardada *tara;
} Sending;

static void send_next (TbkCatalogo *self);

/* One that the server will never take is not asked about again; it serves here on. */
static void
sent_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Sending *sending = data;
  g_autoptr (TbkCatalogo) self = sending->self;
  g_autoptr (TbkTaraGuardada) tara = sending->tara;
  g_autoptr (GError) error = NULL;
  g_autoptr (TbkAnswer) answer = tbk_api_call_finish (TBK_API (source), result, &error);

  g_free (sending);
  self->sending = FALSE;
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)) /* all is asked anew, by whoever is signed in now */
    {
      send_next (self);
      return;
    }
  if (get_buzon (self) == NULL || (answer == NULL && !tbk_problem_is_final (error)))
    return;
  if (answer == NULL)
    g_message ("the server does not take the tare of %s: %s", tara->nombre, error->message);
  if (tbk_libreta_mark_tara (get_buzon (self), tara, NULL))
    send_next (self);
}

static void
send_tara (TbkCatalogo *self, const TbkTaraGuardada *tara)
{
  g_autoptr (TbkValues) values = tbk_values_new ();
  g_autofree char *time = tbk_toma_time (tara->pesada_en);
  Sending *sending = g_new0 (Sending, 1);

  sending->self = g_object_ref (self);
  sending->tara = g_new0 (TbkTaraGuardada, 1);
  sending->tara->clase = g_strdup (tara->clase);
  sending->tara->nombre = g_strdup (tara->nombre);
  sending->tara->pesada_en = tara->pesada_en;
  tbk_values_set (values, "clase", tara->clase);
  tbk_values_set (values, "nombre", tara->nombre);
  tbk_values_set (values, "kg", tara->kg);
  tbk_values_set (values, "pesada_en", time);
  if (tara->trama != NULL)
    tbk_values_set (values, "trama", tara->trama);
  self->sending = TRUE;
  tbk_api_call_async (self->api,
                      &(TbkCall){ .method = "POST", .path = "/taras", .schema = &tbk_tara.schema, .values = values },
                      self->cancellable, sent_cb, sending);
}

/* One after the other; when all are there, the server's list is the list. */
static void
send_next (TbkCatalogo *self)
{
  g_autoptr (GPtrArray) taras = NULL;

  if (self->sending || get_buzon (self) == NULL || tbk_api_get_state (self->api) != TBK_API_ONLINE)
    return;
  taras = tbk_catalogo_list_taras (self);
  for (guint i = 0; i < taras->len; i++)
    {
      const TbkTaraGuardada *tara = g_ptr_array_index (taras, i);

      if (!tara->pendiente)
        continue;
      send_tara (self, tara);
      return;
    }
  fetch_taras (self, 1);
}

/* --- asking --- */

void
tbk_catalogo_refresh (TbkCatalogo *self)
{
  gint64 empresa = tbk_api_get_empresa_id (self->api);
  g_autofree char *path = g_strdup_printf ("/empresas/%" G_GINT64_FORMAT, empresa);

  if (tbk_api_get_usuario (self->api) == NULL || empresa == 0 || get_buzon (self) == NULL
      || tbk_api_get_state (self->api) != TBK_API_ONLINE)
    return;
  g_cancellable_cancel (self->cancellable);
  g_object_unref (self->cancellable);
  self->cancellable = g_cancellable_new ();
  tbk_api_call_async (self->api, &(TbkCall){ .path = path }, self->cancellable, empresa_cb, g_object_ref (self));
  send_next (self);
}

/* Another file is another empresa's knowledge. */
static void
usuario_cb (TbkCatalogo *self)
{
  tell (self);
  tbk_catalogo_refresh (self);
}

/* --- the object --- */

static void
tbk_catalogo_dispose (GObject *object)
{
  TbkCatalogo *self = TBK_CATALOGO (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->api);
  g_clear_object (&self->despacho);
  G_OBJECT_CLASS (tbk_catalogo_parent_class)->dispose (object);
}

static void
tbk_catalogo_finalize (GObject *object)
{
  TbkCatalogo *self = TBK_CATALOGO (object);

  g_object_unref (self->cancellable);
  g_ptr_array_unref (self->fetched);
  G_OBJECT_CLASS (tbk_catalogo_parent_class)->finalize (object);
}

static void
tbk_catalogo_class_init (TbkCatalogoClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = tbk_catalogo_dispose;
  G_OBJECT_CLASS (klass)->finalize = tbk_catalogo_finalize;
  signals[CHANGED] = g_signal_new ("changed", TBK_TYPE_CATALOGO, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 0);
}

static void
tbk_catalogo_init (TbkCatalogo *self)
{
  self->cancellable = g_cancellable_new ();
  self->fetched = g_ptr_array_new_with_free_func ((GDestroyNotify) tbk_tara_guardada_free);
}

TbkCatalogo *
tbk_catalogo_new (TbkApi *api, TbkDespacho *despacho)
{
  TbkCatalogo *self = g_object_new (TBK_TYPE_CATALOGO, NULL);

  self->api = g_object_ref (api);
  self->despacho = g_object_ref (despacho);
  g_signal_connect_object (api, "notify::usuario", G_CALLBACK (usuario_cb), self, G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  g_signal_connect_object (api, "notify::state", G_CALLBACK (tbk_catalogo_refresh), self, G_CONNECT_SWAPPED);
  tbk_catalogo_refresh (self);
  return self;
}

/* --- what it tells --- */

char *
tbk_catalogo_get_regla (TbkCatalogo *self)
{
  return get_text (self, REGLA);
}

GBytes *
tbk_catalogo_get_logo (TbkCatalogo *self)
{
  return get_buzon (self) != NULL ? tbk_libreta_get_dato (get_buzon (self), LOGO, NULL) : NULL;
}

GPtrArray *
tbk_catalogo_list_taras (TbkCatalogo *self)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *taras = get_buzon (self) != NULL ? tbk_libreta_list_taras (get_buzon (self), &error) : NULL;

  if (error != NULL)
    g_message ("notebook: %s", error->message);
  return taras != NULL ? taras : g_ptr_array_new ();
}

TbkTaraGuardada *
tbk_catalogo_find_tara (TbkCatalogo *self, const char *clase, const char *nombre)
{
  return get_buzon (self) != NULL ? tbk_libreta_find_tara (get_buzon (self), clase, nombre, NULL) : NULL;
}

gboolean
tbk_catalogo_put_tara (TbkCatalogo *self, const TbkTaraGuardada *tara, GError **error)
{
  if (!tbk_despacho_check (self->despacho, error) || !tbk_libreta_put_tara (get_buzon (self), tara, error))
    return FALSE;
  tell (self);
  send_next (self);
  return TRUE;
}

gboolean
tbk_catalogo_is_old (const TbkTaraGuardada *tara)
{
  g_autoptr (GSettings) settings = g_settings_new ("com.triboka.Triboka.Bascula");
  gint64 days = g_settings_get_uint (settings, "tara-dias");

  return g_str_equal (tara->clase, TBK_TARA_VEHICULO) && tara->pesada_en < g_get_real_time () - days * G_TIME_SPAN_DAY;
}
