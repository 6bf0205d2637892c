/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "documento.h"

#include <string.h>

#include <glib/gi18n.h>

#include "tbk-resource.h"

#define MAX_NAME_CHARS 200
#define MAX_EXTENSION_BYTES 8
/* What file systems take, with room for what a program puts before or after it while it writes. */
#define MAX_FILE_NAME_BYTES 240

/* clang-format off */
static const char *const tipos[] = { "contrato", "factura", "guia", "analisis", "pago", "foto", "otro", NULL };

/* Of a contrato, or sent with a message of a chat. */
static const TbkField fields[] = {
  { "id", N_("Number"), TBK_FIELD_ID, TBK_FIELD_READ_ONLY },
  { "contrato_id", N_("Contract"), TBK_FIELD_REF, TBK_FIELD_READ_ONLY, .ref = "contrato" },
  { "chat_id", N_("Chat"), TBK_FIELD_REF, TBK_FIELD_READ_ONLY, .ref = "chat" },
  { "tipo", N_("Kind"), TBK_FIELD_CHOICE, TBK_FIELD_REQUIRED | TBK_FIELD_CREATE_ONLY, .choices = tipos },
  { "nombre_archivo", N_("File Name"), TBK_FIELD_TEXT, TBK_FIELD_READ_ONLY },
  { "tipo_contenido", N_("Content"), TBK_FIELD_TEXT, TBK_FIELD_READ_ONLY, .max_length = 100 },
  { "tamano", N_("Size"), TBK_FIELD_INTEGER, TBK_FIELD_READ_ONLY },
  { "sha256", N_("SHA-256"), TBK_FIELD_TEXT, TBK_FIELD_READ_ONLY, .max_length = 64 },
  { "observaciones", N_("Remarks"), TBK_FIELD_TEXT, TBK_FIELD_NULLABLE | TBK_FIELD_CREATE_ONLY, .max_length = 2000 },
  { "subido_por", N_("Uploaded By"), TBK_FIELD_REF, TBK_FIELD_READ_ONLY, .ref = "usuario" },
  { "subido_por_nombre", N_("Uploaded By"), TBK_FIELD_TEXT, TBK_FIELD_READ_ONLY | TBK_FIELD_DERIVED },
  { "fecha_subida", N_("Uploaded On"), TBK_FIELD_TIME, TBK_FIELD_READ_ONLY | TBK_FIELD_SORTABLE },
  { "url_archivo", N_("Address of the File"), TBK_FIELD_TEXT, TBK_FIELD_READ_ONLY | TBK_FIELD_DERIVED, .max_length = 500 },
};

static const TbkField subida_fields[] = {
  { "tipo", N_("Kind"), TBK_FIELD_CHOICE, TBK_FIELD_REQUIRED, .choices = tipos },
  { "observaciones", N_("Remarks"), TBK_FIELD_TEXT, TBK_FIELD_NULLABLE, .max_length = 2000 },
  { "repetido", N_("Store Again"), TBK_FIELD_BOOLEAN, .hint = N_("Stores the same content once more in this contract.") },
};

static const TbkField adjunto_fields[] = {
  { "tipo", N_("Kind"), TBK_FIELD_CHOICE, .choices = tipos,
    .hint = N_("Without it, a picture is a photo and all else is other.") },
};

#define EXTENSIONS(...) (const char *const[]) { __VA_ARGS__, NULL }
static const TbkFormato formatos[] = {
  { "pdf", "application/pdf", EXTENSIONS ("pdf") },
  { "png", "image/png", EXTENSIONS ("png") },
  { "jpeg", "image/jpeg", EXTENSIONS ("jpg", "jpeg", "jpe", "jfif") },
  { "webp", "image/webp", EXTENSIONS ("webp") },
  { "tiff", "image/tiff", EXTENSIONS ("tiff", "tif") },
  { "xml", "text/xml", EXTENSIONS ("xml") },
  { "csv", "text/csv", EXTENSIONS ("csv") },
  { "xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", EXTENSIONS ("xlsx") },
  { "docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", EXTENSIONS ("docx") },
  { NULL },
};
/* clang-format on */

const TbkSchema tbk_documento_subida = TBK_SCHEMA ("DocumentoSubida", subida_fields);
const TbkSchema tbk_documento_adjunto = TBK_SCHEMA ("AdjuntoSubida", adjunto_fields);

const TbkResource tbk_documento = {
  .name = "documento",
  .collection = "documentos",
  .type_name = "TbkDocumento",
  .label = N_ ("Document"),
  .label_plural = N_ ("Documents"),
  .schema = TBK_SCHEMA ("Documento", fields),
  .orden = "-fecha_subida",
};

