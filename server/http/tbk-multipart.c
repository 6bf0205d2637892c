/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-multipart.h"

#include <string.h>

#include "tbk-problem.h"

#define BOUNDARY_PUNCTUATION "'()+_,-./:=? "

typedef enum
{
  START,     /* the first boundary, with or without a CR LF before it */
  SEPARATOR, /* after a boundary: CR LF, or two dashes */
  HEAD,
  DATA,
  EPILOGUE, /* after the last boundary: at most one CR LF */
  BROKEN,
} State;

struct _TbkMultipart
{
  const TbkMultipartHandlers *handlers;
  gpointer user_data;
  char delimiter[TBK_MULTIPART_MAX_BOUNDARY_BYTES + 5]; /* CR LF, two dashes, the boundary */
  gsize delimiter_length;
  State state;
  GByteArray *rest; /* read and not yet understood: a head, or what may become a delimiter */
  guint n_parts;
};

typedef struct
{
  char *name;
  char *filename;
  char *extended; /* filename*, which wins */
} Disposition;

static void
disposition_clear (Disposition *disposition)
{
  g_free (disposition->name);
  g_free (disposition->filename);
  g_free (disposition->extended);
}

static gboolean
refuse (GError **error, const char *what)
{
  tbk_problem_set (error, 400, "the form is malformed: %s", what);
  return FALSE;
}

/* --- parameters: name=value and name="value" after a semicolon
 * ------------------------------------------------------ */

static const char *
skip_space (const char *at)
{
  while (*at == ' ' || *at == '\t')
    at++;
  return at;
}

static gboolean
is_token (char c)
{
  return g_ascii_isalnum (c) || (c != '\0' && strchr ("!#$%&'*+-.^_`|~", c) != NULL);
}

/* After the first quote. A backslash escapes a quote or itself, and is one otherwise, as in a path
 * of another system. */
static const char *
read_quoted (const char *at, GString *value)
{
  for (; *at != '\0'; at++)
    {
      if (*at == '"')
        return at + 1;
      if (*at == '\\' && (at[1] == '"' || at[1] == '\\'))
        at++;
      g_string_append_c (value, *at);
    }
  return NULL;
}

/* An extended value has no character that ends it, as it should be: libsoup 3.2 leaves quotes,
 * semicolons and percent signs of a name as they are in it. So it goes on to the end of the line,
 * or to a parameter that we know. */
static const char *
read_extended (const char *at, GString *value)
{
  static const char *const next[] = { "; filename=", ";filename=", "; name=", ";name=" };
  const char *end = at + strlen (at);

  for (guint i = 0; i < G_N_ELEMENTS (next); i++)
    {
      const char *found = strstr (at, next[i]);
      end = found != NULL && found < end ? found : end;
    }
  g_string_append_len (value, at, end - at);
  return end;
}

/* One "; name=value". Returns: what follows, or NULL where it is none. */
static const char *
read_parameter (const char *at, char **name, char **value)
{
  g_autoptr (GString) text = g_string_new (NULL);
  const char *start;

  at = skip_space (at);
  if (*at != ';')
    return NULL;
  start = at = skip_space (at + 1);
  while (is_token (*at))
    at++;
  if (at == start || *at != '=')
    return NULL;
  *name = g_ascii_strdown (start, at - start);
  at++;
  if (strcmp (*name, "filename*") == 0)
    at = read_extended (at, text);
  else if (*at == '"')
    at = read_quoted (at + 1, text);
  else
    for (; is_token (*at); at++)
      g_string_append_c (text, *at);
  *value = g_string_free (g_steal_pointer (&text), FALSE);
  return at;
}

static gboolean
is_boundary (const char *text)
{
  gsize length = strlen (text);

  for (gsize i = 0; i < length; i++)
    if (!g_ascii_isalnum (text[i]) && strchr (BOUNDARY_PUNCTUATION, text[i]) == NULL)
      return FALSE;
  return length > 0 && length <= TBK_MULTIPART_MAX_BOUNDARY_BYTES && text[length - 1] != ' ';
}

