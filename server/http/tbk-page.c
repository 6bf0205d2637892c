/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-page.h"

#include <glib/gi18n.h>
#include <string.h>

#include "tbk-log.h"
#include "tbk-problem.h"

#define SEPARATOR "\x1f"
#define MAX_CURSOR_BYTES 1000

/* clang-format off */
static const TbkField page_fields[] = {
  { "page", N_("Page"), TBK_FIELD_INTEGER, .min = "1", .max = "100000" },
  { "page_size", N_("Rows"), TBK_FIELD_INTEGER, .min = "1", .max = "200" },
  { "orden", N_("Order"), TBK_FIELD_TEXT, .max_length = 64,
    .hint = N_("A column to sort by, with - before it from the last to the first.") },
  { "despues", N_("After"), TBK_FIELD_TEXT, .max_length = MAX_CURSOR_BYTES,
    .hint = N_("The `siguiente` of the page before.") },
};
/* clang-format on */

const TbkSchema tbk_page_schema = TBK_SCHEMA ("Pagina", page_fields);

char *
tbk_cursor_encode (const char *orden, const char *clave, const char *id)
{
  g_autofree char *plain = g_strjoin (SEPARATOR, orden, clave, id, NULL);
  char *text = g_base64_encode ((const guint8 *) plain, strlen (plain));

  g_strdelimit (text, "+", '-');
  g_strdelimit (text, "/", '_');
  text[strcspn (text, "=")] = '\0';
  return text;
}

