/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* Who is in a chat, how far each has received and read, who is writing just now. No I/O, no signals. One owner, main
 * thread. Times are microseconds. */
typedef struct _TbkMembers TbkMembers;

#define TBK_MEMBERS_MAX 1000
#define TBK_MEMBERS_TYPING_US (6 * G_TIME_SPAN_SECOND) /* one who says no more has stopped */

typedef struct
{
  gint64 id;
  char *nombre;
  char *empresa; /* nullable */
  gint64 entregado;
  gint64 leido;
  gint64 visto;   /* since the epoch, the server's clock; 0: never */
  gint64 escribe; /* until when, monotonic; 0: does not */
} TbkMember;

/* `yo`: who looks. */
TbkMembers *tbk_members_new (gint64 yo);
void tbk_members_free (TbkMembers *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TbkMembers, tbk_members_free)

/* As the server lists them; marks that were heard of since never go back. */
void tbk_members_fill (TbkMembers *self, JsonArray *items);
guint tbk_members_get_size (TbkMembers *self);
/* Returns: (transfer none) (nullable). */
const TbkMember *tbk_members_at (TbkMembers *self, guint position);
const TbkMember *tbk_members_find (TbkMembers *self, gint64 id);

/* Returns: FALSE for someone who is not known. */
gboolean tbk_members_mark (TbkMembers *self, gint64 id, gint64 entregado, gint64 leido);
/* How far anyone but oneself is. */
gint64 tbk_members_get_entregado (TbkMembers *self);
gint64 tbk_members_get_leido (TbkMembers *self);
/* "Ana, Luis": who has read that one, but for its author and oneself. Returns: (transfer full) (nullable). */
char *tbk_members_list_readers (TbkMembers *self, gint64 numero, gint64 autor_id);

/* `now`: monotonic; 0: that one has stopped. Returns: FALSE for someone who is not known. */
gboolean tbk_members_type (TbkMembers *self, gint64 id, gint64 now);
/* "Ana is writing…". Returns: (transfer full) (nullable): NULL when nobody is. */
char *tbk_members_describe_typing (TbkMembers *self, gint64 now);

/* Those whom `texto` names by "@Name". Returns: (transfer full) (nullable): JSON, "[3,4]". */
char *tbk_members_list_mentions (TbkMembers *self, const char *texto);
/* Returns: (transfer container): the names, NULL-terminated. */
const char **tbk_members_list_names (TbkMembers *self);

G_END_DECLS
