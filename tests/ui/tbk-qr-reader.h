/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <poppler.h>

G_BEGIN_DECLS

/* Returns: (transfer full) (nullable): what the QR code on the page says, as a cheap printer prints it. */
char *tbk_qr_read_page (PopplerPage *page);

G_END_DECLS
