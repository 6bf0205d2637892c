/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-bascula-servidor.h"

#include <string.h>

#include <glib/gi18n.h>

#include "tbk-live.h"
#include "tbk-wire.h"

#define EVENT "scale"
/* What was this much longer on its way than the quickest is an old weight. */
#define MAX_LATE_MS 1000
/* An administrator hears those of all companies: the first one that speaks, until it is silent for so long. */
#define SILENT_US (3 * G_TIME_SPAN_SECOND)

struct _TbkBasculaServidor
{
  TbkApi *api;
  TbkLector *lector;
  GCancellable *cancellable;
  char *whose;       /* RUC and name of the scale that is heard; NULL: none yet */
  gint64 heard_us;   /* of it; monotonic */
  gint64 quickest;   /* the least of our clock less the server's, in ms */
  gboolean measured; /* it is known */
};

static const struct
{
  const char *text;
  TbkLecturaEstado estado;
} estados[] = {
  { "estable", TBK_LECTURA_ESTABLE },
  { "movimiento", TBK_LECTURA_MOVIMIENTO },
  { "sobrecarga", TBK_LECTURA_SOBRECARGA },
  { "bajo_cero", TBK_LECTURA_BAJO_CERO },
  { "falla", TBK_LECTURA_FALLA },
};

static const struct
{
  const char *text;
  TbkClase clase;
} clases[] = {
  { "bruto", TBK_CLASE_BRUTO },
  { "neto", TBK_CLASE_NETO },
  { "tara", TBK_CLASE_TARA },
};

/* --- reading --- */

/* The bytes of "ST,GS\x0d". */
static void
read_trama (const char *text, TbkLectura *lectura)
{
  while (*text != '\0' && lectura->n_cruda < TBK_TRAMA_MAX)
    {
      gboolean hex = text[0] == '\\' && text[1] == 'x' && g_ascii_isxdigit (text[2]) && g_ascii_isxdigit (text[3]);

      lectura->cruda[lectura->n_cruda++]
          = hex ? (guint8) (g_ascii_xdigit_value (text[2]) * 16 + g_ascii_xdigit_value (text[3]))
                : (guint8) *text;
      text += hex ? 4 : 1;
    }
}

static gboolean
read_estado (const char *text, TbkLectura *lectura)
{
  for (gsize i = 0; i < G_N_ELEMENTS (estados); i++)
    if (g_strcmp0 (text, estados[i].text) == 0)
      {
        lectura->estado = estados[i].estado;
        return TRUE;
      }
  return FALSE;
}

static void
read_clase (const char *text, TbkLectura *lectura)
{
  for (gsize i = 0; i < G_N_ELEMENTS (clases); i++)
    if (g_strcmp0 (text, clases[i].text) == 0)
      lectura->clase = clases[i].clase;
}

static gboolean
read_value (JsonObject *data, TbkLectura *lectura)
{
  const char *valor = tbk_wire_get_text (data, "valor");
  const char *unidad = tbk_wire_get_text (data, "unidad");
  const char *tara = tbk_wire_get_text (data, "tara");

  if (valor == NULL || unidad == NULL || !tbk_decimal_parse (valor, &lectura->valor, NULL))
    return FALSE;
  lectura->unidad = tbk_masa_parse (unidad, strlen (unidad));
  lectura->con_tara = tara != NULL;
  return lectura->unidad != TBK_MASA_NINGUNA && (tara == NULL || tbk_decimal_parse (tara, &lectura->tara, NULL));
}

gboolean
tbk_bascula_servidor_read (JsonObject *data, TbkLectura *lectura)
{
  const char *trama = tbk_wire_get_text (data, "trama");

  memset (lectura, 0, sizeof *lectura);
  if (!read_estado (tbk_wire_get_text (data, "lectura"), lectura))
    return FALSE;
  read_clase (tbk_wire_get_text (data, "clase"), lectura);
  if (trama != NULL)
    read_trama (trama, lectura);
  return !tbk_lectura_con_valor (lectura) || read_value (data, lectura);
}

/* --- hearing --- */

static TbkLectorState
read_state (JsonObject *data)
{
  g_autoptr (GEnumClass) klass = g_type_class_ref (TBK_TYPE_LECTOR_STATE);
  const char *nick = tbk_wire_get_text (data, "estado");
  const GEnumValue *value = nick != NULL ? g_enum_get_value_by_nick (klass, nick) : NULL;

  return value != NULL && value->value != TBK_LECTOR_CLOSED ? (TbkLectorState) value->value : TBK_LECTOR_LOST;
}

