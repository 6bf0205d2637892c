/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tbk-despacho.h"
#include "tbk-page.h"

G_BEGIN_DECLS

/* The scale's page: the panel, and beside it today's weighings and the yard. It goes on when the session has expired.
 *
 * Property: "despacho" (TbkDespacho). Actions: page.scale (the scale's settings), page.export. */
#define TBK_TYPE_PESAJE_PAGE (tbk_pesaje_page_get_type ())
G_DECLARE_FINAL_TYPE (TbkPesajePage, tbk_pesaje_page, TBK, PESAJE_PAGE, TbkPage)

G_END_DECLS