const TbkFormato *
tbk_formatos (void)
{
  return formatos;
}

const TbkFormato *
tbk_formato_find (const char *name)
{
  for (const TbkFormato *formato = formatos; formato->name != NULL; formato++)
    if (strcmp (formato->name, name) == 0)
      return formato;
  return NULL;
}

const TbkFormato *
tbk_formato_of_type (const char *content_type)
{
  for (const TbkFormato *formato = formatos; formato->name != NULL; formato++)
    if (strcmp (formato->content_type, content_type) == 0)
      return formato;
  return NULL;
}

gboolean
tbk_formato_fits_name (const TbkFormato *formato, const char *nombre_archivo)
{
  const char *dot = strrchr (nombre_archivo, '.');

  for (guint i = 0; dot != NULL && dot > nombre_archivo && formato->extensions[i] != NULL; i++)
    if (g_ascii_strcasecmp (formato->extensions[i], dot + 1) == 0)
      return TRUE;
  return FALSE;
}

/* Controls, line ends, and what cannot be seen but changes how a name reads: direction marks and overrides, joiners. */
static gboolean
is_hidden (gunichar c)
{
  GUnicodeType type = g_unichar_type (c);

  return type == G_UNICODE_CONTROL || type == G_UNICODE_FORMAT || type == G_UNICODE_LINE_SEPARATOR
         || type == G_UNICODE_PARAGRAPH_SEPARATOR || type == G_UNICODE_PRIVATE_USE || type == G_UNICODE_UNASSIGNED;
}

/* What stands after the last separator, of this system or another's. */
static const char *
base_of (const char *given)
{
  const char *base = given;

  for (const char *at = given; *at != '\0'; at++)
    if (*at == '/' || *at == '\\')
      base = at + 1;
  return base;
}

/* Cuts in the middle, so that the extension stays. */
static void
shorten (GString *name, gsize max_chars, gsize max_bytes)
{
  const char *dot = strrchr (name->str, '.');
  g_autofree char *extension = g_strdup (dot != NULL && strlen (dot) <= MAX_EXTENSION_BYTES ? dot : "");
  gsize bytes = name->len, chars = (gsize) g_utf8_strlen (name->str, -1);

  if (chars <= max_chars && bytes <= max_bytes)
    return;
  max_chars -= (gsize) g_utf8_strlen (extension, -1);
  max_bytes -= strlen (extension);
  for (; chars > max_chars || bytes > max_bytes; chars--)
    bytes = (gsize) (g_utf8_prev_char (name->str + bytes) - name->str);
  g_string_truncate (name, bytes);
  g_string_append (name, extension);
}

char *
tbk_documento_clean_name (const char *given)
{
  g_autoptr (GString) name = g_string_new (NULL);
  g_autofree char *whole = g_utf8_validate (given, -1, NULL) ? g_utf8_normalize (given, -1, G_NORMALIZE_NFC) : NULL;

  if (whole == NULL)
    return NULL;
  for (const char *at = base_of (whole); *at != '\0'; at = g_utf8_next_char (at))
    {
      gunichar c = g_utf8_get_char (at);

      if (g_unichar_isspace (c))
        g_string_append_c (name, ' ');
      else if (!is_hidden (c))
        g_string_append_unichar (name, c);
    }
  shorten (name, MAX_NAME_CHARS, G_MAXSIZE);
  g_strstrip (name->str);
  /* "." and "..", and what some systems cannot hold. */
  name->len = strlen (name->str);
  while (name->len > 0 && strchr (". ", name->str[name->len - 1]) != NULL)
    g_string_truncate (name, name->len - 1);
  return name->len > 0 ? g_strdup (name->str) : NULL;
}

/* Names that Windows keeps for devices, whatever extension they have. */
static gboolean
is_device (const char *name)
{
  static const char *const devices[] = { "con", "prn", "aux", "nul", NULL };
  gsize length = strcspn (name, ".");
  g_autofree char *stem = g_ascii_strdown (name, (gssize) length);

  if (g_strv_contains (devices, stem))
    return TRUE;
  return length == 4 && (g_str_has_prefix (stem, "com") || g_str_has_prefix (stem, "lpt")) && g_ascii_isdigit (stem[3]);
}

char *
tbk_documento_file_name (const char *given)
{
  g_autoptr (GString) name = g_string_new (given);

  g_strdelimit (name->str, "/\\<>:\"|?*", '_');
  if (name->str[0] == '.' || name->str[0] == '-' || name->str[0] == '~' || is_device (name->str))
    g_string_prepend_c (name, '_');
  shorten (name, G_MAXSIZE, MAX_FILE_NAME_BYTES);
  return g_string_free (g_steal_pointer (&name), FALSE);
}
