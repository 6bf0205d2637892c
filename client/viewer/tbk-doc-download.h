/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tbk-api.h"
#include "tbk-doc-source.h"

G_BEGIN_DECLS

/* A documento of the server, fetched by ranges as it is read. `id` names it; `facts` are what its record says. The signed
 * address is asked for when it is needed, and again when it has expired. Main thread. Expected errors: those of
 * tbk_doc_source_set_up(). */
TbkDocSource *tbk_doc_download_new (TbkApi *api, gint64 id, const TbkDocFacts *facts, GError **error);

G_END_DECLS
