/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-closures.h"

#include <string.h>

#include <glib/gi18n.h>

#include "tbk-peso.h"
#include "tbk-resource.h"

static gboolean
is_blank (const char *text)
{
  return text == NULL || text[0] == '\0';
}

/* --- dates --- */

/* Translators: how a date is written, as strftime() takes it: %d/%m/%Y */
#define DATE_FORMAT C_ ("date", "%Y-%m-%d")

char *
tbk_show_fecha (gpointer self, const char *fecha)
{
  GDate date;
  char text[32];
  int year, month, day;

  if (is_blank (fecha))
    return g_strdup ("");
  if (sscanf (fecha, "%4d-%2d-%2d", &year, &month, &day) != 3
      || !g_date_valid_dmy ((GDateDay) day, (GDateMonth) month, (GDateYear) year))
    return g_strdup (fecha);
  g_date_clear (&date, 1);
  g_date_set_dmy (&date, (GDateDay) day, (GDateMonth) month, (GDateYear) year);
  g_date_strftime (text, sizeof text, DATE_FORMAT, &date);
  return g_strdup (text);
}

/* Returns: (transfer full) (nullable): in local time. */
static GDateTime *
parse_momento (const char *momento)
{
  g_autoptr (GDateTime) utc = is_blank (momento) ? NULL : g_date_time_new_from_iso8601 (momento, NULL);

  return utc != NULL ? g_date_time_to_local (utc) : NULL;
}

char *
tbk_show_momento (gpointer self, const char *momento)
{
  g_autoptr (GDateTime) local = parse_momento (momento);
  g_autofree char *format = g_strconcat (DATE_FORMAT, " %H:%M", NULL);

  if (local == NULL)
    return g_strdup (momento != NULL ? momento : "");
  return g_date_time_format (local, format);
}

static char *
ago (gint64 minutes)
{
  gint64 hours = minutes / 60;
  gint64 days = hours / 24;

  if (minutes < 1)
    return g_strdup (_ ("just now"));
  if (hours < 1)
    return g_strdup_printf (ngettext ("%d minute ago", "%d minutes ago", (gulong) minutes), (int) minutes);
  if (days < 1)
    return g_strdup_printf (ngettext ("%d hour ago", "%d hours ago", (gulong) hours), (int) hours);
  return g_strdup_printf (ngettext ("%d day ago", "%d days ago", (gulong) days), (int) days);
}

char *
tbk_show_hace (gpointer self, const char *momento)
{
  g_autoptr (GDateTime) local = parse_momento (momento);
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  GTimeSpan span;

  if (local == NULL)
    return g_strdup ("");
  span = g_date_time_difference (now, local);
  if (span >= 7 * G_TIME_SPAN_DAY)
    return g_date_time_format (local, DATE_FORMAT);
  return ago (MAX (span, 0) / G_TIME_SPAN_MINUTE);
}

char *
tbk_read_fecha (const char *typed)
{
  int a, b, c, end = 0;
  char mark;
  const char *text = typed != NULL ? typed : "";

  while (g_ascii_isspace (*text))
    text++;
  if (sscanf (text, "%4d%c%2d%*c%4d%n", &a, &mark, &b, &c, &end) != 4 || strchr ("-/.", mark) == NULL)
    return NULL;
  for (text += end; g_ascii_isspace (*text); text++)
    ;
  if (*text != '\0')
    return NULL;
  if (a <= 31) /* the day comes first */
    {
      int day = a;

      a = c < 100 ? c + 2000 : c;
      c = day;
    }
  if (a < 1900 || a > 9999 || b < 1 || c < 1 || c > 31
      || !g_date_valid_dmy ((GDateDay) c, (GDateMonth) b, (GDateYear) a))
    return NULL;
  return g_strdup_printf ("%04d-%02d-%02d", a, b, c);
}

/* --- words --- */

char *
tbk_show_estado (gpointer self, const char *noun, const char *estado)
{
  const TbkResource *resource = is_blank (noun) ? NULL : tbk_resource_find (noun);
  const TbkEstado *found = NULL;

  if (is_blank (estado))
    return g_strdup ("");
  if (resource != NULL && resource->estados != NULL)
    found = tbk_estado_find (resource->estados, estado);
  return g_strdup (found != NULL ? _ (found->label) : estado);
}

