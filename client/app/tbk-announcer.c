/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-announcer.h"

#include <glib/gi18n.h>

#include "tbk-about.h"
#include "tbk-live.h"
#include "tbk-wire.h"

/* What comes together is announced together. */
#define GATHER_MS 300
#define MAX_SINGLE 3
#define MAX_SENT 50
#define MANY_ID "many"

struct _TbkAnnouncer
{
  GObject parent_instance;

  TbkApi *api;
  TbkUnread *unread;
  GSettings *settings;
  TbkAnnouncerSees sees;
  gpointer sees_data;

  GPtrArray *news; /* (element-type News) to be announced */
  guint n_news;    /* all that came, where they are too many to be kept */
  guint gather_id;
  GHashTable *sent; /* ids that the desktop may still show */
};

typedef struct
{
  char *id;
  GNotification *notification;
} News;

G_DEFINE_FINAL_TYPE (TbkAnnouncer, tbk_announcer, G_TYPE_OBJECT)

enum
{
  ANNOUNCE,
  WITHDRAW,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

static void
free_news (gpointer data)
{
  News *news = data;

  g_free (news->id);
  g_object_unref (news->notification);
  g_free (news);
}

/* --- announcing --- */

static void
withdraw_all (TbkAnnouncer *self)
{
  g_autoptr (GHashTable) sent = g_steal_pointer (&self->sent);
  GHashTableIter iter;
  gpointer id;

  self->sent = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_hash_table_iter_init (&iter, sent);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    g_signal_emit (self, signals[WITHDRAW], 0, id);
}

static void
announce (TbkAnnouncer *self, const char *id, GNotification *notification)
{
  if (g_hash_table_size (self->sent) >= MAX_SENT)
    withdraw_all (self);
  g_hash_table_add (self->sent, g_strdup (id));
  g_signal_emit (self, signals[ANNOUNCE], 0, id, notification);
}

static void
announce_many (TbkAnnouncer *self)
{
  g_autofree char *title = g_strdup_printf (ngettext ("%u New Notification", "%u New Notifications", self->n_news),
                                            self->n_news);
  g_autoptr (GNotification) notification = g_notification_new (title);

  g_notification_set_default_action (notification, "app.show-window");
  announce (self, MANY_ID, notification);
}

static void
gathered_cb (gpointer data)
{
  TbkAnnouncer *self = data;

  self->gather_id = 0;
  if (self->n_news > MAX_SINGLE)
    announce_many (self);
  else
    for (guint i = 0; i < self->news->len; i++)
      {
        News *news = g_ptr_array_index (self->news, i);

        announce (self, news->id, news->notification);
      }
  g_ptr_array_set_size (self->news, 0);
  self->n_news = 0;
}

static GNotification *
make_notification (const char *tipo, JsonObject *datos, const char *noun, gint64 id)
{
  g_autofree char *title = tbk_about_title (tipo, datos);
  g_autofree char *text = tbk_about_text (tipo, datos);
  g_autoptr (GIcon) icon = g_themed_icon_new (tbk_about_icon (tipo));
  GNotification *notification = g_notification_new (title);

  if (text[0] != '\0')
    g_notification_set_body (notification, text);
  g_notification_set_icon (notification, icon);
  if (noun != NULL)
    g_notification_set_default_action_and_target (notification, "app.show-about", "(sx)", noun, id);
  else
    g_notification_set_default_action (notification, "app.show-window");
  return notification;
}

static char *
make_id (const char *noun, gint64 id)
{
  return g_strdup_printf ("%s-%" G_GINT64_FORMAT, noun, id);
}

static void
told_cb (TbkLive *live, const char *name, JsonObject *data, gint64 evento, TbkAnnouncer *self)
{
  const char *tipo = tbk_wire_get_text (data, "tipo");
  JsonNode *node = json_object_get_member (data, "datos");
  JsonObject *datos = node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  gint64 id;
  const char *noun = tbk_about_noun (tipo, datos, &id);
  News *news;

  if (g_settings_get_boolean (self->settings, "no-molestar")
      || (noun != NULL && self->sees != NULL && self->sees (noun, self->sees_data)))
    return;
  self->n_news++;
  if (self->gather_id == 0)
    self->gather_id = g_timeout_add_once (GATHER_MS, gathered_cb, self);
  if (self->n_news > MAX_SINGLE)
    return;
  news = g_new0 (News, 1);
  /* an announcement of an admin is about nothing else: each is one of its own */
  news->id = noun != NULL ? make_id (noun, id) : make_id ("evento", evento);
  news->notification = make_notification (tipo, datos, noun, id);
  g_ptr_array_add (self->news, news);
}

/* --- taking back --- */

void
tbk_announcer_forget (TbkAnnouncer *self, const char *noun, gint64 id)
{
  g_autofree char *own = make_id (noun, id);

  g_return_if_fail (TBK_IS_ANNOUNCER (self));

  if (g_hash_table_remove (self->sent, own))
    g_signal_emit (self, signals[WITHDRAW], 0, own);
}

static void
read_cb (TbkLive *live, const char *name, JsonObject *data, gint64 evento, TbkAnnouncer *self)
{
  TbkRecord *usuario = tbk_api_get_usuario (self->api);

  if (usuario != NULL && tbk_wire_get_int (data, "usuario_id", 0) == tbk_record_get_id (usuario))
    tbk_announcer_forget (self, "chat", tbk_wire_get_int (data, "chat_id", 0));
}

/* All was read, here or on another device, or nobody is signed in any more. */
static void
unread_cb (TbkAnnouncer *self)
{
  if (tbk_unread_get_notificaciones (self->unread) == 0)
    withdraw_all (self);
}

static void
signed_out_cb (TbkAnnouncer *self)
{
  g_clear_handle_id (&self->gather_id, g_source_remove);
  g_ptr_array_set_size (self->news, 0);
  self->n_news = 0;
  withdraw_all (self);
}

/* --- GObject --- */

static void
tbk_announcer_dispose (GObject *object)
{
  TbkAnnouncer *self = TBK_ANNOUNCER (object);

  g_clear_handle_id (&self->gather_id, g_source_remove);
  g_clear_object (&self->api);
  g_clear_object (&self->unread);
  g_clear_object (&self->settings);
  G_OBJECT_CLASS (tbk_announcer_parent_class)->dispose (object);
}

static void
tbk_announcer_finalize (GObject *object)
{
  TbkAnnouncer *self = TBK_ANNOUNCER (object);

  g_ptr_array_unref (self->news);
  g_hash_table_unref (self->sent);
  G_OBJECT_CLASS (tbk_announcer_parent_class)->finalize (object);
}

static void
tbk_announcer_class_init (TbkAnnouncerClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = tbk_announcer_dispose;
  G_OBJECT_CLASS (klass)->finalize = tbk_announcer_finalize;
  signals[ANNOUNCE] = g_signal_new ("announce", TBK_TYPE_ANNOUNCER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                                    2, G_TYPE_STRING, G_TYPE_NOTIFICATION);
  signals[WITHDRAW] = g_signal_new ("withdraw", TBK_TYPE_ANNOUNCER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                                    1, G_TYPE_STRING);
}

static void
tbk_announcer_init (TbkAnnouncer *self)
{
  self->settings = g_settings_new ("com.triboka.Triboka");
  self->news = g_ptr_array_new_with_free_func (free_news);
  self->sent = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

TbkAnnouncer *
tbk_announcer_new (TbkApi *api, TbkUnread *unread)
{
  TbkAnnouncer *self = g_object_new (TBK_TYPE_ANNOUNCER, NULL);
  TbkLive *live = tbk_api_get_live (api);

  self->api = g_object_ref (api);
  self->unread = g_object_ref (unread);
  g_signal_connect_object (live, "event::notificacion", G_CALLBACK (told_cb), self, 0);
  g_signal_connect_object (live, "event::read", G_CALLBACK (read_cb), self, 0);
  g_signal_connect_object (unread, "notify::notificaciones", G_CALLBACK (unread_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (api, "signed-out", G_CALLBACK (signed_out_cb), self, G_CONNECT_SWAPPED);
  return self;
}

void
tbk_announcer_set_sees (TbkAnnouncer *self, TbkAnnouncerSees sees, gpointer data)
{
  self->sees = sees;
  self->sees_data = data;
}
