/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-tree-private.h"

#define STRINGS_BYTES 65536
#define WINDOW_COORDS 1

static GVariant *
call (TbkTree *tree, const char *path, const char *interface, const char *method, GVariant *arguments)
{
  g_autoptr (GError) error = NULL;
  GVariant *reply = g_dbus_connection_call_sync (tree->bus, tree->app, path, interface, method, arguments, NULL,
                                                 G_DBUS_CALL_FLAGS_NONE, TBK_TREE_TIMEOUT_MS, NULL, &error);

  if (reply == NULL)
    g_debug ("%s of %s: %s", method, path, error->message);
  return reply;
}

static gboolean
call_boolean (TbkTree *tree, const char *path, const char *interface, const char *method, GVariant *arguments)
{
  g_autoptr (GVariant) reply = call (tree, path, interface, method, arguments);
  gboolean done = FALSE;

  if (reply != NULL && g_variant_is_of_type (reply, G_VARIANT_TYPE ("(b)")))
    g_variant_get (reply, "(b)", &done);
  return done;
}

const char *
tbk_tree_keep (TbkTree *tree, const char *text)
{
  return g_string_chunk_insert_const (tree->strings, text);
}

/* --- the app --- */

/* Returns: (transfer full) (nullable) (element-type (so)): all that are on the bus. */
static GVariant *
list_apps (TbkTree *tree)
{
  g_autoptr (GVariant) reply = g_dbus_connection_call_sync (
      tree->bus, "org.a11y.atspi.Registry", TBK_TREE_ROOT, TBK_TREE_ACCESSIBLE, "GetChildren", NULL,
      G_VARIANT_TYPE ("(a(so))"), G_DBUS_CALL_FLAGS_NONE, TBK_TREE_TIMEOUT_MS, NULL, NULL);

  return reply != NULL ? g_variant_get_child_value (reply, 0) : NULL;
}

static gboolean
was_there_before (TbkTree *tree, const char *name)
{
  for (gsize i = 0; tree->others != NULL && i < g_variant_n_children (tree->others); i++)
    {
      const char *other;

      g_variant_get_child (tree->others, i, "(&so)", &other, NULL);
      if (g_str_equal (other, name))
        return TRUE;
    }
  return FALSE;
}

static gboolean
find_app (TbkTree *tree)
{
  g_autoptr (GVariant) apps = NULL;

  if (tree->app != NULL)
    return TRUE;
  apps = list_apps (tree);
  for (gsize i = apps != NULL ? g_variant_n_children (apps) : 0; i > 0 && tree->app == NULL; i--)
    {
      const char *name;

      g_variant_get_child (apps, i - 1, "(&so)", &name, NULL);
      if (!was_there_before (tree, name))
        tree->app = g_strdup (name);
    }
  return tree->app != NULL;
}

TbkTree *
tbk_tree_new (void)
{
  TbkTree *tree = g_new0 (TbkTree, 1);
  g_autoptr (GError) error = NULL;
  g_autoptr (GDBusConnection) session = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, &error);
  g_autoptr (GVariant) reply = NULL;

  g_assert_no_error (error);
  reply = g_dbus_connection_call_sync (session, "org.a11y.Bus", "/org/a11y/bus", "org.a11y.Bus",
                                       "GetAddress", NULL, G_VARIANT_TYPE ("(s)"),
                                       G_DBUS_CALL_FLAGS_NONE, TBK_TREE_TIMEOUT_MS, NULL, &error);
  g_assert_no_error (error);
  g_variant_get (reply, "(s)", &tree->bus_address);
  tree->bus = g_dbus_connection_new_for_address_sync (
      tree->bus_address,
      G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT
          | G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION,
      NULL, NULL, &error);
  g_assert_no_error (error);
  tree->others = list_apps (tree);
  tree->nodes = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, tbk_node_free);
  tree->plain = g_hash_table_new (g_str_hash, g_str_equal);
  tree->strings = g_string_chunk_new (STRINGS_BYTES);
  tree->answers = g_main_context_new ();
  return tree;
}

void
tbk_tree_free (TbkTree *tree)
{
  if (tree == NULL)
    return;
  g_hash_table_unref (tree->nodes);
  g_hash_table_unref (tree->plain);
  g_string_chunk_free (tree->strings);
  g_main_context_unref (tree->answers);
  g_clear_pointer (&tree->others, g_variant_unref);
  g_object_unref (tree->bus);
  g_free (tree->bus_address);
  g_free (tree->app);
  g_free (tree);
}

const char *
tbk_tree_get_bus_address (TbkTree *tree)
{
  return tree->bus_address;
}

gboolean
tbk_tree_look (TbkTree *tree)
{
  return find_app (tree) && tbk_tree_read (tree);
}

const TbkNode *
tbk_tree_get_root (TbkTree *tree)
{
  return tree->root;
}

const TbkNode *
tbk_tree_get (TbkTree *tree, const char *path)
{
  return g_hash_table_lookup (tree->nodes, path);
}

