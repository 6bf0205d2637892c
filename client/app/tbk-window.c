/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-window-private.h"

#include <glib/gi18n.h>

#include "tbk-dialogs.h"
#include "tbk-kiosk.h"
#include "tbk-page-common.h"
#include "tbk-pages.h"
#include "tbk-pesaje-page.h"
#include "tbk-record-page.h"
#include "tbk-resource.h"
#include "tbk-sync.h"
#include "tbk-talk.h"
#include "tbk-toast.h"
#include "tbk-unfinished.h"
#include "tbk-window-size.h"

G_DEFINE_FINAL_TYPE (TbkWindow, tbk_window, ADW_TYPE_APPLICATION_WINDOW)

enum
{
  PROP_API = 1,
  PROP_CONNECTION,
  PROP_UNREAD,
  PROP_PAGE,
  N_PROPS
};
static GParamSpec *properties[N_PROPS];

/* --- pages --- */

TbkPage *
tbk_window_get_visible_page (TbkWindow *self)
{
  GtkWidget *child = gtk_stack_get_visible_child (self->pages);

  return child != NULL ? TBK_PAGE (child) : NULL;
}

/* The rows may still be on their way. */
void
tbk_window_focus_page (TbkWindow *self)
{
  TbkPage *page = tbk_window_get_visible_page (self);
  TbkRecordTable *table = TBK_IS_RECORD_PAGE (page) ? tbk_record_page_get_table (TBK_RECORD_PAGE (page)) : NULL;

  self->unfocused = table != NULL && !gtk_widget_get_mapped (GTK_WIDGET (table));
  if (table != NULL && !self->unfocused)
    gtk_widget_grab_focus (GTK_WIDGET (table));
  else if (page != NULL)
    gtk_widget_child_focus (GTK_WIDGET (page), GTK_DIR_TAB_FORWARD);
}

static void
table_mapped_cb (TbkWindow *self, GtkWidget *table)
{
  TbkPage *page = tbk_window_get_visible_page (self);

  if (self->unfocused && page != NULL && gtk_widget_is_ancestor (table, GTK_WIDGET (page)))
    tbk_window_focus_page (self);
}

static GtkWidget *
make_page (TbkWindow *self, const TbkPageEntry *entry)
{
  GtkWidget *page = g_object_new (entry->type (), "api", self->api, NULL);

  g_object_bind_property (self->leaflet, "folded", page, "folded", G_BINDING_SYNC_CREATE);
  tbk_page_common_add (TBK_PAGE (page), self->connection, self->unread, self->news);
  if (TBK_IS_PESAJE_PAGE (page))
    g_object_set (page, "despacho", self->despacho, NULL);
  if (TBK_IS_RECORD_PAGE (page))
    g_signal_connect_object (tbk_record_page_get_table (TBK_RECORD_PAGE (page)), "map",
                             G_CALLBACK (table_mapped_cb), self,
                             G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  gtk_stack_add_named (self->pages, page, entry->id);
  return page;
}

static void
show_title (TbkWindow *self, const char *page)
{
  g_autofree char *title = page != NULL ? g_strdup_printf (_ ("%s – Triboka"), page) : g_strdup (_ ("Triboka"));

  gtk_window_set_title (GTK_WINDOW (self), title);
}

void
tbk_window_set_page (TbkWindow *self, const char *id)
{
  const TbkPageEntry *entry = tbk_pages_find (id);
  GtkWidget *page;

  g_return_if_fail (TBK_IS_WINDOW (self));

  if (entry == NULL || (entry->roles & tbk_pages_role (self->rol)) == 0 || g_strcmp0 (self->page, id) == 0)
    return;
  if (tbk_api_get_usuario (self->api) == NULL) /* at the scale; the other pages need the server */
    {
      gtk_widget_activate_action (GTK_WIDGET (self), "win.sign-in", NULL);
      return;
    }
  g_free (self->page);
  self->page = g_strdup (id);
  page = gtk_stack_get_child_by_name (self->pages, id);
  if (page != NULL)
    tbk_page_reload (TBK_PAGE (page)); /* other pages may have changed what it shows */
  else
    page = make_page (self, entry);
  gtk_stack_set_visible_child (self->pages, page);
  show_title (self, _ (entry->title));
  g_settings_set_string (self->settings, "pagina", id);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PAGE]);
}

static void
remove_pages (TbkWindow *self)
{
  GtkWidget *page;

  while ((page = gtk_widget_get_first_child (GTK_WIDGET (self->pages))) != NULL)
    gtk_stack_remove (self->pages, page);
  g_clear_pointer (&self->page, g_free);
}

static void
reload_pages (TbkWindow *self)
{
  for (GtkWidget *page = gtk_widget_get_first_child (GTK_WIDGET (self->pages)); page != NULL;
       page = gtk_widget_get_next_sibling (page))
    tbk_page_reload (TBK_PAGE (page));
}

