/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "tbk-despacho.h"

G_BEGIN_DECLS

/* The trucks in the yard, who came first on top. Main thread.
 *
 * Property: "despacho" (TbkDespacho). Signal: "chosen" (TbkCamion *): it is weighed again now.
 * Actions: patio.weigh (s: id), patio.dismiss (s). */
#define TBK_TYPE_PESAJE_PATIO (tbk_pesaje_patio_get_type ())
G_DECLARE_FINAL_TYPE (TbkPesajePatio, tbk_pesaje_patio, TBK, PESAJE_PATIO, AdwBin)

G_END_DECLS
