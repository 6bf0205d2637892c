/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-buzon-private.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include <sqlite3.h>

#define VERSION 1
#define APPLICATION 0x54424b42 /* "TBKB" */
#define ID_MAX 64
#define MAX_ERROR 500 /* characters of an error that are kept */

#define FILA "id, cuerpo, estado, intentos, error, capturado_en, ruta"

G_DEFINE_QUARK (tbk - buzon - error, tbk_buzon_error)

void
tbk_buzon_fila_free (TbkBuzonFila *fila)
{
  g_free (fila->id);
  g_free (fila->ruta);
  g_free (fila->cuerpo);
  g_free (fila->error);
  g_free (fila);
}

void
tbk_buzon_cuenta_clear (TbkBuzonCuenta *cuenta)
{
  g_clear_pointer (&cuenta->error, g_free);
}

/* --- SQLite's words, in ours ------------------------------------------------------------- */

/* A full disk, or a limit of its user's. */
static gboolean
no_room (sqlite3 *db)
{
  int saved = sqlite3_system_errno (db);

  /* what undid the write may have read since, and forgotten why it failed: room is by far the likeliest */
  return saved == ENOSPC || saved == EDQUOT || saved == EFBIG
         || (saved == 0 && sqlite3_extended_errcode (db) == SQLITE_IOERR_WRITE);
}

static TbkBuzonError
code_of (sqlite3 *db)
{
  switch (sqlite3_errcode (db) & 0xff)
    {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return TBK_BUZON_ERROR_BUSY;
    case SQLITE_FULL:
      return TBK_BUZON_ERROR_FULL;
    case SQLITE_IOERR:
      return no_room (db) ? TBK_BUZON_ERROR_FULL : TBK_BUZON_ERROR_FAILED;
    case SQLITE_NOTADB:
    case SQLITE_CORRUPT:
      return TBK_BUZON_ERROR_DAMAGED;
    default:
      return TBK_BUZON_ERROR_FAILED;
    }
}

gboolean
tbk_buzon_fail (TbkBuzon *self, GError **error)
{
  TbkBuzonError code = code_of (self->db);

  switch (code)
    {
    case TBK_BUZON_ERROR_BUSY:
      g_set_error_literal (error, TBK_BUZON_ERROR, code, "another program has the outbox open");
      break;
    case TBK_BUZON_ERROR_FULL:
      g_set_error_literal (error, TBK_BUZON_ERROR, code, "no room on the disk for the outbox: nothing was stored");
      break;
    case TBK_BUZON_ERROR_DAMAGED:
    case TBK_BUZON_ERROR_FAILED:
    default:
      g_set_error (error, TBK_BUZON_ERROR, code, "the outbox: %s (%d, %d)", sqlite3_errmsg (self->db),
                   sqlite3_extended_errcode (self->db), sqlite3_system_errno (self->db));
      break;
    }
  return FALSE;
}

gboolean
tbk_buzon_run (TbkBuzon *self, const char *sql, GError **error)
{
  return sqlite3_exec (self->db, sql, NULL, NULL, NULL) == SQLITE_OK || tbk_buzon_fail (self, error);
}

TbkBuzonStatement *
tbk_buzon_prepare (TbkBuzon *self, const char *sql, GError **error)
{
  TbkBuzonStatement *statement = NULL;

  if (sqlite3_prepare_v2 (self->db, sql, -1, &statement, NULL) != SQLITE_OK)
    tbk_buzon_fail (self, error);
  return statement;
}

void
tbk_buzon_bind_text (TbkBuzonStatement *statement, int place, const char *text)
{
  sqlite3_bind_text (statement, place, text, -1, SQLITE_TRANSIENT);
}

gboolean
tbk_buzon_finish (TbkBuzon *self, TbkBuzonStatement *statement, GError **error)
{
  return sqlite3_step (statement) == SQLITE_DONE || tbk_buzon_fail (self, error);
}

char *
tbk_buzon_column_text (TbkBuzonStatement *statement, int column)
{
  return g_strdup ((const char *) sqlite3_column_text (statement, column));
}

