/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-head.h"

#include <string.h>

typedef struct
{
  const char *name; /* lower case */
  const char *value;
} Field;

struct _TbkHead
{
  const char *method;
  const char *path;
  const char *query;
  gboolean http_1_0;
  gboolean close;
  gboolean expects_continue;
  TbkFraming framing;
  guint64 content_length;
  guint n_fields;
  Field *fields;
  char *text; /* the head's own copy, cut by NULs */
};

/* Fields that may stand once: a second one means that two readers can disagree. */
static const char *const single_fields[] = {
  "authorization",
  "content-length",
  "content-type",
  "expect",
  "host",
  "idempotency-key",
  "if-match",
  "transfer-encoding",
};

static gboolean
is_token_char (char c)
{
  return g_ascii_isalnum (c) || (c != '\0' && strchr ("!#$%&'*+-.^_`|~", c) != NULL);
}

static gboolean
is_value_char (char c)
{
  return c == '\t' || ((guchar) c >= 0x20 && c != 0x7f);
}

static gboolean
is_target_char (char c)
{
  return c > 0x20 && c < 0x7f && c != '#';
}

static gboolean
is_token (const char *text)
{
  if (*text == '\0')
    return FALSE;
  for (; *text != '\0'; text++)
    if (!is_token_char (*text))
      return FALSE;
  return TRUE;
}

/* A line ends in CR LF and nowhere else: a lone CR or LF is where readers part. */
static gboolean
has_lone_line_end (const char *data, gsize length)
{
  const char *end = data + length;

  for (const char *at = memchr (data, '\n', length); at != NULL; at = memchr (at + 1, '\n', end - at - 1))
    if (at == data || at[-1] != '\r')
      return TRUE;
  for (const char *at = memchr (data, '\r', length); at != NULL; at = memchr (at + 1, '\r', end - at - 1))
    if (at + 1 < end && at[1] != '\n')
      return TRUE;
  return FALSE;
}

/* What can be said of a head whose end has not come. */
static TbkHeadResult
judge_partial (const char *data, gsize length, int *status)
{
  if (memchr (data, '\0', length) != NULL || has_lone_line_end (data, length))
    *status = 400;
  else if (length > TBK_HEAD_MAX_TARGET_BYTES + 64 && memchr (data, '\n', length) == NULL)
    *status = 414;
  else if (length >= TBK_HEAD_MAX_BYTES)
    *status = 431;
  else
    return TBK_HEAD_MORE;
  return TBK_HEAD_BAD;
}

/* Cuts `text` at its next CR LF. Returns: the line after. */
static char *
cut_line (char *text)
{
  char *end = strstr (text, "\r\n");

  *end = '\0';
  return end + 2;
}

static int
parse_version (TbkHead *head, const char *version)
{
  if (strcmp (version, "HTTP/1.1") == 0)
    return 0;
  if (strcmp (version, "HTTP/1.0") == 0)
    {
      head->http_1_0 = TRUE;
      return 0;
    }
  if (strlen (version) == 8 && g_str_has_prefix (version, "HTTP/") && g_ascii_isdigit (version[5])
      && version[6] == '.' && g_ascii_isdigit (version[7]))
    return 505;
  return 400;
}

static gboolean
is_host (const char *text, gsize length)
{
  for (gsize i = 0; i < length; i++)
    if (!g_ascii_isalnum (text[i]) && strchr ("-._:[]~%", text[i]) == NULL)
      return FALSE;
  return length > 0;
}

/* "https://host/path" -> "/path": the host says nothing to us. Returns: NULL when it is not of that form. */
static char *
skip_authority (char *target)
{
  char *host = strstr (target, "//") + 2;
  gsize length = strcspn (host, "/?");

  return is_host (host, length) && host[length] == '/' ? host + length : NULL;
}

/* What does not decode is refused here, so that no route has to. */
static gboolean
is_path (const char *path)
{
  g_autofree char *decoded = strchr (path, '%') != NULL ? tbk_uri_decode (path, strlen (path), FALSE) : NULL;

  return strchr (path, '%') == NULL || decoded != NULL;
}

