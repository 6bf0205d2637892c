/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-sql.h"

#include <gio/gio.h>
#include <string.h>

#define RESOURCE_FOLDER "/com/triboka/server/sql/"
#define MAX_PARAMS 24
#define MAX_NAME 62 /* bytes; PostgreSQL tells longer names of prepared statements no longer apart */

G_DEFINE_QUARK (tbk - sql - error - quark, tbk_sql_error)

struct _TbkSql
{
  GPtrArray *statements; /* (element-type TbkStatement) (owned) */
  GHashTable *by_name;   /* name (its own) -> TbkStatement (not owned) */
};

/* A type that lists are sorted by, and values before and after all that it holds. */
typedef struct
{
  const char *name;
  const char *lowest;
  const char *highest;
} SortType;

/* U+10FFFF is the last character there is; text is sorted by its bytes (COLLATE "C"). */
static const SortType sort_types[] = {
  { "text", "", "\U0010FFFF\U0010FFFF\U0010FFFF\U0010FFFF" },
  { "date", "-infinity", "infinity" },
  { "timestamptz", "-infinity", "infinity" },
  { "numeric", "-Infinity", "Infinity" },
  { "bigint", "-9223372036854775808", "9223372036854775807" },
};

static const struct
{
  const char *text;
  TbkSqlKind kind;
} kinds[] = {
  { ":one", TBK_SQL_ONE },
  { ":many", TBK_SQL_MANY },
  { ":page", TBK_SQL_PAGE },
  { ":exec", TBK_SQL_EXEC },
};

/* One statement as it stands in its file. */
typedef struct
{
  const char *file;
  guint line; /* of its name */
  char *name;
  TbkSqlKind kind;
  char **params;
  char **orden; /* "column" or "column:type"; NULL when not a page */
  char *dollar; /* the tag of a dollar-quoted text that goes on: "$do$" */
  GString *body;
} Draft;

static void
statement_free (TbkStatement *statement)
{
  g_free (statement->name);
  g_free (statement->sql);
  g_free (statement->prepared);
  g_strfreev (statement->params);
  g_free (statement);
}

static void
draft_clear (Draft *draft)
{
  g_clear_pointer (&draft->name, g_free);
  g_clear_pointer (&draft->params, g_strfreev);
  g_clear_pointer (&draft->orden, g_strfreev);
  g_clear_pointer (&draft->dollar, g_free);
  if (draft->body != NULL)
    g_string_free (g_steal_pointer (&draft->body), TRUE);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Draft, draft_clear)

static gboolean
fail (GError **error, const Draft *draft, const char *what, const char *which)
{
  g_set_error (error, TBK_SQL_ERROR, TBK_SQL_ERROR_FORM, "%s:%u: statement %s: %s%s%s", draft->file, draft->line,
               draft->name ? draft->name : "?", what, which ? " " : "", which ? which : "");
  return FALSE;
}

static gboolean
is_word (const char *text)
{
  return text[0] != '\0' && strspn (text, "abcdefghijklmnopqrstuvwxyz0123456789_") == strlen (text);
}

/* Every $n must be named, and every name used: a slip in counting would bind a value to the wrong place. */
static gboolean
check_params (const Draft *draft, guint n_params, GError **error)
{
  gboolean used[MAX_PARAMS + 1] = { FALSE };
  gboolean quoted = FALSE;

  for (const char *at = draft->body->str; *at != '\0'; at++)
    {
      guint64 n;

      if (!quoted && at[0] == '-' && at[1] == '-')
        at += strcspn (at, "\n");
      if (*at == '\'')
        quoted = !quoted;
      if (quoted || *at != '$' || !g_ascii_isdigit (at[1]))
        continue;
      n = g_ascii_strtoull (at + 1, NULL, 10);
      if (n < 1 || n > n_params)
        return fail (error, draft, "has no name for a parameter at", at);
      used[n] = TRUE;
    }
  for (guint i = 1; i <= n_params; i++)
    if (!used[i])
      return fail (error, draft, "does not use its parameter", draft->params[i - 1]);
  return TRUE;
}

