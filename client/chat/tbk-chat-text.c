/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-chat-text.h"

#include <string.h>

#include <glib/gi18n.h>

#define LINE_CHARS 200
#define FIRST_STRONG "\xe2\x81\xa8" /* U+2068: what follows has a direction of its own */
#define POP "\xe2\x81\xa9"          /* U+2069 */

/* Marks that turn the direction of text around. */
static gboolean
turns (gunichar c)
{
  return (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069) || c == 0x200e || c == 0x200f || c == 0x061c;
}

/* --- links --- */

static gboolean
ends_link (gunichar c)
{
  return c == 0 || g_unichar_isspace (c) || g_unichar_iscntrl (c) || turns (c) || c == '<' || c == '>' || c == '"'
         || g_unichar_type (c) == G_UNICODE_FORMAT;
}

/* Punctuation that closes the sentence around a link rather than belonging to it. */
static gsize
trim_link (const char *link, gsize length)
{
  while (length > 0 && strchr (".,;:!?'", link[length - 1]) != NULL)
    length--;
  if (length > 0 && link[length - 1] == ')' && memchr (link, '(', length) == NULL)
    length--;
  return length;
}

static gsize
run_length (const char *at)
{
  const char *end = at;

  while (!ends_link (g_utf8_get_char (end)))
    end = g_utf8_next_char (end);
  return (gsize) (end - at);
}

/* Bytes of the address that begins at `at`; 0: none does. */
static gsize
measure_link (const char *at)
{
  static const char *const schemes[] = { "https://", "http://", "mailto:" };

  for (gsize i = 0; i < G_N_ELEMENTS (schemes); i++)
    if (g_ascii_strncasecmp (at, schemes[i], strlen (schemes[i])) == 0)
      {
        gsize length = trim_link (at, run_length (at));

        return length > strlen (schemes[i]) ? length : 0;
      }
  return 0;
}

/* --- mentions --- */

/* Bytes of "@Name" at `at`, of the longest name that fits; 0: none does. */
static gsize
measure_mention (const char *at, const char *const *names)
{
  gsize longest = 0;

  for (guint i = 0; names != NULL && names[i] != NULL; i++)
    {
      gsize length = strlen (names[i]);

      if (length > longest && strncmp (at + 1, names[i], length) == 0)
        longest = length;
    }
  return longest > 0 ? longest + 1 : 0;
}

static gboolean
starts_word (const char *texto, const char *at)
{
  return at == texto || !g_unichar_isalnum (g_utf8_get_char (g_utf8_prev_char (at)));
}

static void
append_escaped (GString *markup, const char *text, gsize length)
{
  g_autofree char *escaped = g_markup_escape_text (text, (gssize) length);

  g_string_append (markup, escaped);
}

/* What a link or mention that begins at `at` looks like. Returns: its bytes, 0 for neither. */
static gsize
append_special (GString *markup, const char *texto, const char *at, const char *const *names)
{
  gsize length = 0;

  if (!starts_word (texto, at))
    return 0;
  if (*at == '@' && (length = measure_mention (at, names)) > 0)
    {
      g_string_append (markup, "<b>");
      append_escaped (markup, at, length);
      g_string_append (markup, "</b>");
    }
  else if ((*at | 0x20) == 'h' || (*at | 0x20) == 'm')
    {
      g_autofree char *escaped = NULL;

      length = measure_link (at);
      if (length == 0)
        return 0;
      escaped = g_markup_escape_text (at, (gssize) length);
      g_string_append_printf (markup, "<a href=\"%s\">%s</a>", escaped, escaped);
    }
  return length;
}

char *
tbk_chat_text_markup (const char *texto, const char *const *names)
{
  g_autofree char *valid = g_utf8_make_valid (texto != NULL ? texto : "", -1);
  GString *markup = g_string_new (NULL);
  const char *plain = valid; /* what is not written yet */

  for (const char *at = valid; *at != '\0';)
    {
      g_autoptr (GString) special = g_string_new (NULL);
      gsize length = append_special (special, valid, at, names);

      if (length == 0)
        {
          at = g_utf8_next_char (at);
          continue;
        }
      append_escaped (markup, plain, (gsize) (at - plain));
      g_string_append (markup, special->str);
      at += length;
      plain = at;
    }
  append_escaped (markup, plain, strlen (plain));
  return g_string_free (markup, FALSE);
}

char *
tbk_chat_text_line (const char *texto)
{
  g_autofree char *valid = g_utf8_make_valid (texto != NULL ? texto : "", -1);
  GString *line = g_string_new (NULL);
  guint n = 0;

  for (const char *at = valid; *at != '\0' && n < LINE_CHARS; at = g_utf8_next_char (at))
    {
      gunichar c = g_utf8_get_char (at);

      if (turns (c))
        continue;
      if (g_unichar_isspace (c) || g_unichar_iscntrl (c))
        c = ' ';
      if (c == ' ' && (line->len == 0 || line->str[line->len - 1] == ' '))
        continue;
      g_string_append_unichar (line, c);
      n++;
    }
  return g_strchomp (g_string_free (line, FALSE));
}

