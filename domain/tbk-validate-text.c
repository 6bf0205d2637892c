/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-validate.h"
#include "tbk-validate-private.h"

#include <string.h>

#include "tbk-decimal.h"
#include "tbk-estado.h"
#include "tbk-json.h"
#include "tbk-ruc.h"

#define DEFAULT_MAX_LENGTH 200
#define MAX_LINE_LENGTH 200 /* characters; a longer field may have lines */
#define MAX_JSON_SIZE (64 * 1024)
#define MAX_INPUT_SIZE (64 * 1024) /* bytes of any one value */
#define UUID_LENGTH 36

/* A checker takes trimmed, valid, non-empty UTF-8. Returns: (transfer full) (nullable): the canonical text. */
typedef char *(*Checker) (const TbkField *field, const char *text, GError **error);

char *
tbk_validate_range (const TbkField *field, GError **error)
{
  if (field->min != NULL && field->max != NULL)
    tbk_problem_add_field (error, field->name, "range", "must be from %s to %s", field->min, field->max);
  else if (field->min != NULL)
    tbk_problem_add_field (error, field->name, "range", "must be %s or more", field->min);
  else if (field->max != NULL)
    tbk_problem_add_field (error, field->name, "range", "must be %s or less", field->max);
  else
    tbk_problem_add_field (error, field->name, "range", "is too large");
  return NULL;
}

char *
tbk_validate_missing (const TbkField *field, GError **error)
{
  tbk_problem_add_field (error, field->name, "missing", "must be given");
  return NULL;
}

static char *
refuse_format (const TbkField *field, const char *expected, GError **error)
{
  tbk_problem_add_field (error, field->name, "format", "%s", expected);
  return NULL;
}

/* Limits are decimal texts of the field table. */
static gboolean
is_in_range (const TbkField *field, TbkDecimal value)
{
  TbkDecimal limit;

  if (field->min != NULL && tbk_decimal_parse (field->min, &limit, NULL) && tbk_decimal_compare (value, limit) < 0)
    return FALSE;
  if (field->max != NULL && tbk_decimal_parse (field->max, &limit, NULL) && tbk_decimal_compare (value, limit) > 0)
    return FALSE;
  return TRUE;
}

static char *
check_decimal (const TbkField *field, const char *text, GError **error)
{
  TbkDecimal value, fitted;
  g_autoptr (GError) reason = NULL;

  if (!tbk_decimal_parse (text, &value, &reason))
    {
      if (g_error_matches (reason, TBK_DECIMAL_ERROR, TBK_DECIMAL_ERROR_OVERFLOW))
        return tbk_validate_range (field, error);
      return refuse_format (field, "must be a decimal number", error);
    }
  if (value.scale > field->decimals)
    {
      /* zeros at the end may go, digits may not */
      if (!tbk_decimal_rescale (value, field->decimals, &fitted, NULL) || tbk_decimal_compare (value, fitted) != 0)
        {
          tbk_problem_add_field (error, field->name, "format", "has more than %u digits after the point",
                                 field->decimals);
          return NULL;
        }
      value = fitted;
    }
  if (!is_in_range (field, value))
    return tbk_validate_range (field, error);
  return tbk_decimal_to_text (value);
}

static gboolean
is_whole (const char *text)
{
  const char *digits = *text == '-' ? text + 1 : text;

  return *digits != '\0' && strspn (digits, "0123456789") == strlen (digits);
}

static char *
check_integer (const TbkField *field, const char *text, GError **error)
{
  gint64 number;
  TbkDecimal value;

  if (!is_whole (text))
    return refuse_format (field, "must be a whole number", error);
  if (!g_ascii_string_to_signed (text, 10, G_MININT64, G_MAXINT64, &number, NULL))
    return tbk_validate_range (field, error);
  if (field->min != NULL || field->max != NULL)
    if (!tbk_decimal_parse (text, &value, NULL) || !is_in_range (field, value))
      return tbk_validate_range (field, error);
  return g_strdup_printf ("%" G_GINT64_FORMAT, number);
}

static char *
check_key (const TbkField *field, const char *text, GError **error)
{
  gint64 number;

  if (!is_whole (text))
    return refuse_format (field, "must be a whole number", error);
  if (!g_ascii_string_to_signed (text, 10, 1, G_MAXINT64, &number, NULL))
    {
      tbk_problem_add_field (error, field->name, "range", "must be 1 or more");
      return NULL;
    }
  return g_strdup_printf ("%" G_GINT64_FORMAT, number);
}

static char *
check_uuid (const TbkField *field, const char *text, GError **error)
{
  if (strlen (text) != UUID_LENGTH || !g_uuid_string_is_valid (text))
    return refuse_format (field, "must be a UUID", error);
  return g_ascii_strdown (text, -1);
}

static gboolean
matches (const char *pattern, const char *text)
{
  g_autofree char *whole = g_strdup_printf ("^(?:%s)$", pattern);

  return g_regex_match_simple (whole, text, G_REGEX_DOLLAR_ENDONLY, 0);
}