static TbkBuzonFila *
read_fila (TbkBuzonStatement *statement)
{
  TbkBuzonFila *fila = g_new0 (TbkBuzonFila, 1);

  fila->id = tbk_buzon_column_text (statement, 0);
  fila->cuerpo = tbk_buzon_column_text (statement, 1);
  fila->estado = (TbkBuzonState) sqlite3_column_int (statement, 2);
  fila->intentos = (guint) sqlite3_column_int (statement, 3);
  fila->error = tbk_buzon_column_text (statement, 4);
  fila->capturado_en = sqlite3_column_int64 (statement, 5);
  fila->ruta = tbk_buzon_column_text (statement, 6);
  return fila;
}

TbkBuzonFila *
tbk_buzon_step_fila (TbkBuzon *self, TbkBuzonStatement *statement, GError **error)
{
  int step = sqlite3_step (statement);

  if (step == SQLITE_ROW)
    return read_fila (statement);
  if (step != SQLITE_DONE)
    tbk_buzon_fail (self, error);
  return NULL;
}

GPtrArray *
tbk_buzon_step_filas (TbkBuzon *self, TbkBuzonStatement *statement, GError **error)
{
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func ((GDestroyNotify) tbk_buzon_fila_free);
  int step;

  while ((step = sqlite3_step (statement)) == SQLITE_ROW)
    g_ptr_array_add (list, read_fila (statement));
  if (step == SQLITE_DONE)
    return g_steal_pointer (&list);
  tbk_buzon_fail (self, error);
  return NULL;
}

/* --- opening ------------------------------------------------------------------------------ */

/* One process: the lock is taken now and held. A commit is on the disk when it returns, its journal's removal too. */
static const char settings[] = "PRAGMA locking_mode = EXCLUSIVE;"
                               "PRAGMA journal_mode = DELETE;"
                               "PRAGMA synchronous = EXTRA;"
                               "BEGIN EXCLUSIVE;";

static const char schema[] = "CREATE TABLE IF NOT EXISTS fila ("
                             " numero INTEGER PRIMARY KEY AUTOINCREMENT,"
                             " id TEXT NOT NULL UNIQUE,"
                             " cuerpo TEXT NOT NULL,"
                             " estado INTEGER NOT NULL DEFAULT 0 CHECK (estado BETWEEN 0 AND 3),"
                             " intentos INTEGER NOT NULL DEFAULT 0,"
                             " error TEXT,"
                             " capturado_en INTEGER NOT NULL,"
                             " enviado_en INTEGER NOT NULL DEFAULT 0,"
                             " ruta TEXT NOT NULL,"
                             " usuario INTEGER NOT NULL);"
                             "CREATE INDEX IF NOT EXISTS fila_estado ON fila (usuario, estado, numero);"
                             "CREATE TABLE IF NOT EXISTS camion ("
                             " id TEXT PRIMARY KEY,"
                             " placa TEXT NOT NULL,"
                             " datos TEXT NOT NULL,"
                             " desde INTEGER NOT NULL,"
                             " motivo TEXT);" /* why it left without its second weighing; NULL: it is in the yard */
                             "CREATE TABLE IF NOT EXISTS tara ("
                             " placa TEXT PRIMARY KEY,"
                             " kg TEXT NOT NULL,"
                             " pesada_en INTEGER NOT NULL,"
                             " trama TEXT);"
                             /* tares have kinds now, and go to the server; those of before go on as vehicles' */
                             "CREATE TABLE IF NOT EXISTS tara_guardada ("
                             " clase TEXT NOT NULL,"
                             " nombre TEXT NOT NULL,"
                             " kg TEXT NOT NULL,"
                             " pesada_en INTEGER NOT NULL,"
                             " trama TEXT,"
                             " pendiente INTEGER NOT NULL,"
                             " PRIMARY KEY (clase, nombre));"
                             "INSERT OR IGNORE INTO tara_guardada"
                             " SELECT 'vehiculo', placa, kg, pesada_en, trama, 1 FROM tara;"
                             "DROP TABLE tara;"
                             "CREATE TABLE IF NOT EXISTS dato (nombre TEXT PRIMARY KEY, valor BLOB NOT NULL);"
                             "CREATE TABLE IF NOT EXISTS lote ("
                             " id INTEGER PRIMARY KEY,"
                             " codigo TEXT NOT NULL,"
                             " usado_en INTEGER NOT NULL);"
                             /* all that the server told last: what can be chosen without it */
                             "CREATE TABLE IF NOT EXISTS conocido ("
                             " id INTEGER PRIMARY KEY,"
                             " codigo TEXT NOT NULL,"
                             " detalle TEXT NOT NULL);"
                             /* of the weighing with that id; `archivo`: a copy on this disk */
                             "CREATE TABLE IF NOT EXISTS foto ("
                             " id TEXT PRIMARY KEY,"
                             " archivo TEXT NOT NULL,"
                             " estado INTEGER NOT NULL DEFAULT 0 CHECK (estado BETWEEN 0 AND 2),"
                             " intentos INTEGER NOT NULL DEFAULT 0,"
                             " error TEXT);"
                             "CREATE TABLE IF NOT EXISTS impreso (id TEXT PRIMARY KEY, veces INTEGER NOT NULL);"
                             "PRAGMA application_id = 1413630786;"
                             "PRAGMA user_version = 1;"
                             "COMMIT;";