static char *
find_boundary (const char *content_type)
{
  const char *at = content_type + strcspn (content_type, "; \t");

  while (at != NULL && *skip_space (at) != '\0')
    {
      g_autofree char *name = NULL;
      g_autofree char *value = NULL;

      at = read_parameter (at, &name, &value);
      if (at != NULL && strcmp (name, "boundary") == 0)
        return is_boundary (value) ? g_steal_pointer (&value) : NULL;
    }
  return NULL;
}

/* --- the head of a part
 * ---------------------------------------------------------------------------------------------- */

/* Forms write a quote and line ends of a name as %22, %0D and %0A, and nothing else so. */
static char *
unescape_quotes (const char *text)
{
  g_autoptr (GString) plain = g_string_new (text);

  g_string_replace (plain, "%22", "\"", 0);
  g_string_replace (plain, "%0D", " ", 0);
  g_string_replace (plain, "%0A", " ", 0);
  return g_string_free (g_steal_pointer (&plain), FALSE);
}

/* RFC 5987: charset'language'percent-encoded; a percent sign that begins no byte is one. Returns: (nullable). */
static char *
decode_extended (const char *value)
{
  g_autoptr (GString) plain = g_string_new (NULL);
  const char *at = strchr (value, '\'');

  if (g_ascii_strncasecmp (value, "UTF-8'", 6) != 0 || (at = strchr (at + 1, '\'')) == NULL)
    return NULL;
  for (at++; *at != '\0'; at++)
    {
      gboolean byte = *at == '%' && g_ascii_isxdigit (at[1]) && g_ascii_isxdigit (at[2]);

      g_string_append_c (plain, byte ? (char) (g_ascii_xdigit_value (at[1]) << 4 | g_ascii_xdigit_value (at[2])) : *at);
      at += byte ? 2 : 0;
    }
  return strlen (plain->str) == plain->len ? g_string_free (g_steal_pointer (&plain), FALSE) : NULL;
}

static gboolean
set_once (char **slot, char *value)
{
  gboolean first = *slot == NULL;

  if (first)
    *slot = value;
  else
    g_free (value);
  return first && value != NULL;
}

static gboolean
take_parameter (Disposition *disposition, const char *name, const char *value)
{
  if (strcmp (name, "name") == 0)
    return set_once (&disposition->name, unescape_quotes (value));
  if (strcmp (name, "filename") == 0)
    return set_once (&disposition->filename, unescape_quotes (value));
  if (strcmp (name, "filename*") == 0)
    return set_once (&disposition->extended, decode_extended (value));
  return TRUE;
}

static gboolean
read_disposition (const char *value, Disposition *disposition)
{
  const char *at = value;

  if (g_ascii_strncasecmp (at, "form-data", strlen ("form-data")) != 0)
    return FALSE;
  at += strlen ("form-data");
  while (*skip_space (at) != '\0')
    {
      g_autofree char *name = NULL;
      g_autofree char *text = NULL;

      at = read_parameter (at, &name, &text);
      if (at == NULL || !take_parameter (disposition, name, text))
        return FALSE;
    }
  return TRUE;
}

/* "Name: value"; of those that are not looked at no more is asked. */
static gboolean
take_field (char *line, Disposition *disposition, gboolean *disposed)
{
  char *colon = strchr (line, ':');
  const char *value;

  for (const char *at = line; at != colon; at++)
    if (!is_token (*at))
      return FALSE;
  if (colon == NULL || colon == line)
    return FALSE;
  *colon = '\0';
  value = g_strstrip (colon + 1);
  if (g_ascii_strcasecmp (line, "Content-Transfer-Encoding") == 0)
    return g_ascii_strcasecmp (value, "binary") == 0 || g_ascii_strcasecmp (value, "8bit") == 0
           || g_ascii_strcasecmp (value, "7bit") == 0;
  if (g_ascii_strcasecmp (line, "Content-Disposition") != 0)
    return TRUE;
  if (*disposed)
    return FALSE;
  *disposed = TRUE;
  return read_disposition (value, disposition);
}

static gboolean
is_text (const char *text)
{
  if (!g_utf8_validate (text, -1, NULL))
    return FALSE;
  for (; *text != '\0'; text++)
    if (g_ascii_iscntrl (*text) && *text != '\t')
      return FALSE;
  return TRUE;
}

