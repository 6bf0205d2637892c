/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tbk-app.h"

G_BEGIN_DECLS

/* What one worker does every hour: holds the files in the store against their rows, a stretch at a time, so that no thread is
 * kept for long. What is wrong with a file is a warning in the log. Main loop. */
typedef struct _TbkTidy TbkTidy;

/* `app` must outlive it. */
TbkTidy *tbk_tidy_new (const TbkApp *app);
/* No further rounds; what is under way still ends by a callback of its own. */
void tbk_tidy_stop (TbkTidy *tidy);
/* After the pool and the pipe have gone. */
void tbk_tidy_free (TbkTidy *tidy);

G_END_DECLS
