/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-keyring.h"

#include <glib/gi18n.h>
#include <libsecret/secret.h>

static const SecretSchema schema = {
  "com.triboka.Triboka",
  SECRET_SCHEMA_NONE,
  { { "servidor", SECRET_SCHEMA_ATTRIBUTE_STRING }, { NULL, 0 } },
};

/* --- lookup: the secret is "email\ntoken" --- */

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

char *
tbk_keyring_lookup_finish (GAsyncResult *result, char **email, GError **error)
{
  char *secret = g_task_propagate_pointer (G_TASK (result), error);
  g_auto (GStrv) parts = NULL;

  if (secret == NULL)
    return NULL;
  parts = g_strsplit (secret, "\n", 2);
  secret_password_free (secret);
  if (g_strv_length (parts) != 2)
    return NULL;
  *email = g_strdup (parts[0]);
  return g_strdup (parts[1]);
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

void
tbk_keyring_store_async (const char *url,
                         const char *email,
                         const char *token,
                         GAsyncReadyCallback callback,
                         gpointer data)
{
  GTask *task = g_task_new (NULL, NULL, callback, data);
  g_autofree char *secret = NULL;
  g_autofree char *label = NULL;

  g_task_set_source_tag (task, tbk_keyring_store_async);
  if (token == NULL)
    {
      secret_password_clear (&schema, NULL, clear_cb, task, "servidor", url, NULL);
      return;
    }
  secret = g_strconcat (email, "\n", token, NULL);
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
