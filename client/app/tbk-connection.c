/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-connection.h"

#include <string.h>

#include <glib/gi18n.h>

struct _TbkConnection
{
  GObject parent_instance;

  TbkApi *api;
  GDateTime *away_since; /* NULL: it answers */
};

G_DEFINE_FINAL_TYPE (TbkConnection, tbk_connection, G_TYPE_OBJECT)

enum
{
  PROP_API = 1,
  PROP_TITLE,
  PROP_DESCRIPTION,
  PROP_ICON_NAME,
  PROP_ACTION_LABEL,
  PROP_AWAY,
  PROP_SUSPECT,
  PROP_QUIET,
  N_PROPS
};
static GParamSpec *properties[N_PROPS];

static gboolean
is_suspect (TbkConnection *self)
{
  g_autofree char *fingerprint = NULL;

  g_object_get (self->api, "fingerprint", &fingerprint, NULL);
  return fingerprint != NULL && tbk_connection_is_away (self);
}

static const char *
get_title (TbkConnection *self)
{
  switch (tbk_api_get_state (self->api))
    {
    case TBK_API_SIGNED_OUT:
      return _ ("Signed Out");
    case TBK_API_CONNECTING:
      return _ ("Connecting…");
    case TBK_API_ONLINE:
      return _ ("Connected");
    case TBK_API_OFFLINE:
      break;
    }
  return is_suspect (self) ? _ ("Not Trusted") : _ ("Server Away");
}

static const char *
get_icon_name (TbkConnection *self)
{
  switch (tbk_api_get_state (self->api))
    {
    case TBK_API_ONLINE:
      return "triboka-online-symbolic";
    case TBK_API_CONNECTING:
      return "content-loading-symbolic";
    case TBK_API_SIGNED_OUT:
    case TBK_API_OFFLINE:
      break;
    }
  return is_suspect (self) ? "dialog-warning-symbolic" : "network-offline-symbolic";
}

/* Returns: (transfer full). */
static char *
build_description (TbkConnection *self)
{
  const char *url = tbk_api_get_url (self->api);
  const char *host = url != NULL ? strstr (url, "://") : NULL;
  g_autofree char *since = NULL;

  if (is_suspect (self))
    return g_strdup (_ ("The server shows another certificate than the one you trusted."));
  if (!tbk_connection_is_away (self))
    return g_strdup (host != NULL ? host + strlen ("://") : "");
  /* Translators: a time of the day, as strftime has it */
  since = g_date_time_format (self->away_since, _ ("%H:%M"));
  if (tbk_api_is_remembered (self->api))
    /* Translators: %s is a time of the day */
    return g_strdup_printf (_ ("No line to the server since %s. Triboka opened with what it last "
                               "knew; you can weigh, and what you "
                               "weigh goes by itself when the line returns."),
                            since);
  /* Translators: %s is a time of the day */
  return g_strdup_printf (_ ("The server is away since %s. What you see may be out of date."), since);
}

static void
update (TbkConnection *self)
{
  gboolean away = tbk_api_get_state (self->api) == TBK_API_OFFLINE;

  if (away && self->away_since == NULL)
    self->away_since = g_date_time_new_now_local ();
  else if (!away)
    g_clear_pointer (&self->away_since, g_date_time_unref);
  for (guint id = PROP_TITLE; id < N_PROPS; id++)
    g_object_notify_by_pspec (G_OBJECT (self), properties[id]);
}

static void
tbk_connection_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  TbkConnection *self = TBK_CONNECTION (object);

  switch (id)
    {
    case PROP_API:
      g_value_set_object (value, self->api);
      break;
    case PROP_TITLE:
      g_value_set_string (value, get_title (self));
      break;
    case PROP_DESCRIPTION:
      g_value_take_string (value, build_description (self));
      break;
    case PROP_ICON_NAME:
      g_value_set_string (value, get_icon_name (self));
      break;
    case PROP_ACTION_LABEL:
      g_value_set_string (value, is_suspect (self) ? _ ("Review…") : _ ("Try Again"));
      break;
    case PROP_AWAY:
      g_value_set_boolean (value, tbk_connection_is_away (self));
      break;
    case PROP_SUSPECT:
      g_value_set_boolean (value, is_suspect (self));
      break;
    case PROP_QUIET:
      g_value_set_boolean (value, tbk_api_get_state (self->api) == TBK_API_ONLINE);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
tbk_connection_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  TbkConnection *self = TBK_CONNECTION (object);

  if (id == PROP_API)
    self->api = g_value_dup_object (value);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
tbk_connection_constructed (GObject *object)
{
  TbkConnection *self = TBK_CONNECTION (object);

  G_OBJECT_CLASS (tbk_connection_parent_class)->constructed (object);
  g_signal_connect_object (self->api, "notify::state", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->api, "notify::fingerprint", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->api, "notify::url", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
}

static void
tbk_connection_finalize (GObject *object)
{
  TbkConnection *self = TBK_CONNECTION (object);

  g_clear_object (&self->api);
  g_clear_pointer (&self->away_since, g_date_time_unref);
  G_OBJECT_CLASS (tbk_connection_parent_class)->finalize (object);
}

static void
tbk_connection_class_init (TbkConnectionClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags readable = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = tbk_connection_get_property;
  object_class->set_property = tbk_connection_set_property;
  object_class->constructed = tbk_connection_constructed;
  object_class->finalize = tbk_connection_finalize;

  properties[PROP_API] = g_param_spec_object ("api", NULL, NULL, TBK_TYPE_API,
                                              G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  properties[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, NULL, readable);
  properties[PROP_DESCRIPTION] = g_param_spec_string ("description", NULL, NULL, NULL, readable);
  properties[PROP_ICON_NAME] = g_param_spec_string ("icon-name", NULL, NULL, NULL, readable);
  properties[PROP_ACTION_LABEL] = g_param_spec_string ("action-label", NULL, NULL, NULL, readable);
  properties[PROP_AWAY] = g_param_spec_boolean ("away", NULL, NULL, FALSE, readable);
  properties[PROP_SUSPECT] = g_param_spec_boolean ("suspect", NULL, NULL, FALSE, readable);
  properties[PROP_QUIET] = g_param_spec_boolean ("quiet", NULL, NULL, FALSE, readable);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
tbk_connection_init (TbkConnection *self)
{
}

TbkConnection *
tbk_connection_new (TbkApi *api)
{
  return g_object_new (TBK_TYPE_CONNECTION, "api", api, NULL);
}

TbkApi *
tbk_connection_get_api (TbkConnection *self)
{
  return self->api;
}

gboolean
tbk_connection_is_away (TbkConnection *self)
{
  return self->away_since != NULL;
}
