/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The folder of files, STORAGE_ROOT: `contratos/{codigo}/{uuid}-{sha256, 12 digits}` and
 * `chats/{id}/...`, `pesajes/{empresa}/...` as rows name them, and `spool`, where they are written until they are whole. One
 * file system. A name that a user gave is never part of a path. Immutable: any thread. */
typedef struct _TbkStorage TbkStorage;

#define TBK_STORAGE_SPOOL "spool"
#define TBK_STORAGE_CONTRATOS "contratos"
#define TBK_STORAGE_CHATS "chats"
#define TBK_STORAGE_PESAJES "pesajes"

/* Makes the folders. `reserve_bytes` are left free by what is uploaded. Error: G_IO_ERROR, that names the folder. */
TbkStorage *tbk_storage_new (const char *root, guint64 reserve_bytes, GError **error);
void tbk_storage_free (TbkStorage *storage);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TbkStorage, tbk_storage_free)

/* Returns: (transfer full): a path inside the root. `ruta` is relative. */
char *tbk_storage_path (const TbkStorage *storage, const char *ruta);
/* `folder`: TBK_STORAGE_CONTRATOS, _CHATS or _PESAJES. `name`: of the one in it, a codigo or an id. Returns: (transfer full):
 * the relative path of a new file of that one. */
char *tbk_storage_ruta (const char *folder, const char *name, const char *uuid, const char *sha256);

/* Error: TBK_PROBLEM 507 unless there is room for so many bytes beside the reserve. */
gboolean tbk_storage_check_room (const TbkStorage *storage, guint64 bytes, GError **error);

/* Moves a whole, synced file to its place, whence it is not lost: the folders are synced too. May
 * be called again when it is there already. Blocks. Error: TBK_PROBLEM 507, or 500. */
gboolean tbk_storage_place (const TbkStorage *storage, const char *from, const char *ruta, GError **error);

/* Opens a file that a row names. `tamano`: what the row says of it. Returns: a descriptor, or -1 with TBK_PROBLEM 500, which says
 * that the file is missing or of another size. */
int tbk_storage_open (const TbkStorage *storage, const char *ruta, guint64 tamano, GError **error);

/* What errno says of a failed write: 507 where there is no room, 500 otherwise. */
void tbk_storage_set_problem (GError **error, int code);

G_END_DECLS