char *
tbk_show_choice (gpointer self, const char *choice)
{
  static const struct
  {
    const char *choice;
    const char *label;
  } words[] = {
    { "fijo", N_ ("Fixed") },
    { "por_fijar", N_ ("To Be Fixed") },
    { "materia_seca", N_ ("Dry Matter") },
    { "puntos", N_ ("Points") },
    { "tabla", N_ ("Table") },
    { "vehiculo", N_ ("Vehicle") },
    { "saco", N_ ("Sack") },
    { "proveedor", N_ ("Supplier") },
    { "centro", N_ ("Collection Center") },
    { "exportadora", N_ ("Exporter") },
    { "admin", N_ ("Administrator") },
    { "contrato", N_ ("Contract") },
    { "factura", N_ ("Invoice") },
    { "guia", N_ ("Delivery Note") },
    { "analisis", N_ ("Analysis") },
    { "pago", N_ ("Payment") },
    { "foto", N_ ("Photo") },
    { "otro", N_ ("Other") },
    { "crear", N_ ("Created") },
    { "editar", N_ ("Changed") },
    { "borrar", N_ ("Deleted") },
    { "mqtt", N_ ("MQTT") },
    { "http", N_ ("HTTP") },
  };

  for (gsize i = 0; !is_blank (choice) && i < G_N_ELEMENTS (words); i++)
    {
      if (strcmp (words[i].choice, choice) == 0)
        return g_strdup (_ (words[i].label));
    }
  return g_strdup (choice != NULL ? choice : "");
}

char *
tbk_show_total (gpointer self, guint total, gboolean exact)
{
  g_autofree char *bare = g_strdup_printf ("%u", total);
  g_autofree char *number = tbk_show_decimal (NULL, bare);

  if (!exact)
    /* Translators: %s is a number: more rows than were counted */
    return g_strdup_printf (_ ("More than %s"), number);
  /* Translators: %s is the number of rows of a table */
  return g_strdup_printf (ngettext ("%s row", "%s rows", total), number);
}

char *
tbk_show_count (gpointer self, guint n)
{
  if (n == 0)
    return g_strdup ("");
  /* Translators: more than 99 */
  return n <= 99 ? g_strdup_printf ("%u", n) : g_strdup (_ ("99+"));
}

gboolean
tbk_text_is (gpointer self, const char *a, const char *b)
{
  return g_strcmp0 (a, b) == 0;
}

gboolean
tbk_text_any (gpointer self, const char *text)
{
  return !is_blank (text);
}

char *
tbk_text_or (gpointer self, const char *text, const char *fallback)
{
  return g_strdup (is_blank (text) ? fallback : text);
}

char *
tbk_text_markup (gpointer self, const char *text)
{
  return g_markup_escape_text (text != NULL ? text : "", -1);
}

gboolean
tbk_object_any (gpointer self, GObject *object)
{
  return object != NULL;
}

gboolean
tbk_not (gpointer self, gboolean value)
{
  return !value;
}

gboolean
tbk_both (gpointer self, gboolean a, gboolean b)
{
  return a && b;
}

/* --- fields --- */

const char *
tbk_show_unit (const TbkField *field, const char *unidad)
{
  switch (field->unit)
    {
    case TBK_UNIT_KG:
      return is_blank (unidad) ? "kg" : unidad;
    case TBK_UNIT_TM:
    case TBK_UNIT_QQ:
      return tbk_unit_symbol (field->unit);
    case TBK_UNIT_PERCENT:
      return "%";
    case TBK_UNIT_USD_TM:
      return "USD/TM";
    case TBK_UNIT_USD_QQ:
      return "USD/qq";
    case TBK_UNIT_NONE:
    case TBK_UNIT_COUNT:
      break;
    }
  return "";
}

