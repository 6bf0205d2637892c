/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-sqlstate.h"

#include <string.h>

typedef struct
{
  const char *sqlstate; /* five characters, or the first two of a class */
  int status;
  const char *type;    /* of the bad field; NULL: no field is named */
  const char *message; /* NULL: what the function that raised it says */
} Mapping;

/* The first row that fits counts. */
/* clang-format off */
static const Mapping mappings[] = {
  { "TB401", 401, NULL,       NULL },
  { "TB403", 403, NULL,       NULL },
  { "TB404", 404, NULL,       NULL },
  { "TB409", 409, "conflict", NULL },
  { "TB412", 412, NULL,       NULL },
  { "TB422", 422, "range",    NULL },
  { "TB429", 429, NULL,       NULL },
  { "23505", 409, "conflict", "already exists" },
  { "23503", 422, "choice",   "refers to something that does not exist" },
  { "23514", 422, "range",    "is out of range" },
  { "23502", 422, "missing",  "is required" },
  { "23P01", 409, "conflict", "conflicts with another one" },
  { "23",    409, "conflict", "breaks a rule of the database" },
  { "22001", 422, "length",   "is too long" },
  { "22003", 422, "range",    "is out of range" },
  { "22007", 422, "format",   "is not a date or time" },
  { "22008", 422, "range",    "is not a date or time in range" },
  { "22P02", 422, "format",   "is not in the form it should be" },
  { "22",    422, "format",   "is not in the form it should be" },
  { "42501", 403, NULL,       "you may not do this" },
  { "40",    503, NULL,       "somebody else was changing the same record, try again" },
  { "55P03", 503, NULL,       "somebody else is changing the same record, try again" },
  { "57014", 503, NULL,       "the database took too long, try again" },
  { "57",    503, NULL,       "the database is not available, try again" },
  { "25",    503, NULL,       "the database is not available, try again" },
  { "53",    503, NULL,       "the database has no room for this now, try again" },
  { "58",    503, NULL,       "the database is not available, try again" },
  { "08",    503, NULL,       "the database is not available, try again" },
};
/* clang-format on */

static const char *const suffixes[] = { "_key", "_check", "_fkey", "_excl", "_not_null" };

static const Mapping *
find_mapping (const char *sqlstate)
{
  for (gsize i = 0; i < G_N_ELEMENTS (mappings); i++)
    if (g_str_has_prefix (sqlstate, mappings[i].sqlstate))
      return &mappings[i];
  return NULL;
}

void
tbk_sqlstate_set_unavailable (GError **error)
{
  tbk_problem_set (error, 503, "%s", find_mapping ("08000")->message);
}

gboolean
tbk_sqlstate_is_retry (const PGresult *result)
{
  const char *sqlstate = PQresultErrorField (result, PG_DIAG_SQLSTATE);

  return g_strcmp0 (sqlstate, "40001") == 0 || g_strcmp0 (sqlstate, "40P01") == 0;
}

char *
tbk_sqlstate_loc (const char *table, const char *constraint)
{
  gsize length;

  if (table == NULL || constraint == NULL || !g_str_has_prefix (constraint, table))
    return NULL;
  constraint += strlen (table);
  if (constraint[0] != '_')
    return NULL;
  constraint++;
  length = strlen (constraint);
  for (gsize i = 0; i < G_N_ELEMENTS (suffixes); i++)
    if (g_str_has_suffix (constraint, suffixes[i]) && length > strlen (suffixes[i]))
      return g_strndup (constraint, length - strlen (suffixes[i]));
  return NULL;
}

/* The bad field: named by the one who raised it, or by the constraint. */
static char *
find_loc (const PGresult *result)
{
  const char *column = PQresultErrorField (result, PG_DIAG_COLUMN_NAME);

  if (column != NULL)
    return g_strdup (column);
  return tbk_sqlstate_loc (PQresultErrorField (result, PG_DIAG_TABLE_NAME),
                           PQresultErrorField (result, PG_DIAG_CONSTRAINT_NAME));
}

static void
set_allowed (GError *error, const PGresult *result)
{
  const char *steps = PQresultErrorField (result, PG_DIAG_MESSAGE_DETAIL);
  g_auto (GStrv) allowed = NULL;

  if (steps == NULL)
    return;
  allowed = g_strsplit (steps, ",", 16);
  for (guint i = 0; allowed[i] != NULL; i++)
    g_strstrip (allowed[i]);
  tbk_problem_set_allowed (error, (const char *const *) allowed);
}

static void
set_mapped (GError **error, const Mapping *mapping, const PGresult *result)
{
  const char *message = mapping->message ? mapping->message : PQresultErrorField (result, PG_DIAG_MESSAGE_PRIMARY);
  g_autofree char *loc = mapping->type != NULL ? find_loc (result) : NULL;
  GError *problem = NULL;

  if (loc != NULL && mapping->status == 422)
    tbk_problem_add_field (&problem, loc, mapping->type, "%s", message);
  else if (loc != NULL && mapping->message != NULL)
    tbk_problem_set (&problem, mapping->status, "%s %s", loc, message);
  else if (mapping->type != NULL && mapping->message != NULL)
    tbk_problem_set (&problem, mapping->status, "a value %s", message);
  else
    tbk_problem_set (&problem, mapping->status, "%s", message);
  if (loc != NULL && mapping->status != 422)
    tbk_problem_add_field (&problem, loc, mapping->type, "%s", message);
  if (mapping->status == 409 && mapping->message == NULL)
    set_allowed (problem, result);
  g_propagate_error (error, problem);
}

void
tbk_sqlstate_set_problem (GError **error, const PGresult *result, const char *statement)
{
  const char *sqlstate = PQresultErrorField (result, PG_DIAG_SQLSTATE);
  const char *message = PQresultErrorField (result, PG_DIAG_MESSAGE_PRIMARY);
  const Mapping *mapping;

  if (sqlstate == NULL) /* made by libpq itself: the connection is gone */
    {
      tbk_sqlstate_set_unavailable (error);
      return;
    }
  mapping = find_mapping (sqlstate);
  if (mapping == NULL)
    {
      g_message ("statement %s failed with %s: %s", statement ? statement : "-", sqlstate, message);
      tbk_problem_set (error, 500, "the server failed to do this");
      return;
    }
  g_debug ("statement %s: %s: %s", statement ? statement : "-", sqlstate, message);
  set_mapped (error, mapping, result);
}
