/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Removes a file, or a folder with all in it; links are removed, not followed. */
void tbk_test_remove_tree (const char *path);

G_END_DECLS
