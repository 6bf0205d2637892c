/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A mail, before it is written down. Whatever its texts hold, they are only that: no field begins in one. */
typedef struct
{
  const char *from_name;
  const char *from; /* an address */
  const char *to_name;
  const char *to;
  const char *subject;
  const char *text; /* plain */
  const char *html;
  const char *language; /* "es" */
  const char *id;       /* letters and digits: the same mail written down again has the same Message-ID */
} TbkMail;

/* Once in a process, before the first mail, and at its end. */
void tbk_mail_begin (void);
void tbk_mail_end (void);

/* The message (RFC 5322, MIME) with CRLF, as it goes to a mail server. Returns: (transfer full). One thread at a time. */
GBytes *tbk_mail_write (const TbkMail *mail);

G_END_DECLS
