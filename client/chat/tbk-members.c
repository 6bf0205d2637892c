/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-members.h"

#include <string.h>

#include <glib/gi18n.h>

#include "tbk-chat-text.h"
#include "tbk-wire.h"

#define MAX_MENTIONS 50 /* the server's */

struct _TbkMembers
{
  gint64 yo;
  GArray *list; /* (element-type TbkMember) */
};

static void
clear_member (gpointer data)
{
  TbkMember *member = data;

  g_free (member->nombre);
  g_free (member->empresa);
}

TbkMembers *
tbk_members_new (gint64 yo)
{
  TbkMembers *self = g_new0 (TbkMembers, 1);

  self->yo = yo;
  self->list = g_array_new (FALSE, TRUE, sizeof (TbkMember));
  g_array_set_clear_func (self->list, clear_member);
  return self;
}

void
tbk_members_free (TbkMembers *self)
{
  g_array_unref (self->list);
  g_free (self);
}

static TbkMember *
find_in (GArray *list, gint64 id)
{
  for (guint i = 0; i < list->len; i++)
    if (g_array_index (list, TbkMember, i).id == id)
      return &g_array_index (list, TbkMember, i);
  return NULL;
}

static TbkMember
read_member (TbkMembers *self, JsonObject *object)
{
  gint64 id = tbk_wire_get_int (object, "id", 0);
  const TbkMember *before = find_in (self->list, id);
  const char *empresa = tbk_wire_get_text (object, "empresa_nombre");
  TbkMember member = {
    .id = id,
    .nombre = tbk_chat_text_name (tbk_wire_get_text (object, "nombre")),
    .empresa = empresa != NULL ? tbk_chat_text_name (empresa) : NULL,
    .entregado = tbk_wire_get_int (object, "entregado", 0),
    .leido = tbk_wire_get_int (object, "leido", 0),
    .visto = tbk_wire_read_time (tbk_wire_get_text (object, "visto_en")),
  };

  if (before != NULL)
    {
      member.entregado = MAX (member.entregado, before->entregado);
      member.leido = MAX (member.leido, before->leido);
      member.escribe = before->escribe;
    }
  return member;
}

void
tbk_members_fill (TbkMembers *self, JsonArray *items)
{
  GArray *list = g_array_new (FALSE, TRUE, sizeof (TbkMember));
  guint n = MIN (json_array_get_length (items), TBK_MEMBERS_MAX);

  g_array_set_clear_func (list, clear_member);
  for (guint i = 0; i < n; i++)
    {
      TbkMember member = read_member (self, json_array_get_object_element (items, i));

      g_array_append_val (list, member);
    }
  g_array_unref (self->list);
  self->list = list;
}

guint
tbk_members_get_size (TbkMembers *self)
{
  return self->list->len;
}

const TbkMember *
tbk_members_at (TbkMembers *self, guint position)
{
  return position < self->list->len ? &g_array_index (self->list, TbkMember, position) : NULL;
}

const TbkMember *
tbk_members_find (TbkMembers *self, gint64 id)
{
  return find_in (self->list, id);
}

/* --- marks --- */

gboolean
tbk_members_mark (TbkMembers *self, gint64 id, gint64 entregado, gint64 leido)
{
  TbkMember *member = find_in (self->list, id);

  if (member == NULL)
    return FALSE;
  member->leido = MAX (member->leido, leido);
  member->entregado = MAX (MAX (member->entregado, entregado), member->leido);
  return TRUE;
}

gint64
tbk_members_get_entregado (TbkMembers *self)
{
  gint64 most = 0;

  for (guint i = 0; i < self->list->len; i++)
    {
      const TbkMember *member = &g_array_index (self->list, TbkMember, i);

      if (member->id != self->yo)
        most = MAX (most, member->entregado);
    }
  return most;
}

gint64
tbk_members_get_leido (TbkMembers *self)
{
  gint64 most = 0;

  for (guint i = 0; i < self->list->len; i++)
    {
      const TbkMember *member = &g_array_index (self->list, TbkMember, i);

      if (member->id != self->yo)
        most = MAX (most, member->leido);
    }
  return most;
}

char *
tbk_members_list_readers (TbkMembers *self, gint64 numero, gint64 autor_id)
{
  g_autoptr (GString) names = g_string_new (NULL);

  for (guint i = 0; i < self->list->len; i++)
    {
      const TbkMember *member = &g_array_index (self->list, TbkMember, i);
      g_autofree char *name = NULL;

      if (member->id == self->yo || member->id == autor_id || member->leido < numero)
        continue;
      name = tbk_chat_text_isolate (member->nombre);
      g_string_append_printf (names, "%s%s", names->len > 0 ? ", " : "", name);
    }
  return names->len > 0 ? g_strdup (names->str) : NULL;
}

/* --- typing --- */

gboolean
tbk_members_type (TbkMembers *self, gint64 id, gint64 now)
{
  TbkMember *member = find_in (self->list, id);

  if (member != NULL)
    member->escribe = now != 0 ? now + TBK_MEMBERS_TYPING_US : 0;
  return member != NULL;
}

char *
tbk_members_describe_typing (TbkMembers *self, gint64 now)
{
  const TbkMember *first = NULL;
  guint n = 0;
  g_autofree char *name = NULL;

  for (guint i = 0; i < self->list->len; i++)
    {
      const TbkMember *member = &g_array_index (self->list, TbkMember, i);

      if (member->escribe <= now || member->id == self->yo)
        continue;
      first = first != NULL ? first : member;
      n++;
    }
  if (first == NULL)
    return NULL;
  name = tbk_chat_text_isolate (first->nombre);
  if (n == 1)
    return g_strdup_printf (_ ("%s is writing…"), name);
  /* Translators: a name, and how many others */
  return g_strdup_printf (ngettext ("%s and %u more are writing…", "%s and %u more are writing…", n - 1), name, n - 1);
}

/* --- names --- */

static gboolean
is_named (const char *texto, const char *nombre)
{
  g_autofree char *mention = g_strconcat ("@", nombre, NULL);

  return *nombre != '\0' && strstr (texto, mention) != NULL;
}

char *
tbk_members_list_mentions (TbkMembers *self, const char *texto)
{
  g_autoptr (GString) json = g_string_new (NULL);
  guint n = 0;

  for (guint i = 0; i < self->list->len && n < MAX_MENTIONS; i++)
    {
      const TbkMember *member = &g_array_index (self->list, TbkMember, i);

      if (member->id == self->yo || !is_named (texto, member->nombre))
        continue;
      g_string_append_printf (json, "%c%" G_GINT64_FORMAT, n == 0 ? '[' : ',', member->id);
      n++;
    }
  return n > 0 ? g_strconcat (json->str, "]", NULL) : NULL;
}

const char **
tbk_members_list_names (TbkMembers *self)
{
  guint n = MIN (self->list->len, TBK_CHAT_NAMES_MAX);
  const char **names = g_new0 (const char *, n + 1);

  for (guint i = 0; i < n; i++)
    names[i] = g_array_index (self->list, TbkMember, i).nombre;
  return names;
}
