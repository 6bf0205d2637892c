/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-json.h"

#include <math.h>
#include <string.h>

#include "tbk-problem.h"

/* A pass over the text before json-glib sees it. Each scan_* starts at its first character and returns the place after
 * what it read, or NULL with `reason` set. */
typedef struct
{
  const char *start;
  const char *end;
  const char *reason;
  guint depth;
  guint n_values;
} Scan;

static const char *
refuse (Scan *scan, const char *reason)
{
  scan->reason = reason;
  return NULL;
}

static gboolean
is_digit_at (const Scan *scan, const char *p)
{
  return p < scan->end && g_ascii_isdigit (*p);
}

static const char *
skip_digits (const Scan *scan, const char *p)
{
  while (is_digit_at (scan, p))
    p++;
  return p;
}

/* At the e. */
static const char *
scan_exponent (Scan *scan, const char *p)
{
  p++;
  if (p < scan->end && (*p == '+' || *p == '-'))
    p++;
  if (!is_digit_at (scan, p))
    return refuse (scan, "malformed number");
  return skip_digits (scan, p);
}

/* By its grammar. */
static const char *
scan_number_text (Scan *scan, const char *p)
{
  const char *digits = *p == '-' ? p + 1 : p;
  gboolean too_long;

  p = skip_digits (scan, digits);
  too_long = p - digits > TBK_JSON_MAX_DIGITS;
  if (p == digits || (*digits == '0' && p - digits > 1))
    return refuse (scan, "malformed number");
  if (p < scan->end && *p == '.')
    {
      if (!is_digit_at (scan, ++p))
        return refuse (scan, "malformed number");
      p = skip_digits (scan, p);
    }
  else if (too_long)
    return refuse (scan, "whole number of more than 18 digits");
  if (p < scan->end && (*p == 'e' || *p == 'E'))
    return scan_exponent (scan, p);
  return p;
}

static const char *
scan_number (Scan *scan, const char *p)
{
  const char *after = scan_number_text (scan, p);
  char text[TBK_JSON_MAX_NUMBER + 1] = { 0 };

  if (after == NULL)
    return NULL;
  if (after - p > TBK_JSON_MAX_NUMBER)
    return refuse (scan, "number too long");
  memcpy (text, p, (gsize) (after - p));
  /* allow double: json-glib holds what is not whole in one */
  return isfinite (g_ascii_strtod (text, NULL)) ? after : refuse (scan, "number too large");
}

/* The value of 4 hex digits, -1 when there are none. */
static int
hex_at (const Scan *scan, const char *p)
{
  int value = 0;

  if (scan->end - p < 4)
    return -1;
  for (int i = 0; i < 4; i++)
    {
      if (!g_ascii_isxdigit (p[i]))
        return -1;
      value = value * 16 + g_ascii_xdigit_value (p[i]);
    }
  return value;
}

/* At the backslash. */
static const char *
scan_escape (Scan *scan, const char *p)
{
  int code;

  if (scan->end - p < 2 || strchr ("\"\\/bfnrtu", p[1]) == NULL)
    return refuse (scan, "unknown escape");
  if (p[1] != 'u')
    return p + 2;
  code = hex_at (scan, p + 2);
  if (code < 0)
    return refuse (scan, "unknown escape");
  if (code == 0)
    return refuse (scan, "NUL character");
  p += 6;
  if (code < 0xd800 || code > 0xdfff)
    return p;
  if (code > 0xdbff || scan->end - p < 6 || p[0] != '\\' || p[1] != 'u')
    return refuse (scan, "half of a surrogate pair");
  code = hex_at (scan, p + 2);
  if (code < 0xdc00 || code > 0xdfff)
    return refuse (scan, "half of a surrogate pair");
  return p + 6;
}

/* At the opening quote. */
static const char *
scan_string (Scan *scan, const char *p)
{
  p++;
  while (p != NULL && p < scan->end)
    {
      if (*p == '"')
        return p + 1;
      if ((guchar) *p < 0x20)
        return refuse (scan, "control character in a string");
      p = *p == '\\' ? scan_escape (scan, p) : p + 1;
    }
  return p == NULL ? NULL : refuse (scan, "unterminated string");
}

static const char *
scan_token (Scan *scan, const char *p)
{
  if (*p == '"')
    return scan_string (scan, p);
  if (*p == '-' || g_ascii_isdigit (*p))
    return scan_number (scan, p);
  if (g_ascii_islower (*p)) /* true, false, null: the parser tells them apart from others */
    {
      while (p < scan->end && g_ascii_isalpha (*p))
        p++;
      return p;
    }
  if (*p != '\0' && strchr (" \t\r\n{}[]:,", *p) != NULL)
    return p + 1;
  return refuse (scan, "unexpected character");
}

/* Where a token stands: how deep, and how many values there are outside of all brackets. */
static const char *
place_token (Scan *scan, const char *p, const char *after)
{
  if (after == NULL || strchr (" \t\r\n", *p) != NULL)
    return after;
  if (scan->depth == 0 && ++scan->n_values > 1)
    return refuse (scan, "something after the value");
  if (*p == '{' || *p == '[')
    scan->depth++;
  else if ((*p == '}' || *p == ']') && scan->depth-- == 0)
    return refuse (scan, "unexpected character");
  return scan->depth > TBK_JSON_MAX_DEPTH ? refuse (scan, "too deeply nested") : after;
}