static gboolean
read_lines (char **lines, Disposition *disposition)
{
  gboolean disposed = FALSE;

  for (guint i = 0; lines[i] != NULL; i++)
    if (!is_text (lines[i]) || !take_field (lines[i], disposition, &disposed))
      return FALSE;
  return disposed && disposition->name != NULL && is_text (disposition->name)
         && (disposition->filename == NULL || is_text (disposition->filename))
         && (disposition->extended == NULL || is_text (disposition->extended));
}

/* `text`: the lines of a head, without the empty one. */
static gboolean
begin_part (TbkMultipart *multipart, const char *text, gsize length, GError **error)
{
  g_autofree char *copy = g_strndup (text, length);
  g_auto (GStrv) lines = NULL;
  Disposition disposition = { 0 };
  const char *filename;
  gboolean ok = FALSE;

  if (memchr (text, '\0', length) != NULL)
    return refuse (error, "a part's head holds a NUL");
  lines = g_strsplit (copy, "\r\n", -1);
  if (read_lines (lines, &disposition))
    {
      filename = disposition.extended != NULL ? disposition.extended : disposition.filename;
      ok = multipart->handlers->begin (disposition.name, filename, multipart->user_data, error);
    }
  else
    refuse (error, "a part's head is not as it should be");
  disposition_clear (&disposition);
  return ok;
}

/* --- the body, state by state ------------------------------------------------------------------------------------- */

typedef enum
{
  GO_ON,
  NEED_MORE,
  FAILED,
} Step;

static Step
fail (GError **error, const char *what)
{
  refuse (error, what);
  return FAILED;
}

static Step
step_start (TbkMultipart *multipart, const guint8 *at, gsize left, gsize *taken, GError **error)
{
  /* A line end before the first boundary belongs to it as to all others; without one it begins at the dashes. */
  gsize skip = left > 0 && at[0] == '\r' ? 0 : 2;
  gsize wanted = multipart->delimiter_length - skip;

  if (memcmp (at, multipart->delimiter + skip, MIN (left, wanted)) != 0)
    return fail (error, "it does not begin with its boundary");
  if (left < wanted)
    return NEED_MORE;
  *taken = wanted;
  multipart->state = SEPARATOR;
  return GO_ON;
}

static Step
step_separator (TbkMultipart *multipart, const guint8 *at, gsize left, gsize *taken, GError **error)
{
  if (left < 2)
    return NEED_MORE;
  *taken = 2;
  if (memcmp (at, "--", 2) == 0)
    multipart->state = EPILOGUE;
  else if (memcmp (at, "\r\n", 2) != 0)
    return fail (error, "its boundary does not end its line");
  else if (++multipart->n_parts > TBK_MULTIPART_MAX_PARTS)
    return fail (error, "it has too many parts");
  else
    multipart->state = HEAD;
  return GO_ON;
}

static Step
step_head (TbkMultipart *multipart, const guint8 *at, gsize left, gsize *taken, GError **error)
{
  const guint8 *end = memmem (at, left, "\r\n\r\n", 4);

  if (end == NULL && left < TBK_MULTIPART_MAX_HEAD_BYTES + strlen ("\r\n\r\n"))
    return NEED_MORE;
  if (end == NULL || end - at > TBK_MULTIPART_MAX_HEAD_BYTES)
    return fail (error, "a part's head is too long");
  if (!begin_part (multipart, (const char *) at, (gsize) (end - at), error))
    return FAILED;
  *taken = (gsize) (end - at) + 4;
  multipart->state = DATA;
  return GO_ON;
}

/* How many bytes at the end of this could be the beginning of a delimiter. */
static gsize
may_begin (const TbkMultipart *multipart, const guint8 *at, gsize left)
{
  gsize longest = MIN (left, multipart->delimiter_length - 1);

  for (const guint8 *cr = memchr (at + left - longest, '\r', longest); cr != NULL;)
    {
      gsize length = (gsize) (at + left - cr);

      if (memcmp (cr, multipart->delimiter, length) == 0)
        return length;
      cr = memchr (cr + 1, '\r', length - 1);
    }
  return 0;
}

