/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tbk-spool.h"

G_BEGIN_DECLS

/* A file that came with a request. */
typedef struct
{
  char *nombre_archivo; /* clean: tbk_documento_clean_name() */
  TbkSpool *spool;
} TbkUpload;

void tbk_upload_free (TbkUpload *upload);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TbkUpload, tbk_upload_free)

G_END_DECLS