static gint64
pragma (TbkBuzon *self, const char *sql)
{
  g_autoptr (TbkBuzonStatement) statement = tbk_buzon_prepare (self, sql, NULL);

  return statement != NULL && sqlite3_step (statement) == SQLITE_ROW ? sqlite3_column_int64 (statement, 0) : -1;
}

/* A new file, or one of ours. */
static gboolean
check_kind (TbkBuzon *self, GError **error)
{
  gint64 version = pragma (self, "PRAGMA user_version"), application = pragma (self, "PRAGMA application_id");

  if (version == 0 && application == 0 && pragma (self, "SELECT count(*) FROM sqlite_master") == 0)
    return TRUE;
  if (version == VERSION && application == APPLICATION)
    return TRUE;
  g_set_error (error, TBK_BUZON_ERROR, TBK_BUZON_ERROR_DAMAGED,
               "this is no outbox, or one of a later version (%" G_GINT64_FORMAT ")", version);
  return FALSE;
}

TbkBuzon *
tbk_buzon_open (const char *path, GError **error)
{
  g_autoptr (TbkBuzon) self = g_new0 (TbkBuzon, 1);
  int fd = open (path, O_RDWR | O_CREAT | O_CLOEXEC, 0600); /* SQLite alone would make it readable by all */

  if (fd < 0)
    {
      int saved = errno;

      g_set_error (error, TBK_BUZON_ERROR, saved == ENOSPC ? TBK_BUZON_ERROR_FULL : TBK_BUZON_ERROR_FAILED,
                   "the outbox %s: %s", path, g_strerror (saved));
      return NULL;
    }
  close (fd);
  if (sqlite3_open_v2 (path, &self->db, SQLITE_OPEN_READWRITE, NULL) != SQLITE_OK)
    {
      tbk_buzon_fail (self, error);
      return NULL;
    }
  sqlite3_extended_result_codes (self->db, 1);
  if (!tbk_buzon_run (self, settings, error) || !check_kind (self, error) || !tbk_buzon_run (self, schema, error))
    return NULL;
  return g_steal_pointer (&self);
}

void
tbk_buzon_close (TbkBuzon *self)
{
  sqlite3_close (self->db);
  g_free (self);
}

/* --- rows --------------------------------------------------------------------------------- */

