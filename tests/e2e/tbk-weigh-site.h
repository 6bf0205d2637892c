/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tbk-cut-line.h"
#include "tbk-journey.h"
#include "tbk-pty-scale.h"

G_BEGIN_DECLS

/* A scale's computer: the app over a line that can be cut, a scale on its serial port, a keyring
 * that keeps the session, and a lote to weigh. In English: its numbers are looked for as they are
 * shown. Main thread. */
typedef struct
{
  TbkJourney *journey;
  TbkTestClient *client; /* at the server, by a way that is not cut, as the same user */
  TbkCutLine *line;
  TbkPtyScale *scale;
  gint64 lote_id;
  char *codigo;
  const char *display; /* paths of what is read again and again, once the lote was chosen */
  const char *total;
  guint entries; /* of today, as the app counted them last */
} TbkWeighSite;

#define TBK_WEIGH_SITE_USER "centro@demo.ec"

TbkWeighSite *tbk_weigh_site_new (void);
/* Closes the app, if it is open, and the rest. */
void tbk_weigh_site_free (TbkWeighSite *site);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TbkWeighSite, tbk_weigh_site_free)

/* For the first time: signs in, and goes to the page Weighing, where it will open from now on. */
void tbk_weigh_site_begin (TbkWeighSite *site);
/* From the second time on, until the scale's page is there; with a password where the app asks for
 * one. Returns: whether it did. */
gboolean tbk_weigh_site_start (TbkWeighSite *site);
/* The lote, by those that the server or the app itself lists, whichever is shown; and counts what is there of today. */
void tbk_weigh_site_choose (TbkWeighSite *site);
/* The same where there is no line, by the keyboard alone. */
void tbk_weigh_site_choose_known (TbkWeighSite *site);
/* Takes off what is on the scale, puts that on, and waits until the panel says that it stands. `kg`: "1234.5". */
void tbk_weigh_site_load (TbkWeighSite *site, const char *kg);
/* Presses the key. */
void tbk_weigh_site_press (TbkWeighSite *site);
/* Until the app counts one more among those of today. */
void tbk_weigh_site_wait_kept (TbkWeighSite *site);

/* Returns: (transfer full) (element-type utf8): the gross weights of that lote at the server, as often as they stand there. */
GPtrArray *tbk_weigh_site_list_stored (TbkWeighSite *site);

G_END_DECLS
