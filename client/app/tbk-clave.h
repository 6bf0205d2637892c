/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tbk-field.h"
#include "tbk-values.h"

G_BEGIN_DECLS

/* What a new password must be, told before the server refuses it. Pure. */
#define TBK_CLAVE_MIN_CHARACTERS 10
#define TBK_CLAVE_MAX_CHARACTERS 128
#define TBK_CLAVE_HINT N_ ("At least 10 characters. Several words are easy to remember and hard to guess.")

/* For tbk_form_set_check(): `field` of `whole` is long enough. Sets a TBK_PROBLEM 422 on that field. */
gboolean tbk_clave_check (const TbkValues *whole, const char *field, GError **error);

G_END_DECLS
