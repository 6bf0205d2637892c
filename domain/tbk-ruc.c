/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-ruc.h"

#include <string.h>

#include <glib/gi18n.h>

#define LENGTH 13
#define PROVINCES 24
#define ABROAD 30 /* registered at a consulate */

static gboolean
is_number (const char *ruc)
{
  return ruc != NULL && strlen (ruc) == LENGTH && strspn (ruc, "0123456789") == LENGTH;
}

/* Modulus 10: a product above 9 gives 9 less. */
static int
check_natural (const char *ruc)
{
  int sum = 0;

  for (int i = 0; i < 9; i++)
    {
      int product = (ruc[i] - '0') * (i % 2 == 0 ? 2 : 1);

      sum += product > 9 ? product - 9 : product;
    }
  return (10 - sum % 10) % 10;
}

/* Modulus 11. Returns 10 when no digit can stand there. */
static int
check_modulus_11 (const char *ruc, const char *weights)
{
  int sum = 0;
  int rest;

  for (int i = 0; weights[i] != '\0'; i++)
    sum += (ruc[i] - '0') * (weights[i] - '0');
  rest = sum % 11;
  return rest == 0 ? 0 : 11 - rest;
}

TbkRucResult
tbk_ruc_check (const char *ruc)
{
  int province, kind, digit;

  if (!is_number (ruc))
    return TBK_RUC_LENGTH;
  province = (ruc[0] - '0') * 10 + ruc[1] - '0';
  if ((province < 1 || province > PROVINCES) && province != ABROAD)
    return TBK_RUC_PROVINCE;
  kind = ruc[2] - '0';
  if (kind == 7 || kind == 8)
    return TBK_RUC_KIND;
  /* a public body numbers its establishments with 4 digits */
  if (strcmp (ruc + (kind == 6 ? 9 : 10), kind == 6 ? "0000" : "000") == 0)
    return TBK_RUC_ESTABLISHMENT;

  if (kind == 9)
    return check_modulus_11 (ruc, "432765432") == ruc[9] - '0' ? TBK_RUC_VALID : TBK_RUC_WARN;
  digit = kind == 6 ? ruc[8] - '0' : ruc[9] - '0';
  if (digit != (kind == 6 ? check_modulus_11 (ruc, "32765432") : check_natural (ruc)))
    return TBK_RUC_CHECK_DIGIT;
  return TBK_RUC_VALID;
}

const char *
tbk_ruc_kind (const char *ruc)
{
  if (!is_number (ruc) || ruc[2] == '7' || ruc[2] == '8')
    return NULL;
  if (ruc[2] == '6')
    return "publica";
  return ruc[2] == '9' ? "privada" : "natural";
}

const char *
tbk_ruc_message (TbkRucResult result)
{
  switch (result)
    {
    case TBK_RUC_VALID:
      return NULL;
    case TBK_RUC_WARN:
      return N_ ("The check digit does not fit; newer companies have such numbers.");
    case TBK_RUC_LENGTH:
      return N_ ("A RUC has 13 digits.");
    case TBK_RUC_PROVINCE:
      return N_ ("The first two digits are no province.");
    case TBK_RUC_KIND:
      return N_ ("The third digit is no kind of taxpayer.");
    case TBK_RUC_CHECK_DIGIT:
      return N_ ("The check digit does not fit.");
    case TBK_RUC_ESTABLISHMENT:
      return N_ ("The establishment number at the end is all zeros.");
    default:
      g_return_val_if_reached (NULL);
    }
}