static const SortType *
find_sort_type (const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (sort_types); i++)
    if (strcmp (sort_types[i].name, name) == 0)
      return &sort_types[i];
  return NULL;
}

/* The same text with NULL for the filters. */
static char *
leave_filters_out (const char *sql)
{
  GString *text = g_string_new (NULL);

  while (*sql != '\0')
    {
      char *end = (char *) sql + 1;

      if (*sql == '$' && g_ascii_isdigit (sql[1]) && g_ascii_strtoull (sql + 1, &end, 10) > TBK_SQL_PAGE_PARAMS)
        g_string_append (text, "NULL");
      else
        g_string_append_len (text, sql, end - sql);
      sql = end;
    }
  return g_string_free (text, FALSE);
}

static gboolean
check_name (const TbkSql *sql, const Draft *draft, const char *name, GError **error)
{
  if (strlen (name) > MAX_NAME)
    return fail (error, draft, "has too long a name,", name);
  if (g_hash_table_contains (sql->by_name, name))
    return fail (error, draft, "is there twice,", name);
  return TRUE;
}

/* Returns: (transfer none) (nullable): the statement, which belongs to `sql`. */
static TbkStatement *
add_statement (TbkSql *sql, const Draft *draft, const char *name, const char *text, GError **error)
{
  TbkStatement *statement;

  if (!check_name (sql, draft, name, error))
    return NULL;
  statement = g_new0 (TbkStatement, 1);
  statement->name = g_strdup (name);
  statement->kind = draft->kind;
  statement->sql = g_strdup (text);
  statement->params = g_strdupv (draft->params);
  statement->n_params = g_strv_length (draft->params);
  statement->prepared = draft->kind == TBK_SQL_PAGE ? leave_filters_out (text) : g_strdup (text);
  statement->n_prepared = draft->kind == TBK_SQL_PAGE
                              ? MIN (statement->n_params, TBK_SQL_PAGE_PARAMS)
                              : statement->n_params;
  g_ptr_array_add (sql->statements, statement);
  g_hash_table_insert (sql->by_name, statement->name, statement);
  return statement;
}

/* One of a page's ways to be sorted. */
static gboolean
add_page (TbkSql *sql, const Draft *draft, const char *orden, gboolean descending, GError **error)
{
  g_auto (GStrv) parts = g_strsplit (orden, ":", 2);
  const SortType *type = find_sort_type (parts[1] ? parts[1] : "text");
  g_autoptr (GString) text = g_string_new (draft->body->str);
  g_autofree char *name = NULL;
  TbkStatement *statement;

  if (!is_word (parts[0]))
    return fail (error, draft, "cannot be sorted by", orden);
  if (type == NULL)
    return fail (error, draft, "is sorted by an unknown type,", orden);
  g_string_replace (text, "{orden}", parts[0], 0);
  g_string_replace (text, "{tipo}", type->name, 0);
  g_string_replace (text, "{dir}", descending ? "DESC" : "ASC", 0);
  g_string_replace (text, "{cmp}", descending ? "<" : ">", 0);
  name = g_strconcat (draft->name, "-", parts[0], descending ? "-desc" : "-asc", NULL);
  statement = add_statement (sql, draft, name, text->str, error);
  if (statement == NULL)
    return FALSE;
  statement->first_key = descending ? type->highest : type->lowest;
  statement->first_id = descending ? "9223372036854775807" : "-9223372036854775808";
  return TRUE;
}

