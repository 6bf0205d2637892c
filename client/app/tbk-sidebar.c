/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-sidebar.h"

#include <glib/gi18n.h>

#include "tbk-closures.h"
#include "tbk-main-menu.h"
#include "tbk-pages.h"

struct _TbkSidebar
{
  AdwBin parent_instance;

  TbkConnection *connection;
  TbkApi *api;
  TbkUnread *unread;
  char *page;
  gboolean folded;

  /* template children */
  GtkListBox *list;
};

G_DEFINE_FINAL_TYPE (TbkSidebar, tbk_sidebar, ADW_TYPE_BIN)

enum
{
  PROP_CONNECTION = 1,
  PROP_API,
  PROP_UNREAD,
  PROP_PAGE,
  PROP_FOLDED,
  N_PROPS
};
static GParamSpec *properties[N_PROPS];

/* --- badges --- */

static gboolean
to_text (GBinding *binding, const GValue *from, GValue *to, gpointer data)
{
  g_value_take_string (to, tbk_show_count (NULL, g_value_get_uint (from)));
  return TRUE;
}

/* A screen reader says it with the page's name. */
static void
badge_changed_cb (GtkLabel *badge, GParamSpec *pspec, GtkWidget *row)
{
  const TbkPageEntry *entry = tbk_pages_find (gtk_widget_get_name (row));
  const char *count = gtk_label_get_text (badge);
  g_autofree char *name = count[0] != '\0' ? g_strdup_printf (_ ("%s, %s unread"), _ (entry->title), count)
                                           : g_strdup (_ (entry->title));

  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_widget_set_visible (GTK_WIDGET (badge), count[0] != '\0');
}

static GtkWidget *
make_badge (TbkSidebar *self, const TbkPageEntry *entry, GtkWidget *row)
{
  GtkWidget *badge = gtk_label_new (NULL);

  gtk_widget_add_css_class (badge, "badge");
  gtk_widget_add_css_class (badge, "numeric");
  gtk_widget_set_valign (badge, GTK_ALIGN_CENTER);
  g_signal_connect_object (badge, "notify::label", G_CALLBACK (badge_changed_cb), row, 0);
  g_object_bind_property_full (self->unread, entry->badge, badge, "label", G_BINDING_SYNC_CREATE, to_text, NULL, NULL,
                               NULL);
  gtk_widget_set_visible (badge, gtk_label_get_text (GTK_LABEL (badge))[0] != '\0');
  return badge;
}

static GtkWidget *
make_row (TbkSidebar *self, const TbkPageEntry *entry, guint n)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *label = gtk_label_new (_ (entry->title));
  g_autofree char *keys = g_strdup_printf ("<Alt>%u", n + 1);
  g_autofree char *shown = NULL;
  guint key;
  GdkModifierType modifiers;

  gtk_accelerator_parse (keys, &key, &modifiers);
  shown = gtk_accelerator_get_label (key, modifiers);
  gtk_widget_set_tooltip_text (row, shown);
  gtk_widget_set_name (row, entry->id);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_box_append (GTK_BOX (box), gtk_image_new_from_icon_name (entry->icon_name));
  gtk_box_append (GTK_BOX (box), label);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, _ (entry->title), -1);
  if (entry->badge != NULL && self->unread != NULL)
    gtk_box_append (GTK_BOX (box), make_badge (self, entry, row));
  return row;
}

static GtkListBoxRow *
find_row (TbkSidebar *self, const char *id)
{
  GtkListBoxRow *row;

  for (int i = 0; (row = gtk_list_box_get_row_at_index (self->list, i)) != NULL; i++)
    {
      if (g_strcmp0 (gtk_widget_get_name (GTK_WIDGET (row)), id) == 0)
        return row;
    }
  return NULL;
}

static void
set_page (TbkSidebar *self, const char *page)
{
  if (g_strcmp0 (self->page, page) == 0)
    return;
  g_free (self->page);
  self->page = g_strdup (page);
  gtk_list_box_select_row (self->list, find_row (self, page));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PAGE]);
}

static void
row_selected_cb (TbkSidebar *self, GtkListBoxRow *row)
{
  if (row != NULL)
    set_page (self, gtk_widget_get_name (GTK_WIDGET (row)));
}

static void
row_activated_cb (TbkSidebar *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.show-content", NULL);
}

