/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-keyring.h"

#include <glib/gi18n.h>
#include <libsecret/secret.h>
#include <string.h>

#include "tbk-json.h"

static const SecretSchema schema = {
  "com.triboka.Triboka",
  SECRET_SCHEMA_NONE,
  { { "servidor", SECRET_SCHEMA_ATTRIBUTE_STRING }, { NULL, 0 } },
};

#define MAX_PARTS 3 /* "email\ntoken\n{who}"; the last one may be missing */

void
tbk_kept_free (TbkKept *kept)
{
  g_free (kept->email);
  g_free (kept->token);
  g_clear_pointer (&kept->yo, json_object_unref);
  g_free (kept);
}

/* --- lookup --- */

static void
lookup_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  g_autoptr (GError) error = NULL;
  char *secret = secret_password_lookup_finish (result, &error);

  if (error != NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_pointer (task, secret, (GDestroyNotify) secret_password_free);
}

void
tbk_keyring_lookup_async (const char *url, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, data);

  g_task_set_source_tag (task, tbk_keyring_lookup_async);
  secret_password_lookup (&schema, cancellable, lookup_cb, task, "servidor", url, NULL);
}

TbkKept *
tbk_keyring_lookup_finish (GAsyncResult *result, GError **error)
{
  char *secret = g_task_propagate_pointer (G_TASK (result), error);
  g_auto (GStrv) parts = NULL;
  TbkKept *kept;
  guint n;

  if (secret == NULL)
    return NULL;
  parts = g_strsplit (secret, "\n", MAX_PARTS);
  secret_password_free (secret);
  n = g_strv_length (parts);
  if (n < MAX_PARTS - 1)
    return NULL;
  kept = g_new0 (TbkKept, 1);
  kept->email = g_strdup (parts[0]);
  kept->token = g_strdup (parts[1]);
  kept->yo = n == MAX_PARTS ? tbk_json_parse_object (parts[MAX_PARTS - 1], -1, NULL)
                            : NULL; /* who cannot be read is not known */
  return kept;
}

/* --- store --- */

static void
store_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  GError *error = NULL;

  if (secret_password_store_finish (result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
clear_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  GError *error = NULL;

  secret_password_clear_finish (result, &error);
  if (error == NULL)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/* JSON on one line, or "". Returns: (transfer full). */
static char *
write_yo (JsonObject *yo)
{
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  g_autofree char *text = NULL;

  if (yo == NULL)
    return g_strdup ("");
  json_node_set_object (node, yo);
  text = tbk_json_to_text (node);
  return strlen (text) <= TBK_KEYRING_MAX_YO ? g_steal_pointer (&text) : g_strdup ("");
}

void
tbk_keyring_store_async (const char *url,
                         const TbkKept *kept,
                         GAsyncReadyCallback callback,
                         gpointer data)
{
  GTask *task = g_task_new (NULL, NULL, callback, data);
  g_autofree char *yo = NULL;
  g_autofree char *secret = NULL;
  g_autofree char *label = NULL;

  g_task_set_source_tag (task, tbk_keyring_store_async);
  if (kept == NULL)
    {
      secret_password_clear (&schema, NULL, clear_cb, task, "servidor", url, NULL);
      return;
    }
  yo = write_yo (kept->yo);
  secret = g_strjoin ("\n", kept->email, kept->token, *yo != '\0' ? yo : NULL, NULL);
  /* Translators: the name of the entry in the keyring; %s is the server's address */
  label = g_strdup_printf (_ ("Triboka at %s"), url);
  secret_password_store (&schema, SECRET_COLLECTION_DEFAULT, label, secret, NULL, store_cb, task,
                         "servidor", url, NULL);
}

gboolean
tbk_keyring_store_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
