/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tbk-listing.h"
#include "tbk-question.h"
#include "tbk-row-store.h"

G_BEGIN_DECLS

/* Shared by the two files of TbkListing: tbk-listing.c (the object), tbk-listing-fetch.c (asking, and
 * what answers do). */
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
  guint fetch_id;
  GCancellable *cancellable;
  guint serial; /* of the question; answers to an earlier one are dropped */
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

G_END_DECLS
