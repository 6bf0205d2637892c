/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-fecha-entry.h"

#include "tbk-closures.h"

struct _TbkFechaEntry
{
  GtkWidget parent_instance;

  char *fecha;
  gboolean readable;
  gboolean showing; /* the entry or the calendar is being set, not changed by the user */

  /* template children */
  GtkEditable *entry;
  GtkWidget *button;
  GtkWidget *popover;
  GtkCalendar *calendar;
};

G_DEFINE_FINAL_TYPE (TbkFechaEntry, tbk_fecha_entry, GTK_TYPE_WIDGET)

enum
{
  PROP_FECHA = 1,
  PROP_READABLE,
  N_PROPS
};
static GParamSpec *properties[N_PROPS];

enum
{
  CHANGED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

static void
show (TbkFechaEntry *self)
{
  g_autofree char *text = tbk_show_fecha (NULL, self->fecha);

  self->showing = TRUE;
  gtk_editable_set_text (self->entry, text);
  self->showing = FALSE;
}

static void
take (TbkFechaEntry *self, const char *fecha, gboolean readable)
{
  if (self->readable != readable)
    {
      self->readable = readable;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_READABLE]);
    }
  if (g_strcmp0 (self->fecha, fecha) == 0)
    return;
  g_free (self->fecha);
  self->fecha = g_strdup (fecha);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FECHA]);
}

/* --- callbacks --- */

static void
changed_cb (TbkFechaEntry *self)
{
  const char *typed = gtk_editable_get_text (self->entry);
  g_autofree char *fecha = tbk_read_fecha (typed);

  if (self->showing)
    return;
  take (self, fecha, fecha != NULL || typed[0] == '\0');
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
activate_cb (TbkFechaEntry *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  if (self->readable)
    show (self);
  if (GTK_IS_WINDOW (root))
    gtk_widget_activate_default (GTK_WIDGET (root));
}

static void
leave_cb (GtkEventControllerFocus *controller)
{
  GtkWidget *entry = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (controller));
  TbkFechaEntry *self = TBK_FECHA_ENTRY (gtk_widget_get_ancestor (entry, TBK_TYPE_FECHA_ENTRY));

  if (self->readable)
    show (self);
}

/* Returns: (transfer full): the date, or today. */
static GDateTime *
to_date_time (TbkFechaEntry *self)
{
  int year, month, day;

  if (self->fecha == NULL || sscanf (self->fecha, "%4d-%2d-%2d", &year, &month, &day) != 3)
    return g_date_time_new_now_local ();
  return g_date_time_new_local (year, month, day, 12, 0, 0);
}

static void
set_by_user (TbkFechaEntry *self, GDateTime *when)
{
  g_autofree char *fecha = g_date_time_format (when, "%Y-%m-%d");

  take (self, fecha, TRUE);
  show (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

static gboolean
key_pressed_cb (GtkEventControllerKey *controller, guint key, guint code, GdkModifierType state)
{
  GtkWidget *entry = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (controller));
  TbkFechaEntry *self = TBK_FECHA_ENTRY (gtk_widget_get_ancestor (entry, TBK_TYPE_FECHA_ENTRY));
  g_autoptr (GDateTime) now = to_date_time (self);
  g_autoptr (GDateTime) then = NULL;

  if (key != GDK_KEY_Up && key != GDK_KEY_Down)
    return GDK_EVENT_PROPAGATE;
  then = self->fecha == NULL ? g_date_time_ref (now) : g_date_time_add_days (now, key == GDK_KEY_Up ? 1 : -1);
  set_by_user (self, then);
  return GDK_EVENT_STOP;
}

static void
visible_cb (TbkFechaEntry *self)
{
  g_autoptr (GDateTime) when = NULL;

  if (!gtk_widget_get_visible (self->popover))
    return;
  when = to_date_time (self);
  self->showing = TRUE;
  gtk_calendar_select_day (self->calendar, when);
  self->showing = FALSE;
}

static void
day_selected_cb (TbkFechaEntry *self)
{
  g_autoptr (GDateTime) when = gtk_calendar_get_date (self->calendar);

  if (self->showing)
    return;
  gtk_popover_popdown (GTK_POPOVER (self->popover));
  set_by_user (self, when);
}

/* --- overrides --- */

static void
tbk_fecha_entry_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  TbkFechaEntry *self = TBK_FECHA_ENTRY (object);

  switch (id)
    {
    case PROP_FECHA:
      g_value_set_string (value, self->fecha);
      break;
    case PROP_READABLE:
      g_value_set_boolean (value, self->readable);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
tbk_fecha_entry_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  tbk_fecha_entry_set_fecha (TBK_FECHA_ENTRY (object), g_value_get_string (value));
}

static gboolean
tbk_fecha_entry_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (TBK_FECHA_ENTRY (widget)->entry));
}

