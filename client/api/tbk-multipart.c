/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-multipart.h"

#include <string.h>

struct _TbkMultipart
{
  GString *head; /* all before the file's bytes */
  char *tail;
  char *content_type;
  char *boundary;
  char *file_part; /* its headers, the last of the head */
  GFile *file;
  goffset length;
};

/* RFC 7578, 4.2, as browsers do it: UTF-8 as it is, what would end the value escaped. */
static char *
quote (const char *name)
{
  GString *quoted = g_string_new (name);

  g_string_replace (quoted, "\"", "%22", 0);
  g_string_replace (quoted, "\r", "%0D", 0);
  g_string_replace (quoted, "\n", "%0A", 0);
  return g_string_free (quoted, FALSE);
}

TbkMultipart *
tbk_multipart_new (const char *field, GFile *file, const char *name, goffset length)
{
  TbkMultipart *self = g_atomic_rc_box_new0 (TbkMultipart);
  g_autofree char *uuid = g_uuid_string_random ();
  g_autofree char *quoted = quote (name);

  self->boundary = g_strconcat ("triboka-", uuid, NULL);
  self->content_type = g_strdup_printf ("multipart/form-data; boundary=\"%s\"", self->boundary);
  self->head = g_string_new (NULL);
  self->file_part = g_strdup_printf ("--%s\r\nContent-Disposition: form-data; name=\"%s\"; filename=\"%s\"\r\n"
                                     "Content-Type: application/octet-stream\r\n\r\n",
                                     self->boundary, field, quoted);
  self->tail = g_strdup_printf ("\r\n--%s--\r\n", self->boundary);
  self->file = g_object_ref (file);
  self->length = length;
  return self;
}

TbkMultipart *
tbk_multipart_ref (TbkMultipart *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
clear (gpointer data)
{
  TbkMultipart *self = data;

  g_string_free (self->head, TRUE);
  g_free (self->tail);
  g_free (self->content_type);
  g_free (self->boundary);
  g_free (self->file_part);
  g_object_unref (self->file);
}

void
tbk_multipart_unref (TbkMultipart *self)
{
  g_atomic_rc_box_release_full (self, clear);
}

void
tbk_multipart_add (TbkMultipart *self, const char *field, const char *text)
{
  g_string_append_printf (self->head,
                          "--%s\r\nContent-Disposition: form-data; name=\"%s\"\r\n\r\n%s\r\n",
                          self->boundary, field, text);
}

const char *
tbk_multipart_get_content_type (const TbkMultipart *self)
{
  return self->content_type;
}

static goffset
head_length (const TbkMultipart *self)
{
  return (goffset) (self->head->len + strlen (self->file_part));
}

goffset
tbk_multipart_get_length (const TbkMultipart *self)
{
  return head_length (self) + self->length + (goffset) strlen (self->tail);
}

/* --- as a stream --- */

#define TBK_TYPE_MULTIPART_STREAM (tbk_multipart_stream_get_type ())
G_DECLARE_FINAL_TYPE (TbkMultipartStream, tbk_multipart_stream, TBK, MULTIPART_STREAM, GInputStream)

struct _TbkMultipartStream
{
  GInputStream parent_instance;

  TbkMultipart *form;
  GInputStream *file; /* NULL: not opened yet */
  goffset at;         /* of the whole */
};

G_DEFINE_FINAL_TYPE (TbkMultipartStream, tbk_multipart_stream, G_TYPE_INPUT_STREAM)

static gssize
copy_text (TbkMultipartStream *self, const char *text, goffset begins, goffset length, void *buffer, gsize count)
{
  goffset from = self->at - begins;
  gsize n = MIN (count, (gsize) (length - from));

  memcpy (buffer, text + from, n);
  self->at += (goffset) n;
  return (gssize) n;
}

static gssize
read_file (TbkMultipartStream *self, goffset left, void *buffer, gsize count, GCancellable *cancellable, GError **error)
{
  gssize n;

  if (self->file == NULL)
    self->file = G_INPUT_STREAM (g_file_read (self->form->file, cancellable, error));
  if (self->file == NULL)
    return -1;
  n = g_input_stream_read (self->file, buffer, MIN (count, (gsize) left), cancellable, error);
  if (n == 0)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_PARTIAL_INPUT,
                           "the file has become shorter while it was sent");
      return -1;
    }
  self->at += MAX (n, 0);
  return n;
}

static gssize
tbk_multipart_stream_read (GInputStream *stream, void *buffer, gsize count, GCancellable *cancellable, GError **error)
{
  TbkMultipartStream *self = TBK_MULTIPART_STREAM (stream);
  const TbkMultipart *form = self->form;
  goffset part = (goffset) form->head->len;
  goffset file = head_length (form);
  goffset tail = file + form->length;

  if (self->at < part)
    return copy_text (self, form->head->str, 0, part, buffer, count);
  if (self->at < file)
    return copy_text (self, form->file_part, part, file - part, buffer, count);
  if (self->at < tail)
    return read_file (self, tail - self->at, buffer, count, cancellable, error);
  return copy_text (self, form->tail, tail, (goffset) strlen (form->tail), buffer, count);
}

static void
tbk_multipart_stream_finalize (GObject *object)
{
  TbkMultipartStream *self = TBK_MULTIPART_STREAM (object);

  tbk_multipart_unref (self->form);
  g_clear_object (&self->file);
  G_OBJECT_CLASS (tbk_multipart_stream_parent_class)->finalize (object);
}

static void
tbk_multipart_stream_class_init (TbkMultipartStreamClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tbk_multipart_stream_finalize;
  G_INPUT_STREAM_CLASS (klass)->read_fn = tbk_multipart_stream_read;
}

static void
tbk_multipart_stream_init (TbkMultipartStream *self)
{
}

GInputStream *
tbk_multipart_open (TbkMultipart *self)
{
  TbkMultipartStream *stream = g_object_new (TBK_TYPE_MULTIPART_STREAM, NULL);

  stream->form = tbk_multipart_ref (self);
  return G_INPUT_STREAM (stream);
}
