/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-pages.h"

#include <glib/gi18n.h>

#include "tbk-asociacion-page.h"
#include "tbk-auditoria-page.h"
#include "tbk-chat-page.h"
#include "tbk-contrato-page.h"
#include "tbk-empresa-page.h"
#include "tbk-lote-page.h"
#include "tbk-pesaje-page.h"
#include "tbk-rechazo-page.h"
#include "tbk-usuario-page.h"

/* clang-format off */
static const TbkPageEntry pages[] = {
  { "contrato", N_("Contracts"), "triboka-contrato-symbolic", TBK_PAGES_ALL, tbk_contrato_page_get_type },
  { "lote", N_("Lots"), "triboka-lote-symbolic", TBK_PAGES_ALL, tbk_lote_page_get_type },
  { "pesaje", N_("Weighing"), "triboka-pesaje-symbolic", TBK_PAGES_ALL, tbk_pesaje_page_get_type },
  { "chat", N_("Chat"), "triboka-chat-symbolic", TBK_PAGES_ALL, tbk_chat_page_get_type, "chats" },
  { "empresa", N_("Companies"), "triboka-empresa-symbolic", TBK_PAGES_ALL, tbk_empresa_page_get_type },
  { "asociacion", N_("Associations"), "triboka-asociacion-symbolic",
    TBK_PAGES_PROVEEDOR | TBK_PAGES_CENTRO | TBK_PAGES_ADMIN, tbk_asociacion_page_get_type },
  { "usuario", N_("Users"), "system-users-symbolic", TBK_PAGES_ALL, tbk_usuario_page_get_type },
  { "auditoria", N_("Audit"), "document-open-recent-symbolic", TBK_PAGES_ADMIN, tbk_auditoria_page_get_type },
  { "rechazo", N_("Refused Messages"), "dialog-warning-symbolic", TBK_PAGES_ADMIN, tbk_rechazo_page_get_type },
  { NULL },
};
/* clang-format on */

const TbkPageEntry *
tbk_pages (void)
{
  return pages;
}

guint
tbk_pages_role (const char *rol)
{
  static const struct
  {
    const char *rol;
    guint bit;
  } roles[] = {
    { "proveedor", TBK_PAGES_PROVEEDOR },
    { "centro", TBK_PAGES_CENTRO },
    { "exportadora", TBK_PAGES_EXPORTADORA },
    { "admin", TBK_PAGES_ADMIN },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (roles); i++)
    {
      if (g_strcmp0 (roles[i].rol, rol) == 0)
        return roles[i].bit;
    }
  return 0;
}

const TbkPageEntry *
tbk_pages_find (const char *id)
{
  for (const TbkPageEntry *page = pages; page->id != NULL; page++)
    {
      if (g_strcmp0 (page->id, id) == 0)
        return page;
    }
  return NULL;
}

const TbkPageEntry *
tbk_pages_nth (const char *rol, guint n)
{
  guint role = tbk_pages_role (rol);

  for (const TbkPageEntry *page = pages; page->id != NULL; page++)
    {
      if ((page->roles & role) != 0 && n-- == 0)
        return page;
    }
  return NULL;
}
