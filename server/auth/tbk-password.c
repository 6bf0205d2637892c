/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-password.h"

#include <sodium.h>
#include <string.h>

#include "tbk-estado.h"
#include "tbk-problem.h"

/* OWASP's floor for argon2id: 2 passes over 19 MiB. */
#define PASSES 2
#define MEMORY_BYTES (19 * 1024 * 1024)
#define MIN_DIFFERENT_CHARS 4

struct _TbkPasswords
{
  GMutex lock;
  GCond freed;
  guint at_once;
  guint max_waiting;
  guint running; /* by lock */
  guint waiting; /* by lock */
  char *dummy;   /* hash of nobody's password */
};

/* The commonest that are long enough to pass the length rule, folded. */
static const char *const COMMONEST[] = {
  "1234567890", "12345678910", "123456789012", "0123456789", "0987654321", "1q2w3e4r5t", "1q2w3e4r5t6y",
  "1qaz2wsx3edc", "abcd123456", "abcdefghij", "administrador", "administrator", "bienvenido", "bienvenidos",
  "cacaocacao", "changeme123", "chocolate1", "contrasena", "contrasena1", "contrasena123", "ecuador123",
  "ecuador2024", "ecuador2025", "ecuador2026", "guayaquil1", "iloveyou123", "letmein123", "password12",
  "password123", "password1234", "passw0rd123", "princess123", "qwerty1234", "qwerty12345", "qwerty123456",
  "qwertyuiop", "qwertyuiop1", "teamo12345", "tequiero123", "welcome123"
};

static gboolean
lane_enter (TbkPasswords *passwords, GError **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&passwords->lock);

  if (passwords->running >= passwords->at_once && passwords->waiting >= passwords->max_waiting)
    {
      tbk_problem_set (error, 503, "too many are signing in, try again in a moment");
      return FALSE;
    }
  passwords->waiting++;
  while (passwords->running >= passwords->at_once)
    g_cond_wait (&passwords->freed, &passwords->lock);
  passwords->waiting--;
  passwords->running++;
  return TRUE;
}

static void
lane_leave (TbkPasswords *passwords)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&passwords->lock);

  passwords->running--;
  g_cond_signal (&passwords->freed);
}

/* What is hashed: the same letters typed on two systems are the same bytes. Returns: (nullable). */
static char *
normalize (const char *password)
{
  if (strlen (password) > TBK_PASSWORD_MAX_BYTES)
    return NULL;
  return g_utf8_normalize (password, -1, G_NORMALIZE_NFKC);
}

static char *
compute (const char *password)
{
  char hash[crypto_pwhash_STRBYTES];
  g_autofree char *normal = normalize (password);

  if (normal == NULL)
    return NULL;
  int code = crypto_pwhash_str_alg (hash, normal, strlen (normal), PASSES, MEMORY_BYTES, crypto_pwhash_ALG_ARGON2ID13);
  if (code != 0)
    return NULL;
  return g_strdup (hash);
}

TbkPasswords *
tbk_passwords_new (guint at_once, guint max_waiting, GError **error)
{
  g_autoptr (TbkPasswords) passwords = g_new0 (TbkPasswords, 1);

  g_mutex_init (&passwords->lock);
  g_cond_init (&passwords->freed);
  passwords->at_once = MAX (at_once, 1);
  passwords->max_waiting = max_waiting;
  if (sodium_init () >= 0)
    {
      g_autofree char *unknown = g_uuid_string_random ();
      passwords->dummy = compute (unknown);
    }
  if (passwords->dummy == NULL)
    {
      tbk_problem_set (error, 500, "argon2id does not work here: it needs %d MiB", MEMORY_BYTES >> 20);
      return NULL;
    }
  return g_steal_pointer (&passwords);
}

void
tbk_passwords_free (TbkPasswords *passwords)
{
  if (passwords == NULL)
    return;
  g_mutex_clear (&passwords->lock);
  g_cond_clear (&passwords->freed);
  g_free (passwords->dummy);
  g_free (passwords);
}

char *
tbk_passwords_hash (TbkPasswords *passwords, const char *password, GError **error)
{
  if (!lane_enter (passwords, error))
    return NULL;
  char *hash = compute (password);
  lane_leave (passwords);
  if (hash == NULL)
    tbk_problem_set (error, 503, "the password could not be hashed");
  return hash;
}

gboolean
tbk_passwords_verify (TbkPasswords *passwords, const char *hash, const char *password, GError **error)
{
  g_autofree char *normal = normalize (password);
  const char *stored = hash != NULL ? hash : passwords->dummy;
  const char *given = normal != NULL ? normal : "";

  if (!lane_enter (passwords, error))
    return FALSE;
  int code = crypto_pwhash_str_verify (stored, given, strlen (given));
  lane_leave (passwords);
  return code == 0 && hash != NULL && normal != NULL;
}

/* The letters alone, folded: "Juan.Pérez-2024" is "juanperez". */
static char *
letters_of (const char *text)
{
  g_autofree char *folded = tbk_fold (text);
  GString *letters = g_string_new (NULL);

  for (const char *p = folded; *p != '\0'; p = g_utf8_next_char (p))
    if (g_unichar_isalpha (g_utf8_get_char (p)))
      g_string_append_unichar (letters, g_utf8_get_char (p));
  return g_string_free (letters, FALSE);
}

static gboolean
says (const char *letters, const char *text)
{
  g_autofree char *other = letters_of (text);

  return *other != '\0' && g_str_equal (letters, other);
}

static gboolean
says_account (const char *password, const char *email, const char *nombre)
{
  g_autofree char *letters = letters_of (password);
  g_auto (GStrv) parts = g_strsplit (email != NULL ? email : "", "@", 2);

  return (email != NULL && (says (letters, email) || says (letters, parts[0])))
         || (nombre != NULL && says (letters, nombre));
}

static gboolean
is_common (const char *password)
{
  g_autofree char *folded = tbk_fold (password);

  for (gsize i = 0; i < G_N_ELEMENTS (COMMONEST); i++)
    if (g_str_equal (folded, COMMONEST[i]))
      return TRUE;
  return FALSE;
}

static gboolean
is_monotonous (const char *password)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (NULL, NULL);

  for (const char *p = password; *p != '\0'; p = g_utf8_next_char (p))
    g_hash_table_add (seen, GUINT_TO_POINTER (g_utf8_get_char (p)));
  return g_hash_table_size (seen) < MIN_DIFFERENT_CHARS;
}

gboolean
tbk_password_check (const char *password, const char *email, const char *nombre, const char *field, GError **error)
{
  if (g_utf8_strlen (password, -1) < TBK_PASSWORD_MIN_CHARS)
    tbk_problem_add_field (error, field, "length", "must have at least %d characters", TBK_PASSWORD_MIN_CHARS);
  else if (strlen (password) > TBK_PASSWORD_MAX_BYTES)
    tbk_problem_add_field (error, field, "length", "must have at most %d bytes", TBK_PASSWORD_MAX_BYTES);
  else if (says_account (password, email, nombre))
    tbk_problem_add_field (error, field, "format", "must not be the name or the e-mail address");
  else if (is_common (password) || is_monotonous (password))
    tbk_problem_add_field (error, field, "format", "is too easy to guess");
  else
    return TRUE;
  return FALSE;
}