static char *
show_number (const TbkField *field, const char *text, const char *unidad, gboolean symbol)
{
  const char *unit = tbk_show_unit (field, unidad);
  g_autofree char *number = NULL;

  if (field->unit == TBK_UNIT_KG)
    {
      number = tbk_show_peso (NULL, text, unidad);
      if (!symbol && g_utf8_strchr (number, -1, 0xa0) != NULL)
        *g_utf8_strchr (number, -1, 0xa0) = '\0';
      return g_steal_pointer (&number);
    }
  if (symbol && (field->unit == TBK_UNIT_USD_TM || field->unit == TBK_UNIT_USD_QQ))
    return tbk_show_usd (NULL, text);
  number = tbk_show_decimal (NULL, text);
  return symbol && unit[0] != '\0' ? g_strconcat (number, "\302\240", unit, NULL) : g_steal_pointer (&number);
}

char *
tbk_show_text (const TbkField *field, const char *noun, const char *text, const char *unidad, gboolean symbol)
{
  if (is_blank (text))
    return g_strdup ("");
  switch (field->type)
    {
    case TBK_FIELD_DECIMAL:
    case TBK_FIELD_INTEGER:
      return show_number (field, text, unidad, symbol);
    case TBK_FIELD_DATE:
      return tbk_show_fecha (NULL, text);
    case TBK_FIELD_TIME:
      return tbk_show_momento (NULL, text);
    case TBK_FIELD_BOOLEAN:
      return g_strdup (strcmp (text, "true") == 0 ? _ ("Yes") : _ ("No"));
    case TBK_FIELD_CHOICE:
      return strcmp (field->name, "estado") == 0 ? tbk_show_estado (NULL, noun, text) : tbk_show_choice (NULL, text);
    case TBK_FIELD_ID:
    case TBK_FIELD_REF:
    case TBK_FIELD_UUID:
    case TBK_FIELD_TEXT:
    case TBK_FIELD_EMAIL:
    case TBK_FIELD_RUC:
    case TBK_FIELD_JSON:
      break;
    }
  return g_strdup (text);
}

char *
tbk_show_field (const TbkField *field, TbkRecord *record, const char *unidad, gboolean symbol)
{
  const TbkResource *resource = tbk_record_get_resource (record);

  return tbk_show_text (field, resource->name, tbk_record_get_text (record, field->name), unidad, symbol);
}

/* The first of these fields that the record has, or "". */
static const char *
first_text (TbkRecord *record, const char *const *names)
{
  const TbkSchema *schema = &tbk_record_get_resource (record)->schema;

  for (; *names != NULL; names++)
    {
      const char *text = tbk_schema_find (schema, *names) != NULL ? tbk_record_get_text (record, *names) : NULL;

      if (!is_blank (text))
        return text;
    }
  return "";
}

char *
tbk_show_title (TbkRecord *record)
{
  static const char *const names[] = { "codigo", "codigo_lote", "nombre", "email", NULL };

  return g_strdup (first_text (record, names));
}

char *
tbk_show_subtitle (TbkRecord *record)
{
  static const char *const first[] = { "contraparte_nombre", "proveedor_nombre", "ciudad", "email", NULL };
  static const char *const second[] = { "ruc", "estado", NULL };
  const char *a = first_text (record, first);
  g_autofree char *b = tbk_show_estado (NULL, tbk_record_get_resource (record)->name, first_text (record, second));

  if (a[0] == '\0' || b[0] == '\0')
    return g_strconcat (a, b, NULL);
  return g_strconcat (a, " · ", b, NULL);
}

void
tbk_closures_bind (GtkWidgetClass *klass)
{
#define BIND(function) gtk_widget_class_bind_template_callback_full (klass, #function, G_CALLBACK (function))
  BIND (tbk_show_decimal);
  BIND (tbk_show_peso);
  BIND (tbk_show_tm);
  BIND (tbk_show_usd);
  BIND (tbk_show_percent);
  BIND (tbk_show_fecha);
  BIND (tbk_show_momento);
  BIND (tbk_show_hace);
  BIND (tbk_show_estado);
  BIND (tbk_show_choice);
  BIND (tbk_show_total);
  BIND (tbk_show_count);
  BIND (tbk_text_is);
  BIND (tbk_text_any);
  BIND (tbk_text_or);
  BIND (tbk_text_markup);
  BIND (tbk_object_any);
  BIND (tbk_not);
  BIND (tbk_both);
#undef BIND
}
