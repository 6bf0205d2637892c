/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "tbk-api.h"

G_BEGIN_DECLS

#define TBK_APPLICATION_ID "com.triboka.Triboka"

/* The app: one instance with one session and one main window. Options: --url URL, --version.
 * Actions: app.quit, app.about, app.preferences, app.help, app.account, app.sign-out (the last two while somebody is signed
 * in). */
#define TBK_TYPE_APPLICATION (tbk_application_get_type ())
G_DECLARE_FINAL_TYPE (TbkApplication, tbk_application, TBK, APPLICATION, AdwApplication)

TbkApplication *tbk_application_new (GApplicationFlags flags);
TbkApi *tbk_application_get_api (TbkApplication *self);

G_END_DECLS