/* An admin may belong to no empresa. */
static char *
describe_usuario (gpointer self, const char *empresa, const char *rol)
{
  return empresa != NULL && empresa[0] != '\0' ? g_strdup (empresa) : tbk_show_choice (self, rol);
}

static void
set_connection (TbkSidebar *self, TbkConnection *connection)
{
  if (!g_set_object (&self->connection, connection))
    return;
  g_clear_object (&self->api);
  if (connection != NULL)
    self->api = g_object_ref (tbk_connection_get_api (connection));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CONNECTION]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_API]);
}

static void
tbk_sidebar_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  TbkSidebar *self = TBK_SIDEBAR (object);

  switch (id)
    {
    case PROP_CONNECTION:
      g_value_set_object (value, self->connection);
      break;
    case PROP_API:
      g_value_set_object (value, self->api);
      break;
    case PROP_UNREAD:
      g_value_set_object (value, self->unread);
      break;
    case PROP_PAGE:
      g_value_set_string (value, self->page);
      break;
    case PROP_FOLDED:
      g_value_set_boolean (value, self->folded);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
tbk_sidebar_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  TbkSidebar *self = TBK_SIDEBAR (object);

  switch (id)
    {
    case PROP_CONNECTION:
      set_connection (self, g_value_get_object (value));
      break;
    case PROP_UNREAD:
      if (g_set_object (&self->unread, g_value_get_object (value)))
        g_object_notify_by_pspec (object, pspec);
      break;
    case PROP_PAGE:
      set_page (self, g_value_get_string (value));
      break;
    case PROP_FOLDED:
      if (self->folded == g_value_get_boolean (value))
        break;
      self->folded = g_value_get_boolean (value);
      g_object_notify_by_pspec (object, pspec);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
tbk_sidebar_dispose (GObject *object)
{
  TbkSidebar *self = TBK_SIDEBAR (object);

  g_clear_object (&self->connection);
  g_clear_object (&self->api);
  g_clear_object (&self->unread);
  gtk_widget_dispose_template (GTK_WIDGET (object), TBK_TYPE_SIDEBAR);
  G_OBJECT_CLASS (tbk_sidebar_parent_class)->dispose (object);
}

static void
tbk_sidebar_finalize (GObject *object)
{
  g_free (TBK_SIDEBAR (object)->page);
  G_OBJECT_CLASS (tbk_sidebar_parent_class)->finalize (object);
}

static void
tbk_sidebar_class_init (TbkSidebarClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GParamFlags writable = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = tbk_sidebar_get_property;
  object_class->set_property = tbk_sidebar_set_property;
  object_class->dispose = tbk_sidebar_dispose;
  object_class->finalize = tbk_sidebar_finalize;
  properties[PROP_CONNECTION] = g_param_spec_object ("connection", NULL, NULL, TBK_TYPE_CONNECTION, writable);
  properties[PROP_API] = g_param_spec_object ("api", NULL, NULL, TBK_TYPE_API,
                                              G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_UNREAD] = g_param_spec_object ("unread", NULL, NULL, TBK_TYPE_UNREAD, writable);
  properties[PROP_PAGE] = g_param_spec_string ("page", NULL, NULL, NULL, writable);
  properties[PROP_FOLDED] = g_param_spec_boolean ("folded", NULL, NULL, FALSE, writable);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (tbk_record_type_for (&tbk_usuario));
  g_type_ensure (TBK_TYPE_MAIN_MENU);
  gtk_widget_class_set_template_from_resource (widget_class, "/com/triboka/Triboka/ui/sidebar.ui");
  tbk_closures_bind (widget_class);
  gtk_widget_class_bind_template_child (widget_class, TbkSidebar, list);
  gtk_widget_class_bind_template_callback (widget_class, describe_usuario);
  gtk_widget_class_bind_template_callback (widget_class, row_selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
}

static void
tbk_sidebar_init (TbkSidebar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
tbk_sidebar_set_rol (TbkSidebar *self, const char *rol)
{
  const TbkPageEntry *entry;
  GtkListBoxRow *row;

  g_return_if_fail (TBK_IS_SIDEBAR (self));

  while ((row = gtk_list_box_get_row_at_index (self->list, 0)) != NULL)
    gtk_list_box_remove (self->list, GTK_WIDGET (row));
  for (guint n = 0; (entry = tbk_pages_nth (rol, n)) != NULL; n++)
    gtk_list_box_append (self->list, make_row (self, entry, n));
  gtk_list_box_select_row (self->list, find_row (self, self->page));
}
