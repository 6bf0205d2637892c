/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-puerto.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <gio/gunixinputstream.h>
#include <gio/gunixoutputstream.h>
#include <glib/gi18n.h>
#include <libserialport.h>

#define POR_ID "/dev/serial/by-id"

typedef struct sp_port Port;

static void
port_free (Port *port)
{
  sp_close (port); /* harmless where it is not open */
  sp_free_port (port);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Port, port_free)

void
tbk_puerto_free (TbkPuerto *puerto)
{
  g_free (puerto->nombre);
  g_free (puerto->dispositivo);
  g_free (puerto->descripcion);
  g_free (puerto);
}

/* --- the list --------------------------------------------------------------------- */

static char *
real_path (const char *path)
{
  char *real = realpath (path, NULL); /* of malloc, which g_free() takes */

  return real != NULL ? real : g_strdup (path);
}

/* Device -> its lasting name. */
static GHashTable *
lasting_names (void)
{
  GHashTable *names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autoptr (GDir) dir = g_dir_open (POR_ID, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      char *path = g_build_filename (POR_ID, name, NULL);

      g_hash_table_insert (names, real_path (path), path);
    }
  return names;
}

static char *
describe (Port *port)
{
  const char *maker = sp_get_port_usb_manufacturer (port), *product = sp_get_port_usb_product (port);
  const char *description = sp_get_port_description (port);

  if (maker != NULL && product != NULL)
    return g_strdup_printf ("%s %s", maker, product);
  return g_strdup (product != NULL ? product : description != NULL ? description
                                                                   : "");
}

static int
by_name (gconstpointer a, gconstpointer b)
{
  const TbkPuerto *const *left = a, *const *right = b;

  return g_strcmp0 ((*left)->dispositivo, (*right)->dispositivo);
}

GPtrArray *
tbk_puertos_list (void)
{
  GPtrArray *list = g_ptr_array_new_with_free_func ((GDestroyNotify) tbk_puerto_free);
  g_autoptr (GHashTable) names = lasting_names ();
  Port **ports = NULL;

  if (sp_list_ports (&ports) != SP_OK)
    return list;
  for (gsize i = 0; ports[i] != NULL; i++)
    {
      TbkPuerto *puerto = g_new0 (TbkPuerto, 1);
      const char *lasting;

      puerto->dispositivo = g_strdup (sp_get_port_name (ports[i]));
      lasting = g_hash_table_lookup (names, puerto->dispositivo);
      puerto->nombre = g_strdup (lasting != NULL ? lasting : puerto->dispositivo);
      puerto->descripcion = describe (ports[i]);
      g_ptr_array_add (list, puerto);
    }
  sp_free_port_list (ports);
  g_ptr_array_sort (list, by_name);
  return list;
}

GFileMonitor *
tbk_puertos_monitor (void)
{
  g_autoptr (GFile) dev = g_file_new_for_path ("/dev");

  return g_file_monitor_directory (dev, G_FILE_MONITOR_NONE, NULL, NULL);
}

/* --- opening ----------------------------------------------------------------------- */

static gboolean
fail (const char *nombre, GIOErrorEnum code, const char *why, GError **error)
{
  g_set_error (error, G_IO_ERROR, code, "%s: %s", nombre, why);
  return FALSE;
}

static gboolean
fail_errno (const char *nombre, int saved, GError **error)
{
  return fail (nombre, (GIOErrorEnum) g_io_error_from_errno (saved), g_strerror (saved), error);
}

static gboolean
set_up (Port *port, const char *nombre, const TbkLinea *linea, GError **error)
{
  const enum sp_parity paridades[] = { SP_PARITY_NONE, SP_PARITY_EVEN, SP_PARITY_ODD };
  const enum sp_flowcontrol flujos[] = { SP_FLOWCONTROL_NONE, SP_FLOWCONTROL_RTSCTS, SP_FLOWCONTROL_XONXOFF };
  g_autofree char *text = tbk_linea_to_text (linea);
  g_autofree char *why = g_strdup_printf (_ ("this port cannot be set to %s"), text);

  if (sp_set_baudrate (port, (int) linea->baudios) != SP_OK
      || sp_set_bits (port, linea->bits) != SP_OK
      || sp_set_parity (port, paridades[linea->paridad]) != SP_OK
      || sp_set_stopbits (port, linea->parada) != SP_OK
      || sp_set_flowcontrol (port, flujos[linea->flujo]) != SP_OK)
    return fail (nombre, G_IO_ERROR_INVALID_ARGUMENT, why, error);
  return TRUE;
}

/* libserialport 0.1.1 does not lock: two readers would steal each other's bytes. */
static gboolean
lock (int fd, const char *nombre, GError **error)
{
  if (flock (fd, LOCK_EX | LOCK_NB) == 0)
    {
      ioctl (fd, TIOCEXCL); /* also keeps out programs that take no lock; not every driver knows it */
      return TRUE;
    }
  return errno == EWOULDBLOCK ? fail (nombre, G_IO_ERROR_BUSY, _ ("another program has this port open"), error)
                              : fail_errno (nombre, errno, error);
}

/* The open port's descriptor, for as long as the port object lives. */
static int
open_port (Port *port, const char *nombre, const TbkLinea *linea, GError **error)
{
  int fd = -1;

  errno = 0;
  if (sp_open (port, SP_MODE_READ_WRITE) != SP_OK)
    {
      if (errno == EBUSY)
        fail (nombre, G_IO_ERROR_BUSY, _ ("another program has this port open"), error);
      else
        fail_errno (nombre, errno != 0 ? errno : EIO, error);
      return -1;
    }
  if (sp_get_port_handle (port, &fd) != SP_OK)
    {
      fail (nombre, G_IO_ERROR_FAILED, "no handle", error);
      return -1;
    }
  return lock (fd, nombre, error) && set_up (port, nombre, linea, error) ? fd : -1;
}

GIOStream *
tbk_puerto_open (const char *nombre, const TbkLinea *linea, GError **error)
{
  g_autofree char *device = real_path (nombre); /* 0.1.1 takes no links of /dev/serial/by-id */
  g_autoptr (Port) port = NULL;
  g_autoptr (GInputStream) input = NULL;
  g_autoptr (GOutputStream) output = NULL;
  int fd;

  if (!g_file_test (device, G_FILE_TEST_EXISTS))
    {
      fail (nombre, G_IO_ERROR_NOT_FOUND, _ ("there is no such port: is the cable plugged in?"), error);
      return NULL;
    }
  if (sp_get_port_by_name (device, &port) != SP_OK)
    {
      fail (nombre, G_IO_ERROR_INVALID_ARGUMENT, _ ("this is no serial port"), error);
      return NULL;
    }
  fd = open_port (port, nombre, linea, error);
  if (fd < 0)
    return NULL;
  /* A descriptor of our own: the lock goes with it, and the port's may close. */
  fd = fcntl (fd, F_DUPFD_CLOEXEC, 0);
  if (fd < 0)
    {
      fail_errno (nombre, errno, error);
      return NULL;
    }
  input = g_unix_input_stream_new (fd, FALSE);
  output = g_unix_output_stream_new (fd, TRUE);
  return g_simple_io_stream_new (input, output);
}
