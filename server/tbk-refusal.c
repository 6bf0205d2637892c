/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-refusal.h"

#include <string.h>

#include "tbk-problem.h"

#define MAX_KEPT_BYTES 2048 /* of the payload */
#define MAX_KEPT_NAME 1024

/* Bytes of the first `length` that end no letter in the middle. */
static gsize
whole_letters (const char *bytes, gsize length, gsize most)
{
  const char *end = bytes + MIN (length, most);

  if (length <= most)
    return length;
  while (end > bytes && (*end & 0xC0) == 0x80)
    end--;
  return (gsize) (end - bytes);
}

static char *
readable (const char *bytes, gsize length, gsize most)
{
  g_autoptr (GString) text = g_string_new (NULL);
  gsize whole = whole_letters (bytes, length, most);

  if (g_utf8_validate (bytes, (gssize) whole, NULL)) /* which takes no NUL */
    return g_strndup (bytes, whole);
  for (gsize i = 0; i < MIN (length, most); i++)
    if (g_ascii_isprint (bytes[i]) && bytes[i] != '\\')
      g_string_append_c (text, bytes[i]);
    else
      g_string_append_printf (text, "\\x%02x", (guint8) bytes[i]);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

TbkValues *
tbk_refusal_new (const char *canal, const char *equipo, GBytes *payload, const char *why)
{
  TbkValues *values = tbk_values_new ();
  gsize length = 0;
  const char *bytes = payload != NULL ? g_bytes_get_data (payload, &length) : NULL;
  g_autofree char *body = readable (bytes != NULL ? bytes : "", length, MAX_KEPT_BYTES);
  g_autofree char *name = readable (equipo, strlen (equipo), MAX_KEPT_NAME);

  tbk_values_set (values, "canal", canal);
  tbk_values_set (values, "equipo", name);
  tbk_values_set (values, "cuerpo", body);
  tbk_values_set_int (values, "bytes", (gint64) length);
  tbk_values_set (values, "motivo", why);
  return values;
}

char *
tbk_refusal_describe (const GError *problem)
{
  const GPtrArray *fields = problem->domain == TBK_PROBLEM ? tbk_problem_get_fields (problem) : NULL;
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; fields != NULL && i < fields->len; i++)
    {
      const TbkFieldError *field = g_ptr_array_index (fields, i);

      g_string_append_printf (text, "%s%s: %s", i > 0 ? "; " : "", field->loc, field->msg);
    }
  return text->len > 0 ? g_string_free (g_steal_pointer (&text), FALSE) : g_strdup (problem->message);
}
