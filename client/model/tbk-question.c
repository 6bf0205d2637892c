/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-question.h"

#include "tbk-wire.h"

void
tbk_question_init (TbkQuestion *question)
{
  question->filters = tbk_values_new ();
  question->base_filters = tbk_values_new ();
}

void
tbk_question_clear (TbkQuestion *question)
{
  g_clear_pointer (&question->path, g_free);
  g_clear_pointer (&question->q, g_free);
  g_clear_pointer (&question->orden, g_free);
  g_clear_pointer (&question->filters, tbk_values_free);
  g_clear_pointer (&question->base_filters, tbk_values_free);
}

static const char *
text_or_null (const char *text)
{
  return text != NULL && text[0] != '\0' ? text : NULL;
}

static gboolean
set_text (char **place, const char *text)
{
  if (g_strcmp0 (*place, text) == 0)
    return FALSE;
  g_free (*place);
  *place = g_strdup (text);
  return TRUE;
}

gboolean
tbk_question_set_path (TbkQuestion *question, const char *path)
{
  return set_text (&question->path, path);
}

gboolean
tbk_question_set_q (TbkQuestion *question, const char *q)
{
  return set_text (&question->q, text_or_null (q));
}

gboolean
tbk_question_set_orden (TbkQuestion *question, const char *orden)
{
  return set_text (&question->orden, text_or_null (orden));
}

gboolean
tbk_question_set_filter (TbkValues *filters, const char *name, const char *text)
{
  if (g_strcmp0 (tbk_values_get (filters, name), text_or_null (text)) == 0)
    return FALSE;
  if (text_or_null (text) != NULL)
    tbk_values_set (filters, name, text);
  else
    tbk_values_unset (filters, name);
  return TRUE;
}

gboolean
tbk_question_clear_filters (TbkQuestion *question)
{
  if (!tbk_question_is_filtered (question))
    return FALSE;
  tbk_values_free (question->filters);
  question->filters = tbk_values_new ();
  g_clear_pointer (&question->q, g_free);
  return TRUE;
}

gboolean
tbk_question_is_filtered (const TbkQuestion *question)
{
  return question->q != NULL || tbk_values_size (question->filters) > 0;
}

char *
tbk_question_build_path (const TbkQuestion *question, guint page, guint page_size, const char *after)
{
  g_autoptr (TbkValues) query = tbk_values_copy (question->base_filters);
  g_autofree char *collection = g_strconcat ("/", question->resource->collection, NULL);

  tbk_values_merge (query, question->filters);
  tbk_values_set (query, "q", question->q);
  tbk_values_set (query, "orden", question->orden);
  tbk_values_set_int (query, "page_size", page_size);
  if (after != NULL)
    tbk_values_set (query, "despues", after);
  else
    tbk_values_set_int (query, "page", page);
  return tbk_wire_path (question->path != NULL ? question->path : collection, query);
}
