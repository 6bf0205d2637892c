/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-first-admin.h"

#include <stdio.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "tbk-password.h"
#include "tbk-pool.h"

#define MAX_PASSWORD_LINE 1024

typedef struct
{
  TbkValues *values;
  GAsyncResult *result;
} Call;

/* Pool thread. */
static gboolean
make_job (TbkTx *tx, gpointer data, GError **error)
{
  Call *call = data;
  g_autoptr (TbkRows) rows = tbk_tx_one (tx, "auth_primer_admin", call->values, error);

  return rows != NULL;
}

static void
made_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Call *call = data;

  call->result = g_object_ref (result);
}

static gboolean
insert (const TbkStore *store, TbkValues *values, GError **error)
{
  g_autoptr (TbkSql) sql = tbk_sql_load (error);
  Call call = { .values = values };
  TbkPool *pool;
  gboolean made;

  if (sql == NULL)
    return FALSE;
  pool = tbk_pool_new (tbk_store_get_owner (store), sql, 1, 1);
  tbk_pool_run_async (pool, NULL, make_job, &call, NULL, made_cb, &call);
  while (call.result == NULL)
    g_main_context_iteration (NULL, TRUE);
  made = tbk_pool_run_finish (pool, call.result, error);
  g_object_unref (call.result);
  tbk_pool_free (pool);
  return made;
}

gboolean
tbk_first_admin_make (const TbkStore *store, const char *email, const char *password, GError **error)
{
  g_autoptr (TbkPasswords) passwords = tbk_passwords_new (1, 1, error);
  g_autoptr (TbkValues) values = tbk_values_new ();
  g_autofree char *name = g_strndup (email, strcspn (email, "@"));
  g_autofree char *hash = NULL;

  if (passwords == NULL || !tbk_password_check (password, email, name, "password", error))
    return FALSE;
  hash = tbk_passwords_hash (passwords, password, error);
  if (hash == NULL)
    return FALSE;
  tbk_values_set (values, "nombre", name);
  tbk_values_set (values, "email", email);
  tbk_values_set (values, "hash", hash);
  return insert (store, values, error);
}

char *
tbk_first_admin_read_password (void)
{
  char line[MAX_PASSWORD_LINE];
  struct termios shown;
  gboolean terminal = tcgetattr (STDIN_FILENO, &shown) == 0;
  gboolean given;

  if (terminal)
    {
      struct termios hidden = shown;

      hidden.c_lflag &= ~(tcflag_t) ECHO;
      fputs ("Password: ", stderr);
      tcsetattr (STDIN_FILENO, TCSAFLUSH, &hidden);
    }
  given = fgets (line, sizeof line, stdin) != NULL;
  if (terminal)
    {
      tcsetattr (STDIN_FILENO, TCSAFLUSH, &shown);
      fputc ('\n', stderr);
    }
  return given ? g_strchomp (g_strdup (line)) : NULL;
}
