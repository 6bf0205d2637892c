/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  TBK_RUC_VALID,
  TBK_RUC_WARN,   /* a company whose check digit fails: newer ones do (DOMAIN.md, "Who") */
  TBK_RUC_LENGTH, /* not 13 digits */
  TBK_RUC_PROVINCE,
  TBK_RUC_KIND, /* third digit 7 or 8 */
  TBK_RUC_CHECK_DIGIT,
  TBK_RUC_ESTABLISHMENT, /* ends in zeros */
} TbkRucResult;

/* Ecuador's RUC: province, kind by the third digit, modulus 10 or 11 check digit, establishment number.
 * Source: SRI rules as in research/domain-facts.md section 3.7. Any thread. */
TbkRucResult tbk_ruc_check (const char *ruc);

/* "natural", "publica", "privada", or NULL. Returns: (transfer none). */
const char *tbk_ruc_kind (const char *ruc);

/* English sentence on what is wrong (N_()), NULL when valid. Returns: (transfer none). */
const char *tbk_ruc_message (TbkRucResult result);

G_END_DECLS
