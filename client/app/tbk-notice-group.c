/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-notice-group.h"

#include <glib/gi18n.h>

#include "tbk-sync.h"
#include "tbk-toast.h"

#define MEMBER "notificaciones"

typedef struct
{
  const char *id;
  const char *title;
} Named;

static const Named kinds[] = {
  { "mensaje", N_ ("Somebody Writes to You") },
  { "mencion", N_ ("Somebody Mentions You") },
  { "contrato_estado", N_ ("A Contract Changes Its State") },
  { "lote_recibido", N_ ("A Lot Is Received") },
  { "documento", N_ ("A Document Is Uploaded") },
  { "fijacion", N_ ("A Price Is Fixed") },
  { "aviso", N_ ("The Administrator Has News") },
};

static const Named channels[] = {
  { "app", N_ ("In the App") },
  { "email", N_ ("By Email") },
  { "push", N_ ("On the Phone") },
};

struct _TbkNoticeGroup
{
  AdwPreferencesGroup parent_instance;

  TbkApi *api;
  GtkSwitch *switches[G_N_ELEMENTS (kinds)][G_N_ELEMENTS (channels)];
  gboolean showing; /* the switches follow the usuario, not a hand */
  gboolean sending;
  gboolean changed; /* since what is being sent was */
};

G_DEFINE_FINAL_TYPE (TbkNoticeGroup, tbk_notice_group, ADW_TYPE_PREFERENCES_GROUP)

enum
{
  PROP_API = 1,
  N_PROPS
};
static GParamSpec *properties[N_PROPS];

/* --- what the usuario has chosen --- */

static JsonObject *
object_member (JsonObject *object, const char *name)
{
  JsonNode *node = object != NULL ? json_object_get_member (object, name) : NULL;

  return node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

static JsonObject *
find_chosen (TbkNoticeGroup *self)
{
  TbkRecord *usuario = self->api != NULL ? tbk_api_get_usuario (self->api) : NULL;
  JsonNode *config = usuario != NULL ? tbk_record_get_node (usuario, "config_json") : NULL;

  if (config == NULL || !JSON_NODE_HOLDS_OBJECT (config))
    return NULL;
  return object_member (json_node_get_object (config), MEMBER);
}

/* As the server takes what is not said: email is asked for, all else is given. */
static gboolean
is_wanted (JsonObject *chosen, const char *kind, const char *channel)
{
  JsonObject *of_kind = object_member (chosen, kind);
  JsonNode *node = of_kind != NULL ? json_object_get_member (of_kind, channel) : NULL;

  if (node != NULL && JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_BOOLEAN)
    return json_node_get_boolean (node);
  return !g_str_equal (channel, "email");
}

static void
show_chosen (TbkNoticeGroup *self)
{
  JsonObject *chosen = find_chosen (self);

  self->showing = TRUE;
  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    for (gsize j = 0; j < G_N_ELEMENTS (channels); j++)
      gtk_switch_set_active (self->switches[i][j], is_wanted (chosen, kinds[i].id, channels[j].id));
  self->showing = FALSE;
}

/* Kinds and channels that this app does not know of stay as they are. Returns: (transfer full). */
static JsonNode *
build_chosen (TbkNoticeGroup *self)
{
  JsonObject *old = find_chosen (self);
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);
  JsonObject *all = tbk_sync_copy_object (old);

  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      JsonObject *of_kind = tbk_sync_copy_object (object_member (old, kinds[i].id));

      for (gsize j = 0; j < G_N_ELEMENTS (channels); j++)
        json_object_set_boolean_member (of_kind, channels[j].id, gtk_switch_get_active (self->switches[i][j]));
      json_object_set_object_member (all, kinds[i].id, of_kind);
    }
  json_node_take_object (node, all);
  return node;
}

/* --- sending --- */

static void send_chosen (TbkNoticeGroup *self);

