/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-doc-xml.h"

#include <string.h>

#define INDENT 2
#define MAX_VALUE 500 /* characters of a row */

/* Parents and fields of the comprobantes electrónicos, in the order they are shown. */
static const struct
{
  const char *parent; /* NULL: any */
  const char *field;
} wanted[] = {
  { "infoTributaria", "razonSocial" },
  { "infoTributaria", "nombreComercial" },
  { "infoTributaria", "ruc" },
  { "infoTributaria", "estab" },
  { "infoTributaria", "ptoEmi" },
  { "infoTributaria", "secuencial" },
  { NULL, "fechaEmision" },
  { NULL, "razonSocialComprador" },
  { NULL, "identificacionComprador" },
  { NULL, "totalSinImpuestos" },
  { NULL, "importeTotal" },
  { NULL, "moneda" },
  { "infoTributaria", "claveAcceso" },
  { "autorizacion", "numeroAutorizacion" },
  { "autorizacion", "fechaAutorizacion" },
  { "autorizacion", "estado" },
};

typedef struct
{
  TbkDocXml *xml;
  GString *out;
  GString *chars;     /* of the innermost element, so far */
  GPtrArray *path;    /* (element-type utf8) */
  gboolean has_child; /* whether the innermost element, just ended or begun, had one */
  char *values[G_N_ELEMENTS (wanted)];
  TbkDocXmlItem *item; /* the <detalle> that is open */
  char *inner;         /* a comprobante that was found as text in the outer one */
} Reader;

/* --- what is shown --- */

static void
new_line (Reader *reader, guint depth)
{
  if (reader->out->len > 0)
    g_string_append_c (reader->out, '\n');
  for (guint i = 0; i < depth * INDENT; i++)
    g_string_append_c (reader->out, ' ');
}

static gboolean
is_full (Reader *reader)
{
  if (reader->out->len <= TBK_DOC_XML_MAX_TEXT)
    return FALSE;
  reader->xml->cut = TRUE;
  return TRUE;
}

static void
append_escaped (Reader *reader, const char *text)
{
  g_autofree char *escaped = g_markup_escape_text (text, -1);

  g_string_append (reader->out, escaped);
}

static void
append_start (Reader *reader, const char *name, const char **names, const char **values)
{
  if (is_full (reader))
    return;
  new_line (reader, reader->path->len);
  g_string_append_printf (reader->out, "<%s", name);
  for (gsize i = 0; names[i] != NULL; i++)
    {
      g_string_append_printf (reader->out, " %s=\"", names[i]);
      append_escaped (reader, values[i]);
      g_string_append_c (reader->out, '"');
    }
  g_string_append_c (reader->out, '>');
}

/* --- what is kept --- */

static const char *
name_at (Reader *reader, guint up)
{
  return reader->path->len > up ? g_ptr_array_index (reader->path, reader->path->len - 1 - up) : "";
}

static void
keep_value (Reader *reader, const char *text)
{
  for (gsize i = 0; i < G_N_ELEMENTS (wanted); i++)
    {
      if (reader->values[i] != NULL || strcmp (wanted[i].field, name_at (reader, 0)) != 0
          || (wanted[i].parent != NULL && strcmp (wanted[i].parent, name_at (reader, 1)) != 0))
        continue;
      reader->values[i] = g_utf8_substring (text, 0, MIN (g_utf8_strlen (text, -1), MAX_VALUE));
    }
}

static void
keep_item (Reader *reader, const char *text)
{
  const char *name = name_at (reader, 0);
  char **place = NULL;

  if (reader->item == NULL || strcmp (name_at (reader, 1), "detalle") != 0)
    return;
  if (strcmp (name, "descripcion") == 0)
    place = &reader->item->description;
  else if (strcmp (name, "cantidad") == 0)
    place = &reader->item->quantity;
  else if (strcmp (name, "precioUnitario") == 0)
    place = &reader->item->price;
  else if (strcmp (name, "precioTotalSinImpuesto") == 0)
    place = &reader->item->total;
  if (place != NULL && *place == NULL)
    *place = g_utf8_substring (text, 0, MIN (g_utf8_strlen (text, -1), MAX_VALUE));
}

/* What the SRI sends back has the comprobante as text in it. */
static void
keep_inner (Reader *reader, const char *text)
{
  if (reader->inner == NULL && strcmp (name_at (reader, 0), "comprobante") == 0 && text[0] == '<')
    reader->inner = g_strdup (text);
}

static void
begin_item (Reader *reader)
{
  if (strcmp (name_at (reader, 0), "detalle") == 0 && strcmp (name_at (reader, 1), "detalles") == 0
      && reader->xml->items->len < TBK_DOC_XML_MAX_ITEMS)
    {
      reader->item = g_new0 (TbkDocXmlItem, 1);
      g_ptr_array_add (reader->xml->items, reader->item);
    }
}

/* --- GMarkup --- */

