/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-estado-pill.h"

#include <string.h>

#include "tbk-closures.h"
#include "tbk-estado.h"

struct _TbkEstadoPill
{
  GtkWidget parent_instance;

  GtkWidget *label;
  char *noun;
  char *estado;
  const char *tone; /* the style class that is on, or NULL */
};

G_DEFINE_FINAL_TYPE (TbkEstadoPill, tbk_estado_pill, GTK_TYPE_WIDGET)

enum
{
  PROP_NOUN = 1,
  PROP_ESTADO,
  N_PROPS
};
static GParamSpec *properties[N_PROPS];

/* Style class by state: a word says what it is, the tone says how far. */
static const char *
find_tone (const char *estado)
{
  static const struct
  {
    const char *estado;
    const char *tone;
  } tones[] = {
    { "Borrador", "tone-idle" },
    { "Registrado", "tone-idle" },
    { "Pendiente", "tone-wait" },
    { "En revision", "tone-wait" },
    { "En transito", "tone-wait" },
    { "Activo", "tone-go" },
    { "Activa", "tone-go" },
    { "Recibido", "tone-go" },
    { "En proceso", "tone-work" },
    { "Fermentacion", "tone-work" },
    { "Secado", "tone-work" },
    { "Almacenado", "tone-work" },
    { "Cerrado", "tone-done" },
    { "Exportado", "tone-done" },
    { "Cancelado", "tone-bad" },
    { "Rechazado", "tone-bad" },
    { "Suspendido", "tone-bad" },
  };

  for (gsize i = 0; estado != NULL && i < G_N_ELEMENTS (tones); i++)
    {
      if (strcmp (tones[i].estado, estado) == 0)
        return tones[i].tone;
    }
  return "tone-idle";
}

static void
show (TbkEstadoPill *self)
{
  g_autofree char *text = tbk_show_estado (NULL, self->noun, self->estado);
  const char *tone = find_tone (self->estado);

  gtk_label_set_text (GTK_LABEL (self->label), text);
  gtk_widget_set_visible (self->label, text[0] != '\0');
  if (self->tone != NULL)
    gtk_widget_remove_css_class (GTK_WIDGET (self->label), self->tone);
  gtk_widget_add_css_class (GTK_WIDGET (self->label), tone);
  self->tone = tone;
}

static void
tbk_estado_pill_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  TbkEstadoPill *self = TBK_ESTADO_PILL (object);

  switch (id)
    {
    case PROP_NOUN:
      g_value_set_string (value, self->noun);
      break;
    case PROP_ESTADO:
      g_value_set_string (value, self->estado);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
tbk_estado_pill_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  TbkEstadoPill *self = TBK_ESTADO_PILL (object);

  switch (id)
    {
    case PROP_NOUN:
      g_free (self->noun);
      self->noun = g_value_dup_string (value);
      show (self);
      break;
    case PROP_ESTADO:
      tbk_estado_pill_set_estado (self, g_value_get_string (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
tbk_estado_pill_dispose (GObject *object)
{
  TbkEstadoPill *self = TBK_ESTADO_PILL (object);

  g_clear_pointer (&self->label, gtk_widget_unparent);
  G_OBJECT_CLASS (tbk_estado_pill_parent_class)->dispose (object);
}

static void
tbk_estado_pill_finalize (GObject *object)
{
  TbkEstadoPill *self = TBK_ESTADO_PILL (object);

  g_free (self->noun);
  g_free (self->estado);
  G_OBJECT_CLASS (tbk_estado_pill_parent_class)->finalize (object);
}

static void
tbk_estado_pill_class_init (TbkEstadoPillClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GParamFlags writable = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = tbk_estado_pill_get_property;
  object_class->set_property = tbk_estado_pill_set_property;
  object_class->dispose = tbk_estado_pill_dispose;
  object_class->finalize = tbk_estado_pill_finalize;

  properties[PROP_NOUN] = g_param_spec_string ("noun", NULL, NULL, NULL, writable);
  properties[PROP_ESTADO] = g_param_spec_string ("estado", NULL, NULL, NULL, writable);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "estado-pill");
}

static void
tbk_estado_pill_init (TbkEstadoPill *self)
{
  self->label = gtk_label_new (NULL);
  gtk_widget_add_css_class (self->label, "pill-label");
  gtk_widget_set_visible (self->label, FALSE);
  gtk_widget_set_parent (self->label, GTK_WIDGET (self));
}

GtkWidget *
tbk_estado_pill_new (const char *noun)
{
  return g_object_new (TBK_TYPE_ESTADO_PILL, "noun", noun, "halign", GTK_ALIGN_START, NULL);
}

void
tbk_estado_pill_set_estado (TbkEstadoPill *self, const char *estado)
{
  g_return_if_fail (TBK_IS_ESTADO_PILL (self));

  if (g_strcmp0 (self->estado, estado) == 0)
    return;
  g_free (self->estado);
  self->estado = g_strdup (estado);
  show (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ESTADO]);
}