static gboolean
scan_text (Scan *scan, GError **error)
{
  const char *p = scan->start;

  while (p < scan->end)
    {
      const char *after = place_token (scan, p, scan_token (scan, p));

      if (after == NULL)
        {
          tbk_problem_set (error, 400, "body is not good JSON: %s at byte %" G_GSIZE_FORMAT, scan->reason,
                           (gsize) (p - scan->start));
          return FALSE;
        }
      p = after;
    }
  return TRUE;
}

JsonNode *
tbk_json_parse (const char *text, gssize length, GError **error)
{
  g_autoptr (JsonParser) parser = NULL;
  g_autoptr (GError) reason = NULL;
  JsonNode *root;
  Scan scan = { .start = text };

  g_return_val_if_fail (text != NULL || length == 0, NULL);
  if (length < 0)
    length = (gssize) strlen (text);
  scan.end = text + length;
  if (length == 0)
    {
      tbk_problem_set (error, 400, "body is empty, JSON was expected");
      return NULL;
    }
  if (!g_utf8_validate (text, length, NULL))
    {
      tbk_problem_set (error, 400, "body is not good JSON: it is not UTF-8");
      return NULL;
    }
  if (!scan_text (&scan, error))
    return NULL;

  parser = json_parser_new_immutable ();
  if (!json_parser_load_from_data (parser, text, length, &reason))
    {
      tbk_problem_set (error, 400, "body is not good JSON: %s", reason->message);
      return NULL;
    }
  root = json_parser_steal_root (parser);
  if (root == NULL)
    tbk_problem_set (error, 400, "body is empty, JSON was expected");
  return root;
}

JsonObject *
tbk_json_parse_object (const char *text, gssize length, GError **error)
{
  g_autoptr (JsonNode) node = tbk_json_parse (text, length, error);

  if (node == NULL)
    return NULL;
  if (!JSON_NODE_HOLDS_OBJECT (node))
    {
      tbk_problem_set (error, 400, "body is not a JSON object");
      return NULL;
    }
  return json_node_dup_object (node);
}

static void
write_string (const char *text, GString *out)
{
  g_string_append_c (out, '"');
  for (const char *p = text; *p != '\0'; p++)
    switch (*p)
      {
      case '"':
      case '\\':
        g_string_append_c (out, '\\');
        g_string_append_c (out, *p);
        break;
      case '\n':
        g_string_append (out, "\\n");
        break;
      case '\t':
        g_string_append (out, "\\t");
        break;
      default:
        if ((guchar) *p < 0x20 || *p == 0x7f)
          g_string_append_printf (out, "\\u%04x", (guint) *p);
        else
          g_string_append_c (out, *p);
      }
  g_string_append_c (out, '"');
}

static void
write_double (double number, GString *out) /* allow double: as json-glib holds a number of a JSON field */
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];
  const char *const formats[] = { "%.15g", "%.16g", "%.17g" };

  for (gsize i = 0; i < G_N_ELEMENTS (formats); i++)
    {
      g_ascii_formatd (text, sizeof text, formats[i], number);
      if (g_ascii_strtod (text, NULL) == number) /* allow double: the same number? */
        break;
    }
  g_string_append (out, isfinite (number) ? text : "null");
}

static void
write_value (JsonNode *node, GString *out)
{
  GType type = json_node_get_value_type (node);

  if (type == G_TYPE_STRING)
    write_string (json_node_get_string (node), out);
  else if (type == G_TYPE_BOOLEAN)
    g_string_append (out, json_node_get_boolean (node) ? "true" : "false");
  else if (type == G_TYPE_DOUBLE)
    write_double (json_node_get_double (node), out);
  else
    g_string_append_printf (out, "%" G_GINT64_FORMAT, json_node_get_int (node));
}

static void write_node (JsonNode *node, GString *out);

static void
write_object (JsonObject *object, GString *out)
{
  JsonObjectIter iter;
  const char *name;
  JsonNode *member;
  const char *separator = "";

  g_string_append_c (out, '{');
  json_object_iter_init_ordered (&iter, object);
  while (json_object_iter_next_ordered (&iter, &name, &member))
    {
      g_string_append (out, separator);
      write_string (name, out);
      g_string_append_c (out, ':');
      write_node (member, out);
      separator = ",";
    }
  g_string_append_c (out, '}');
}

static void
write_array (JsonArray *array, GString *out)
{
  g_string_append_c (out, '[');
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      if (i > 0)
        g_string_append_c (out, ',');
      write_node (json_array_get_element (array, i), out);
    }
  g_string_append_c (out, ']');
}

/* As deep as the tree, which tbk_json_parse() bounds. */
static void
write_node (JsonNode *node, GString *out)
{
  switch (json_node_get_node_type (node))
    {
    case JSON_NODE_OBJECT:
      write_object (json_node_get_object (node), out);
      break;
    case JSON_NODE_ARRAY:
      write_array (json_node_get_array (node), out);
      break;
    case JSON_NODE_VALUE:
      write_value (node, out);
      break;
    case JSON_NODE_NULL:
      g_string_append (out, "null");
      break;
    }
}

char *
tbk_json_to_text (JsonNode *node)
{
  GString *out;

  g_return_val_if_fail (node != NULL, NULL);
  out = g_string_new (NULL);
  write_node (node, out);
  return g_string_free (out, FALSE);
}

char *
tbk_json_to_value (JsonNode *node)
{
  if (JSON_NODE_HOLDS_NULL (node))
    return NULL;
  if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING)
    return json_node_dup_string (node);
  return tbk_json_to_text (node);
}
