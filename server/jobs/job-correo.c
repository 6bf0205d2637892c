/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n.h>
#include <string.h>

#include "tbk-catalogue.h"
#include "tbk-job.h"
#include "tbk-json.h"
#include "tbk-mail.h"
#include "tbk-news.h"
#include "tbk-smtp.h"

/* Mails one usuario what waits for that: one notificacion by itself, several as one digest. */

#define MAX_LISTED 20

typedef struct
{
  char *usuario_id;
  char *email; /* NULL: there is nothing to mail any more */
  char *nombre;
  char *idioma;
  GString *ids; /* "{7,8}", as PostgreSQL reads it */
  guint n;
  GPtrArray *news; /* (element-type TbkNews): the newest, MAX_LISTED at most */
} Letter;

static void
letter_free (gpointer data)
{
  Letter *letter = data;

  g_free (letter->usuario_id);
  g_free (letter->email);
  g_free (letter->nombre);
  g_free (letter->idioma);
  g_string_free (letter->ids, TRUE);
  g_ptr_array_unref (letter->news);
  g_free (letter);
}

static void
add_row (Letter *letter, const TbkRows *rows, guint row)
{
  g_autoptr (JsonObject) datos = NULL;

  g_string_append_printf (letter->ids, "%s%s", row > 0 ? "," : "", tbk_rows_text (rows, row, "id"));
  letter->n++;
  if (letter->news->len == MAX_LISTED)
    return;
  datos = tbk_json_parse_object (tbk_rows_text (rows, row, "datos"), -1, NULL);
  if (datos != NULL)
    g_ptr_array_add (letter->news, tbk_news_new (tbk_rows_text (rows, row, "tipo"), datos, letter->idioma));
}

static gboolean
read_letter (TbkTx *tx, TbkJobTurn *turn, GError **error)
{
  g_autoptr (JsonObject) datos = tbk_json_parse_object (turn->datos, -1, error);
  g_autoptr (TbkValues) values = tbk_values_new ();
  g_autoptr (TbkRows) rows = NULL;
  Letter *letter;

  if (datos == NULL)
    return FALSE;
  letter = g_new0 (Letter, 1);
  letter->usuario_id = g_strdup_printf ("%" G_GINT64_FORMAT, json_object_get_int_member (datos, "usuario_id"));
  letter->ids = g_string_new ("{");
  letter->news = g_ptr_array_new_with_free_func ((GDestroyNotify) tbk_news_free);
  turn->state = letter;
  tbk_values_set (values, "usuario_id", letter->usuario_id);
  rows = tbk_tx_many (tx, "correo_leer", values, error);
  if (rows == NULL)
    return FALSE;
  if (tbk_rows_count (rows) > 0)
    {
      letter->email = g_strdup (tbk_rows_text (rows, 0, "email"));
      letter->nombre = g_strdup (tbk_rows_text (rows, 0, "nombre"));
      letter->idioma = g_strdup (tbk_rows_text (rows, 0, "idioma"));
    }
  for (guint i = 0; i < tbk_rows_count (rows); i++)
    add_row (letter, rows, i);
  g_string_append_c (letter->ids, '}');
  return TRUE;
}

/* `format` has one %u. */
static char *
say_count (const char *language, const char *format, guint n)
{
  g_autofree char *number = g_strdup_printf ("%u", n);
  g_auto (GStrv) parts = g_strsplit (tbk_translate (language, format), "%u", 2);

  return g_strjoinv (number, parts);
}

static char *
subject_of (const Letter *letter)
{
  if (letter->n == 1 && letter->news->len == 1)
    return g_strdup (((TbkNews *) letter->news->pdata[0])->title);
  return say_count (letter->idioma, N_ ("%u news from Triboka"), letter->n);
}

static const char *
hint (const Letter *letter)
{
  return tbk_translate (letter->idioma,
                        N_ ("You get this because you asked for news by mail. Open Triboka to "
                            "answer or to read more; there, in "
                            "Preferences, you choose what is mailed, or that nothing is."));
}

