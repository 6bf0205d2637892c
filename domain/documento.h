/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tbk-field.h"

G_BEGIN_DECLS

/* A kind of file that may be uploaded. */
typedef struct
{
  const char *name;              /* in the setting UPLOAD_TYPES: "pdf" */
  const char *content_type;      /* "application/pdf" */
  const char *const *extensions; /* NULL-terminated, lower case, without the dot; the first is the usual one */
} TbkFormato;

/* Returns: (transfer none): all, ended by one whose name is NULL. Any thread. */
const TbkFormato *tbk_formatos (void);
/* Returns: (transfer none) (nullable). Any thread. */
const TbkFormato *tbk_formato_find (const char *name);
const TbkFormato *tbk_formato_of_type (const char *content_type);
/* Whether a file's name ends as this format's do. */
gboolean tbk_formato_fits_name (const TbkFormato *formato, const char *nombre_archivo);

/* The text parts of an upload, besides its file `archivo`: to a contrato, to a chat. */
extern const TbkSchema tbk_documento_subida;
extern const TbkSchema tbk_documento_adjunto;

/* A file's name as it may be shown and kept, from whatever a client gave: no folders, controls, nor characters that turn
 * the reading direction; NFC; 200 characters at most, its extension kept. Returns: (transfer full) (nullable): NULL
 * where nothing is left of it, or it is not UTF-8. Any thread. */
char *tbk_documento_clean_name (const char *given);

/* The same, as a name that any file system takes: for archives and downloads. `given` is a clean name. */
char *tbk_documento_file_name (const char *given);

G_END_DECLS
