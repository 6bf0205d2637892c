/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-fecha-filter.h"

#include <glib/gi18n.h>

#include "tbk-closures.h"

struct _TbkFechaFilter
{
  GtkWidget parent_instance;

  GtkMenuButton *button;
  GtkLabel *label;
  GtkPopover *popover;
  GtkEditable *desde;
  GtkEditable *hasta;
  TbkListing *listing;
  char *what;
};

G_DEFINE_FINAL_TYPE (TbkFechaFilter, tbk_fecha_filter, GTK_TYPE_WIDGET)

enum
{
  PROP_0,
  PROP_LISTING,
  PROP_WHAT,
  N_PROPS
};
static GParamSpec *properties[N_PROPS];

void
tbk_span_resolve (TbkSpan span, GDateTime *today, char **desde, char **hasta)
{
  int year = g_date_time_get_year (today);

  *hasta = g_date_time_format (today, "%Y-%m-%d");
  switch (span)
    {
    case TBK_SPAN_MONTH:
      *desde = g_date_time_format (today, "%Y-%m-01");
      break;
    case TBK_SPAN_30_DAYS:
      {
        g_autoptr (GDateTime) first = g_date_time_add_days (today, -29);

        *desde = g_date_time_format (first, "%Y-%m-%d");
        break;
      }
    case TBK_SPAN_YEAR:
      *desde = g_date_time_format (today, "%Y-01-01");
      break;
    case TBK_SPAN_LAST_YEAR:
      g_free (*hasta);
      *desde = g_strdup_printf ("%04d-01-01", year - 1);
      *hasta = g_strdup_printf ("%04d-12-31", year - 1);
      break;
    default:
      g_assert_not_reached ();
    }
}

static char *
describe (const char *desde, const char *hasta)
{
  g_autofree char *from = tbk_show_fecha (NULL, desde);
  g_autofree char *until = tbk_show_fecha (NULL, hasta);

  if (desde != NULL && hasta != NULL)
    return g_strdup_printf ("%s – %s", from, until);
  if (desde != NULL)
    return g_strdup_printf (_ ("from %s"), from);
  if (hasta != NULL)
    return g_strdup_printf (_ ("until %s"), until);
  return g_strdup (_ ("any date"));
}

/* The listing's filters as they are: somebody may have cleared them. */
static void
follow (TbkFechaFilter *self)
{
  const char *desde = self->listing != NULL ? tbk_listing_get_filter (self->listing, "desde") : NULL;
  const char *hasta = self->listing != NULL ? tbk_listing_get_filter (self->listing, "hasta") : NULL;
  g_autofree char *span = describe (desde, hasta);
  g_autofree char *text = g_strdup_printf ("%s: %s", self->what != NULL ? self->what : _ ("Date"), span);

  gtk_label_set_label (self->label, text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
  if (desde != NULL || hasta != NULL)
    gtk_widget_add_css_class (GTK_WIDGET (self->button), "filtering");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->button), "filtering");
}

static void
set_span (TbkFechaFilter *self, const char *desde, const char *hasta)
{
  if (self->listing == NULL)
    return;
  tbk_listing_set_filter (self->listing, "desde", desde);
  tbk_listing_set_filter (self->listing, "hasta", hasta);
  follow (self);
  gtk_popover_popdown (self->popover);
}

/* Returns: FALSE when something is typed that is no date; says so on the entry. */
static gboolean
read_entry (GtkEditable *entry, char **fecha)
{
  g_autofree char *typed = g_strstrip (g_strdup (gtk_editable_get_text (entry)));

  *fecha = *typed != '\0' ? tbk_read_fecha (typed) : NULL;
  if (*typed == '\0' || *fecha != NULL)
    {
      gtk_widget_remove_css_class (GTK_WIDGET (entry), "error");
      gtk_accessible_reset_state (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_STATE_INVALID);
      return TRUE;
    }
  gtk_widget_add_css_class (GTK_WIDGET (entry), "error");
  gtk_accessible_update_state (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_STATE_INVALID, GTK_ACCESSIBLE_INVALID_TRUE, -1);
  return FALSE;
}

static void
apply_cb (TbkFechaFilter *self)
{
  g_autofree char *desde = NULL;
  g_autofree char *hasta = NULL;
  gboolean good = read_entry (self->desde, &desde);

  good &= read_entry (self->hasta, &hasta);
  if (good)
    set_span (self, desde, hasta);
}

