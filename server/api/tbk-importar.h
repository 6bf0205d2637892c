/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tbk-field.h"
#include "tbk-route.h"

G_BEGIN_DECLS

/* POST /iot/siemens/csv: a log of weights into weighings, a line at a time, whatever its size. */

/* The form's fields beside the file, and what is answered. */
extern const TbkSchema tbk_importar_form;
extern const TbkSchema tbk_importar_reporte;

TbkReply *tbk_importar (TbkTx *tx, const TbkRequest *request, GError **error);

G_END_DECLS
