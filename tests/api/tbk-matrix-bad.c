/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-matrix.h"

#include "tbk-decimal.h"

#define DEFAULT_MAX_LENGTH 200

static void
free_bad (gpointer data)
{
  TbkBadValue *bad = data;

  g_free (bad->json);
  g_free (bad);
}

/* Takes over `json`. */
static void
add (GPtrArray *list, const char *what, char *json)
{
  TbkBadValue *bad = g_new0 (TbkBadValue, 1);

  bad->what = what;
  bad->json = json;
  g_ptr_array_add (list, bad);
}

static void
add_text (GPtrArray *list, const char *what, const char *text)
{
  add (list, what, g_strdup_printf ("\"%s\"", text));
}

static gboolean
is_text (const TbkField *field)
{
  return field->type == TBK_FIELD_TEXT || field->type == TBK_FIELD_EMAIL;
}

static gboolean
is_number (const TbkField *field)
{
  return field->type == TBK_FIELD_DECIMAL || field->type == TBK_FIELD_INTEGER;
}

/* One more or less in the last digit. Returns: (transfer full). */
static char *
beyond (const char *limit, guint8 decimals, int by)
{
  TbkDecimal value;
  TbkDecimal step = { .units = by, .scale = decimals };

  g_assert_true (tbk_decimal_parse (limit, &value, NULL));
  g_assert_true (tbk_decimal_add (value, step, &value, NULL));
  return tbk_decimal_to_text (value);
}

static void
add_ranges (GPtrArray *list, const TbkField *field)
{
  if (field->min != NULL)
    add (list, "below the range", beyond (field->min, field->decimals, -1));
  if (field->max != NULL)
    add (list, "above the range", beyond (field->max, field->decimals, 1));
  if (field->type == TBK_FIELD_DECIMAL)
    {
      const char *base = field->min != NULL ? field->min : "1";
      add (list, "too many decimals", beyond (base, field->decimals + 1, 1));
      add_text (list, "no number", "mucho");
    }
  else
    add (list, "a fraction", g_strdup ("1.5"));
}

static void
add_long (GPtrArray *list, const TbkField *field)
{
  guint max = field->max_length > 0 ? field->max_length : DEFAULT_MAX_LENGTH;
  g_autofree char *text = g_strnfill (max + 1, 'x');

  add_text (list, "too long", text);
}

/* What is of the right JSON type but not of the form that the field has. */
static void
add_malformed (GPtrArray *list, const TbkField *field)
{
  if (field->pattern != NULL)
    add_text (list, "against its pattern", "???");
  switch (field->type)
    {
    case TBK_FIELD_TEXT:
      add_text (list, "a control character", "a\\u0001b");
      break;
    case TBK_FIELD_EMAIL:
      add_text (list, "no @", "sin-arroba");
      break;
    case TBK_FIELD_RUC:
      add_text (list, "too few digits", "123");
      add_text (list, "no such province", "9990016919001");
      break;
    case TBK_FIELD_CHOICE:
      add_text (list, "none of the choices", "ninguno de estos");
      break;
    case TBK_FIELD_DATE:
      add_text (list, "no day", "2026-02-30");
      add_text (list, "no date", "hoy");
      break;
    case TBK_FIELD_TIME:
      add_text (list, "no time", "2026-02-10 10:00");
      break;
    case TBK_FIELD_UUID:
      add_text (list, "no UUID", "x");
      break;
    case TBK_FIELD_ID:
    case TBK_FIELD_REF:
      add (list, "not positive", g_strdup ("0"));
      add (list, "a fraction", g_strdup ("1.5"));
      break;
    default:
      break;
    }
}

static void
add_wrong_types (GPtrArray *list, const TbkField *field)
{
  switch (field->type)
    {
    case TBK_FIELD_JSON:
      add_text (list, "a text", "nada");
      add (list, "a number", g_strdup ("5"));
      return;
    case TBK_FIELD_BOOLEAN:
      add_text (list, "a text", "quizas");
      break;
    case TBK_FIELD_ID:
    case TBK_FIELD_REF:
    case TBK_FIELD_INTEGER:
      add_text (list, "a text", "siete");
      break;
    case TBK_FIELD_DECIMAL:
      add (list, "a boolean", g_strdup ("true"));
      break;
    default:
      add (list, "a number", g_strdup ("7"));
      break;
    }
  add (list, "an object", g_strdup ("{}"));
  add (list, "an array", g_strdup ("[1]"));
}

GPtrArray *
tbk_bad_values (const TbkField *field, TbkValidateMode mode)
{
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func (free_bad);
  gboolean closed = (field->flags & TBK_FIELD_READ_ONLY) != 0
                    || (mode == TBK_VALIDATE_UPDATE && (field->flags & TBK_FIELD_CREATE_ONLY) != 0);

  if (closed)
    {
      add (list, "read only", g_strdup ("1"));
      return g_steal_pointer (&list);
    }
  add_wrong_types (list, field);
  add_malformed (list, field);
  if (is_text (field))
    add_long (list, field);
  if (is_number (field))
    add_ranges (list, field);
  if (field->type == TBK_FIELD_JSON)
    {
      g_autofree char *filler = g_strnfill (70 * 1024, 'x');
      add (list, "too large", g_strdup_printf ("{\"a\": \"%s\"}", filler));
    }
  if ((field->flags & TBK_FIELD_NULLABLE) == 0)
    add (list, "null", g_strdup ("null"));
  if (field->flags & TBK_FIELD_REQUIRED && is_text (field))
    add_text (list, "empty", "");
  return g_steal_pointer (&list);
}

GPtrArray *
tbk_bad_texts (const TbkField *field)
{
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func (free_bad);

  switch (field->type)
    {
    case TBK_FIELD_TEXT:
    case TBK_FIELD_EMAIL:
      add (list, "too long", g_strnfill ((field->max_length > 0 ? field->max_length : DEFAULT_MAX_LENGTH) + 1, 'x'));
      break;
    case TBK_FIELD_DATE:
      add (list, "no day", g_strdup ("2026-02-30"));
      break;
    case TBK_FIELD_ID:
    case TBK_FIELD_REF:
      add (list, "not positive", g_strdup ("0"));
      add (list, "no number", g_strdup ("siete"));
      break;
    case TBK_FIELD_INTEGER:
    case TBK_FIELD_DECIMAL:
      if (field->min != NULL)
        add (list, "below the range", beyond (field->min, field->decimals, -1));
      add (list, "no number", g_strdup ("siete"));
      break;
    default:
      add (list, "not of its form", g_strdup ("quizas"));
      break;
    }
  return g_steal_pointer (&list);
}

char *
tbk_good_text (const TbkField *field)
{
  switch (field->type)
    {
    case TBK_FIELD_DATE:
      return g_strdup ("2026-06-15");
    case TBK_FIELD_BOOLEAN:
      return g_strdup ("true");
    case TBK_FIELD_CHOICE:
      return g_strdup (field->choices[0]);
    case TBK_FIELD_TEXT:
      return g_strdup ("cacao");
    default:
      return g_strdup (field->min != NULL ? field->min : "1");
    }
}
