/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tbk-api.h"

G_BEGIN_DECLS

/* The rows of a noun as a GListModel that pages itself (100 a page, 24 pages kept). tbk_listing's
 * get_item() answers at once with a TbkRecord in state "loading" that fills itself later (notify,
 * never items-changed). Sorting, filtering and searching are the server's: never put a
 * GtkSortListModel or GtkFilterListModel over it. Records keep their identity by id over a reload, so
 * selection and scroll stay. What others change shows by itself (TbkLive): a row at hand is read again in
 * place, and where rows came, went or moved, all that is shown; however many changes come, that is a
 * few requests every two seconds. Main thread.
 *
 * Properties (all usable in .ui files): "noun" (string, construct only), "api" (TbkApi), "path"
 * (string; NULL: the noun's collection; "" : nothing to list yet), "q", "orden" ("-fecha_firma"),
 * "state" (TbkListingState), "error-text" (string or NULL), "total" (uint), "total-exact" (FALSE: at
 * least that many), "filtered" (q or a filter is set), "loading" (a fetch is under way). It loads by
 * itself once it has an api. */
#define TBK_TYPE_LISTING (tbk_listing_get_type ())
G_DECLARE_FINAL_TYPE (TbkListing, tbk_listing, TBK, LISTING, GObject)

typedef enum
{
  TBK_LISTING_IDLE,     /* no api, or the path is "" */
  TBK_LISTING_LOADING,  /* nothing to show yet */
  TBK_LISTING_READY,    /* rows */
  TBK_LISTING_EMPTY,    /* none, and nothing was asked for */
  TBK_LISTING_NO_MATCH, /* none for this q and these filters */
  TBK_LISTING_ERROR,    /* failed with nothing to show; with rows it stays READY and "error-text" is set */
} TbkListingState;
#define TBK_TYPE_LISTING_STATE (tbk_listing_state_get_type ())
GType tbk_listing_state_get_type (void);

#define TBK_LISTING_PAGE_SIZE 100
#define TBK_LISTING_MAX_PAGES 24

/* `api` may be NULL and follow as a property. */
TbkListing *tbk_listing_new (TbkApi *api, const TbkResource *resource);

const TbkResource *tbk_listing_get_resource (TbkListing *self);
TbkApi *tbk_listing_get_api (TbkListing *self);
TbkListingState tbk_listing_get_state (TbkListing *self);
guint tbk_listing_get_total (TbkListing *self);
/* The rows at hand answer the present question, and nothing more is on its way; it follows "loading". */
gboolean tbk_listing_is_settled (TbkListing *self);
const char *tbk_listing_get_q (TbkListing *self);
void tbk_listing_set_q (TbkListing *self, const char *q);
const char *tbk_listing_get_orden (TbkListing *self);
void tbk_listing_set_orden (TbkListing *self, const char *orden);
void tbk_listing_set_path (TbkListing *self, const char *path);

/* A filter of the server's list ("estado", "desde", "contrato_id"); NULL or "" takes it away. Fetches
 * anew from the top. */
void tbk_listing_set_filter (TbkListing *self, const char *name, const char *text);
const char *tbk_listing_get_filter (TbkListing *self, const char *name);
/* Filters that belong to the place, not to the user: never "filtered", kept by
 * tbk_listing_clear_filters(). */
void tbk_listing_set_base_filter (TbkListing *self, const char *name, const char *text);
/* Takes away q and all the user's filters. */
void tbk_listing_clear_filters (TbkListing *self);

/* Reads again what is shown, in place. */
void tbk_listing_reload (TbkListing *self);
/* The row of that id as it is now known (a save's answer): updates it where it is; reloads when it is
 * not there. */
void tbk_listing_patch (TbkListing *self, JsonObject *object);
/* Position of the row of that id among the pages at hand, or GTK_INVALID_LIST_POSITION. */
guint tbk_listing_find (TbkListing *self, gint64 id);
/* Returns: (transfer full): path and query of one page, 1 the first, for an export. */
char *tbk_listing_build_path (TbkListing *self, guint page, guint page_size, const char *after);

G_END_DECLS
