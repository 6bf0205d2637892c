/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-tree.h"

#include <string.h>

#define CALL_TIMEOUT_MS 10000
#define MAX_ROUNDS 4 /* of asking for children that a look had not told of */

#define STRINGS_BYTES 65536
#define ROOT_PATH "/org/a11y/atspi/accessible/root"
#define ACCESSIBLE "org.a11y.atspi.Accessible"
#define WINDOW_COORDS 1

struct _TbkTree
{
  GDBusConnection *bus; /* the accessibility bus, another than the session's */
  char *app;            /* its name there; NULL: not seen yet */
  GHashTable *nodes;    /* (element-type utf8 TbkNode): owns them */
  GStringChunk *strings;
  GHashTable *plain; /* (element-type utf8 utf8): names as they are told, and as they are said */
  GHashTable *asked; /* (element-type utf8): whose children were asked for in this look */
  TbkNode *root;
};

static GVariant *
call (TbkTree *tree, const char *path, const char *interface, const char *method, GVariant *arguments)
{
  g_autoptr (GError) error = NULL;
  GVariant *reply = g_dbus_connection_call_sync (tree->bus, tree->app, path, interface, method, arguments, NULL,
                                                 G_DBUS_CALL_FLAGS_NONE, CALL_TIMEOUT_MS, NULL, &error);

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

/* --- nodes --- */

static const char *
keep (TbkTree *tree, const char *text)
{
  return g_string_chunk_insert_const (tree->strings, text);
}

static void
node_free (gpointer data)
{
  TbkNode *node = data;

  g_ptr_array_unref (node->children);
  g_free (node);
}

/* GTK says a label's text and its mnemonic ("_Save Save"), what labels twice, twice, and a field that is needed with a
 * star. */
static char *
make_plain (const char *name)
{
  gsize length = strlen (name) - (g_str_has_suffix (name, " *") ? 2 : 0);
  g_autofree char *whole = g_strndup (name, length);

  for (gsize i = 1; i + 1 < length; i++)
    {
      g_autofree char *first = whole[i] == ' ' ? g_strndup (whole, i) : NULL;
      g_auto (GStrv) parts = first != NULL ? g_strsplit (first, "_", -1) : NULL;
      g_autofree char *bare = parts != NULL ? g_strjoinv ("", parts) : NULL;

      if (g_strcmp0 (bare, whole + i + 1) == 0)
        return g_strdup (whole + i + 1);
    }
  return g_steal_pointer (&whole);
}

static const char *
plain_name (TbkTree *tree, const char *name)
{
  const char *plain = g_hash_table_lookup (tree->plain, name);
  g_autofree char *made = NULL;

  if (plain != NULL)
    return plain;
  made = make_plain (name);
  plain = keep (tree, made);
  g_hash_table_insert (tree->plain, (gpointer) keep (tree, name), (gpointer) plain);
  return plain;
}

static TbkNode *
read_item (TbkTree *tree, GVariant *item, const char **parent)
{
  TbkNode *node = g_new0 (TbkNode, 1);
  g_autoptr (GVariant) states = NULL;
  const char *path, *above, *name, *description;
  gint32 index, n_children;
  guint32 role, low, high;

  g_variant_get (item, "((&s&o)(&s&o)(&s&o)ii@as&su&s@au)", NULL, &path, NULL, NULL, NULL, &above,
                 &index, &n_children, NULL, &name, &role, &description, &states);
  g_variant_get_child (states, 0, "u", &low);
  g_variant_get_child (states, 1, "u", &high);
  *parent = keep (tree, above);
  node->path = keep (tree, path);
  node->name = plain_name (tree, name);
  node->description = keep (tree, description);
  node->role = (TbkRole) role;
  node->states = (guint64) high << 32 | low;
  node->index = index;
  node->n_children = (guint) MAX (n_children, 0);
  node->children = g_ptr_array_new ();
  return node;
}

static int
compare_index (gconstpointer a, gconstpointer b)
{
  const TbkNode *const *first = a;
  const TbkNode *const *second = b;

  return (*first)->index - (*second)->index;
}

/* What is hidden is still told of, behind all that is not. The app itself never says how many windows it has, and the
 * page of a stack gives its only child a place that does not exist. */
static void
drop_hidden (TbkNode *node)
{
  if (node->role == TBK_ROLE_APPLICATION || (node->n_children == 1 && node->children->len == 1))
    return;
  for (guint i = node->children->len; i > 0; i--)
    {
      const TbkNode *child = g_ptr_array_index (node->children, i - 1);

      if (child->index < 0 || (guint) child->index >= node->n_children)
        g_ptr_array_remove_index (node->children, i - 1);
    }
}

static void
link_nodes (TbkTree *tree, GHashTable *parents)
{
  GHashTableIter iter;
  gpointer path, value;

  g_hash_table_iter_init (&iter, tree->nodes);
  while (g_hash_table_iter_next (&iter, &path, &value))
    {
      TbkNode *node = value;

      node->up = g_hash_table_lookup (tree->nodes, g_hash_table_lookup (parents, path));
      if (node->up != NULL)
        g_ptr_array_add (node->up->children, node);
    }
  g_hash_table_iter_init (&iter, tree->nodes);
  while (g_hash_table_iter_next (&iter, &path, &value))
    {
      drop_hidden (value);
      g_ptr_array_sort (((TbkNode *) value)->children, compare_index);
    }
  tree->root = g_hash_table_lookup (tree->nodes, ROOT_PATH);
}

static gboolean
read_items (TbkTree *tree)
{
  g_autoptr (GVariant) reply = call (tree, "/org/a11y/atspi/cache", "org.a11y.atspi.Cache", "GetItems", NULL);
  g_autoptr (GHashTable) parents = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GVariant) items = NULL;
  GVariantIter iter;
  GVariant *item;

  tree->root = NULL;
  g_hash_table_remove_all (tree->nodes);
  if (reply == NULL)
    return FALSE;
  items = g_variant_get_child_value (reply, 0);
  g_variant_iter_init (&iter, items);
  while ((item = g_variant_iter_next_value (&iter)) != NULL)
    {
      const char *parent;
      TbkNode *node = read_item (tree, item, &parent);

      g_hash_table_replace (tree->nodes, (gpointer) node->path, node);
      g_hash_table_replace (parents, (gpointer) node->path, (gpointer) parent);
      g_variant_unref (item);
    }
  link_nodes (tree, parents);
  return tree->root != NULL;
}