static void
sent_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (TbkNoticeGroup) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (TbkAnswer) answer = tbk_api_call_finish (TBK_API (source), result, &error);

  if (answer == NULL)
    {
      self->sending = FALSE;
      self->changed = FALSE;
      if (gtk_widget_get_root (GTK_WIDGET (self)) != NULL)
        tbk_toast_error (GTK_WIDGET (self), error);
      show_chosen (self);
    }
  /* whose next version the next change is one of; see usuario_changed_cb() */
  tbk_api_reload_me (TBK_API (source));
}

static void
send_chosen (TbkNoticeGroup *self)
{
  TbkRecord *usuario = tbk_api_get_usuario (self->api);
  g_autoptr (JsonNode) body = NULL;
  g_autofree char *etag = NULL;

  if (usuario == NULL)
    return;
  self->sending = TRUE;
  self->changed = FALSE;
  body = tbk_sync_build_body (usuario, MEMBER, build_chosen (self));
  etag = g_strdup_printf ("\"%s\"", tbk_record_get_text (usuario, "version"));
  tbk_api_call_async (self->api, &(TbkCall){ .method = "PUT", .path = "/me", .body = body, .if_match = etag }, NULL,
                      sent_cb, g_object_ref (self));
}

static void
toggled_cb (TbkNoticeGroup *self)
{
  if (self->showing || self->api == NULL)
    return;
  self->changed = TRUE;
  if (!self->sending)
    send_chosen (self);
}

static void
usuario_changed_cb (TbkNoticeGroup *self)
{
  gboolean signed_in = self->api != NULL && tbk_api_get_usuario (self->api) != NULL;

  self->sending = FALSE;
  gtk_widget_set_sensitive (GTK_WIDGET (self), signed_in);
  if (signed_in && self->changed)
    send_chosen (self);
  else
    show_chosen (self);
}

/* --- GObject --- */

static GtkWidget *
make_row (TbkNoticeGroup *self, gsize kind, gsize channel)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *toggle = gtk_switch_new ();
  g_autofree char *name = g_strdup_printf ("%s: %s", _ (kinds[kind].title), _ (channels[channel].title));

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _ (channels[channel].title));
  gtk_widget_set_valign (toggle, GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (toggle), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), toggle);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), toggle);
  self->switches[kind][channel] = GTK_SWITCH (toggle);
  g_signal_connect_object (toggle, "notify::active", G_CALLBACK (toggled_cb), self, G_CONNECT_SWAPPED);
  return row;
}

static void
set_api (TbkNoticeGroup *self, TbkApi *api)
{
  if (self->api != NULL)
    g_signal_handlers_disconnect_by_data (self->api, self);
  g_set_object (&self->api, api);
  if (api == NULL)
    return;
  g_signal_connect_object (api, "notify::usuario", G_CALLBACK (usuario_changed_cb), self, G_CONNECT_SWAPPED);
  usuario_changed_cb (self);
}

static void
tbk_notice_group_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_API)
    g_value_set_object (value, TBK_NOTICE_GROUP (object)->api);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
tbk_notice_group_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  if (id == PROP_API)
    set_api (TBK_NOTICE_GROUP (object), g_value_get_object (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
tbk_notice_group_dispose (GObject *object)
{
  set_api (TBK_NOTICE_GROUP (object), NULL);
  G_OBJECT_CLASS (tbk_notice_group_parent_class)->dispose (object);
}

static void
tbk_notice_group_class_init (TbkNoticeGroupClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = tbk_notice_group_get_property;
  object_class->set_property = tbk_notice_group_set_property;
  object_class->dispose = tbk_notice_group_dispose;
  properties[PROP_API] = g_param_spec_object ("api", NULL, NULL, TBK_TYPE_API,
                                              G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
tbk_notice_group_init (TbkNoticeGroup *self)
{
  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      GtkWidget *row = adw_expander_row_new ();

      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _ (kinds[i].title));
      for (gsize j = 0; j < G_N_ELEMENTS (channels); j++)
        adw_expander_row_add_row (ADW_EXPANDER_ROW (row), make_row (self, i, j));
      adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), row);
    }
}