char *
tbk_chat_text_name (const char *name)
{
  return tbk_chat_text_line (name);
}

char *
tbk_chat_text_isolate (const char *name)
{
  g_autofree char *line = tbk_chat_text_line (name);

  return g_strconcat (FIRST_STRONG, line, POP, NULL);
}

char *
tbk_chat_text_trim (const char *texto)
{
  const char *end = texto + strlen (texto);

  while (*texto != '\0' && g_unichar_isspace (g_utf8_get_char (texto)))
    texto = g_utf8_next_char (texto);
  while (end > texto)
    {
      const char *last = g_utf8_prev_char (end);

      if (!g_unichar_isspace (g_utf8_get_char (last)))
        break;
      end = last;
    }
  return end > texto ? g_strndup (texto, (gsize) (end - texto)) : NULL;
}

gssize
tbk_chat_text_find_mention (const char *text)
{
  const char *at = strrchr (text, '@');

  if (at == NULL || !starts_word (text, at) || strchr (at, '\n') != NULL || g_utf8_strlen (at, -1) > 40)
    return -1;
  return at - text;
}

/* --- times --- */

static GDateTime *
local_of (gint64 when)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (when / G_USEC_PER_SEC);

  return utc != NULL ? g_date_time_to_local (utc) : g_date_time_new_from_unix_local (0);
}

/* Local midnight to midnight, whatever summer time does in between. */
static int
days_between (GDateTime *from, GDateTime *to)
{
  GDate a, b;

  g_date_clear (&a, 1);
  g_date_clear (&b, 1);
  g_date_set_dmy (&a, (GDateDay) g_date_time_get_day_of_month (from), g_date_time_get_month (from),
                  (GDateYear) g_date_time_get_year (from));
  g_date_set_dmy (&b, (GDateDay) g_date_time_get_day_of_month (to), g_date_time_get_month (to),
                  (GDateYear) g_date_time_get_year (to));
  return g_date_days_between (&a, &b);
}

gboolean
tbk_chat_time_same_day (gint64 a, gint64 b)
{
  g_autoptr (GDateTime) one = local_of (a);
  g_autoptr (GDateTime) other = local_of (b);

  return days_between (one, other) == 0;
}

char *
tbk_chat_time_day (gint64 when, gint64 now)
{
  g_autoptr (GDateTime) day = local_of (when);
  g_autoptr (GDateTime) today = local_of (now);
  int ago = days_between (day, today);

  if (ago == 0)
    return g_strdup (_ ("Today"));
  if (ago == 1)
    return g_strdup (_ ("Yesterday"));
  if (ago > 1 && ago < 7)
    return g_date_time_format (day, "%A");
  /* Translators: a day, as strftime has it: 12 November 2026 */
  return g_date_time_format (day, _ ("%-d %B %Y"));
}

char *
tbk_chat_time_clock (gint64 when)
{
  g_autoptr (GDateTime) local = local_of (when);

  return g_date_time_format (local, _ ("%H:%M"));
}

char *
tbk_chat_time_short (gint64 when, gint64 now)
{
  g_autoptr (GDateTime) day = local_of (when);
  g_autoptr (GDateTime) today = local_of (now);
  int ago = days_between (day, today);

  if (when == 0)
    return g_strdup ("");
  if (ago == 0)
    return tbk_chat_time_clock (when);
  if (ago == 1)
    return g_strdup (_ ("Yesterday"));
  if (ago > 1 && ago < 7)
    return g_date_time_format (day, "%a");
  return g_date_time_format (day, "%x");
}

/* --- chats --- */

char *
tbk_chat_show_title (TbkRecord *chat)
{
  const char *codigo = tbk_record_get_text (chat, "contrato_codigo");
  const char *otro = tbk_record_get_text (chat, "otro_nombre");

  return tbk_chat_text_name (codigo != NULL ? codigo : otro);
}

char *
tbk_chat_show_subtitle (TbkRecord *chat)
{
  g_autofree char *uno = NULL, *dos = NULL;

  if (tbk_record_get_int (chat, "contrato_id") == 0)
    return tbk_chat_text_name (tbk_record_get_text (chat, "otro_empresa_nombre"));
  uno = tbk_chat_text_isolate (tbk_record_get_text (chat, "empresa2_nombre"));
  dos = tbk_chat_text_isolate (tbk_record_get_text (chat, "empresa1_nombre"));
  return g_strdup_printf ("%s → %s", uno, dos); /* who sells, who buys */
}
