/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tbk-listing.h"
#include "tbk-question.h"
#include "tbk-row-store.h"

G_BEGIN_DECLS

/* Shared by the files of TbkListing: tbk-listing.c (the object), tbk-listing-fetch.c (asking, and what answers do),
 * tbk-listing-live.c (what others change). */
struct _TbkListing
{
  GObject parent_instance;

  TbkApi *api;
  TbkQuestion question;

  TbkListingState state;
  char *error_text;
  guint n;
  gboolean exact;
  gboolean fetched; /* an answer to the present question came */
  gboolean anew;    /* the next answer is to another question than the rows at hand */

  TbkRowStore *store;
  GHashTable *cursors; /* page -> what `despues` begins the next one */
  GQueue wanted;       /* page numbers + 1, the most wanted last */
  GHashTable *fetching;
  GHashTable *renewal; /* page + 1 -> TbkAnswer, NULL while it is awaited: read again, all at once; NULL: no such thing */
  guint fetch_id;
  GCancellable *cancellable;
  guint serial; /* of the question; answers to an earlier one are dropped */

  GHashTable *changed; /* id -> version: rows that others changed, to be looked at */
  gboolean outdated;   /* all that is shown is to be read again */
  gboolean early;      /* something was read before the live socket told of changes */
  guint live_id;       /* looks at the above when its time has come */
  gint64 looked_us;    /* when that was last */
};

gboolean tbk_listing_is_askable (TbkListing *self);
gboolean tbk_listing_is_loading (TbkListing *self);
void tbk_listing_set_error (TbkListing *self, const GError *error);
void tbk_listing_update_state (TbkListing *self);
/* The page (0 the first) is looked at and not fresh. */
void tbk_listing_want_page (TbkListing *self, guint page);
/* Another question: what is shown stays until its answer comes, which is asked from the top. */
void tbk_listing_restart (TbkListing *self);
void tbk_listing_clear_rows (TbkListing *self);

/* Listens to the api's live events of the noun; NULL: to nobody's. */
void tbk_listing_live_follow (TbkListing *self, TbkApi *api);
void tbk_listing_live_stop (TbkListing *self);
void tbk_listing_live_resume (TbkListing *self);
/* Something is being read. */
void tbk_listing_live_note_fetch (TbkListing *self);

G_END_DECLS