const TbkNode *
tbk_tree_get_top (TbkTree *tree)
{
  const TbkNode *top = NULL;

  for (guint i = 0; tree->root != NULL && i < tree->root->children->len; i++)
    {
      const TbkNode *window = g_ptr_array_index (tree->root->children, i);

      if (tbk_node_is_open (window))
        top = window;
    }
  return top;
}

gboolean
tbk_node_is (const TbkNode *node, TbkState state)
{
  return (node->states >> state & 1) != 0;
}

/* GTK 4.8 tells of frames alone that they are shown. */
gboolean
tbk_node_is_open (const TbkNode *window)
{
  return window->role != TBK_ROLE_FRAME || tbk_node_is (window, TBK_STATE_SHOWING);
}

const TbkNode *
tbk_node_find (const TbkNode *node, TbkNodeFunc func, gpointer data)
{
  if (node == NULL || func (node, data))
    return node;
  for (guint i = 0; i < node->children->len; i++)
    {
      const TbkNode *found = tbk_node_find (g_ptr_array_index (node->children, i), func, data);

      if (found != NULL)
        return found;
    }
  return NULL;
}

/* --- one widget --- */

TbkExtents
tbk_tree_measure (TbkTree *tree, const TbkNode *node)
{
  TbkExtents extents = { 0 };
  g_autoptr (GVariant) reply = call (tree, node->path, "org.a11y.atspi.Component", "GetExtents",
                                     g_variant_new ("(u)", WINDOW_COORDS));

  if (reply != NULL)
    g_variant_get (reply, "((iiii))", &extents.x, &extents.y, &extents.width, &extents.height);
  return extents;
}

char *
tbk_tree_read_text (TbkTree *tree, const TbkNode *node)
{
  const char *interface = "org.a11y.atspi.Text";
  g_autoptr (GVariant) count = call (tree, node->path, "org.freedesktop.DBus.Properties", "Get",
                                     g_variant_new ("(ss)", interface, "CharacterCount"));
  g_autoptr (GVariant) value = NULL;
  g_autoptr (GVariant) reply = NULL;
  char *text = NULL;

  if (count == NULL)
    return NULL;
  g_variant_get (count, "(v)", &value);
  /* -1 for "to the end" answers nothing in GTK 4.8 */
  reply = call (tree, node->path, interface, "GetText", g_variant_new ("(ii)", 0, g_variant_get_int32 (value)));
  if (reply != NULL)
    g_variant_get (reply, "(s)", &text);
  return text;
}

char *
tbk_tree_read_name (TbkTree *tree, const char *path)
{
  g_autoptr (GVariant) reply = call (tree, path, "org.freedesktop.DBus.Properties", "Get",
                                     g_variant_new ("(ss)", TBK_TREE_ACCESSIBLE, "Name"));
  g_autoptr (GVariant) value = NULL;

  if (reply == NULL)
    return NULL;
  g_variant_get (reply, "(v)", &value);
  return g_variant_dup_string (value, NULL);
}

gboolean
tbk_tree_write_text (TbkTree *tree, const char *path, const char *text)
{
  return call_boolean (tree, path, "org.a11y.atspi.EditableText", "SetTextContents", g_variant_new ("(s)", text));
}

gboolean
tbk_tree_press (TbkTree *tree, const char *path)
{
  return call_boolean (tree, path, "org.a11y.atspi.Action", "DoAction", g_variant_new ("(i)", 0));
}

gboolean
tbk_tree_select (TbkTree *tree, const char *list_path, int index)
{
  return call_boolean (tree, list_path, "org.a11y.atspi.Selection", "SelectChild", g_variant_new ("(i)", index));
}

/* --- in words --- */

static void
describe_node (TbkTree *tree, const TbkNode *node, int depth, GString *text)
{
  TbkExtents at = tbk_tree_measure (tree, node);

  g_string_append_printf (text, "%*srole %d '%s'", depth, "", node->role, node->name);
  if (node->description[0] != '\0' && !g_str_equal (node->description, node->name))
    g_string_append_printf (text, " (%s)", node->description);
  if (tbk_node_is (node, TBK_STATE_EDITABLE))
    {
      g_autofree char *content = tbk_tree_read_text (tree, node);
      g_string_append_printf (text, " = '%s'", content != NULL ? content : "");
    }
  g_string_append_printf (text, " at %d,%d %dx%d%s%s%s\n", at.x, at.y, at.width, at.height,
                          tbk_node_is (node, TBK_STATE_FOCUSED) ? " focused" : "",
                          tbk_node_is (node, TBK_STATE_SELECTED) ? " selected" : "",
                          tbk_node_is (node, TBK_STATE_SENSITIVE) ? "" : " insensitive");
  for (guint i = 0; i < node->children->len; i++)
    describe_node (tree, g_ptr_array_index (node->children, i), depth + 1, text);
}

char *
tbk_tree_describe (TbkTree *tree)
{
  GString *text = g_string_new (NULL);

  if (tbk_tree_look (tree))
    describe_node (tree, tree->root, 0, text);
  else
    g_string_append (text, "no app on the accessibility bus\n");
  return g_string_free (text, FALSE);
}
