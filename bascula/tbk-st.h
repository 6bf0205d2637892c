/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tbk-protocolo.h"

G_BEGIN_DECLS

/* What A&D, CAS, Dini Argeo and their many relatives share: "ST,GS," before the weight. Pure. */

/* "ST" and "QT" stable, "US" moves, "OL" over, "UL" under; FALSE for others. */
gboolean tbk_st_estado (const guint8 *dos, TbkLectura *lectura);
/* "GS" or "G ", "NT" or "N ", "TR" or "T ". FALSE for others. */
gboolean tbk_st_clase (const guint8 *dos, TbkLectura *lectura);
/* The weight's field; where the header says "no value", any blanks or figures will do. */
gboolean tbk_st_valor (const guint8 *campo, gsize n, TbkLectura *lectura);
/* And back. Returns NULL for what it cannot say. */
const char *tbk_st_escribir_estado (const TbkLectura *lectura);
const char *tbk_st_escribir_clase (const TbkLectura *lectura);

G_END_DECLS