/* "/path?query", or "https://host/path?query". */
static int
parse_target (TbkHead *head, char *target)
{
  char *query;

  if (strlen (target) > TBK_HEAD_MAX_TARGET_BYTES)
    return 414;
  for (const char *at = target; *at != '\0'; at++)
    if (!is_target_char (*at))
      return 400;
  if (strcmp (head->method, "CONNECT") == 0 || strcmp (target, "*") == 0)
    return 405;
  if (g_str_has_prefix (target, "https://") || g_str_has_prefix (target, "http://"))
    target = skip_authority (target);
  if (target == NULL || *target != '/')
    return 400;

  query = strchr (target, '?');
  if (query != NULL)
    *query++ = '\0';
  head->path = target;
  head->query = query;
  return is_path (target) ? 0 : 400;
}

static int
parse_request_line (TbkHead *head, char *line)
{
  char *target = strchr (line, ' ');
  char *version = target != NULL ? strchr (target + 1, ' ') : NULL;
  int status;

  if (version == NULL)
    return 400;
  *target++ = '\0';
  *version++ = '\0';
  head->method = line;
  if (!is_token (line) || strlen (line) > 16)
    return 400;
  status = parse_version (head, version);
  return status != 0 ? status : parse_target (head, target);
}

static int
parse_field (TbkHead *head, char *line)
{
  char *value = strchr (line, ':');
  char *name = line;

  if (value == NULL)
    return 400;
  *value++ = '\0';
  if (!is_token (name))
    return 400;
  for (char *at = name; *at != '\0'; at++)
    *at = g_ascii_tolower (*at);

  while (*value == ' ' || *value == '\t')
    value++;
  for (const char *at = value; *at != '\0'; at++)
    if (!is_value_char (*at))
      return 400;
  for (gsize n = strlen (value); n > 0 && (value[n - 1] == ' ' || value[n - 1] == '\t'); n--)
    value[n - 1] = '\0';

  head->fields[head->n_fields].name = name;
  head->fields[head->n_fields].value = value;
  head->n_fields++;
  return 0;
}

static gboolean
has_repeated_field (const TbkHead *head)
{
  for (guint s = 0; s < G_N_ELEMENTS (single_fields); s++)
    {
      guint n = 0;

      for (guint i = 0; i < head->n_fields; i++)
        n += strcmp (head->fields[i].name, single_fields[s]) == 0;
      if (n > 1)
        return TRUE;
    }
  return FALSE;
}

static int
read_length (TbkHead *head, const char *text)
{
  gsize n = strlen (text);

  if (n == 0 || strspn (text, "0123456789") != n)
    return 400;
  if (n > 15)
    return 413;
  head->content_length = g_ascii_strtoull (text, NULL, 10);
  head->framing = head->content_length > 0 ? TBK_FRAMING_LENGTH : TBK_FRAMING_NONE;
  return 0;
}

static int
read_framing (TbkHead *head)
{
  const char *length = tbk_head_get_field (head, "content-length");
  const char *coding = tbk_head_get_field (head, "transfer-encoding");

  if (coding != NULL && (length != NULL || head->http_1_0))
    return 400;
  if (length != NULL)
    return read_length (head, length);
  if (coding == NULL)
    return 0;
  if (g_ascii_strcasecmp (coding, "chunked") != 0)
    return 501;
  head->framing = TBK_FRAMING_CHUNKED;
  return 0;
}

static void
read_connection (TbkHead *head, const char *value)
{
  g_auto (GStrv) options = g_strsplit (value, ",", -1);

  for (guint i = 0; options[i] != NULL; i++)
    head->close |= g_ascii_strcasecmp (g_strstrip (options[i]), "close") == 0;
}

static int
read_fields (TbkHead *head)
{
  const char *host = tbk_head_get_field (head, "host");
  g_autofree char *connection = tbk_head_join_fields (head, "connection");
  const char *expect = tbk_head_get_field (head, "expect");

  if (has_repeated_field (head))
    return 400;
  if (host == NULL ? !head->http_1_0 : !is_host (host, strlen (host)))
    return 400;
  if (connection != NULL)
    read_connection (head, connection);
  if (expect != NULL && g_ascii_strcasecmp (expect, "100-continue") != 0)
    return 417;
  head->expects_continue = expect != NULL && !head->http_1_0;
  return read_framing (head);
}