static gboolean
finish_statement (TbkSql *sql, Draft *draft, GError **error)
{
  guint n_params = g_strv_length (draft->params);

  if (n_params > MAX_PARAMS)
    return fail (error, draft, "takes more than 24 parameters", NULL);
  if (!check_params (draft, n_params, error))
    return FALSE;
  if (draft->kind != TBK_SQL_PAGE)
    return add_statement (sql, draft, draft->name, draft->body->str, error) != NULL;
  if (draft->orden == NULL || draft->orden[0] == NULL)
    return fail (error, draft, "is a :page without an -- orden: line", NULL);
  for (guint i = 0; draft->orden[i] != NULL; i++)
    if (!add_page (sql, draft, draft->orden[i], FALSE, error) || !add_page (sql, draft, draft->orden[i], TRUE, error))
      return FALSE;
  return TRUE;
}

/* Words between separators, empty ones left out. */
static char **
split_words (const char *text, const char *separators)
{
  g_auto (GStrv) parts = g_strsplit_set (text, separators, -1);
  g_autoptr (GStrvBuilder) words = g_strv_builder_new ();

  for (guint i = 0; parts[i] != NULL; i++)
    if (parts[i][0] != '\0')
      g_strv_builder_add (words, parts[i]);
  return g_strv_builder_end (words);
}

/* "contrato_get :one (id)", the parentheses closed. */
static gboolean
begin_statement (Draft *draft, const char *header, GError **error)
{
  const char *open = strchr (header, '(');
  g_autofree char *head = open ? g_strndup (header, (gsize) (open - header)) : g_strdup (header);
  g_auto (GStrv) words = split_words (head, " \t");

  draft->params = open != NULL ? split_words (open, "(), \t\n") : g_new0 (char *, 1);
  draft->name = g_strdup (words[0] ? words[0] : "");
  draft->body = g_string_new (NULL);
  if (g_strv_length (words) != 2 || !is_word (words[0]))
    return fail (error, draft, "does not read as `name :kind (parameters)`", NULL);
  for (guint i = 0; draft->params[i] != NULL; i++)
    if (!is_word (draft->params[i]))
      return fail (error, draft, "has no such thing as a parameter", draft->params[i]);
  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (strcmp (kinds[i].text, words[1]) == 0)
      {
        draft->kind = kinds[i].kind;
        return TRUE;
      }
  return fail (error, draft, "is of an unknown kind", words[1]);
}

/* The text after `prefix` on a line, or NULL. */
static const char *
after (const char *line, const char *prefix)
{
  return g_str_has_prefix (line, prefix) ? line + strlen (prefix) : NULL;
}

/* Follows dollar quotes ($$ or $tag$) over the lines of a statement: a semicolon inside does not end it. */
static void
follow_dollars (Draft *draft, const char *line)
{
  for (const char *at = strchr (line, '$'); at != NULL; at = strchr (at, '$'))
    {
      gsize length = 1 + strspn (at + 1, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_");

      if (at[length] != '$')
        {
          at++;
          continue;
        }
      length++;
      if (draft->dollar == NULL)
        draft->dollar = g_strndup (at, length);
      else if (strlen (draft->dollar) == length && strncmp (draft->dollar, at, length) == 0)
        g_clear_pointer (&draft->dollar, g_free);
      else
        length--; /* another tag is text, but its end may be the beginning of ours */
      at += length;
    }
}

/* A line of SQL. The one that ends in a semicolon ends the statement. */
static gboolean
add_body_line (TbkSql *sql, Draft *draft, const char *line, GError **error)
{
  g_autofree char *text = g_strchomp (g_strdup (line));
  gboolean last;

  if (draft->name == NULL)
    return text[0] == '\0' || fail (error, draft, "stands without a name:", text);
  follow_dollars (draft, text);
  last = draft->dollar == NULL && g_str_has_suffix (text, ";");
  if (last)
    text[strlen (text) - 1] = '\0';
  g_string_append_printf (draft->body, "%s\n", text);
  if (!last)
    return TRUE;
  if (!finish_statement (sql, draft, error))
    return FALSE;
  draft_clear (draft);
  return TRUE;
}

/* Gathers a header that goes on over several comment lines. Returns: (transfer full): it, *index at its last line. */
static char *
gather_header (char **lines, guint *index, const char *first)
{
  GString *header = g_string_new (first);

  while (strchr (header->str, '(') != NULL && strchr (header->str, ')') == NULL)
    {
      const char *more = lines[*index + 1] ? after (lines[*index + 1], "--") : NULL;

      if (more == NULL)
        break;
      g_string_append_printf (header, "\n%s", more);
      (*index)++;
    }
  return g_string_free (header, FALSE);
}

static gboolean
parse_text (TbkSql *sql, const char *file, const char *text, GError **error)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  g_auto (Draft) draft = { .file = file };

  for (guint i = 0; lines[i] != NULL; i++)
    {
      const char *name = after (lines[i], "-- name: ");
      const char *orden = after (lines[i], "-- orden: ");

      if (draft.name == NULL)
        draft.line = i + 1;
      if (name != NULL)
        {
          g_autofree char *header = gather_header (lines, &i, name);

          if (draft.name != NULL)
            return fail (error, &draft, "does not end in a semicolon", NULL);
          if (!begin_statement (&draft, header, error))
            return FALSE;
        }
      else if (orden != NULL && draft.name != NULL)
        draft.orden = split_words (orden, " \t");
      else if (!g_str_has_prefix (lines[i], "--") && !add_body_line (sql, &draft, lines[i], error))
        return FALSE;
    }
  return draft.name == NULL || fail (error, &draft, "does not end in a semicolon", NULL);
}

