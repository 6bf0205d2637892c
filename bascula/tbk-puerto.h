/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "tbk-protocolo.h"

G_BEGIN_DECLS

/* The serial ports of this machine. The only file that knows libserialport. */
typedef struct
{
  char *nombre;      /* what to open and to keep: "/dev/serial/by-id/..." where there is one (it stays the same when the
                      * cable is put elsewhere), else "/dev/ttyS0" */
  char *dispositivo; /* "/dev/ttyUSB0" */
  char *descripcion; /* "USB Serial", maker and product; "" where unknown */
} TbkPuerto;

void tbk_puerto_free (TbkPuerto *puerto);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TbkPuerto, tbk_puerto_free)

/* Returns: (transfer full) (element-type TbkPuerto): sorted; empty where there are none. */
GPtrArray *tbk_puertos_list (void);

/* Opens it for this process alone and sets it up. Returns: (transfer full): a stream whose closing closes the port; or
 * NULL. Expected errors: G_IO_ERROR_NOT_FOUND, _PERMISSION_DENIED, _BUSY (another program has it),
 * _INVALID_ARGUMENT (it cannot do these settings), _FAILED. */
GIOStream *tbk_puerto_open (const char *nombre, const TbkLinea *linea, GError **error);

/* Tells of ports that come and go: "changed" of a GFileMonitor. Returns: (transfer full) (nullable): NULL where this
 * machine tells of none. */
GFileMonitor *tbk_puertos_monitor (void);

G_END_DECLS
