/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Which certificate was trusted for which host ("certificados" in the settings). Main thread. */

typedef enum
{
  TBK_PIN_UNKNOWN,
  TBK_PIN_TRUSTED,
  TBK_PIN_CHANGED,
} TbkPin;

/* SHA-256 of the certificate, "AB:CD:...". Returns: (transfer full). */
char *tbk_pins_fingerprint (GTlsCertificate *certificate);

/* `host` with its port: "127.0.0.1:8443". */
TbkPin tbk_pins_check (GSettings *settings, const char *host, const char *fingerprint);
void tbk_pins_trust (GSettings *settings, const char *host, const char *fingerprint);

G_END_DECLS
