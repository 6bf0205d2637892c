/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-lineas.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "tbk-problem.h"

#define PIECE_BYTES (64 * 1024)

struct _TbkLineas
{
  int fd;
  gsize max;
  off_t offset;
  gboolean begun;
  gboolean ended;   /* the file has no more */
  GIConv converter; /* from UTF-16; -1: none */
  guint8 raw[PIECE_BYTES];
  gsize raw_size; /* of a character that the next piece goes on with */
  GString *text;  /* UTF-8, or Windows-1252 where it is not */
  gsize at;       /* what of it was given */
  char *converted;
};

#define NO_CONVERTER ((GIConv) -1)

TbkLineas *
tbk_lineas_new (int fd, gsize max)
{
  TbkLineas *self = g_new0 (TbkLineas, 1);

  self->fd = fd;
  self->max = max;
  self->converter = NO_CONVERTER;
  self->text = g_string_sized_new (2 * PIECE_BYTES);
  return self;
}

void
tbk_lineas_free (TbkLineas *self)
{
  if (self == NULL)
    return;
  if (self->converter != NO_CONVERTER)
    g_iconv_close (self->converter);
  g_string_free (self->text, TRUE);
  g_free (self->converted);
  g_free (self);
}

/* By the mark that it begins with, or by the zeros that Latin letters have in UTF-16. Takes the mark off. */
static void
guess_encoding (TbkLineas *self)
{
  const guint8 *raw = self->raw;
  gsize size = self->raw_size, mark = 0;
  const char *from = NULL;

  if (size >= 3 && raw[0] == 0xef && raw[1] == 0xbb && raw[2] == 0xbf)
    mark = 3;
  else if (size >= 2 && raw[0] == 0xff && raw[1] == 0xfe)
    from = "UTF-16LE", mark = 2;
  else if (size >= 2 && raw[0] == 0xfe && raw[1] == 0xff)
    from = "UTF-16BE", mark = 2;
  else if (size >= 4 && raw[0] != 0 && raw[1] == 0 && raw[3] == 0)
    from = "UTF-16LE";
  else if (size >= 4 && raw[0] == 0 && raw[1] != 0 && raw[2] == 0)
    from = "UTF-16BE";
  if (from != NULL)
    self->converter = g_iconv_open ("UTF-8", from);
  self->raw_size -= mark;
  memmove (self->raw, self->raw + mark, self->raw_size);
}

/* What is no UTF-16 becomes U+FFFD, one unit after the other, and is refused with its line as a number or a name. */
static void
convert_raw (TbkLineas *self)
{
  char out[2 * PIECE_BYTES];
  gchar *from = (gchar *) self->raw;
  gsize left = self->raw_size;

  while (left > 0)
    {
      gchar *to = out;
      gsize room = sizeof out;
      gsize result = g_iconv (self->converter, &from, &left, &to, &room);
      int code = errno;

      g_string_append_len (self->text, out, to - out);
      if (result == (gsize) -1 && code == EINVAL && !self->ended)
        break;
      if (result == (gsize) -1 && code != E2BIG)
        {
          gsize skip = MIN (left, 2);

          g_string_append (self->text, "\xef\xbf\xbd");
          from += skip;
          left -= skip;
        }
    }
  memmove (self->raw, from, left);
  self->raw_size = left;
}

static gboolean
read_more (TbkLineas *self, GError **error)
{
  gssize n;

  do
    n = pread (self->fd, self->raw + self->raw_size, sizeof self->raw - self->raw_size, self->offset);
  while (n < 0 && errno == EINTR);
  if (n < 0)
    {
      tbk_problem_set (error, 500, "the file cannot be read: %s", g_strerror (errno));
      return FALSE;
    }
  self->offset += n;
  self->raw_size += (gsize) n;
  self->ended = n == 0;
  g_string_erase (self->text, 0, (gssize) self->at);
  self->at = 0;
  if (!self->begun && self->raw_size < 4 && !self->ended)
    return TRUE;
  if (!self->begun)
    guess_encoding (self);
  self->begun = TRUE;
  if (self->converter != NO_CONVERTER)
    convert_raw (self);
  else
    {
      g_string_append_len (self->text, (const char *) self->raw, (gssize) self->raw_size);
      self->raw_size = 0;
    }
  return TRUE;
}

/* Passes over what is left of a line that is too long. */
static gboolean
skip_line (TbkLineas *self, GError **error)
{
  for (;;)
    {
      char *end = memchr (self->text->str + self->at, '\n', self->text->len - self->at);

      self->at = end != NULL ? (gsize) (end + 1 - self->text->str) : self->text->len;
      if (end != NULL || self->ended)
        return TRUE;
      if (!read_more (self, error))
        return FALSE;
    }
}

/* As UTF-8; what it is none of either is said. */
static char *
decode (TbkLineas *self, char *line, gsize length, const char **why)
{
  while (length > 0 && line[length - 1] == '\r')
    length--;
  line[length] = '\0';
  if (memchr (line, '\0', length) != NULL)
    *why = "has a zero byte";
  if (*why != NULL || g_utf8_validate (line, (gssize) length, NULL))
    return line;
  g_free (self->converted);
  self->converted = g_convert (line, (gssize) length, "UTF-8", "WINDOWS-1252", NULL, NULL, NULL);
  if (self->converted != NULL)
    return self->converted;
  *why = "is neither UTF-8 nor Windows-1252";
  return line;
}

char *
tbk_lineas_next (TbkLineas *self, const char **why, GError **error)
{
  char *line, *end;
  gsize length;

  *why = NULL;
  for (;;)
    {
      gsize left = self->text->len - self->at;

      line = self->text->str + self->at;
      end = memchr (line, '\n', left);
      if (end != NULL || left > self->max || (self->ended && left > 0))
        break;
      if (self->ended || !read_more (self, error))
        return NULL;
    }
  length = end != NULL ? (gsize) (end - line) : self->text->len - self->at;
  if (length > self->max)
    {
      *why = "the line is too long";
      return skip_line (self, error) ? self->text->str + self->text->len : NULL;
    }
  if (end == NULL)
    *why = "the line has no end: the file may be cut";
  self->at += length + (end != NULL);
  return decode (self, line, length, why);
}
