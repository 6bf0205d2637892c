/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Brings the database to what this program needs: server/db/migrations/NNNN-<noun>.sql, built in as a GResource, each in a
 * transaction of its own, noted in the table `migracion` with its SHA-256. Before the first: the role triboka_app, made when
 * absent and granted to the current user. Several programs may do so at once: an advisory lock lets one go after the other.
 * Blocks; any thread. */

typedef enum
{
  TBK_MIGRATE_ERROR_FORM,    /* two files of one number, or a name without number */
  TBK_MIGRATE_ERROR_CHANGED, /* a landed one was edited */
  TBK_MIGRATE_ERROR_MISSING, /* a landed one is not in this program: it is older than the database */
} TbkMigrateError;
#define TBK_MIGRATE_ERROR (tbk_migrate_error_quark ())
GQuark tbk_migrate_error_quark (void);

typedef struct
{
  char *nombre; /* "0001-base.sql" */
  char *sql;
} TbkMigration;

/* `owner_conninfo`: a libpq conninfo of the role that owns (or will own) the schema. Expected errors: those above, and
 * G_IO_ERROR_FAILED with PostgreSQL's own message, prefixed by the file. */
gboolean tbk_migrate (const char *owner_conninfo, GError **error);

/* The same for these files, in any order. */
gboolean tbk_migrate_files (const char *owner_conninfo, const TbkMigration *files, gsize n_files, GError **error);

/* Runs a script (the demo data) as the owner, whole or not at all. Expected error: G_IO_ERROR_FAILED. */
gboolean tbk_migrate_run_script (const char *owner_conninfo, const char *sql, GError **error);

G_END_DECLS
