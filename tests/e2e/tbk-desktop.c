/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-desktop.h"

#define NAME "org.freedesktop.Notifications"
#define PATH "/org/freedesktop/Notifications"

struct _TbkDesktop
{
  GDBusConnection *bus;
  guint object_id;
  guint owner_id;
  gboolean owned;
  GHashTable *shown; /* id -> title */
  guint32 last_id;
};

static const char introspection[]
    = "<node><interface name='" NAME "'>"
      "<method name='Notify'><arg type='s' direction='in'/><arg type='u' direction='in'/><arg type='s' direction='in'/>"
      "<arg type='s' direction='in'/><arg type='s' direction='in'/><arg type='as' direction='in'/>"
      "<arg type='a{sv}' direction='in'/><arg type='i' direction='in'/><arg type='u' direction='out'/></method>"
      "<method name='CloseNotification'><arg type='u' direction='in'/></method>"
      "<method name='GetCapabilities'><arg type='as' direction='out'/></method>"
      "<signal name='ActionInvoked'><arg type='u'/><arg type='s'/></signal>"
      "<signal name='NotificationClosed'><arg type='u'/><arg type='u'/></signal>"
      "</interface></node>";

static void
notify (TbkDesktop *desktop, GVariant *parameters, GDBusMethodInvocation *invocation)
{
  const char *title;
  guint32 id;

  g_variant_get_child (parameters, 1, "u", &id);
  g_variant_get_child (parameters, 3, "&s", &title);
  if (id == 0)
    id = ++desktop->last_id;
  g_hash_table_insert (desktop->shown, GUINT_TO_POINTER (id), g_strdup (title));
  g_dbus_method_invocation_return_value (invocation, g_variant_new ("(u)", id));
}

static void
called_cb (GDBusConnection *bus,
           const char *sender,
           const char *path,
           const char *interface,
           const char *method,
           GVariant *parameters,
           GDBusMethodInvocation *invocation,
           gpointer data) /* allow params: a GDBusInterfaceMethodCallFunc */
{
  static const char *const capabilities[] = { "actions", "body", NULL };
  TbkDesktop *desktop = data;
  guint32 id;

  if (g_str_equal (method, "Notify"))
    {
      notify (desktop, parameters, invocation);
      return;
    }
  if (g_str_equal (method, "GetCapabilities"))
    {
      g_dbus_method_invocation_return_value (invocation, g_variant_new ("(^as)", capabilities));
      return;
    }
  g_variant_get (parameters, "(u)", &id);
  g_hash_table_remove (desktop->shown, GUINT_TO_POINTER (id));
  g_dbus_method_invocation_return_value (invocation, NULL);
}

static void
owned_cb (GDBusConnection *bus, const char *name, gpointer data)
{
  ((TbkDesktop *) data)->owned = TRUE;
}

TbkDesktop *
tbk_desktop_new (const char *address)
{
  static const GDBusInterfaceVTable vtable = { .method_call = called_cb };
  TbkDesktop *desktop = g_new0 (TbkDesktop, 1);
  g_autofree char *session = NULL;
  g_autoptr (GDBusNodeInfo) node = NULL;
  g_autoptr (GError) error = NULL;

  session = address != NULL ? g_strdup (address) : g_dbus_address_get_for_bus_sync (G_BUS_TYPE_SESSION, NULL, &error);
  g_assert_no_error (error);
  desktop->bus = g_dbus_connection_new_for_address_sync (
      session, G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT | G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION, NULL,
      NULL, &error);
  g_assert_no_error (error);
  desktop->shown = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  node = g_dbus_node_info_new_for_xml (introspection, &error);
  g_assert_no_error (error);
  desktop->object_id = g_dbus_connection_register_object (desktop->bus, PATH, node->interfaces[0], &vtable, desktop,
                                                          NULL, &error);
  g_assert_no_error (error);
  desktop->owner_id = g_bus_own_name_on_connection (desktop->bus, NAME, G_BUS_NAME_OWNER_FLAGS_NONE, owned_cb, NULL,
                                                    desktop, NULL);
  while (!desktop->owned)
    g_main_context_iteration (NULL, TRUE);
  return desktop;
}

void
tbk_desktop_free (TbkDesktop *desktop)
{
  if (desktop == NULL)
    return;
  g_bus_unown_name (desktop->owner_id);
  g_dbus_connection_unregister_object (desktop->bus, desktop->object_id);
  g_dbus_connection_close_sync (desktop->bus, NULL, NULL);
  g_object_unref (desktop->bus);
  g_hash_table_unref (desktop->shown);
  g_free (desktop);
}

guint32
tbk_desktop_find (TbkDesktop *desktop, const char *title)
{
  GHashTableIter iter;
  gpointer id, own;

  g_hash_table_iter_init (&iter, desktop->shown);
  while (g_hash_table_iter_next (&iter, &id, &own))
    if (g_str_equal (own, title))
      return GPOINTER_TO_UINT (id);
  return 0;
}

void
tbk_desktop_press (TbkDesktop *desktop, guint32 id)
{
  g_autoptr (GError) error = NULL;

  g_dbus_connection_emit_signal (desktop->bus, NULL, PATH, NAME, "ActionInvoked",
                                 g_variant_new ("(us)", id, "default"), &error);
  g_assert_no_error (error);
}
