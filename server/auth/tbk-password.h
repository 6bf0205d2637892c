/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define TBK_PASSWORD_MIN_CHARS 10
#define TBK_PASSWORD_MAX_BYTES 512

/* Passwords by argon2id (19 MiB, 2 passes). Few are computed at a time and few may wait, so that a storm of log-ins costs
 * neither memory nor the other routes. Any thread; the functions that hash block for tens of milliseconds. */
typedef struct _TbkPasswords TbkPasswords;

/* `at_once`: computed at a time; `max_waiting`: beyond those, callers get TBK_PROBLEM 503. */
TbkPasswords *tbk_passwords_new (guint at_once, guint max_waiting, GError **error);
void tbk_passwords_free (TbkPasswords *passwords);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TbkPasswords, tbk_passwords_free)

/* Returns: (transfer full): "$argon2id$...", as stored. Error: TBK_PROBLEM 503. */
char *tbk_passwords_hash (TbkPasswords *passwords, const char *password, GError **error);

/* Whether `password` is the one of `hash`. A NULL hash (no such account) costs the same and is never right.
 * Error: TBK_PROBLEM 503; FALSE without an error: wrong. */
gboolean tbk_passwords_verify (TbkPasswords *passwords, const char *hash, const char *password, GError **error);

/* Refuses a new password that is short, among the commonest, or says the account's e-mail or name.
 * `field`: its name in the body. Error: TBK_PROBLEM 422 on that field. */
gboolean tbk_password_check (const char *password, const char *email, const char *nombre, const char *field, GError **error);

G_END_DECLS
