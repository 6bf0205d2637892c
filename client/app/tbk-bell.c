/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-bell.h"

#include <glib/gi18n.h>

#include "tbk-bell-list.h"
#include "tbk-closures.h"

struct _TbkBell
{
  AdwBin parent_instance;

  TbkUnread *unread;
  TbkListing *listing;
  GSettings *settings;
  gboolean quiet;

  /* template children */
  GtkMenuButton *button;
};

G_DEFINE_FINAL_TYPE (TbkBell, tbk_bell, ADW_TYPE_BIN)

enum
{
  PROP_UNREAD = 1,
  PROP_LISTING,
  PROP_QUIET,
  N_PROPS
};
static GParamSpec *properties[N_PROPS];

static char *
describe_unread (gpointer self, guint n)
{
  if (n == 0)
    return g_strdup (_ ("Notifications"));
  return g_strdup_printf (ngettext ("%u Unread Notification", "%u Unread Notifications", n), n);
}

static char *
find_icon (gpointer self, gboolean quiet)
{
  return g_strdup (quiet ? "notifications-disabled-symbolic" : "preferences-system-notifications-symbolic");
}

/* Made when it is first looked at: each page has a bell, and few of them are pressed. */
static void
create_popover (GtkMenuButton *button, gpointer data)
{
  TbkBell *self = data;
  GtkWidget *popover;

  if (gtk_menu_button_get_popover (button) != NULL)
    return;
  popover = gtk_popover_new ();
  gtk_widget_add_css_class (popover, "bell");
  gtk_popover_set_child (GTK_POPOVER (popover), tbk_bell_list_new (self->unread, self->listing));
  gtk_menu_button_set_popover (button, popover);
}

static void
tbk_bell_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  TbkBell *self = TBK_BELL (object);

  switch (id)
    {
    case PROP_UNREAD:
      g_value_set_object (value, self->unread);
      break;
    case PROP_LISTING:
      g_value_set_object (value, self->listing);
      break;
    case PROP_QUIET:
      g_value_set_boolean (value, self->quiet);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
tbk_bell_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  TbkBell *self = TBK_BELL (object);

  switch (id)
    {
    case PROP_UNREAD:
      self->unread = g_value_dup_object (value);
      break;
    case PROP_LISTING:
      self->listing = g_value_dup_object (value);
      break;
    case PROP_QUIET:
      if (self->quiet == g_value_get_boolean (value))
        break;
      self->quiet = g_value_get_boolean (value);
      g_object_notify_by_pspec (object, pspec);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
tbk_bell_constructed (GObject *object)
{
  TbkBell *self = TBK_BELL (object);

  G_OBJECT_CLASS (tbk_bell_parent_class)->constructed (object);
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_menu_button_set_create_popup_func (self->button, create_popover, self, NULL);
  self->settings = g_settings_new ("com.triboka.Triboka");
  g_settings_bind (self->settings, "no-molestar", self, "quiet", G_SETTINGS_BIND_GET);
}

/* GTK 4.8 now and then loses a popover that was shown: what is in it goes all the same. */
static void
empty_popover (TbkBell *self)
{
  GtkPopover *popover = self->button != NULL ? gtk_menu_button_get_popover (self->button) : NULL;

  if (popover != NULL)
    gtk_popover_set_child (popover, NULL);
}

static void
tbk_bell_dispose (GObject *object)
{
  TbkBell *self = TBK_BELL (object);

  empty_popover (self);
  g_clear_object (&self->unread);
  g_clear_object (&self->listing);
  g_clear_object (&self->settings);
  G_OBJECT_CLASS (tbk_bell_parent_class)->dispose (object);
}

static void
tbk_bell_class_init (TbkBellClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GParamFlags once = G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = tbk_bell_get_property;
  object_class->set_property = tbk_bell_set_property;
  object_class->constructed = tbk_bell_constructed;
  object_class->dispose = tbk_bell_dispose;
  properties[PROP_UNREAD] = g_param_spec_object ("unread", NULL, NULL, TBK_TYPE_UNREAD, once);
  properties[PROP_LISTING] = g_param_spec_object ("listing", NULL, NULL, TBK_TYPE_LISTING, once);
  properties[PROP_QUIET] = g_param_spec_boolean ("quiet", NULL, NULL, FALSE,
                                                 G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_template_from_resource (widget_class, "/com/triboka/Triboka/ui/bell.ui");
  tbk_closures_bind (widget_class);
  gtk_widget_class_bind_template_child (widget_class, TbkBell, button);
  gtk_widget_class_bind_template_callback (widget_class, describe_unread);
  gtk_widget_class_bind_template_callback (widget_class, find_icon);
}

static void
tbk_bell_init (TbkBell *self)
{
}

GtkWidget *
tbk_bell_new (TbkUnread *unread, TbkListing *listing)
{
  return g_object_new (TBK_TYPE_BELL, "unread", unread, "listing", listing, NULL);
}
