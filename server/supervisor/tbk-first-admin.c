/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-first-admin.h"

#include <stdio.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "tbk-password.h"

#define MAX_PASSWORD_LINE 1024

/* Pool thread. */
static gboolean
make_job (TbkTx *tx, gpointer data, GError **error)
{
  g_autoptr (TbkRows) rows = tbk_tx_one (tx, "auth_primer_admin", data, error);

  return rows != NULL;
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
  return tbk_store_run (store, make_job, values, error);
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