static gboolean
hand_on (TbkMultipart *multipart, const guint8 *data, gsize length, GError **error)
{
  return length == 0 || multipart->handlers->data (data, length, multipart->user_data, error);
}

static Step
step_data (TbkMultipart *multipart, const guint8 *at, gsize left, gsize *taken, GError **error)
{
  const guint8 *end = memmem (at, left, multipart->delimiter, multipart->delimiter_length);
  gsize n = end != NULL ? (gsize) (end - at) : left - may_begin (multipart, at, left);

  if (!hand_on (multipart, at, n, error))
    return FAILED;
  *taken = n;
  if (end == NULL)
    return NEED_MORE;
  if (!multipart->handlers->end (multipart->user_data, error))
    return FAILED;
  *taken += multipart->delimiter_length;
  multipart->state = SEPARATOR;
  return GO_ON;
}

static Step
step_epilogue (TbkMultipart *multipart, const guint8 *at, gsize left, gsize *taken, GError **error)
{
  /* One line end may follow, and is kept so that a second is seen. */
  if (left > 2 || memcmp (at, "\r\n", left) != 0)
    return fail (error, "something follows its end");
  return NEED_MORE;
}

static Step
step (TbkMultipart *multipart, const guint8 *at, gsize left, gsize *taken, GError **error)
{
  switch (multipart->state)
    {
    case START:
      return step_start (multipart, at, left, taken, error);
    case SEPARATOR:
      return step_separator (multipart, at, left, taken, error);
    case HEAD:
      return step_head (multipart, at, left, taken, error);
    case DATA:
      return step_data (multipart, at, left, taken, error);
    case EPILOGUE:
      return step_epilogue (multipart, at, left, taken, error);
    default:
      return fail (error, "it was refused before");
    }
}

TbkMultipart *
tbk_multipart_new (const char *content_type, const TbkMultipartHandlers *handlers, gpointer user_data, GError **error)
{
  g_autofree char *boundary = find_boundary (content_type);
  TbkMultipart *multipart;

  if (boundary == NULL)
    {
      refuse (error, "its Content-Type names no boundary");
      return NULL;
    }
  multipart = g_new0 (TbkMultipart, 1);
  multipart->handlers = handlers;
  multipart->user_data = user_data;
  multipart->delimiter_length = (gsize) g_snprintf (multipart->delimiter, sizeof multipart->delimiter, "\r\n--%s",
                                                    boundary);
  multipart->rest = g_byte_array_new ();
  return multipart;
}

void
tbk_multipart_free (TbkMultipart *multipart)
{
  if (multipart == NULL)
    return;
  g_byte_array_unref (multipart->rest);
  g_free (multipart);
}

/* Returns: how many bytes were understood. */
static gsize
walk (TbkMultipart *multipart, const guint8 *data, gsize length, GError **error)
{
  gsize at = 0;
  Step result = GO_ON;

  while (result == GO_ON && at < length)
    {
      gsize taken = 0;

      result = step (multipart, data + at, length - at, &taken, error);
      at += taken;
    }
  if (result == FAILED)
    multipart->state = BROKEN;
  return at;
}

gboolean
tbk_multipart_feed (TbkMultipart *multipart, const guint8 *data, gsize length, GError **error)
{
  gsize used;

  if (multipart->rest->len > 0)
    {
      g_byte_array_append (multipart->rest, data, (guint) length);
      used = walk (multipart, multipart->rest->data, multipart->rest->len, error);
      if (used > 0)
        g_byte_array_remove_range (multipart->rest, 0, (guint) used);
    }
  else
    {
      used = walk (multipart, data, length, error);
      g_byte_array_append (multipart->rest, data + used, (guint) (length - used));
    }
  return multipart->state != BROKEN;
}

gboolean
tbk_multipart_finish (const TbkMultipart *multipart, GError **error)
{
  gsize left = multipart->rest->len;

  if (multipart->state == EPILOGUE && (left == 0 || left == 2))
    return TRUE;
  return refuse (error, "it ends early");
}
