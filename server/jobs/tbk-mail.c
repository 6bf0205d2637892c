/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-mail.h"

#include <gmime/gmime.h>
#include <string.h>

#define CHARSET "utf-8"

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GMimeDataWrapper, g_object_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GMimeFormatOptions, g_mime_format_options_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GMimeMessage, g_object_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GMimeMultipart, g_object_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GMimePart, g_object_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GMimeStream, g_object_unref)

void
tbk_mail_begin (void)
{
  g_mime_init ();
}

void
tbk_mail_end (void)
{
  g_mime_shutdown ();
}

/* On one line. Returns: (transfer full). */
static char *
line_of (const char *text)
{
  char *line = g_strdup (text);

  for (char *at = line; *at != '\0'; at++)
    if (g_ascii_iscntrl (*at))
      *at = ' ';
  return g_strstrip (line);
}

static void
add_address (GMimeMessage *message, GMimeAddressType type, const char *name, const char *address)
{
  g_autofree char *line = line_of (name);

  g_mime_message_add_mailbox (message, type, line, address);
}

static void
add_text (GMimeMultipart *both, const char *subtype, const char *text, const char *language)
{
  g_autoptr (GMimePart) part = g_mime_part_new_with_type ("text", subtype);
  g_autoptr (GMimeStream) stream = g_mime_stream_mem_new_with_buffer (text, strlen (text));
  g_autoptr (GMimeDataWrapper) content = g_mime_data_wrapper_new_with_stream (stream, GMIME_CONTENT_ENCODING_DEFAULT);

  /* A GMimeTextPart would take the smallest charset that does. */
  g_mime_object_set_content_type_parameter (GMIME_OBJECT (part), "charset", CHARSET);
  g_mime_part_set_content (part, content);
  g_mime_part_set_content_encoding (part, GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE);
  g_mime_object_set_header (GMIME_OBJECT (part), "Content-Language", language, NULL);
  g_mime_multipart_add (both, GMIME_OBJECT (part));
}

static void
set_fields (GMimeMessage *message, const TbkMail *mail)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autofree char *subject = line_of (mail->subject);
  const char *at = strrchr (mail->from, '@');
  g_autofree char *id = g_strconcat (mail->id, at != NULL ? at : "@localhost", NULL);

  add_address (message, GMIME_ADDRESS_TYPE_FROM, mail->from_name, mail->from);
  add_address (message, GMIME_ADDRESS_TYPE_TO, mail->to_name, mail->to);
  g_mime_message_set_subject (message, subject, CHARSET);
  g_mime_message_set_date (message, now);
  g_mime_message_set_message_id (message, id);
  /* No vacation notice answers it (RFC 3834). */
  g_mime_object_set_header (GMIME_OBJECT (message), "Auto-Submitted", "auto-generated", NULL);
}

GBytes *
tbk_mail_write (const TbkMail *mail)
{
  g_autoptr (GMimeMessage) message = g_mime_message_new (TRUE);
  g_autoptr (GMimeMultipart) both = g_mime_multipart_new_with_subtype ("alternative");
  g_autoptr (GMimeFormatOptions) options = g_mime_format_options_new ();
  g_autoptr (GMimeStream) stream = g_mime_stream_mem_new ();
  GByteArray *bytes;

  set_fields (message, mail);
  add_text (both, "plain", mail->text, mail->language);
  add_text (both, "html", mail->html, mail->language); /* the last one is what a reader that can prefers */
  g_mime_message_set_mime_part (message, GMIME_OBJECT (both));
  g_mime_format_options_set_newline_format (options, GMIME_NEWLINE_FORMAT_DOS);
  g_mime_object_write_to_stream (GMIME_OBJECT (message), options, stream);
  bytes = g_mime_stream_mem_get_byte_array (GMIME_STREAM_MEM (stream));
  return g_bytes_new (bytes->data, bytes->len);
}