static gboolean
check_room (TbkBuzon *self, GError **error)
{
  g_autoptr (TbkBuzonStatement) statement
             = tbk_buzon_prepare (self, "SELECT count(*) FROM fila WHERE estado = 0", error);

  if (statement == NULL)
    return FALSE;
  if (sqlite3_step (statement) != SQLITE_ROW)
    return tbk_buzon_fail (self, error);
  if (sqlite3_column_int (statement, 0) < TBK_BUZON_MAX_WAITING)
    return TRUE;
  g_set_error (error, TBK_BUZON_ERROR, TBK_BUZON_ERROR_FULL, "%d weighings wait already: nothing was stored",
               TBK_BUZON_MAX_WAITING);
  return FALSE;
}

void
tbk_buzon_set_usuario (TbkBuzon *self, gint64 usuario)
{
  self->usuario = usuario;
}

gboolean
tbk_buzon_put (TbkBuzon *self, const char *id, const char *cuerpo, gint64 capturado_en, GError **error)
{
  return tbk_buzon_put_to (self, TBK_BUZON_RUTA, id, cuerpo, capturado_en, error);
}

gboolean
tbk_buzon_put_to (TbkBuzon *self,
                  const char *ruta,
                  const char *id,
                  const char *cuerpo,
                  gint64 capturado_en,
                  GError **error)
{
  g_autoptr (TbkBuzonStatement) statement = NULL;

  if (strlen (id) == 0 || strlen (id) > ID_MAX || strlen (cuerpo) > TBK_BUZON_MAX_BODY)
    {
      g_set_error (error, TBK_BUZON_ERROR, TBK_BUZON_ERROR_FAILED,
                   "id of 1 to %d bytes and body of at most %d are wanted", ID_MAX,
                   TBK_BUZON_MAX_BODY);
      return FALSE;
    }
  if (!check_room (self, error))
    return FALSE;
  statement = tbk_buzon_prepare (
      self,
      "INSERT INTO fila (id, cuerpo, capturado_en, ruta, usuario) VALUES (?1, ?2, ?3, ?4, ?5) "
      "ON CONFLICT (id) DO NOTHING",
      error);
  if (statement == NULL)
    return FALSE;
  tbk_buzon_bind_text (statement, 1, id);
  tbk_buzon_bind_text (statement, 2, cuerpo);
  sqlite3_bind_int64 (statement, 3, capturado_en);
  tbk_buzon_bind_text (statement, 4, ruta);
  sqlite3_bind_int64 (statement, 5, self->usuario);
  return tbk_buzon_finish (self, statement, error);
}

TbkBuzonFila *
tbk_buzon_peek (TbkBuzon *self, GError **error)
{
  g_autoptr (TbkBuzonStatement) statement = tbk_buzon_prepare (
      self, "SELECT " FILA " FROM fila WHERE usuario = ?1 AND estado = 0 ORDER BY numero LIMIT 1", error);

  if (statement == NULL)
    return NULL;
  sqlite3_bind_int64 (statement, 1, self->usuario);
  return tbk_buzon_step_fila (self, statement, error);
}

GPtrArray *
tbk_buzon_list (TbkBuzon *self, TbkBuzonState estado, gint64 desde, guint max, GError **error)
{
  g_autoptr (TbkBuzonStatement) statement = tbk_buzon_prepare (
      self, "SELECT " FILA " FROM fila WHERE estado = ?1 AND usuario = ?3 AND capturado_en >= ?4 "
            "ORDER BY numero DESC LIMIT ?2",
      error);

  if (statement == NULL)
    return NULL;
  sqlite3_bind_int (statement, 1, (int) estado);
  sqlite3_bind_int64 (statement, 2, max);
  sqlite3_bind_int64 (statement, 3, self->usuario);
  sqlite3_bind_int64 (statement, 4, desde);
  return tbk_buzon_step_filas (self, statement, error);
}

gboolean
tbk_buzon_change (TbkBuzon *self, const char *sql, const char *id, const char *text, GError **error)
{
  g_autoptr (TbkBuzonStatement) statement = tbk_buzon_prepare (self, sql, error);
  g_autofree char *kept = text != NULL ? g_utf8_substring (text, 0, MIN (g_utf8_strlen (text, -1), MAX_ERROR)) : NULL;

  if (statement == NULL)
    return FALSE;
  tbk_buzon_bind_text (statement, 1, id);
  if (kept != NULL)
    tbk_buzon_bind_text (statement, 2, kept);
  return tbk_buzon_finish (self, statement, error);
}

