/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A stand-in for clamd on a local socket: INSTREAM as it speaks it. What holds TBK_CLAMD_VIRUS is infected; all that it was
 * sent is counted. A thread of its own. */
typedef struct _TbkClamd TbkClamd;

#define TBK_CLAMD_VIRUS "X5O-THIS-IS-NO-VIRUS-X5O"
#define TBK_CLAMD_NAME "Test.Not-A-Virus"

/* `path`: of the socket, made anew. */
TbkClamd *tbk_clamd_new (const char *path);
void tbk_clamd_free (TbkClamd *clamd);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TbkClamd, tbk_clamd_free)

/* What it says from now on, whatever it is sent; NULL: what it finds. */
void tbk_clamd_set_answer (TbkClamd *clamd, const char *answer);
/* Files that it looked at in full. */
guint tbk_clamd_get_scans (TbkClamd *clamd);

G_END_DECLS
