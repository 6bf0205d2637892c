/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-certificate.h"

#include <string.h>

#include <glib/gi18n.h>

#include "tbk-closures.h"

#define PAIRS_A_LINE 8

struct _TbkCertificate
{
  AdwBin parent_instance;

  TbkApi *api;

  /* template children */
  GtkWidget *refuse_button;
};

G_DEFINE_FINAL_TYPE (TbkCertificate, tbk_certificate, ADW_TYPE_BIN)

enum
{
  PROP_API = 1,
  N_PROPS
};
static GParamSpec *properties[N_PROPS];

enum
{
  TRUSTED,
  REFUSED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

static char *
describe (gpointer self, gboolean changed, const char *url)
{
  const char *host = url != NULL && strstr (url, "://") != NULL ? strstr (url, "://") + strlen ("://") : "";

  if (changed)
    /* Translators: %s is the address of a server */
    return g_strdup_printf (_ ("%s shows another certificate than the one you trusted. Somebody "
                               "may be standing between you and "
                               "the server to read your password. Go on only if whoever keeps the "
                               "server told you that its "
                               "certificate was renewed, and this is its fingerprint:"),
                            host);
  /* Translators: %s is the address of a server */
  return g_strdup_printf (_ ("You connect to %s for the first time, and no authority vouches for "
                             "its certificate. Compare its "
                             "fingerprint with the one that whoever keeps the server gives you:"),
                          host);
}

static char *
choose_title (gpointer self, gboolean changed)
{
  return g_strdup (changed ? _ ("The Certificate Has Changed") : _ ("Is This the Right Server?"));
}

static char *
choose_icon (gpointer self, gboolean changed)
{
  return g_strdup (changed ? "dialog-warning-symbolic" : "channel-secure-symbolic");
}

static void
trust_cb (TbkCertificate *self)
{
  tbk_api_trust (self->api);
  g_signal_emit (self, signals[TRUSTED], 0);
}

static void
refuse_cb (TbkCertificate *self)
{
  g_signal_emit (self, signals[REFUSED], 0);
}

static void
tbk_certificate_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_API)
    g_value_set_object (value, TBK_CERTIFICATE (object)->api);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
tbk_certificate_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  if (id != PROP_API)
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  else if (g_set_object (&TBK_CERTIFICATE (object)->api, g_value_get_object (value)))
    g_object_notify_by_pspec (object, pspec);
}

static void
tbk_certificate_dispose (GObject *object)
{
  g_clear_object (&TBK_CERTIFICATE (object)->api);
  gtk_widget_dispose_template (GTK_WIDGET (object), TBK_TYPE_CERTIFICATE);
  G_OBJECT_CLASS (tbk_certificate_parent_class)->dispose (object);
}

static void
tbk_certificate_class_init (TbkCertificateClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = tbk_certificate_get_property;
  object_class->set_property = tbk_certificate_set_property;
  object_class->dispose = tbk_certificate_dispose;
  properties[PROP_API] = g_param_spec_object ("api", NULL, NULL, TBK_TYPE_API,
                                              G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  signals[TRUSTED] = g_signal_new ("trusted", TBK_TYPE_CERTIFICATE, G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
  signals[REFUSED] = g_signal_new ("refused", TBK_TYPE_CERTIFICATE, G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class, "/com/triboka/Triboka/ui/certificate.ui");
  tbk_closures_bind (widget_class);
  gtk_widget_class_bind_template_child (widget_class, TbkCertificate, refuse_button);
  gtk_widget_class_bind_template_callback (widget_class, describe);
  gtk_widget_class_bind_template_callback (widget_class, choose_title);
  gtk_widget_class_bind_template_callback (widget_class, choose_icon);
  gtk_widget_class_bind_template_callback (widget_class, tbk_certificate_split);
  gtk_widget_class_bind_template_callback (widget_class, trust_cb);
  gtk_widget_class_bind_template_callback (widget_class, refuse_cb);
}

static void
tbk_certificate_init (TbkCertificate *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
tbk_certificate_focus (TbkCertificate *self)
{
  gtk_widget_grab_focus (self->refuse_button);
}

char *
tbk_certificate_split (gpointer self, const char *fingerprint)
{
  GString *lines = g_string_new (NULL);
  guint pairs = 0;

  for (const char *at = fingerprint; at != NULL && *at != '\0'; at++)
    {
      if (*at == ':')
        g_string_append_c (lines, ++pairs % PAIRS_A_LINE == 0 ? '\n' : ' ');
      else
        g_string_append_c (lines, *at);
    }
  return g_string_free (lines, FALSE);
}