static void
tbk_fecha_entry_dispose (GObject *object)
{
  GtkWidget *child;

  gtk_widget_dispose_template (GTK_WIDGET (object), TBK_TYPE_FECHA_ENTRY);
  child = gtk_widget_get_first_child (GTK_WIDGET (object)); /* the template lets go of bound ones only */
  g_clear_pointer (&child, gtk_widget_unparent);
  G_OBJECT_CLASS (tbk_fecha_entry_parent_class)->dispose (object);
}

static void
tbk_fecha_entry_finalize (GObject *object)
{
  g_free (TBK_FECHA_ENTRY (object)->fecha);
  G_OBJECT_CLASS (tbk_fecha_entry_parent_class)->finalize (object);
}

static void
tbk_fecha_entry_class_init (TbkFechaEntryClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = tbk_fecha_entry_get_property;
  object_class->set_property = tbk_fecha_entry_set_property;
  object_class->dispose = tbk_fecha_entry_dispose;
  object_class->finalize = tbk_fecha_entry_finalize;
  properties[PROP_FECHA] = g_param_spec_string ("fecha", NULL, NULL, NULL,
                                                G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_READABLE] = g_param_spec_boolean ("readable", NULL, NULL, TRUE,
                                                    G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  signals[CHANGED] = g_signal_new ("changed", TBK_TYPE_FECHA_ENTRY, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 0);

  widget_class->grab_focus = tbk_fecha_entry_grab_focus;
  gtk_widget_class_set_template_from_resource (widget_class, "/com/triboka/Triboka/ui/fecha-entry.ui");
  gtk_widget_class_bind_template_child (widget_class, TbkFechaEntry, entry);
  gtk_widget_class_bind_template_child (widget_class, TbkFechaEntry, button);
  gtk_widget_class_bind_template_child (widget_class, TbkFechaEntry, popover);
  gtk_widget_class_bind_template_child (widget_class, TbkFechaEntry, calendar);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, leave_cb);
  gtk_widget_class_bind_template_callback (widget_class, key_pressed_cb);
  gtk_widget_class_bind_template_callback (widget_class, visible_cb);
  gtk_widget_class_bind_template_callback (widget_class, day_selected_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
tbk_fecha_entry_init (TbkFechaEntry *self)
{
  self->readable = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
tbk_fecha_entry_new (void)
{
  return g_object_new (TBK_TYPE_FECHA_ENTRY, NULL);
}

const char *
tbk_fecha_entry_get_fecha (TbkFechaEntry *self)
{
  return self->fecha;
}

void
tbk_fecha_entry_set_fecha (TbkFechaEntry *self, const char *fecha)
{
  g_return_if_fail (TBK_IS_FECHA_ENTRY (self));

  if (self->readable && g_strcmp0 (self->fecha, fecha) == 0)
    return;
  take (self, fecha, TRUE);
  show (self);
}

gboolean
tbk_fecha_entry_is_readable (TbkFechaEntry *self)
{
  return self->readable;
}

GtkWidget *
tbk_fecha_entry_get_entry (TbkFechaEntry *self)
{
  return GTK_WIDGET (self->entry);
}