static int
parse_lines (TbkHead *head, guint max_fields)
{
  char *next = cut_line (head->text);
  int status = parse_request_line (head, head->text);

  while (status == 0 && *next != '\0')
    {
      char *line = next;

      next = cut_line (line);
      if (head->n_fields == max_fields)
        return 431;
      status = parse_field (head, line);
    }
  return status != 0 ? status : read_fields (head);
}

static guint
count_lines (const char *data, gsize length)
{
  guint n = 0;
  const char *end = data + length;

  for (const char *at = data; (at = memchr (at, '\n', end - at)) != NULL; at++)
    n++;
  return n;
}

TbkHeadResult
tbk_head_parse (const char *data, gsize length, TbkHead **out, gsize *taken, int *status)
{
  const char *end = memmem (data, MIN (length, TBK_HEAD_MAX_BYTES), "\r\n\r\n", 4);
  g_autoptr (TbkHead) head = NULL;
  guint max_fields;
  gsize size;

  if (end == NULL)
    return judge_partial (data, length, status);

  size = end + 2 - data;
  *status = 400;
  if (memchr (data, '\0', size) != NULL || has_lone_line_end (data, size))
    return TBK_HEAD_BAD;

  max_fields = MIN (count_lines (data, size) - 1, TBK_HEAD_MAX_FIELDS);
  head = g_malloc0 (sizeof (TbkHead) + max_fields * sizeof (Field) + size + 1);
  head->fields = (Field *) (head + 1);
  head->text = (char *) (head->fields + max_fields);
  memcpy (head->text, data, size);

  *status = parse_lines (head, max_fields);
  if (*status != 0)
    return TBK_HEAD_BAD;
  *taken = size + 2;
  *out = g_steal_pointer (&head);
  return TBK_HEAD_DONE;
}

void
tbk_head_free (TbkHead *head)
{
  g_free (head);
}

const char *
tbk_head_get_method (const TbkHead *head)
{
  return head->method;
}

const char *
tbk_head_get_path (const TbkHead *head)
{
  return head->path;
}

const char *
tbk_head_get_query (const TbkHead *head)
{
  return head->query;
}

gboolean
tbk_head_wants_close (const TbkHead *head)
{
  return head->close || head->http_1_0;
}

gboolean
tbk_head_is_http_1_0 (const TbkHead *head)
{
  return head->http_1_0;
}

gboolean
tbk_head_expects_continue (const TbkHead *head)
{
  return head->expects_continue;
}

TbkFraming
tbk_head_get_framing (const TbkHead *head)
{
  return head->framing;
}

guint64
tbk_head_get_content_length (const TbkHead *head)
{
  return head->content_length;
}

const char *
tbk_head_get_field (const TbkHead *head, const char *name)
{
  for (guint i = 0; i < head->n_fields; i++)
    if (g_ascii_strcasecmp (head->fields[i].name, name) == 0)
      return head->fields[i].value;
  return NULL;
}

char *
tbk_head_join_fields (const TbkHead *head, const char *name)
{
  g_autoptr (GString) joined = NULL;

  for (guint i = 0; i < head->n_fields; i++)
    {
      if (g_ascii_strcasecmp (head->fields[i].name, name) != 0)
        continue;
      if (joined == NULL)
        joined = g_string_new (NULL);
      else
        g_string_append (joined, ", ");
      g_string_append (joined, head->fields[i].value);
    }
  return joined != NULL ? g_string_free (g_steal_pointer (&joined), FALSE) : NULL;
}

char *
tbk_uri_decode (const char *text, gsize length, gboolean plus)
{
  g_autofree char *decoded = g_malloc (length + 1);
  gsize n = 0;

  for (gsize i = 0; i < length; i++)
    {
      int c = (guchar) text[i];

      if (c == '%')
        {
          if (i + 2 >= length || !g_ascii_isxdigit (text[i + 1]) || !g_ascii_isxdigit (text[i + 2]))
            return NULL;
          c = g_ascii_xdigit_value (text[i + 1]) * 16 + g_ascii_xdigit_value (text[i + 2]);
          i += 2;
        }
      else if (c == '+' && plus)
        c = ' ';
      if ((c < 0x20 && c != '\t' && c != '\n' && c != '\r') || c == 0x7f)
        return NULL;
      decoded[n++] = c;
    }
  decoded[n] = '\0';
  return g_utf8_validate (decoded, n, NULL) ? g_steal_pointer (&decoded) : NULL;
}