static void
start_cb (GMarkupParseContext *context,
          const char *name,
          const char **names,
          const char **values,
          gpointer data,
          GError **error)
{
  Reader *reader = data;
  g_autofree char *text = g_strdup (g_strstrip (reader->chars->str));

  if (reader->path->len >= TBK_DOC_XML_MAX_DEPTH)
    {
      g_set_error (error, G_MARKUP_ERROR, G_MARKUP_ERROR_INVALID_CONTENT, "more than %d elements in each other",
                   TBK_DOC_XML_MAX_DEPTH);
      return;
    }
  if (text[0] != '\0' && !is_full (reader))
    {
      new_line (reader, reader->path->len);
      append_escaped (reader, text);
    }
  g_string_truncate (reader->chars, 0);
  append_start (reader, name, names, values);
  g_ptr_array_add (reader->path, g_strdup (name));
  reader->has_child = FALSE;
  if (strcmp (name, "infoTributaria") == 0 && reader->path->len >= 2 && reader->xml->kind == NULL)
    reader->xml->kind = g_strdup (name_at (reader, 1));
  begin_item (reader);
}

static void
end_cb (GMarkupParseContext *context, const char *name, gpointer data, GError **error)
{
  Reader *reader = data;
  g_autofree char *text = g_strdup (g_strstrip (reader->chars->str));

  g_string_truncate (reader->chars, 0);
  keep_value (reader, text);
  keep_item (reader, text);
  keep_inner (reader, text);
  if (strcmp (name, "detalle") == 0)
    reader->item = NULL;
  g_ptr_array_set_size (reader->path, (int) reader->path->len - 1);
  if (!is_full (reader))
    {
      append_escaped (reader, text);
      if (reader->has_child)
        new_line (reader, reader->path->len);
      g_string_append_printf (reader->out, "</%s>", name);
    }
  reader->has_child = TRUE;
}

static void
text_cb (GMarkupParseContext *context, const char *text, gsize length, gpointer data, GError **error)
{
  Reader *reader = data;

  g_string_append_len (reader->chars, text, (gssize) length);
}

static const GMarkupParser parser = { .start_element = start_cb, .end_element = end_cb, .text = text_cb };

static void
parse (Reader *reader, const char *text)
{
  g_autoptr (GMarkupParseContext) context
             = g_markup_parse_context_new (&parser, G_MARKUP_TREAT_CDATA_AS_TEXT, reader, NULL);
  g_autoptr (GError) error = NULL;

  reader->out = g_string_new (NULL);
  reader->chars = g_string_new (NULL);
  reader->path = g_ptr_array_new_with_free_func (g_free);
  if (!g_markup_parse_context_parse (context, text, -1, &error) || !g_markup_parse_context_end_parse (context, &error))
    reader->xml->error = g_strdup (error->message);
  g_ptr_array_unref (reader->path);
  g_string_free (reader->chars, TRUE);
}

static void
free_row (gpointer data)
{
  TbkDocXmlRow *row = data;

  g_free (row->field);
  g_free (row->value);
  g_free (row);
}

static void
free_item (gpointer data)
{
  TbkDocXmlItem *item = data;

  g_free (item->description);
  g_free (item->quantity);
  g_free (item->price);
  g_free (item->total);
  g_free (item);
}

static void
take_rows (Reader *reader)
{
  for (gsize i = 0; i < G_N_ELEMENTS (wanted); i++)
    {
      TbkDocXmlRow *row;

      if (reader->values[i] == NULL || reader->values[i][0] == '\0')
        continue;
      row = g_new0 (TbkDocXmlRow, 1);
      row->field = g_strdup (wanted[i].field);
      row->value = g_strdup (reader->values[i]);
      g_ptr_array_add (reader->xml->rows, row);
    }
}

/* Of the whole as it came, when it is no XML. */
static char *
cut_text (TbkDocXml *xml, const char *text)
{
  gsize length = strlen (text);

  xml->cut = length > TBK_DOC_XML_MAX_TEXT;
  return g_utf8_make_valid (text, (gssize) MIN (length, TBK_DOC_XML_MAX_TEXT));
}

TbkDocXml *
tbk_doc_xml_new (const char *text)
{
  TbkDocXml *xml = g_new0 (TbkDocXml, 1);
  Reader reader = { .xml = xml };

  xml->rows = g_ptr_array_new_with_free_func (free_row);
  xml->items = g_ptr_array_new_with_free_func (free_item);
  parse (&reader, text);
  xml->text = g_string_free (g_steal_pointer (&reader.out), FALSE);
  if (xml->error != NULL)
    {
      g_free (xml->text);
      xml->text = cut_text (xml, text);
    }
  else if (reader.inner != NULL)
    {
      g_autofree char *inner = g_steal_pointer (&reader.inner);

      parse (&reader, inner);
      /* one that is broken is still there to be read in the outer one */
      g_clear_pointer (&xml->error, g_free);
      g_string_free (g_steal_pointer (&reader.out), TRUE);
      g_clear_pointer (&reader.inner, g_free);
    }
  take_rows (&reader);
  for (gsize i = 0; i < G_N_ELEMENTS (wanted); i++)
    g_free (reader.values[i]);
  g_free (reader.inner);
  return xml;
}

void
tbk_doc_xml_free (TbkDocXml *xml)
{
  g_free (xml->text);
  g_free (xml->error);
  g_free (xml->kind);
  g_ptr_array_unref (xml->rows);
  g_ptr_array_unref (xml->items);
  g_free (xml);
}

const char *
tbk_doc_xml_get (const TbkDocXml *xml, const char *field)
{
  for (guint i = 0; i < xml->rows->len; i++)
    {
      const TbkDocXmlRow *row = g_ptr_array_index (xml->rows, i);

      if (strcmp (row->field, field) == 0)
        return row->value;
    }
  return NULL;
}
