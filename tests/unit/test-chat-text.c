/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-chat-text.h"
#include "tbk-wire.h"

#include "unit-cases.h"

#define RLO "\xe2\x80\xae" /* U+202E: what follows runs from right to left */

typedef struct
{
  const char *texto;
  const char *markup;
} MarkupCase;

#define LINK(uri) "<a href=\"" uri "\">" uri "</a>"
static const MarkupCase markup_cases[] = {
  { "Buenos días", "Buenos días" },
  { "<b>&\"'", "&lt;b&gt;&amp;&quot;&apos;" },
  { "</span><a href='x'>", "&lt;/span&gt;&lt;a href=&apos;x&apos;&gt;" },
  { "ver https://sri.ec/a?b=1&c=2.", "ver " LINK ("https://sri.ec/a?b=1&amp;c=2") "." },
  { "(http://x.ec/a)", "(" LINK ("http://x.ec/a") ")" },
  { "http://x.ec/a_(b)", LINK ("http://x.ec/a_(b)") },
  { "HTTPS://X.ec", LINK ("HTTPS://X.ec") },
  { "mailto:ana@x.ec, sí", LINK ("mailto:ana@x.ec") ", sí" },
  { "https://", "https://" },
  { "xhttps://x.ec", "xhttps://x.ec" },
  { "javascript:alert(1) file:///etc/passwd", "javascript:alert(1) file:///etc/passwd" },
  { "https://x.ec/\" onclick=\"x", LINK ("https://x.ec/") "&quot; onclick=&quot;x" },
  { "https://x.ec/" RLO "fdp.exe", LINK ("https://x.ec/") RLO "fdp.exe" },
  { "@Luis Mora, @Luis y a@Luis", "<b>@Luis Mora</b>, <b>@Luis</b> y a@Luis" },
  { "@<i>", "<b>@&lt;i&gt;</b>" },
  { "corte \xc3", "corte \xef\xbf\xbd" },
  { "", "" },
};

static void
test_markup (gconstpointer data)
{
  static const char *const names[] = { "Luis", "Luis Mora", "<i>", NULL };
  const MarkupCase *c = data;
  g_autofree char *markup = tbk_chat_text_markup (c->texto, names);

  g_assert_cmpstr (markup, ==, c->markup);
}

typedef struct
{
  const char *texto;
  const char *line;
} LineCase;

static const LineCase line_cases[] = {
  { "uno\n\n  dos\ttres ", "uno dos tres" },
  { RLO "fdp.exe", "fdp.exe" },
  { " \n ", "" },
  { "", "" },
  { NULL, "" },
  { "a\x01"
    "b",
    "a b" },
};

static void
test_line (gconstpointer data)
{
  const LineCase *c = data;
  g_autofree char *line = tbk_chat_text_line (c->texto);

  g_assert_cmpstr (line, ==, c->line);
}

static const LineCase trim_cases[] = {
  { "  hola\n que tal \n", "hola\n que tal" },
  { "\xc2\xa0hola\xe2\x80\x83", "hola" },
  { " \n\t", NULL },
  { "", NULL },
};

static void
test_trim (gconstpointer data)
{
  const LineCase *c = data;
  g_autofree char *text = tbk_chat_text_trim (c->texto);

  g_assert_cmpstr (text, ==, c->line);
}

typedef struct
{
  const char *text;
  gssize at;
} MentionCase;

static const MentionCase mention_cases[] = {
  { "@", 0 },
  { "hola @lu", 5 },
  { "(@lu", 1 },
  { "ana@x.ec", -1 },
  { "@a\nb", -1 },
  { "hola", -1 },
  { "", -1 },
};

static void
test_mention (gconstpointer data)
{
  const MentionCase *c = data;

  g_assert_cmpint (tbk_chat_text_find_mention (c->text), ==, c->at);
}

typedef struct
{
  const char *when;
  const char *now;
  const char *day;
} DayCase;

static const DayCase day_cases[] = {
  { "2026-11-28T10:00:00Z", "2026-11-28T23:00:00Z", "Today" },
  { "2026-11-27T23:59:59Z", "2026-11-28T00:00:01Z", "Yesterday" },
  { "2026-11-25T10:00:00Z", "2026-11-28T10:00:00Z", "Wednesday" },
  { "2026-11-21T10:00:00Z", "2026-11-28T10:00:00Z", "21 November 2026" },
  { "2026-11-29T10:00:00Z", "2026-11-28T10:00:00Z", "29 November 2026" }, /* a clock that is behind */
  { "2025-12-31T23:00:00Z", "2026-01-01T01:00:00Z", "Yesterday" },
};

static void
test_day (gconstpointer data)
{
  const DayCase *c = data;
  gint64 when = tbk_wire_read_time (c->when), now = tbk_wire_read_time (c->now);
  g_autofree char *day = tbk_chat_time_day (when, now);

  g_assert_cmpstr (day, ==, c->day);
  g_assert_true (tbk_chat_time_same_day (when, now) == g_str_equal (c->day, "Today"));
}

static void
test_read (void)
{
  g_assert_cmpint (tbk_wire_read_time ("1970-01-01T00:00:01.5Z"), ==, 1500000);
  g_assert_cmpint (tbk_wire_read_time ("ayer"), ==, 0);
  g_assert_cmpint (tbk_wire_read_time (NULL), ==, 0);
}

int
main (int argc, char **argv)
{
  g_setenv ("TZ", "UTC", TRUE);
  g_test_init (&argc, &argv, NULL);
  unit_add_cases ("/chat-text/markup", markup_cases, test_markup);
  unit_add_cases ("/chat-text/line", line_cases, test_line);
  unit_add_cases ("/chat-text/trim", trim_cases, test_trim);
  unit_add_cases ("/chat-text/mention", mention_cases, test_mention);
  unit_add_cases ("/chat-text/day", day_cases, test_day);
  g_test_add_func ("/chat-text/read", test_read);
  return g_test_run ();
}