static void
span_cb (GtkWidget *widget, const char *name, GVariant *target)
{
  g_autoptr (GDateTime) today = g_date_time_new_now_local ();
  g_autofree char *desde = NULL;
  g_autofree char *hasta = NULL;

  tbk_span_resolve (g_variant_get_int32 (target), today, &desde, &hasta);
  set_span (TBK_FECHA_FILTER (widget), desde, hasta);
}

static void
any_cb (GtkWidget *widget, const char *name, GVariant *target)
{
  set_span (TBK_FECHA_FILTER (widget), NULL, NULL);
}

static void
fill_entry (GtkEditable *entry, const char *fecha)
{
  g_autofree char *text = tbk_show_fecha (NULL, fecha);

  gtk_editable_set_text (entry, text);
  gtk_widget_remove_css_class (GTK_WIDGET (entry), "error");
}

static void
shown_cb (TbkFechaFilter *self)
{
  if (self->listing == NULL)
    return;
  fill_entry (self->desde, tbk_listing_get_filter (self->listing, "desde"));
  fill_entry (self->hasta, tbk_listing_get_filter (self->listing, "hasta"));
}

static void
set_listing (TbkFechaFilter *self, TbkListing *listing)
{
  if (self->listing == listing)
    return;
  if (self->listing != NULL)
    g_signal_handlers_disconnect_by_func (self->listing, follow, self);
  g_set_object (&self->listing, listing);
  if (listing != NULL)
    g_signal_connect_object (listing, "notify::filtered", G_CALLBACK (follow), self, G_CONNECT_SWAPPED);
  follow (self);
}

static void
tbk_fecha_filter_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  TbkFechaFilter *self = TBK_FECHA_FILTER (object);

  switch (prop_id)
    {
    case PROP_LISTING:
      g_value_set_object (value, self->listing);
      break;
    case PROP_WHAT:
      g_value_set_string (value, self->what);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
tbk_fecha_filter_set_property (GObject *object, guint prop_id, const GValue *value, GParamSpec *pspec)
{
  TbkFechaFilter *self = TBK_FECHA_FILTER (object);

  switch (prop_id)
    {
    case PROP_LISTING:
      set_listing (self, g_value_get_object (value));
      break;
    case PROP_WHAT:
      g_free (self->what);
      self->what = g_value_dup_string (value);
      follow (self);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
tbk_fecha_filter_dispose (GObject *object)
{
  TbkFechaFilter *self = TBK_FECHA_FILTER (object);
  GtkWidget *child;

  if (self->listing != NULL)
    g_signal_handlers_disconnect_by_func (self->listing, follow, self);
  g_clear_object (&self->listing);
  gtk_widget_dispose_template (GTK_WIDGET (object), TBK_TYPE_FECHA_FILTER);
  child = gtk_widget_get_first_child (GTK_WIDGET (object)); /* the template lets go of bound ones only */
  g_clear_pointer (&child, gtk_widget_unparent);
  G_OBJECT_CLASS (tbk_fecha_filter_parent_class)->dispose (object);
}

static void
tbk_fecha_filter_finalize (GObject *object)
{
  g_free (TBK_FECHA_FILTER (object)->what);
  G_OBJECT_CLASS (tbk_fecha_filter_parent_class)->finalize (object);
}

static void
tbk_fecha_filter_class_init (TbkFechaFilterClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;

  object_class->dispose = tbk_fecha_filter_dispose;
  object_class->finalize = tbk_fecha_filter_finalize;
  object_class->get_property = tbk_fecha_filter_get_property;
  object_class->set_property = tbk_fecha_filter_set_property;
  properties[PROP_LISTING] = g_param_spec_object ("listing", NULL, NULL, TBK_TYPE_LISTING, flags);
  properties[PROP_WHAT] = g_param_spec_string ("what", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/com/triboka/Triboka/ui/fecha-filter.ui");
  gtk_widget_class_bind_template_child (widget_class, TbkFechaFilter, button);
  gtk_widget_class_bind_template_child (widget_class, TbkFechaFilter, label);
  gtk_widget_class_bind_template_child (widget_class, TbkFechaFilter, popover);
  gtk_widget_class_bind_template_child (widget_class, TbkFechaFilter, desde);
  gtk_widget_class_bind_template_child (widget_class, TbkFechaFilter, hasta);
  gtk_widget_class_bind_template_callback (widget_class, apply_cb);
  gtk_widget_class_bind_template_callback (widget_class, shown_cb);
  gtk_widget_class_install_action (widget_class, "fecha.span", "i", span_cb);
  gtk_widget_class_install_action (widget_class, "fecha.any", NULL, any_cb);
}

static void
tbk_fecha_filter_init (TbkFechaFilter *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  follow (self);
}
