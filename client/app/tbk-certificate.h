/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "tbk-api.h"

G_BEGIN_DECLS

/* Asks whether a certificate that no authority vouches for is the right one: shows its fingerprint, and warns when it is not
 * the one trusted before. Properties: "api" (TbkApi), whose "fingerprint" it shows.
 * Signals: "trusted" (the api trusts it now), "refused". */
#define TBK_TYPE_CERTIFICATE (tbk_certificate_get_type ())
G_DECLARE_FINAL_TYPE (TbkCertificate, tbk_certificate, TBK, CERTIFICATE, AdwBin)

/* Focus goes to the answer that is safe. */
void tbk_certificate_focus (TbkCertificate *self);

/* "AB:CD:..." in lines of eight pairs, to be compared by eye. Returns: (transfer full). Pure. */
char *tbk_certificate_split (gpointer self, const char *fingerprint);

G_END_DECLS
