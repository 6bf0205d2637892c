/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tbk-page.h"

G_BEGIN_DECLS

/* The chats of the usuario beside the one that is chosen; on a narrow window one of both. tbk_page_show_id() takes a
 * chat's id. */
#define TBK_TYPE_CHAT_PAGE (tbk_chat_page_get_type ())
G_DECLARE_FINAL_TYPE (TbkChatPage, tbk_chat_page, TBK, CHAT_PAGE, TbkPage)

G_END_DECLS