static gboolean
check_characters (const TbkField *field, const char *text, gboolean lines, GError **error)
{
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      if (!g_unichar_iscntrl (g_utf8_get_char (p)) || (lines && (*p == '\n' || *p == '\t')))
        continue;
      refuse_format (field, lines ? "has a control character" : "must be one line without control characters", error);
      return FALSE;
    }
  return TRUE;
}

static char *
check_text (const TbkField *field, const char *text, GError **error)
{
  guint max = field->max_length > 0 ? field->max_length : DEFAULT_MAX_LENGTH;
  g_autofree char *composed = NULL;
  gboolean secret = (field->flags & TBK_FIELD_SECRET) != 0;

  composed = secret ? g_strdup (text) : g_utf8_normalize (text, -1, G_NORMALIZE_NFC);
  if (g_utf8_strlen (composed, -1) > (glong) max)
    {
      tbk_problem_add_field (error, field->name, "length", "has more than %u characters", max);
      return NULL;
    }
  if (!check_characters (field, composed, max > MAX_LINE_LENGTH && field->type == TBK_FIELD_TEXT, error))
    return NULL;
  if (field->pattern != NULL && !matches (field->pattern, composed))
    return refuse_format (field, field->hint != NULL ? field->hint : "has not the right form", error);
  return g_steal_pointer (&composed);
}

/* Deliberately narrow: printable ASCII, one @, a host with a dot and no empty label. */
static gboolean
is_email (const char *text)
{
  const char *at = strchr (text, '@');
  const char *host = at != NULL ? at + 1 : NULL;

  if (at == NULL || at == text || at - text > 64 || strchr (host, '.') == NULL)
    return FALSE;
  for (const char *p = text; p < at; p++)
    if (!g_ascii_isalnum (*p) && strchr ("!#$%&'*+-/=?^_`{|}~.", *p) == NULL)
      return FALSE;
  for (const char *p = host; *p != '\0'; p++)
    {
      if (!g_ascii_isalnum (*p) && *p != '.' && *p != '-')
        return FALSE;
      if (*p == '.' && (p == host || p[1] == '.' || p[1] == '\0'))
        return FALSE;
    }
  return at[-1] != '.' && text[0] != '.' && strstr (text, "..") == NULL;
}

static char *
check_email (const TbkField *field, const char *text, GError **error)
{
  g_autofree char *checked = check_text (field, text, error);

  if (checked == NULL)
    return NULL;
  if (!is_email (checked))
    return refuse_format (field, "must be an email address", error);
  return g_ascii_strdown (checked, -1);
}

static char *
check_ruc (const TbkField *field, const char *text, GError **error)
{
  g_autoptr (GString) digits = g_string_new (NULL);
  TbkRucResult result;

  for (const char *p = text; *p != '\0'; p++)
    if (*p != ' ' && *p != '-')
      g_string_append_c (digits, *p);
  result = tbk_ruc_check (digits->str);
  if (result != TBK_RUC_VALID && result != TBK_RUC_WARN)
    return refuse_format (field, tbk_ruc_message (result), error);
  return g_string_free (g_steal_pointer (&digits), FALSE);
}

static char *
check_choice (const TbkField *field, const char *text, GError **error)
{
  g_autofree char *folded = NULL;
  g_autofree char *list = NULL;

  if (g_strv_contains (field->choices, text))
    return g_strdup (text);
  folded = tbk_fold (text);
  for (gsize i = 0; field->choices[i] != NULL; i++)
    {
      g_autofree char *choice = tbk_fold (field->choices[i]);

      if (g_str_equal (choice, folded))
        return g_strdup (field->choices[i]);
    }
  list = g_strjoinv (", ", (GStrv) field->choices);
  tbk_problem_add_field (error, field->name, "choice", "must be one of: %s", list);
  return NULL;
}

static char *
check_boolean (const TbkField *field, const char *text, GError **error)
{
  if (g_str_equal (text, "true") || g_str_equal (text, "1"))
    return g_strdup ("true");
  if (g_str_equal (text, "false") || g_str_equal (text, "0"))
    return g_strdup ("false");
  return refuse_format (field, "must be true or false", error);
}

/* `shape`: 0 stands for any digit. A prefix of `text` must look like it. */
static gboolean
has_shape (const char *text, const char *shape)
{
  for (; *shape != '\0'; text++, shape++)
    if (*shape == '0' ? !g_ascii_isdigit (*text) : *text != *shape)
      return FALSE;
  return TRUE;
}

/* `n` digits, known to be there. */
static guint16
digits_at (const char *text, int n)
{
  guint16 number = 0;

  for (int i = 0; i < n; i++)
    number = (guint16) (number * 10 + text[i] - '0');
  return number;
}

static char *
check_date (const TbkField *field, const char *text, GError **error)
{
  if (!has_shape (text, "0000-00-00") || text[10] != '\0')
    return refuse_format (field, "must be a date: YYYY-MM-DD", error);
  if (!g_date_valid_dmy ((GDateDay) digits_at (text + 8, 2), (GDateMonth) digits_at (text + 5, 2), digits_at (text, 4)))
    return refuse_format (field, "is no day of the calendar", error);
  /* what a person could mean */
  if (strcmp (text, "1900-01-01") < 0 || strcmp (text, "2199-12-31") > 0)
    {
      tbk_problem_add_field (error, field->name, "range", "must be from 1900-01-01 to 2199-12-31");
      return NULL;
    }
  return g_strdup (text);
}