gboolean
tbk_buzon_mark_sent (TbkBuzon *self, const char *id, gint64 enviado_en, GError **error)
{
  g_autoptr (TbkBuzonStatement) statement = tbk_buzon_prepare (
      self, "UPDATE fila SET estado = 1, enviado_en = ?2, error = NULL, intentos = intentos + 1 WHERE id = ?1", error);

  if (statement == NULL)
    return FALSE;
  tbk_buzon_bind_text (statement, 1, id);
  sqlite3_bind_int64 (statement, 2, enviado_en);
  return tbk_buzon_finish (self, statement, error);
}

gboolean
tbk_buzon_mark_failed (TbkBuzon *self, const char *id, const char *why, GError **error)
{
  return tbk_buzon_change (self,
                           "UPDATE fila SET intentos = intentos + 1, error = ?2 WHERE id = ?1 AND estado = 0",
                           id, why, error);
}

gboolean
tbk_buzon_mark_refused (TbkBuzon *self, const char *id, const char *why, GError **error)
{
  return tbk_buzon_change (self,
                           "UPDATE fila SET estado = 2, intentos = intentos + 1, error = ?2 WHERE id = ?1 "
                           "AND estado = 0",
                           id, why, error);
}

gboolean
tbk_buzon_retry (TbkBuzon *self, const char *id, GError **error)
{
  return tbk_buzon_change (self, "UPDATE fila SET estado = 0 WHERE id = ?1 AND estado = 2", id, NULL, error);
}

gboolean
tbk_buzon_give_up (TbkBuzon *self, const char *id, const char *why, GError **error)
{
  return tbk_buzon_change (self,
                           "UPDATE fila SET estado = 3, error = coalesce(error || ': ', '') || ?2 "
                           "WHERE id = ?1 AND estado = 2",
                           id, why, error);
}

gboolean
tbk_buzon_forget_sent (TbkBuzon *self, gint64 antes_de, GError **error)
{
  g_autoptr (TbkBuzonStatement) statement = tbk_buzon_prepare (
      self,
      "DELETE FROM fila WHERE estado = 1 AND enviado_en < ?1"
      " AND NOT EXISTS (SELECT 1 FROM foto f WHERE f.id = fila.id AND f.estado <> 1)",
      error);

  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, antes_de);
  return tbk_buzon_finish (self, statement, error);
}

static gboolean
count_states (TbkBuzon *self, TbkBuzonCuenta *cuenta, GError **error)
{
  g_autoptr (TbkBuzonStatement) statement
             = tbk_buzon_prepare (self,
                                  "SELECT CASE WHEN usuario = ?1 THEN estado ELSE 3 END, count(*) FROM fila "
                                  "WHERE (usuario = ?1 AND estado <> 3) OR estado IN (0, 2) GROUP BY 1",
                                  error);
  guint *counts[] = { &cuenta->esperan, &cuenta->enviadas, &cuenta->rechazadas, &cuenta->ajenas };
  int step;

  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, self->usuario);
  while ((step = sqlite3_step (statement)) == SQLITE_ROW)
    *counts[CLAMP (sqlite3_column_int (statement, 0), 0, 3)] = (guint) sqlite3_column_int (statement, 1);
  return step == SQLITE_DONE || tbk_buzon_fail (self, error);
}

gboolean
tbk_buzon_count (TbkBuzon *self, TbkBuzonCuenta *cuenta, GError **error)
{
  g_autoptr (TbkBuzonFila) oldest = NULL;
  g_autoptr (GError) local = NULL;

  *cuenta = (TbkBuzonCuenta){ 0 };
  if (!count_states (self, cuenta, error))
    return FALSE;
  oldest = tbk_buzon_peek (self, &local);
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  if (oldest != NULL)
    {
      cuenta->desde = oldest->capturado_en;
      cuenta->error = g_steal_pointer (&oldest->error);
    }
  return TRUE;
}
