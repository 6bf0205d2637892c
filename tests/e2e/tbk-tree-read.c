/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-tree-private.h"

#include <string.h>

/* Cache.GetItems tells at once of every widget that was ever asked for: what it is, how many children it has, whose
 * child it is and the how-manieth. It tells of hidden ones too, with the place they would have, and not yet of new
 * ones, so that one may stand for the other. Who is really there GetChildren says, which is also what brings a widget
 * into the cache: whoever was unknown is in its next answer. Those of one depth are asked together. The rows of tables,
 * which are most of what there is and hide nothing, are asked only where the cache does not add up. */

#define MAX_ROUNDS 2 /* of widgets that come while a look is taken */

typedef struct
{
  TbkTree *tree;
  GHashTable *items;   /* (element-type utf8 TbkNode): what the cache told, before it has a place */
  GHashTable *parents; /* (element-type utf8 utf8): whom it names as the parent of each */
  GHashTable *broods;  /* (element-type utf8 GPtrArray): the items that name this parent */
  GPtrArray *asked;    /* (element-type TbkNode): of this depth */
  GPtrArray *found;    /* (element-type TbkNode): have their place, and their children not yet */
  guint n_waiting;
  guint n_unknown;
} Look;

/* --- what a widget is --- */

void
tbk_node_free (gpointer data)
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
  plain = tbk_tree_keep (tree, made);
  g_hash_table_insert (tree->plain, (gpointer) tbk_tree_keep (tree, name), (gpointer) plain);
  return plain;
}

static void
add_to_brood (Look *look, const char *parent, TbkNode *node)
{
  GPtrArray *brood = g_hash_table_lookup (look->broods, parent);

  if (brood == NULL)
    {
      brood = g_ptr_array_new ();
      g_hash_table_insert (look->broods, (gpointer) parent, brood);
    }
  g_ptr_array_add (brood, node);
}

static void
read_item (Look *look, GVariant *item)
{
  TbkTree *tree = look->tree;
  TbkNode *node = g_new0 (TbkNode, 1);
  g_autoptr (GVariant) states = NULL;
  const char *path, *above, *name, *description;
  gint32 index, n_children;
  guint32 role, low, high;

  g_variant_get (item, "((&s&o)(&s&o)(&s&o)ii@as&su&s@au)", NULL, &path, NULL, NULL, NULL, &above,
                 &index, &n_children, NULL, &name, &role, &description, &states);
  g_variant_get_child (states, 0, "u", &low);
  g_variant_get_child (states, 1, "u", &high);
  node->path = tbk_tree_keep (tree, path);
  node->name = plain_name (tree, name);
  node->description = tbk_tree_keep (tree, description);
  node->role = (TbkRole) role;
  node->states = (guint64) high << 32 | low;
  node->index = index;
  node->n_children = (guint) MAX (n_children, 0);
  node->children = g_ptr_array_new ();
  g_hash_table_replace (look->items, (gpointer) node->path, node);
  above = tbk_tree_keep (tree, above);
  g_hash_table_replace (look->parents, (gpointer) node->path, (gpointer) above);
  add_to_brood (look, above, node);
}

static gboolean
read_items (Look *look)
{
  g_autoptr (GVariant) reply = g_dbus_connection_call_sync (look->tree->bus, look->tree->app,
                                                            "/org/a11y/atspi/cache", "org.a11y.atspi.Cache", "GetItems",
                                                            NULL, NULL, G_DBUS_CALL_FLAGS_NONE,
                                                            TBK_TREE_TIMEOUT_MS, NULL, NULL);
  g_autoptr (GVariant) items = reply != NULL ? g_variant_get_child_value (reply, 0) : NULL;
  GVariantIter iter;
  GVariant *item;

  if (items == NULL)
    return FALSE;
  g_hash_table_remove_all (look->broods);
  g_hash_table_remove_all (look->items);
  g_hash_table_remove_all (look->parents);
  g_variant_iter_init (&iter, items);
  while ((item = g_variant_iter_next_value (&iter)) != NULL)
    {
      read_item (look, item);
      g_variant_unref (item);
    }
  return TRUE;
}

/* --- what hangs where --- */

typedef struct
{
  Look *look;
  TbkNode *node;
  GVariant *children; /* (nullable): gone meanwhile */
} Question;

static void
answered_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Question *question = data;
  g_autoptr (GVariant) reply = g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, NULL);

  question->children = reply != NULL ? g_variant_get_child_value (reply, 0) : NULL;
  question->look->n_waiting--;
}

static void
ask (Question *question)
{
  Look *look = question->look;

  look->n_waiting++;
  g_dbus_connection_call (look->tree->bus, look->tree->app, question->node->path, TBK_TREE_ACCESSIBLE, "GetChildren",
                          NULL, G_VARIANT_TYPE ("(a(so))"), G_DBUS_CALL_FLAGS_NONE, TBK_TREE_TIMEOUT_MS, NULL,
                          answered_cb, question);
}

static TbkNode *
hang (Look *look, TbkNode *above, const char *path)
{
  gpointer key, value;
  TbkNode *node;

  if (!g_hash_table_steal_extended (look->items, path, &key, &value))
    return NULL;
  node = value;
  node->up = above;
  node->index = (int) above->children->len;
  g_ptr_array_add (above->children, node);
  g_hash_table_insert (look->tree->nodes, (gpointer) node->path, node);
  return node;
}