/* The page that was shown last, or the first one of that rol. */
static void
show_first_page (TbkWindow *self)
{
  g_autofree char *id = g_settings_get_string (self->settings, "pagina");

  tbk_window_set_page (self, id);
  if (self->page == NULL)
    tbk_window_set_page (self, tbk_pages_nth (self->rol, 0)->id);
}

/* --- the session --- */

static void
enter (TbkWindow *self, TbkRecord *usuario)
{
  const char *rol = tbk_api_get_rol (self->api);

  if (self->usuario_id == tbk_record_get_id (usuario) && g_strcmp0 (self->rol, rol) == 0)
    {
      reload_pages (self);
      return;
    }
  if (tbk_pages_role (rol) == 0)
    return;
  tbk_dialogs_destroy (GTK_WINDOW (self));
  remove_pages (self);
  self->usuario_id = tbk_record_get_id (usuario);
  tbk_sync_take_unidad (self->api);
  g_free (self->rol);
  self->rol = g_strdup (rol);
  g_clear_object (&self->news);
  self->news = tbk_listing_new (self->api, &tbk_notificacion);
  tbk_sidebar_set_rol (self->sidebar, rol);
  show_first_page (self);
  gtk_stack_set_visible_child_name (self->stack, "main");
  adw_leaflet_set_visible_child (self->leaflet, GTK_WIDGET (self->pages));
  tbk_window_focus_page (self);
}

void
tbk_window_leave (TbkWindow *self)
{
  tbk_despacho_close (self->despacho);
  tbk_kiosk_leave (GTK_APPLICATION_WINDOW (self));
  tbk_dialogs_destroy (GTK_WINDOW (self));
  remove_pages (self);
  g_clear_object (&self->news);
  self->usuario_id = 0;
  g_clear_pointer (&self->rol, g_free);
  show_title (self, NULL);
  gtk_stack_set_visible_child_name (self->stack, "sign-in");
  tbk_sign_in_set_url (self->sign_in, tbk_api_get_url (self->api));
  tbk_sign_in_focus (self->sign_in);
}

static void
usuario_changed_cb (TbkWindow *self)
{
  TbkRecord *usuario = tbk_api_get_usuario (self->api);

  if (usuario != NULL && tbk_api_get_state (self->api) == TBK_API_CONNECTING)
    enter (self, usuario);
}

static void
rol_changed_cb (TbkWindow *self)
{
  TbkRecord *usuario = tbk_api_get_usuario (self->api);

  if (usuario != NULL && self->rol != NULL && g_strcmp0 (self->rol, tbk_api_get_rol (self->api)) != 0)
    enter (self, usuario);
}

static void
signed_out_cb (TbkWindow *self, gboolean expired)
{
  if (!expired)
    tbk_window_leave (self);
  else if (!TBK_IS_PESAJE_PAGE (tbk_window_get_visible_page (self)))
    gtk_widget_activate_action (GTK_WIDGET (self), "win.sign-in", NULL);
  /* at the scale weighing goes on: its page says what has happened, and trucks wait */
}

static void
state_changed_cb (TbkWindow *self)
{
  TbkApiState state = tbk_api_get_state (self->api);

  if (self->away && state == TBK_API_ONLINE)
    reload_pages (self);
  self->away = state == TBK_API_OFFLINE;
}

/* --- the window itself --- */

static void
close_anyway_cb (GtkWidget *window, gpointer data)
{
  TBK_WINDOW (window)->closing_anyway = TRUE;
  gtk_window_close (GTK_WINDOW (window));
}

/* Returns: FALSE: the user is asked first. */
static gboolean
may_close (TbkWindow *self)
{
  const char *unfinished = tbk_unfinished_find (GTK_WINDOW (self));

  if (unfinished == NULL || self->closing_anyway)
    return TRUE;
  tbk_confirm (GTK_WIDGET (self), _ ("Close Now?"), unfinished, _ ("_Close"), close_anyway_cb, NULL);
  return FALSE;
}

static gboolean
tbk_window_close_request (GtkWindow *window)
{
  TbkWindow *self = TBK_WINDOW (window);

  if (!tbk_dialogs_close (window) || !may_close (self))
    return GDK_EVENT_STOP;
  tbk_window_size_save (window, self->settings);
  return GTK_WINDOW_CLASS (tbk_window_parent_class)->close_request (window);
}

