/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tbk-tree.h"

G_BEGIN_DECLS

#define TBK_TREE_TIMEOUT_MS 10000
#define TBK_TREE_ROOT "/org/a11y/atspi/accessible/root"
#define TBK_TREE_ACCESSIBLE "org.a11y.atspi.Accessible"

struct _TbkTree
{
  GDBusConnection *bus; /* the accessibility bus, another than the session's */
  char *bus_address;
  char *app;         /* its name there; NULL: not seen yet */
  GVariant *others;  /* (element-type (so)) those that were there before: none of them is the app; nullable */
  GHashTable *nodes; /* (element-type utf8 TbkNode): owns them */
  GStringChunk *strings;
  GHashTable *plain;     /* (element-type utf8 utf8): names as they are told, and as they are said */
  GMainContext *answers; /* where a look waits: nothing else of the test runs meanwhile */
  TbkNode *root;
};

/* Returns: (transfer none): a copy that lives as long as the tree, one for equal texts. */
const char *tbk_tree_keep (TbkTree *tree, const char *text);
void tbk_node_free (gpointer node);
/* Reads `tree->nodes` and `tree->root` anew. FALSE: the app does not answer. */
gboolean tbk_tree_read (TbkTree *tree);

G_END_DECLS