/* A stack names the widgets in it as its children, they name the pages of the stack as their parents. */
static TbkNode *
find_page_between (Look *look, TbkNode *above, const char *path)
{
  const char *parent = g_hash_table_lookup (look->parents, path);

  if (parent == NULL || g_str_equal (parent, above->path) || g_hash_table_contains (look->tree->nodes, parent))
    return above;
  return hang (look, above, parent);
}

static void
take_child (Look *look, TbkNode *above, const char *path)
{
  TbkNode *parent, *node;

  if (g_hash_table_contains (look->tree->nodes, path))
    return;
  parent = find_page_between (look, above, path);
  node = parent != NULL ? hang (look, parent, path) : NULL;
  if (node != NULL)
    g_ptr_array_add (look->found, node);
  else
    look->n_unknown++;
}

static void
take_answer (Question *question)
{
  GVariantIter iter;
  const char *path;

  if (question->children == NULL)
    return;
  g_variant_iter_init (&iter, question->children);
  while (g_variant_iter_next (&iter, "(&s&o)", NULL, &path))
    take_child (question->look, question->node, path);
  g_variant_unref (question->children);
}

static void
ask_depth (Look *look)
{
  g_autofree Question *questions = g_new0 (Question, look->asked->len);

  g_main_context_push_thread_default (look->tree->answers);
  for (guint i = 0; i < look->asked->len; i++)
    {
      questions[i] = (Question){ look, g_ptr_array_index (look->asked, i), NULL };
      ask (&questions[i]);
    }
  while (look->n_waiting > 0)
    g_main_context_iteration (look->tree->answers, TRUE);
  g_main_context_pop_thread_default (look->tree->answers);
  for (guint i = 0; i < look->asked->len; i++)
    take_answer (&questions[i]);
}

static int
compare_index (gconstpointer a, gconstpointer b)
{
  const TbkNode *const *first = a;
  const TbkNode *const *second = b;

  return (*first)->index - (*second)->index;
}

/* Whether the cache told of all children of a widget, and of no others; sorts them. */
static gboolean
adds_up (const TbkNode *node, GPtrArray *brood)
{
  if (brood == NULL || brood->len != node->n_children)
    return FALSE;
  g_ptr_array_sort (brood, compare_index);
  for (guint i = 0; i < brood->len; i++)
    if (((const TbkNode *) g_ptr_array_index (brood, i))->index != (int) i)
      return FALSE;
  return TRUE;
}

static gboolean
is_in_row (const TbkNode *node)
{
  while (node != NULL && node->role != TBK_ROLE_TABLE_ROW && node->role != TBK_ROLE_LIST_ITEM)
    node = node->up;
  return node != NULL;
}

/* The app itself never says how many windows it has. */
static void
take_brood (Look *look, TbkNode *node)
{
  GPtrArray *brood = g_hash_table_lookup (look->broods, node->path);

  if (node->n_children == 0 && node->role != TBK_ROLE_APPLICATION)
    return;
  if (!is_in_row (node) || !adds_up (node, brood))
    {
      g_ptr_array_add (look->asked, node);
      return;
    }
  for (guint i = 0; i < brood->len; i++)
    take_child (look, node, ((const TbkNode *) g_ptr_array_index (brood, i))->path);
}

static void
take_found (Look *look)
{
  g_ptr_array_set_size (look->asked, 0);
  for (guint i = 0; i < look->found->len; i++)
    take_brood (look, g_ptr_array_index (look->found, i));
  g_ptr_array_set_size (look->found, 0);
}

/* From the windows down. Returns whether all that was met was known. */
static gboolean
walk (Look *look)
{
  TbkTree *tree = look->tree;
  gpointer key, value;

  tree->root = NULL;
  look->n_unknown = 0;
  g_hash_table_remove_all (tree->nodes);
  if (!g_hash_table_steal_extended (look->items, TBK_TREE_ROOT, &key, &value))
    return FALSE;
  tree->root = value;
  g_hash_table_insert (tree->nodes, key, value);
  g_ptr_array_set_size (look->found, 0);
  g_ptr_array_add (look->found, value);
  for (take_found (look); look->asked->len > 0; take_found (look))
    ask_depth (look);
  return look->n_unknown == 0;
}

gboolean
tbk_tree_read (TbkTree *tree)
{
  Look look = { .tree = tree };
  gboolean answers = TRUE;

  look.items = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, tbk_node_free);
  look.parents = g_hash_table_new (g_str_hash, g_str_equal);
  look.broods = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) g_ptr_array_unref);
  look.asked = g_ptr_array_new ();
  look.found = g_ptr_array_new ();
  for (guint i = 0; i < MAX_ROUNDS && answers; i++)
    {
      answers = read_items (&look);
      if (answers && walk (&look))
        break;
    }
  g_hash_table_unref (look.broods);
  g_hash_table_unref (look.items);
  g_hash_table_unref (look.parents);
  g_ptr_array_unref (look.asked);
  g_ptr_array_unref (look.found);
  return answers && tree->root != NULL;
}
