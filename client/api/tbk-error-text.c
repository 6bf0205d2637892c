/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-error-text.h"

#include <string.h>

#include <glib/gi18n.h>

#include "tbk-api.h"

static const char *
api_text (int code)
{
  switch ((TbkApiError) code)
    {
    case TBK_API_ERROR_AWAY:
      return _ ("The server does not answer.");
    case TBK_API_ERROR_CERTIFICATE_UNKNOWN:
      return _ ("The server's certificate is not trusted yet.");
    case TBK_API_ERROR_CERTIFICATE_CHANGED:
      return _ ("The server's certificate has changed.");
    case TBK_API_ERROR_SIGNED_OUT:
      return _ ("The session has ended. Sign in again.");
    case TBK_API_ERROR_PROTOCOL:
      return _ ("The answer cannot be understood. Is this a Triboka server?");
    }
  return _ ("Something went wrong.");
}

/* NULL: the server's own words say more. */
static const char *
problem_text (int status)
{
  switch (status)
    {
    case 401:
      return _ ("Wrong email or password.");
    case 403:
      return _ ("You may not do this.");
    case 404:
      return _ ("It does not exist any more, or you may not see it.");
    case 412:
      return _ ("Somebody else changed it meanwhile.");
    case 413:
      return _ ("It is too large.");
    case 422:
      return _ ("Some values are not right.");
    case 428:
      return _ ("Read it again before changing it.");
    case 429:
      return _ ("Too many tries. Wait a moment.");
    default:
      return status >= 500 ? _ ("The server could not do it. Try again later.") : NULL;
    }
}

char *
tbk_error_text (const GError *error)
{
  const GPtrArray *fields;
  const char *text;

  if (error == NULL)
    return g_strdup ("");
  if (error->domain == TBK_API_ERROR)
    return g_strdup (api_text (error->code));
  if (error->domain != TBK_PROBLEM)
    return g_strdup (error->message);

  fields = tbk_problem_get_fields (error);
  if (fields != NULL && fields->len == 1)
    return tbk_error_text_for_field (NULL, g_ptr_array_index (fields, 0));
  text = problem_text (error->code);
  if (text != NULL)
    return g_strdup (text);
  if (error->code == 409)
    return g_strdup (_ ("It is not in a state where this can be done."));
  return g_strdup (error->message);
}

static char *
range_text (const TbkField *field)
{
  if (field != NULL && field->min != NULL && field->max != NULL)
    return g_strdup_printf (_ ("From %s to %s."), field->min, field->max);
  if (field != NULL && field->min != NULL)
    return g_strdup_printf (_ ("At least %s."), field->min);
  if (field != NULL && field->max != NULL)
    return g_strdup_printf (_ ("At most %s."), field->max);
  return g_strdup (_ ("Out of range."));
}

static char *
length_text (const TbkField *field)
{
  guint most = field == NULL ? 0 : field->max_length != 0 ? field->max_length
                                                          : 200;

  if (most == 0)
    return g_strdup (_ ("Too short or too long."));
  return g_strdup_printf (ngettext ("At most %u character.", "At most %u characters.", most), most);
}

static char *
format_text (const TbkField *field)
{
  switch (field != NULL ? field->type : TBK_FIELD_TEXT)
    {
    case TBK_FIELD_DECIMAL:
      if (field->decimals == 0)
        return g_strdup (_ ("A number without decimals."));
      return g_strdup_printf (_ ("A number with at most %u decimals."), (guint) field->decimals);
    case TBK_FIELD_INTEGER:
      return g_strdup (_ ("A whole number."));
    case TBK_FIELD_DATE:
      return g_strdup (_ ("A date such as 2026-11-25."));
    case TBK_FIELD_EMAIL:
      return g_strdup (_ ("An email address such as ana@example.com."));
    case TBK_FIELD_RUC:
      return g_strdup (_ ("This is no valid RUC."));
    default:
      return g_strdup (field != NULL && field->hint != NULL ? _ (field->hint)
                                                            : _ ("It is not written as it should be."));
    }
}

char *
tbk_error_text_for_field (const TbkField *field, const TbkFieldError *error)
{
  if (g_strcmp0 (error->type, "missing") == 0)
    return g_strdup (_ ("This is needed."));
  if (g_strcmp0 (error->type, "range") == 0)
    return range_text (field);
  if (g_strcmp0 (error->type, "length") == 0)
    return length_text (field);
  if (g_strcmp0 (error->type, "choice") == 0)
    return g_strdup (_ ("Not one of the choices."));
  if (g_strcmp0 (error->type, "format") == 0 || g_strcmp0 (error->type, "type") == 0)
    return format_text (field);
  if (g_strcmp0 (error->type, "read_only") == 0)
    return g_strdup (_ ("This cannot be changed."));
  if (g_strcmp0 (error->type, "conflict") == 0)
    return g_strdup (_ ("It contradicts another value or is taken already."));
  return g_strdup (error->msg != NULL && error->msg[0] != '\0' ? error->msg : _ ("Not right."));
}