/* Returns: (transfer full) (nullable): that there is more than is listed. */
static char *
more (const Letter *letter)
{
  if (letter->n <= letter->news->len)
    return NULL;
  return say_count (letter->idioma, N_ ("And %u more."), letter->n - letter->news->len);
}

static char *
write_text (const Letter *letter)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *rest = more (letter);

  for (guint i = 0; i < letter->news->len; i++)
    {
      const TbkNews *news = letter->news->pdata[i];

      g_string_append_printf (text, "%s\n", news->title);
      if (*news->text != '\0')
        g_string_append_printf (text, "%s\n", news->text);
      g_string_append_c (text, '\n');
    }
  if (rest != NULL)
    g_string_append_printf (text, "%s\n\n", rest);
  g_string_append_printf (text, "-- \n%s\n", hint (letter));
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
append_element (GString *html, const char *element, const char *text)
{
  g_autofree char *escaped = g_markup_escape_text (text, -1);
  g_auto (GStrv) lines = g_strsplit (escaped, "\n", -1);
  g_autofree char *broken = g_strjoinv ("<br>\n", lines);

  g_string_append_printf (html, "<%s>%s</%s>\n", element, broken, element);
}

static char *
write_html (const Letter *letter, const char *subject)
{
  g_autoptr (GString) html = g_string_new (NULL);
  g_autofree char *rest = more (letter);
  g_autofree char *title = g_markup_escape_text (subject, -1);

  g_string_append_printf (html,
                          "<!DOCTYPE html>\n<html lang=\"%s\">\n<head><meta "
                          "charset=\"utf-8\"><title>%s</title></head>\n<body>\n",
                          letter->idioma, title);
  for (guint i = 0; i < letter->news->len; i++)
    {
      const TbkNews *news = letter->news->pdata[i];

      append_element (html, "h3", news->title);
      if (*news->text != '\0')
        append_element (html, "p", news->text);
    }
  if (rest != NULL)
    append_element (html, "p", rest);
  g_string_append (html, "<hr>\n");
  append_element (html, "small", hint (letter));
  g_string_append (html, "</body>\n</html>\n");
  return g_string_free (g_steal_pointer (&html), FALSE);
}

/* The same for the same notificaciones: a mail that came although its answer was lost, and comes
 * again, is known by it. */
static char *
id_of (const Letter *letter)
{
  g_autofree char *whole = g_strconcat (letter->usuario_id, " ", letter->ids->str, NULL);
  g_autofree char *sum = g_compute_checksum_for_string (G_CHECKSUM_SHA256, whole, -1);

  return g_strdup_printf ("triboka-%.32s", sum);
}

static gboolean
send_letter (TbkJobTurn *turn, GError **error)
{
  const Letter *letter = turn->state;
  const TbkConfig *config = turn->config;
  g_autofree char *subject = NULL, *text = NULL, *html = NULL, *id = NULL;
  g_autoptr (GBytes) message = NULL;

  if (letter->email == NULL || config->smtp_host == NULL)
    return TRUE;
  subject = subject_of (letter);
  text = write_text (letter);
  html = write_html (letter, subject);
  id = id_of (letter);
  message = tbk_mail_write (&(TbkMail){ .from_name = "Triboka",
                                        .from = config->smtp_from,
                                        .to_name = letter->nombre,
                                        .to = letter->email,
                                        .subject = subject,
                                        .text = text,
                                        .html = html,
                                        .language = letter->idioma,
                                        .id = id });
  return tbk_smtp_send (config, letter->email, message, turn->cancellable, error);
}

static gboolean
mark (TbkTx *tx, TbkJobTurn *turn, GError **error)
{
  const Letter *letter = turn->state;
  g_autoptr (TbkValues) values = tbk_values_new ();

  tbk_values_set (values, "usuario_id", letter->usuario_id);
  tbk_values_set (values, "ids", letter->ids->str);
  return tbk_tx_exec (tx, "correo_hecho", values, NULL, error);
}

const TbkJob tbk_job_correo = {
  .tipo = "correo",
  .read = read_letter,
  .send = send_letter,
  .run = mark,
  .forget = letter_free,
};