static void
tbk_window_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  TbkWindow *self = TBK_WINDOW (object);

  switch (id)
    {
    case PROP_API:
      g_value_set_object (value, self->api);
      break;
    case PROP_CONNECTION:
      g_value_set_object (value, self->connection);
      break;
    case PROP_UNREAD:
      g_value_set_object (value, self->unread);
      break;
    case PROP_PAGE:
      g_value_set_string (value, self->page);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
tbk_window_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  TbkWindow *self = TBK_WINDOW (object);

  switch (id)
    {
    case PROP_API:
      self->api = g_value_dup_object (value);
      self->connection = tbk_connection_new (self->api);
      self->despacho = tbk_despacho_new (self->api, NULL);
      self->unread = tbk_unread_new (self->api);
      tbk_talk_of (self->api); /* messages go by themselves, whatever page is shown */
      break;
    case PROP_PAGE:
      if (g_value_get_string (value) != NULL)
        tbk_window_set_page (self, g_value_get_string (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
tbk_window_constructed (GObject *object)
{
  TbkWindow *self = TBK_WINDOW (object);

  G_OBJECT_CLASS (tbk_window_parent_class)->constructed (object);
  gtk_widget_init_template (GTK_WIDGET (self));
  tbk_window_size_restore (GTK_WINDOW (self), self->settings);
  tbk_kiosk_install (GTK_APPLICATION_WINDOW (self), GTK_WIDGET (self->sidebar));
  g_signal_connect_object (self->api, "notify::usuario", G_CALLBACK (usuario_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->api, "notify::rol", G_CALLBACK (rol_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->api, "notify::state", G_CALLBACK (state_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->api, "signed-out", G_CALLBACK (signed_out_cb), self, G_CONNECT_SWAPPED);
}

static void
tbk_window_dispose (GObject *object)
{
  TbkWindow *self = TBK_WINDOW (object);

  gtk_widget_dispose_template (GTK_WIDGET (object), TBK_TYPE_WINDOW);
  g_clear_object (&self->connection);
  if (self->despacho != NULL)
    tbk_despacho_close (self->despacho);
  g_clear_object (&self->despacho);
  g_clear_object (&self->unread);
  g_clear_object (&self->news);
  g_clear_object (&self->api);
  g_clear_object (&self->settings);
  G_OBJECT_CLASS (tbk_window_parent_class)->dispose (object);
}

static void
tbk_window_finalize (GObject *object)
{
  TbkWindow *self = TBK_WINDOW (object);

  g_free (self->page);
  g_free (self->rol);
  G_OBJECT_CLASS (tbk_window_parent_class)->finalize (object);
}

static void
bind_template (GtkWidgetClass *klass)
{
  g_type_ensure (TBK_TYPE_SIDEBAR);
  g_type_ensure (TBK_TYPE_SIGN_IN);
  gtk_widget_class_set_template_from_resource (klass, "/com/triboka/Triboka/ui/window.ui");
  gtk_widget_class_bind_template_child (klass, TbkWindow, stack);
  gtk_widget_class_bind_template_child (klass, TbkWindow, sign_in);
  gtk_widget_class_bind_template_child (klass, TbkWindow, leaflet);
  gtk_widget_class_bind_template_child (klass, TbkWindow, sidebar);
  gtk_widget_class_bind_template_child (klass, TbkWindow, pages);
}

static void
tbk_window_class_init (TbkWindowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = tbk_window_get_property;
  object_class->set_property = tbk_window_set_property;
  object_class->constructed = tbk_window_constructed;
  object_class->dispose = tbk_window_dispose;
  object_class->finalize = tbk_window_finalize;
  GTK_WINDOW_CLASS (klass)->close_request = tbk_window_close_request;
  properties[PROP_API] = g_param_spec_object ("api", NULL, NULL, TBK_TYPE_API,
                                              G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  properties[PROP_CONNECTION] = g_param_spec_object ("connection", NULL, NULL, TBK_TYPE_CONNECTION,
                                                     G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_UNREAD] = g_param_spec_object ("unread", NULL, NULL, TBK_TYPE_UNREAD,
                                                 G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_PAGE] = g_param_spec_string ("page", NULL, NULL, NULL,
                                               G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  bind_template (GTK_WIDGET_CLASS (klass));
  tbk_window_install_actions (GTK_WIDGET_CLASS (klass));
  tbk_window_install_open (GTK_WIDGET_CLASS (klass));
}

static void
tbk_window_init (TbkWindow *self)
{
  self->settings = g_settings_new ("com.triboka.Triboka");
}

TbkWindow *
tbk_window_new (GtkApplication *application, TbkApi *api)
{
  return g_object_new (TBK_TYPE_WINDOW, "application", application, "api", api, NULL);
}

void
tbk_window_start (TbkWindow *self, const char *url)
{
  g_return_if_fail (TBK_IS_WINDOW (self));

  if (tbk_api_get_usuario (self->api) != NULL)
    return;
  tbk_api_set_url (self->api, url);
  tbk_sign_in_set_url (self->sign_in, url);
  tbk_sign_in_focus (self->sign_in);
  tbk_sign_in_resume (self->sign_in);
}

TbkUnread *
tbk_window_get_unread (TbkWindow *self)
{
  return self->unread;
}

const char *
tbk_window_get_page (TbkWindow *self)
{
  return self->page;
}
