/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

typedef enum
{
  TBK_PAGES_PROVEEDOR = 1 << 0,
  TBK_PAGES_CENTRO = 1 << 1,
  TBK_PAGES_EXPORTADORA = 1 << 2,
  TBK_PAGES_ADMIN = 1 << 3,
  TBK_PAGES_ALL = 0xf,
} TbkPagesRoles;

/* A line of the sidebar. To add a page: its class (a TbkPage), one line in tbk-pages.c. */
typedef struct
{
  const char *id;        /* the noun: "contrato"; win.show-page('contrato'), the settings' "pagina" */
  const char *title;     /* N_() */
  const char *icon_name; /* symbolic, from data/icons or the theme */
  guint roles;           /* TbkPagesRoles */
  GType (*type) (void);  /* a TbkPage; made at first use with its "api" */
  const char *badge;     /* the property of TbkUnread whose number stands beside it: "chats"; NULL: none */
} TbkPageEntry;

/* Returns: (transfer none): all pages in the sidebar's order, ended by one whose id is NULL. */
const TbkPageEntry *tbk_pages (void);
/* The bit of a rol by its name; 0 for none. */
guint tbk_pages_role (const char *rol);
/* Returns: (transfer none) (nullable): the page of that id. */
const TbkPageEntry *tbk_pages_find (const char *id);
/* Returns: (transfer none) (nullable): the nth page (0 the first) that a rol has. */
const TbkPageEntry *tbk_pages_nth (const char *rol, guint n);

G_END_DECLS