/* The places among its children that nobody is known to have. */
static guint
count_missing (const TbkNode *node)
{
  guint known = 0;

  for (guint i = 0; i < node->children->len; i++)
    {
      const TbkNode *child = g_ptr_array_index (node->children, i);
      const TbkNode *before = i > 0 ? g_ptr_array_index (node->children, i - 1) : NULL;

      if (before == NULL || before->index != child->index)
        known++;
    }
  return node->n_children > known ? node->n_children - known : 0;
}

/* Asks for the children of `path`, and of those that were unknown. Returns whether there were any. */
static gboolean
explore (TbkTree *tree, const char *path)
{
  g_autoptr (GVariant) reply = call (tree, path, ACCESSIBLE, "GetChildren", NULL);
  g_autoptr (GVariant) children = reply != NULL ? g_variant_get_child_value (reply, 0) : NULL;
  gboolean any = FALSE;
  GVariantIter iter;
  const char *child;

  if (children == NULL)
    return FALSE;
  g_variant_iter_init (&iter, children);
  while (g_variant_iter_next (&iter, "(&s&o)", NULL, &child))
    {
      if (g_hash_table_contains (tree->nodes, child) || !g_hash_table_add (tree->asked, (gpointer) keep (tree, child)))
        continue;
      any = TRUE;
      explore (tree, child);
    }
  return any;
}

/* Returns whether anything new has become known by asking. */
static gboolean
ask_for_missing (TbkTree *tree)
{
  g_autoptr (GList) nodes = g_hash_table_get_values (tree->nodes);
  gboolean any = FALSE;

  for (GList *link = nodes; link != NULL; link = link->next)
    {
      const TbkNode *node = link->data;

      if (count_missing (node) > 0 && g_hash_table_add (tree->asked, (gpointer) node->path))
        any = explore (tree, node->path) || any;
    }
  return any;
}

/* --- the app --- */

static gboolean
find_app (TbkTree *tree)
{
  g_autoptr (GVariant) reply = NULL;
  g_autoptr (GVariant) apps = NULL;

  if (tree->app != NULL)
    return TRUE;
  reply = g_dbus_connection_call_sync (tree->bus, "org.a11y.atspi.Registry", ROOT_PATH, ACCESSIBLE, "GetChildren", NULL,
                                       G_VARIANT_TYPE ("(a(so))"), G_DBUS_CALL_FLAGS_NONE, CALL_TIMEOUT_MS, NULL, NULL);
  if (reply == NULL)
    return FALSE;
  apps = g_variant_get_child_value (reply, 0);
  if (g_variant_n_children (apps) == 0)
    return FALSE;
  g_variant_get_child (apps, g_variant_n_children (apps) - 1, "(so)", &tree->app, NULL);
  return TRUE;
}

TbkTree *
tbk_tree_new (void)
{
  TbkTree *tree = g_new0 (TbkTree, 1);
  g_autoptr (GError) error = NULL;
  g_autoptr (GDBusConnection) session = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, &error);
  g_autoptr (GVariant) reply = NULL;
  const char *address;

  g_assert_no_error (error);
  reply = g_dbus_connection_call_sync (session, "org.a11y.Bus", "/org/a11y/bus", "org.a11y.Bus", "GetAddress", NULL,
                                       G_VARIANT_TYPE ("(s)"), G_DBUS_CALL_FLAGS_NONE, CALL_TIMEOUT_MS, NULL, &error);
  g_assert_no_error (error);
  g_variant_get (reply, "(&s)", &address);
  tree->bus = g_dbus_connection_new_for_address_sync (
      address,
      G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT
          | G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION,
      NULL, NULL, &error);
  g_assert_no_error (error);
  tree->nodes = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, node_free);
  tree->asked = g_hash_table_new (g_str_hash, g_str_equal);
  tree->plain = g_hash_table_new (g_str_hash, g_str_equal);
  tree->strings = g_string_chunk_new (STRINGS_BYTES);
  return tree;
}

void
tbk_tree_free (TbkTree *tree)
{
  if (tree == NULL)
    return;
  g_hash_table_unref (tree->nodes);
  g_hash_table_unref (tree->asked);
  g_hash_table_unref (tree->plain);
  g_string_chunk_free (tree->strings);
  g_object_unref (tree->bus);
  g_free (tree->app);
  g_free (tree);
}

gboolean
tbk_tree_look (TbkTree *tree)
{
  if (!find_app (tree))
    return FALSE;
  g_hash_table_remove_all (tree->asked);
  for (guint i = 0; i < MAX_ROUNDS; i++)
    {
      if (!read_items (tree))
        return FALSE;
      if (!ask_for_missing (tree))
        break;
    }
  return TRUE;
}

void
tbk_tree_forget (TbkTree *tree)
{
  tree->root = NULL;
  g_hash_table_remove_all (tree->nodes);
  g_hash_table_remove_all (tree->asked);
  g_clear_pointer (&tree->app, g_free);
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
  if (func (node, data))
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
