/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-form.h"

#include <string.h>

#include "documento.h"
#include "tbk-multipart.h"
#include "tbk-validate.h"

/* 2000 characters of the longest field. */
#define MAX_FIELD_BYTES 8192

struct _TbkForm
{
  TbkSink sink;
  TbkFormOptions options;
  TbkMultipart *multipart;
  TbkValues *given;
  char *name;     /* of the field that is read; NULL: it is the file */
  GString *field; /* what was read of it */
  TbkUpload *upload;
};

void
tbk_upload_free (TbkUpload *upload)
{
  if (upload == NULL)
    return;
  tbk_spool_free (upload->spool);
  g_free (upload->nombre_archivo);
  g_free (upload);
}

static gboolean
begin_file (TbkForm *form, const char *filename, GError **error)
{
  g_autofree char *clean = filename != NULL ? tbk_documento_clean_name (filename) : NULL;
  g_autoptr (TbkUpload) upload = NULL;

  if (form->upload != NULL)
    tbk_problem_add_field (error, TBK_FORM_FILE, "conflict", "is given twice: send one file at a time");
  else if (clean == NULL)
    tbk_problem_add_field (error, TBK_FORM_FILE, "missing", "must be a file with its name");
  if (form->upload != NULL || clean == NULL)
    return FALSE;
  upload = g_new0 (TbkUpload, 1);
  upload->nombre_archivo = g_steal_pointer (&clean);
  upload->spool = tbk_spool_new (form->options.storage, form->options.expected, form->options.max_file, error);
  if (upload->spool == NULL)
    return FALSE;
  form->upload = g_steal_pointer (&upload);
  return TRUE;
}

static gboolean
begin_cb (const char *name, const char *filename, gpointer user_data, GError **error)
{
  TbkForm *form = user_data;

  g_clear_pointer (&form->name, g_free);
  g_string_truncate (form->field, 0);
  if (strcmp (name, TBK_FORM_FILE) == 0)
    return begin_file (form, filename, error);
  form->name = g_strdup (name);
  if (!tbk_values_has (form->given, name))
    return TRUE;
  tbk_problem_add_field (error, name, "conflict", "is given twice");
  return FALSE;
}

static gboolean
data_cb (const guint8 *data, gsize length, gpointer user_data, GError **error)
{
  TbkForm *form = user_data;

  if (form->name == NULL)
    return tbk_spool_write (form->upload->spool, data, length, error);
  if (form->field->len + length > MAX_FIELD_BYTES)
    {
      tbk_problem_add_field (error, form->name, "length", "is too long");
      return FALSE;
    }
  g_string_append_len (form->field, (const char *) data, (gssize) length);
  return TRUE;
}

static gboolean
end_cb (gpointer user_data, GError **error)
{
  TbkForm *form = user_data;

  if (form->name == NULL)
    {
      tbk_spool_finish (form->upload->spool);
      return TRUE;
    }
  g_string_replace (form->field, "\r\n", "\n", 0); /* as forms end the lines of a text */
  if (form->field->len == strlen (form->field->str) && g_utf8_validate (form->field->str, -1, NULL))
    return tbk_values_set (form->given, form->name, form->field->str);
  tbk_problem_add_field (error, form->name, "format", "is not UTF-8 text");
  return FALSE;
}

static const TbkMultipartHandlers handlers = { begin_cb, data_cb, end_cb };

static gboolean
write_sink (TbkSink *sink, const guint8 *data, gsize length, GError **error)
{
  return tbk_multipart_feed (((TbkForm *) sink)->multipart, data, length, error);
}

TbkForm *
tbk_form_new (const TbkFormOptions *options, GError **error)
{
  g_autoptr (TbkForm) form = g_new0 (TbkForm, 1);

  form->sink.write = write_sink;
  form->options = *options;
  form->given = tbk_values_new ();
  form->field = g_string_new (NULL);
  form->multipart = tbk_multipart_new (options->content_type, &handlers, form, error);
  form->options.content_type = NULL; /* was the caller's */
  return form->multipart != NULL ? g_steal_pointer (&form) : NULL;
}

void
tbk_form_free (TbkForm *form)
{
  if (form == NULL)
    return;
  tbk_multipart_free (form->multipart);
  tbk_values_free (form->given);
  tbk_upload_free (form->upload);
  g_string_free (form->field, TRUE);
  g_free (form->name);
  g_free (form);
}

TbkSink *
tbk_form_get_sink (TbkForm *form)
{
  return &form->sink;
}

static void
check_file (const TbkForm *form, GError **error)
{
  if (form->upload == NULL)
    tbk_problem_add_field (error, TBK_FORM_FILE, "missing", "the file is needed");
  else if (tbk_spool_get_size (form->upload->spool) == 0)
    tbk_problem_add_field (error, TBK_FORM_FILE, "length", "the file is empty");
}

gboolean
tbk_form_finish (TbkForm *form, TbkValues **values, TbkUpload **upload, GError **error)
{
  g_autoptr (TbkValues) checked = NULL;
  g_autoptr (GError) problem = NULL;

  if (!tbk_multipart_finish (form->multipart, error))
    return FALSE;
  checked = tbk_validate_values (form->options.schema, form->given, TBK_VALIDATE_CREATE, &problem);
  check_file (form, &problem);
  if (problem != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&problem));
      return FALSE;
    }
  *values = g_steal_pointer (&checked);
  *upload = g_steal_pointer (&form->upload);
  return TRUE;
}