static const char *
reason_of (TbkLectorState state)
{
  switch (state)
    {
    case TBK_LECTOR_LOST:
      return _ ("The server has lost its scale, and looks for it");
    case TBK_LECTOR_NOISE:
      return _ ("The server does not understand what its scale sends");
    case TBK_LECTOR_RECEIVING:
      return "";
    case TBK_LECTOR_CLOSED:
    case TBK_LECTOR_OPENING:
    case TBK_LECTOR_WAITING:
    default:
      return _ ("The server's scale sends nothing");
    }
}

/* Clocks differ; what is added to their difference is the way. */
static gboolean
is_late (TbkBasculaServidor *self, JsonObject *data)
{
  gint64 way = g_get_monotonic_time () / 1000 - tbk_wire_get_int (data, "reloj_ms", 0);

  self->quickest = self->measured ? MIN (self->quickest, way) : way;
  self->measured = TRUE;
  return way - self->quickest > MAX_LATE_MS;
}

static gboolean
is_other (TbkBasculaServidor *self, JsonObject *data)
{
  g_autofree char *whose = g_strjoin (
      " ", tbk_wire_get_text (data, "ruc") != NULL ? tbk_wire_get_text (data, "ruc") : "",
      tbk_wire_get_text (data, "bascula"), NULL);
  gint64 now = g_get_monotonic_time ();
  gboolean same = g_strcmp0 (whose, self->whose) == 0;

  if (!same && self->whose != NULL && now - self->heard_us < SILENT_US)
    return TRUE;
  if (!same)
    {
      g_free (self->whose);
      self->whose = g_steal_pointer (&whose);
      self->measured = FALSE;
    }
  self->heard_us = now;
  return FALSE;
}

static void
heard_cb (TbkLive *live, const char *name, JsonObject *data, gint64 evento, TbkBasculaServidor *self)
{
  TbkLectorState state = read_state (data);
  TbkLectura lectura;

  if (is_other (self, data) || is_late (self, data))
    return;
  if (state == TBK_LECTOR_RECEIVING && !tbk_bascula_servidor_read (data, &lectura))
    state = TBK_LECTOR_NOISE;
  tbk_lector_feed (self->lector, state, reason_of (state), state == TBK_LECTOR_RECEIVING ? &lectura : NULL);
}

/* --- listening --- */

static JsonObject *
make_wish (gboolean listen)
{
  JsonObject *wish = json_object_new ();

  json_object_set_boolean_member (wish, "oir", listen);
  return wish;
}

static void
wished_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  TbkBasculaServidor *self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) node = tbk_live_send_finish (TBK_LIVE (source), result, &error);

  if (node == NULL && error->domain == TBK_PROBLEM) /* else it comes again with the line, or `self` has gone */
    tbk_lector_feed (self->lector, TBK_LECTOR_LOST, _ ("This server does not tell of a scale"), NULL);
}

static void
connected_cb (TbkLive *live, GParamSpec *pspec, TbkBasculaServidor *self)
{
  g_autoptr (JsonObject) wish = make_wish (TRUE);

  self->measured = FALSE;
  if (!tbk_live_get_connected (live))
    {
      tbk_lector_feed (self->lector, TBK_LECTOR_LOST, _ ("There is no connection to the server"), NULL);
      return;
    }
  tbk_lector_feed (self->lector, TBK_LECTOR_WAITING, _ ("The server has said nothing of a scale yet"), NULL);
  tbk_live_send_async (live, EVENT, wish, self->cancellable, wished_cb, self);
}

TbkBasculaServidor *
tbk_bascula_servidor_new (TbkApi *api, TbkLector *lector)
{
  TbkBasculaServidor *self = g_new0 (TbkBasculaServidor, 1);
  TbkLive *live = tbk_api_get_live (api);

  self->api = g_object_ref (api);
  self->lector = g_object_ref (lector);
  self->cancellable = g_cancellable_new ();
  tbk_lector_open_fed (lector);
  g_signal_connect (live, "event::" EVENT, G_CALLBACK (heard_cb), self);
  g_signal_connect (live, "notify::connected", G_CALLBACK (connected_cb), self);
  connected_cb (live, NULL, self);
  return self;
}

void
tbk_bascula_servidor_free (TbkBasculaServidor *self)
{
  TbkLive *live;
  g_autoptr (JsonObject) wish = make_wish (FALSE);

  if (self == NULL)
    return;
  live = tbk_api_get_live (self->api);
  g_cancellable_cancel (self->cancellable);
  g_signal_handlers_disconnect_by_data (live, self);
  if (tbk_live_get_connected (live))
    tbk_live_send_async (live, EVENT, wish, NULL, NULL, NULL);
  g_object_unref (self->cancellable);
  g_object_unref (self->lector);
  g_object_unref (self->api);
  g_free (self->whose);
  g_free (self);
}
