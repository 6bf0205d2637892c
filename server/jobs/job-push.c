/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-fcm.h"
#include "tbk-job.h"
#include "tbk-json.h"
#include "tbk-news.h"

/* Tells one device of one notificacion. */

#define MAX_TEXT_CHARS 200

typedef struct
{
  char *dispositivo_id;
  char *token;   /* NULL: there is nothing to tell any more */
  char *message; /* JSON */
  gboolean gone;
} Push;

static void
push_free (gpointer data)
{
  Push *push = data;

  g_free (push->dispositivo_id);
  g_free (push->token);
  g_free (push->message);
  g_free (push);
}

/* What the app needs to open the right place: texts, as the service wants it. */
static void
add_data (JsonBuilder *builder, const TbkRows *rows, JsonObject *datos)
{
  static const char *const members[] = { "contrato_id", "lote_id", "chat_id", "documento_id" };

  json_builder_begin_object (builder);
  json_builder_add_string_value (json_builder_set_member_name (builder, "tipo"), tbk_rows_text (rows, 0, "tipo"));
  json_builder_add_string_value (json_builder_set_member_name (builder, "notificacion_id"),
                                 tbk_rows_text (rows, 0, "id"));
  for (gsize i = 0; i < G_N_ELEMENTS (members); i++)
    {
      JsonNode *node = json_object_get_member (datos, members[i]);
      g_autofree char *text = node != NULL ? tbk_json_to_value (node) : NULL;

      if (text != NULL)
        json_builder_add_string_value (json_builder_set_member_name (builder, members[i]), text);
    }
  json_builder_end_object (builder);
}

static char *
write_message (const TbkRows *rows, JsonObject *datos)
{
  g_autoptr (TbkNews) news = tbk_news_new (tbk_rows_text (rows, 0, "tipo"), datos, tbk_rows_text (rows, 0, "idioma"));
  g_autofree char *body = g_utf8_substring (news->text, 0, MIN (g_utf8_strlen (news->text, -1), MAX_TEXT_CHARS));
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonNode) root = NULL;

  json_builder_begin_object (builder);
  json_builder_add_string_value (json_builder_set_member_name (builder, "token"), tbk_rows_text (rows, 0, "token"));
  json_builder_begin_object (json_builder_set_member_name (builder, "notification"));
  json_builder_add_string_value (json_builder_set_member_name (builder, "title"), news->title);
  json_builder_add_string_value (json_builder_set_member_name (builder, "body"), body);
  json_builder_end_object (builder);
  add_data (json_builder_set_member_name (builder, "data"), rows, datos);
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  return tbk_json_to_text (root);
}

static gboolean
read_push (TbkTx *tx, TbkJobTurn *turn, GError **error)
{
  g_autoptr (JsonObject) which = tbk_json_parse_object (turn->datos, -1, error);
  g_autoptr (TbkValues) values = tbk_values_new ();
  g_autoptr (TbkRows) rows = NULL;
  g_autoptr (JsonObject) datos = NULL;
  Push *push;

  if (which == NULL)
    return FALSE;
  push = g_new0 (Push, 1);
  push->dispositivo_id = g_strdup_printf ("%" G_GINT64_FORMAT, json_object_get_int_member (which, "dispositivo_id"));
  turn->state = push;
  tbk_values_set (values, "dispositivo_id", push->dispositivo_id);
  tbk_values_set_int (values, "notificacion_id", json_object_get_int_member (which, "notificacion_id"));
  rows = tbk_tx_many (tx, "push_leer", values, error);
  if (rows == NULL || tbk_rows_count (rows) == 0)
    return rows != NULL;
  datos = tbk_json_parse_object (tbk_rows_text (rows, 0, "datos"), -1, error);
  if (datos == NULL)
    return FALSE;
  push->token = g_strdup (tbk_rows_text (rows, 0, "token"));
  push->message = write_message (rows, datos);
  return TRUE;
}

static gboolean
send_push (TbkJobTurn *turn, GError **error)
{
  Push *push = turn->state;
  TbkFcmResult result;

  if (push->token == NULL || turn->config->fcm_key == NULL)
    return TRUE;
  if (*turn->fcm == NULL)
    *turn->fcm = tbk_fcm_new (turn->config, error);
  if (*turn->fcm == NULL)
    return FALSE;
  result = tbk_fcm_send (*turn->fcm, push->message, turn->cancellable, error);
  push->gone = result == TBK_FCM_GONE;
  return result != TBK_FCM_FAILED;
}

static gboolean
mark (TbkTx *tx, TbkJobTurn *turn, GError **error)
{
  const Push *push = turn->state;
  g_autoptr (TbkValues) values = tbk_values_new ();

  if (!push->gone)
    return TRUE;
  tbk_values_set (values, "dispositivo_id", push->dispositivo_id);
  tbk_values_set (values, "token", push->token);
  return tbk_tx_exec (tx, "dispositivo_olvidar", values, NULL, error);
}

const TbkJob tbk_job_push = {
  .tipo = "push",
  .read = read_push,
  .send = send_push,
  .run = mark,
  .forget = push_free,
};
