/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* The button of the main menu, for a header bar. */
#define TBK_TYPE_MAIN_MENU (tbk_main_menu_get_type ())
G_DECLARE_FINAL_TYPE (TbkMainMenu, tbk_main_menu, TBK, MAIN_MENU, AdwBin)

G_END_DECLS