static char *
decode_base64url (const char *text)
{
  gsize length = strlen (text);
  g_autofree char *padded = NULL;
  g_autofree guchar *bytes = NULL;
  gsize n;

  if (strspn (text, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_") != length
      || length % 4 == 1)
    return NULL;
  padded = g_strdup_printf ("%s%.*s", text, (int) ((4 - length % 4) % 4), "===");
  g_strdelimit (padded, "-", '+');
  g_strdelimit (padded, "_", '/');
  bytes = g_base64_decode (padded, &n);
  return g_utf8_validate ((const char *) bytes, n, NULL) ? g_strndup ((const char *) bytes, n) : NULL;
}

gboolean
tbk_cursor_decode (const char *cursor, char **orden, char **clave, char **id)
{
  g_autofree char *plain = decode_base64url (cursor);
  g_auto (GStrv) parts = plain != NULL ? g_strsplit (plain, SEPARATOR, 4) : NULL;
  gint64 number;

  if (parts == NULL || g_strv_length (parts) != 3)
    return FALSE;
  if (!g_ascii_string_to_signed (parts[2], 10, 0, G_MAXINT64, &number, NULL))
    return FALSE;
  *orden = g_strdup (parts[0]);
  *clave = g_strdup (parts[1]);
  *id = g_strdup (parts[2]);
  return TRUE;
}

static void
blame_cursor (GError **error)
{
  tbk_problem_add_field (error, "despues", "format", "must be the siguiente of another page");
}

/* The order: the cursor's, since it means nothing in another, or the one asked for, or the route's own. */
static gboolean
read_order (TbkPage *page, const TbkRouterEntry *entry, const TbkValues *params, GError **error)
{
  const char *cursor = tbk_values_get (params, "despues");
  const char *orden = tbk_values_get (params, "orden");

  if (cursor == NULL)
    {
      page->orden = g_strdup (orden != NULL ? orden : entry->route->orden);
      return TRUE;
    }
  page->by_cursor = TRUE;
  if (!tbk_cursor_decode (cursor, &page->orden, &page->clave, &page->id))
    blame_cursor (error);
  else if (orden != NULL && strcmp (orden, page->orden) != 0)
    tbk_problem_add_field (error, "despues", "conflict", "belongs to another order");
  else
    return TRUE;
  return FALSE;
}

static gboolean
takes (const TbkStatement *statement, const char *name)
{
  return g_strv_contains ((const char *const *) statement->params, name);
}

/* The kept total where it knows all the filters that are set, else the bounded count. */
static void
choose_total (TbkPage *page, const TbkRouterEntry *entry, const TbkValues *params)
{
  const TbkSchema *query = entry->route->query;

  page->total = entry->total;
  for (gsize i = 0; query != NULL && i < query->n_fields; i++)
    {
      const char *name = query->fields[i].name;

      if (tbk_values_get (params, name) == NULL)
        continue;
      page->filtered = TRUE;
      if (!takes (entry->total, name))
        page->total = entry->cuenta;
    }
}

gboolean
tbk_page_read (TbkPage *page,
               const TbkRouterEntry *entry,
               const TbkSql *sql,
               const TbkValues *params,
               GError **error)
{
  page->page = tbk_values_get_int (params, "page", 1);
  page->page_size = tbk_values_get_int (params, "page_size", TBK_PAGE_SIZE_DEFAULT);
  if (!read_order (page, entry, params, error))
    return FALSE;
  page->statement = tbk_sql_find_page (sql, entry->route->statement, page->orden);
  if (page->statement == NULL)
    {
      tbk_problem_add_field (error, "orden", "choice", "is no order of this list");
      return FALSE;
    }
  if ((guint64) (page->page - 1) * page->page_size > TBK_PAGE_MAX_SALTO)
    {
      tbk_problem_add_field (error, "page", "range", "is too far: go on with despues");
      return FALSE;
    }
  if (page->clave == NULL)
    {
      page->clave = g_strdup (page->statement->first_key);
      page->id = g_strdup (page->statement->first_id);
    }
  choose_total (page, entry, params);
  return TRUE;
}

void
tbk_page_clear (TbkPage *page)
{
  g_clear_pointer (&page->orden, g_free);
  g_clear_pointer (&page->clave, g_free);
  g_clear_pointer (&page->id, g_free);
}

void
tbk_page_blame_cursor (const TbkPage *page, GError **error)
{
  const GPtrArray *fields;

  if (!page->by_cursor || !g_error_matches (*error, TBK_PROBLEM, 422))
    return;
  fields = tbk_problem_get_fields (*error);
  if (fields != NULL && fields->len > 0)
    return;
  g_clear_error (error);
  blame_cursor (error);
}

void
tbk_page_bind (const TbkPage *page, TbkValues *values)
{
  tbk_values_set_int (values, "page_size", page->page_size + 1);
  tbk_values_set_int (values, "salto", page->by_cursor ? 0 : (gint64) (page->page - 1) * page->page_size);
  tbk_values_set (values, "despues_clave", page->clave);
  tbk_values_set (values, "despues_id", page->id);
}

TbkReply *
tbk_page_reply (const TbkPage *page, const TbkRows *rows, const TbkRows *total, const TbkSchema *schema)
{
  GString *json = g_string_sized_new (8192);
  guint n = MIN (tbk_rows_count (rows), page->page_size);

  g_string_append (json, "{\"items\":");
  tbk_rows_write_first (rows, n, schema, json);
  g_string_append_printf (json, ",\"page\":%u,\"page_size\":%u,\"total\":%" G_GINT64_FORMAT, page->page,
                          page->page_size, tbk_rows_int (total, 0, "total", 0));
  if (!tbk_rows_bool (total, 0, "exacto"))
    g_string_append (json, ",\"total_exacto\":false");
  g_string_append (json, ",\"siguiente\":");
  if (tbk_rows_count (rows) > page->page_size)
    {
      const char *number = tbk_rows_text (rows, n - 1, "clave_id"); /* where the id is no number */
      const char *id = number != NULL ? number : tbk_rows_text (rows, n - 1, "id");
      g_autofree char *cursor = tbk_cursor_encode (page->orden, tbk_rows_text (rows, n - 1, "clave"), id);

      tbk_log_append_json (json, cursor);
    }
  else
    g_string_append (json, "null");
  g_string_append_c (json, '}');
  return tbk_reply_new_json (200, json);
}