static TbkSql *
sql_new (void)
{
  TbkSql *sql = g_new0 (TbkSql, 1);

  sql->statements = g_ptr_array_new_with_free_func ((GDestroyNotify) statement_free);
  sql->by_name = g_hash_table_new (g_str_hash, g_str_equal);
  return sql;
}

void
tbk_sql_free (TbkSql *sql)
{
  if (sql == NULL)
    return;
  g_hash_table_unref (sql->by_name);
  g_ptr_array_unref (sql->statements);
  g_free (sql);
}

TbkSql *
tbk_sql_new_from_text (const char *file, const char *text, GError **error)
{
  g_autoptr (TbkSql) sql = sql_new ();

  return parse_text (sql, file, text, error) ? g_steal_pointer (&sql) : NULL;
}

TbkSql *
tbk_sql_load (GError **error)
{
  g_autoptr (TbkSql) sql = sql_new ();
  g_auto (GStrv) files = g_resources_enumerate_children (RESOURCE_FOLDER, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);

  for (guint i = 0; files != NULL && files[i] != NULL; i++)
    {
      g_autofree char *path = g_strconcat (RESOURCE_FOLDER, files[i], NULL);
      g_autoptr (GBytes) bytes = g_resources_lookup_data (path, G_RESOURCE_LOOKUP_FLAGS_NONE, error);
      g_autofree char *text = NULL;

      if (bytes == NULL)
        return NULL;
      text = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
      if (!parse_text (sql, files[i], text, error))
        return NULL;
    }
  if (sql->statements->len == 0)
    {
      g_set_error (error, TBK_SQL_ERROR, TBK_SQL_ERROR_MISSING, "no statement is built into this program");
      return NULL;
    }
  return g_steal_pointer (&sql);
}

const TbkStatement *
tbk_sql_find (const TbkSql *sql, const char *name)
{
  return g_hash_table_lookup (sql->by_name, name);
}

const TbkStatement *
tbk_sql_find_page (const TbkSql *sql, const char *name, const char *orden)
{
  gboolean descending = orden[0] == '-';
  char full[2 * MAX_NAME];

  if (g_snprintf (full, sizeof full, "%s-%s%s", name, orden + descending,
                  descending ? "-desc" : "-asc")
      >= (int) sizeof full)
    return NULL;
  return tbk_sql_find (sql, full);
}

guint
tbk_sql_size (const TbkSql *sql)
{
  return sql->statements->len;
}

const TbkStatement *
tbk_sql_at (const TbkSql *sql, guint index)
{
  return g_ptr_array_index (sql->statements, index);
}
