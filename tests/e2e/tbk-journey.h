/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tbk-app.h"
#include "tbk-test-client.h"
#include "tbk-test-line.h"

G_BEGIN_DECLS

/* What the journeys share: a server with demo data, somebody's home, the app, and Triboka's ways in it. The app speaks
 * the language of $TBK_LOCALE (English when not set); journeys name things by their English text. Main thread. */
typedef struct
{
  TbkTestServer *server;
  TbkTestLine *line;  /* that the app comes to it over; NULL: straight */
  const char *beside; /* the app's name, where it is not the only one; NULL: it is */
  char *home;
  TbkApp *app;      /* NULL between two starts */
  const char *page; /* path of the page that is shown: those that were shown before are still in the tree; or NULL */
} TbkJourney;

TbkJourney *tbk_journey_new (void);
/* Another app on the same server and screen, with a home and settings of its own: somebody else's. `name` ("second") goes
 * into the names of its log and its pictures. Free it before `first`. Each of the two is acted on and looked at by its own
 * TbkJourney; keys go to the one they are meant for:
 *
 *   g_autoptr (TbkJourney) ana = tbk_journey_new ();
 *   g_autoptr (TbkJourney) boto = tbk_journey_new_beside (ana, "second");
 *
 *   tbk_journey_start_as (ana, "exportadora@demo.ec");
 *   tbk_journey_start_as (boto, "centro@demo.ec");
 */
TbkJourney *tbk_journey_new_beside (TbkJourney *first, const char *name);
/* Before the start: the app comes to the server over a line that can be cut. */
void tbk_journey_lay_line (TbkJourney *journey);
/* Closes the app, then the server: the test fails where either does not end well. */
void tbk_journey_free (TbkJourney *journey);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TbkJourney, tbk_journey_free)

/* The text as the app shows it, mnemonics taken away. Returns: (transfer none). */
const char *T (const char *english);
/* The same with values in the places of its "%s". Returns: (transfer none). */
const char *T_filled (const char *english_format, const char *value);
const char *T_filled_twice (const char *english_format, const char *first, const char *second);
/* What stands before its first "%s". Returns: (transfer none). */
const char *T_before (const char *english_format);

void tbk_journey_start (TbkJourney *journey, gboolean has_keyring);
void tbk_journey_close (TbkJourney *journey);
/* kill -9. */
void tbk_journey_kill (TbkJourney *journey);
/* For tests that want a signed in user at once: starts, trusts the server, signs in with the demo password. */
void tbk_journey_start_as (TbkJourney *journey, const char *email);

/* Fills the sign-in view and presses its button. */
void tbk_journey_give_password (TbkJourney *journey, const char *email, const char *password);
/* Agrees to the certificate that is shown, once it is the server's own. */
void tbk_journey_trust (TbkJourney *journey);
/* The same where another one was agreed to before. */
void tbk_journey_trust_new (TbkJourney *journey);
/* Until the main view is there for that user. */
void tbk_journey_wait_signed_in (TbkJourney *journey);
void tbk_journey_sign_out (TbkJourney *journey);

/* Goes to a page by the sidebar: "Contracts". */
void tbk_journey_show_page (TbkJourney *journey, const char *title);
/* Until that page is shown, whoever went to it. */
void tbk_journey_wait_page (TbkJourney *journey, const char *title);
/* The titles in the sidebar, in order. Returns: (transfer full). */
char **tbk_journey_list_pages (TbkJourney *journey);

/* `within` NULL: the page that is shown. */
/* Selects the row of a table that has a cell with this text. */
void tbk_journey_select_row (TbkJourney *journey, const char *within, const char *cell);
/* Until that row has another cell with that text too. */
void tbk_journey_wait_cell (TbkJourney *journey, const char *within, const char *cell, const char *text);
/* Until the row that has a cell with this text is the selected one. */
void tbk_journey_wait_selected (TbkJourney *journey, const char *within, const char *cell);
/* From the contract of that code to its chat: what is typed goes into a message. */
void tbk_journey_open_chat (TbkJourney *journey, const char *codigo);
/* Writes and sends a message in the chat that is open, and waits until it stands there. */
void tbk_journey_say (TbkJourney *journey, const char *text);
/* Picks what `choice` names, in the field that refers to a company or another record. */
void tbk_journey_pick (TbkJourney *journey, const char *form, const char *field, const char *choice);
/* In GTK's dialog of that title, which is opened by `key`: saves as `path`. */
void tbk_journey_save_as (TbkJourney *journey, const char *key, const char *title, const char *path);
/* Signs in as another, with the demo password, from the main view. */
void tbk_journey_change_to (TbkJourney *journey, const char *email);

G_END_DECLS