static gboolean
is_zone (const char *text)
{
  if (*text != '+' && *text != '-')
    return g_str_equal (text, "Z");
  return has_shape (text + 1, "00:00") && text[6] == '\0';
}

static char *
check_time (const TbkField *field, const char *text, GError **error)
{
  g_autoptr (GDateTime) given = NULL;
  g_autoptr (GDateTime) utc = NULL;
  const char *zone = text + strlen ("0000-00-00T00:00:00");

  if (!has_shape (text, "0000-00-00T00:00:00"))
    return refuse_format (field, "must be a time: YYYY-MM-DDThh:mm:ssZ", error);
  if (*zone == '.')
    zone += 1 + strspn (zone + 1, "0123456789");
  if (!is_zone (zone))
    return refuse_format (field, "must be a time with its zone: YYYY-MM-DDThh:mm:ssZ", error);
  given = g_date_time_new_from_iso8601 (text, NULL);
  utc = given != NULL ? g_date_time_to_utc (given) : NULL;
  if (utc == NULL || g_date_time_get_year (utc) < 1900 || g_date_time_get_year (utc) > 2199)
    return refuse_format (field, "is no time of the calendar", error);
  if (g_date_time_get_microsecond (utc) == 0)
    return g_date_time_format (utc, "%Y-%m-%dT%H:%M:%SZ");
  return g_date_time_format (utc, "%Y-%m-%dT%H:%M:%S.%fZ");
}

char *
tbk_validate_json (const TbkField *field, JsonNode *node, GError **error)
{
  g_autofree char *text = NULL;

  if (!JSON_NODE_HOLDS_OBJECT (node) && !JSON_NODE_HOLDS_ARRAY (node))
    {
      tbk_problem_add_field (error, field->name, "type", "must be an object or an array");
      return NULL;
    }
  text = tbk_json_to_text (node);
  if (strlen (text) > MAX_JSON_SIZE)
    {
      tbk_problem_add_field (error, field->name, "length", "has more than %d bytes", MAX_JSON_SIZE);
      return NULL;
    }
  return g_steal_pointer (&text);
}

static char *
check_json (const TbkField *field, const char *text, GError **error)
{
  g_autoptr (GError) reason = NULL;
  g_autoptr (JsonNode) node = tbk_json_parse (text, -1, &reason);

  if (node == NULL)
    return refuse_format (field, "must be JSON", error);
  return tbk_validate_json (field, node, error);
}

static const Checker checkers[] = {
  [TBK_FIELD_ID] = check_key,
  [TBK_FIELD_REF] = check_key,
  [TBK_FIELD_UUID] = check_uuid,
  [TBK_FIELD_TEXT] = check_text,
  [TBK_FIELD_EMAIL] = check_email,
  [TBK_FIELD_RUC] = check_ruc,
  [TBK_FIELD_CHOICE] = check_choice,
  [TBK_FIELD_DECIMAL] = check_decimal,
  [TBK_FIELD_INTEGER] = check_integer,
  [TBK_FIELD_BOOLEAN] = check_boolean,
  [TBK_FIELD_DATE] = check_date,
  [TBK_FIELD_TIME] = check_time,
  [TBK_FIELD_JSON] = check_json,
};

/* Returns: (transfer full): without white space at both ends. `text` is valid UTF-8. */
static char *
trim (const char *text)
{
  const char *end;

  while (*text != '\0' && g_unichar_isspace (g_utf8_get_char (text)))
    text = g_utf8_next_char (text);
  end = text + strlen (text);
  while (end > text)
    {
      const char *last = g_utf8_prev_char (end);

      if (!g_unichar_isspace (g_utf8_get_char (last)))
        break;
      end = last;
    }
  return g_strndup (text, (gsize) (end - text));
}

char *
tbk_validate_trimmed (const TbkField *field, const char *text, GError **error)
{
  return checkers[field->type](field, text, error);
}

char *
tbk_validate_text (const TbkField *field, const char *text, GError **error)
{
  g_autofree char *trimmed = NULL;

  g_return_val_if_fail (field != NULL && text != NULL, NULL);
  if (strnlen (text, MAX_INPUT_SIZE + 1) > MAX_INPUT_SIZE)
    {
      tbk_problem_add_field (error, field->name, "length", "has more than %d bytes", MAX_INPUT_SIZE);
      return NULL;
    }
  if (!g_utf8_validate (text, -1, NULL))
    return refuse_format (field, "must be UTF-8 text", error);
  trimmed = field->flags & TBK_FIELD_SECRET ? g_strdup (text) : trim (text);
  if (*trimmed == '\0')
    return field->flags & TBK_FIELD_REQUIRED ? tbk_validate_missing (field, error) : g_steal_pointer (&trimmed);
  return tbk_validate_trimmed (field, trimmed, error);
}
