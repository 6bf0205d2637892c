/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The app's translations, for what the server says to people: each in his own language, whatever the process's locale is and
 * whichever ones the machine has. gettext knows one language a process; its compiled catalogue is part of the program. */

/* Returns: (transfer none): `text` in that language ("es"), or as it is where there is no such language or translation.
 * For text that is marked by N_(). Any thread. */
const char *tbk_translate (const char *language, const char *text);

/* The same of a catalogue's bytes (GNU .mo, this machine's byte order), whatever they hold. Returns: (transfer none)
 * (nullable). */
const char *tbk_catalogue_find (const guint8 *bytes, gsize size, const char *text);

G_END_DECLS
