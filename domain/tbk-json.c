/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-json.h"

#include <string.h>

#include "tbk-problem.h"

/* A pass over the text before json-glib sees it. Each scan_* starts at its first character and returns the place after
 * what it read, or NULL with `reason` set. */
typedef struct
{
  const char *start;
  const char *end;
  const char *reason;
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

static const char *
scan_number (Scan *scan, const char *p)
{
  const char *digits;
  gboolean whole = TRUE;

  if (*p == '-')
    p++;
  digits = p;
  p = skip_digits (scan, p);
  if (p == digits || (*digits == '0' && p - digits > 1))
    return refuse (scan, "malformed number");
  if (p - digits > TBK_JSON_MAX_DIGITS)
    whole = FALSE;
  if (p < scan->end && *p == '.')
    {
      if (!is_digit_at (scan, ++p))
        return refuse (scan, "malformed number");
      p = skip_digits (scan, p);
    }
  else if (!whole)
    return refuse (scan, "whole number of more than 18 digits");
  if (p < scan->end && (*p == 'e' || *p == 'E'))
    {
      p++;
      if (p < scan->end && (*p == '+' || *p == '-'))
        p++;
      if (!is_digit_at (scan, p))
        return refuse (scan, "malformed number");
      p = skip_digits (scan, p);
    }
  return p;
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

static gboolean
scan_text (Scan *scan, GError **error)
{
  const char *p = scan->start;
  guint depth = 0;

  while (p < scan->end)
    {
      const char *after = scan_token (scan, p);

      if (*p == '{' || *p == '[')
        depth++;
      else if ((*p == '}' || *p == ']') && depth > 0)
        depth--;
      if (depth > TBK_JSON_MAX_DEPTH)
        after = refuse (scan, "too deeply nested");
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
