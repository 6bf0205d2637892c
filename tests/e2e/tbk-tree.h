/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* What assistive technology sees of one app: its tree of accessibles, read over AT-SPI's own D-Bus protocol. A look
 * takes the whole tree at once (libatspi would ask for each property of each widget). Main thread. */
typedef struct _TbkTree TbkTree;

/* AT-SPI's numbers. */
typedef enum
{
  TBK_ROLE_ANY = -1,
  TBK_ROLE_ALERT = 2,
  TBK_ROLE_CHECK_BOX = 7,
  TBK_ROLE_COMBO_BOX = 11,
  TBK_ROLE_DIALOG = 16,
  TBK_ROLE_FILLER = 20,
  TBK_ROLE_FRAME = 23,
  TBK_ROLE_IMAGE = 27,
  TBK_ROLE_LABEL = 29,
  TBK_ROLE_LIST = 31,
  TBK_ROLE_LIST_ITEM = 32,
  TBK_ROLE_MENU_ITEM = 35,
  TBK_ROLE_PAGE_TAB = 37,
  TBK_ROLE_PANEL = 39,
  TBK_ROLE_BUTTON = 43,
  TBK_ROLE_SCROLL_PANE = 49,
  TBK_ROLE_SPIN_BUTTON = 52,
  TBK_ROLE_STATUS_BAR = 54,
  TBK_ROLE_TABLE_CELL = 56,
  TBK_ROLE_TEXT = 61,
  TBK_ROLE_TABLE = 66,
  TBK_ROLE_APPLICATION = 75,
  TBK_ROLE_ENTRY = 79,
  TBK_ROLE_TABLE_ROW = 90,
} TbkRole;

typedef enum
{
  TBK_STATE_ACTIVE = 1,
  TBK_STATE_CHECKED = 4,
  TBK_STATE_EDITABLE = 7,
  TBK_STATE_FOCUSABLE = 11,
  TBK_STATE_FOCUSED = 12,
  TBK_STATE_SELECTED = 23,
  TBK_STATE_SENSITIVE = 24,
  TBK_STATE_SHOWING = 25,
} TbkState;

typedef struct _TbkNode TbkNode;
struct _TbkNode
{
  const char *path; /* lives as long as the tree: what keeps pointing at a widget over several looks */
  const char *name; /* as assistive technology says it, mnemonics and doubling taken away */
  const char *description;
  TbkRole role;
  guint64 states;
  int index;
  guint n_children;
  TbkNode *up;         /* nullable */
  GPtrArray *children; /* (element-type TbkNode): in order */
};

typedef struct
{
  int x, y, width, height; /* in its window's pixels */
} TbkExtents;

/* Connects to the session's accessibility bus, which D-Bus starts when there is none. It will be that of the app that
 * comes next. */
TbkTree *tbk_tree_new (void);
void tbk_tree_free (TbkTree *tree);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TbkTree, tbk_tree_free)

/* Returns: (transfer none). */
const char *tbk_tree_get_bus_address (TbkTree *tree);

/* Looks again; all nodes of the look before end. FALSE: no app is there (yet), or it does not answer. */
gboolean tbk_tree_look (TbkTree *tree);

/* Returns: (transfer none) (nullable): the app, with a child for each of its windows. */
const TbkNode *tbk_tree_get_root (TbkTree *tree);
/* Returns: (transfer none) (nullable). */
const TbkNode *tbk_tree_get (TbkTree *tree, const char *path);
/* Returns: (transfer none) (nullable): the window that was opened last. */
const TbkNode *tbk_tree_get_top (TbkTree *tree);

gboolean tbk_node_is (const TbkNode *node, TbkState state);
/* Of a window. */
gboolean tbk_node_is_open (const TbkNode *window);
/* Calls `func` for the node and all below it, in reading order, until it answers TRUE, and returns that node. `node` may be
 * NULL. */
typedef gboolean (*TbkNodeFunc) (const TbkNode *node, gpointer data);
const TbkNode *tbk_node_find (const TbkNode *node, TbkNodeFunc func, gpointer data);

/* Its place in the window: nothing of it where it is not laid out. One call to the app. */
TbkExtents tbk_tree_measure (TbkTree *tree, const TbkNode *node);
/* What an entry or label holds. Returns: (transfer full) (nullable): NULL where it holds no text. */
char *tbk_tree_read_text (TbkTree *tree, const TbkNode *node);

/* The name of what was seen at that path, as it is now: one call, where a look takes one for each widget. Returns: (transfer
 * full) (nullable): NULL: it is gone. */
char *tbk_tree_read_name (TbkTree *tree, const char *path);

/* Each FALSE where the app refuses, or the widget is gone. */
gboolean tbk_tree_write_text (TbkTree *tree, const char *path, const char *text);
gboolean tbk_tree_press (TbkTree *tree, const char *path);
gboolean tbk_tree_select (TbkTree *tree, const char *list_path, int index);

/* Returns: (transfer full): the tree in words, a line for each accessible. */
char *tbk_tree_describe (TbkTree *tree);

G_END_DECLS
