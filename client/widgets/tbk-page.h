/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "tbk-api.h"
#include "tbk-listing.h"

G_BEGIN_DECLS

/* What all pages share: header bar, search, the placeholder pages, a detail pane. See
 * client/widgets/README.md for its .ui conventions.
 *
 * Properties: "api", "title", "icon-name", "listing" (TbkListing whose state the page shows; NULL: the
 * page sets "status" itself), "status" (TbkPageStatus), "record" (TbkRecord: the row that is selected,
 * or NULL), "unidad" ("kg", "qq", "TM": the user's, from the settings), "show-detail" (bool), "folded"
 * (narrow: set by the window), "empty-title", "empty-description", "empty-action" (an action's name),
 * "empty-label", "error-text".
 * Children by type: none (the content), "start" and "end" (header bar), "top" (below it: banners),
 * "filters" (beside the search entry), "detail" (side pane).
 * Actions: page.search, page.reload, page.clear-filters, page.detail (toggles the pane). Subclasses
 * install page.new, page.edit, page.export, page.print. */
#define TBK_TYPE_PAGE (tbk_page_get_type ())
G_DECLARE_DERIVABLE_TYPE (TbkPage, tbk_page, TBK, PAGE, AdwBin)

typedef enum
{
  TBK_PAGE_LOADING,
  TBK_PAGE_EMPTY,
  TBK_PAGE_NO_MATCH,
  TBK_PAGE_ERROR,
  TBK_PAGE_CONTENT,
} TbkPageStatus;
#define TBK_TYPE_PAGE_STATUS (tbk_page_status_get_type ())
GType tbk_page_status_get_type (void);

struct _TbkPageClass
{
  AdwBinClass parent_class;

  /* Reads again what is shown (F5, and when the server is back). Default: reloads the listing. */
  void (*reload) (TbkPage *self);
  /* The page is asked to show the record of that id (a link from another page). Default: does nothing. */
  void (*show_id) (TbkPage *self, gint64 id);
};

TbkApi *tbk_page_get_api (TbkPage *self);
TbkListing *tbk_page_get_listing (TbkPage *self);
void tbk_page_set_listing (TbkPage *self, TbkListing *listing);
TbkRecord *tbk_page_get_record (TbkPage *self);
void tbk_page_set_record (TbkPage *self, TbkRecord *record);
const char *tbk_page_get_unidad (TbkPage *self);
void tbk_page_set_status (TbkPage *self, TbkPageStatus status);
/* Status ERROR with this error's text. */
void tbk_page_set_error (TbkPage *self, const GError *error);
void tbk_page_set_show_detail (TbkPage *self, gboolean show);
void tbk_page_reload (TbkPage *self);
void tbk_page_show_id (TbkPage *self, gint64 id);

G_END_DECLS
