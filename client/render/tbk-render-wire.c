/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-render-wire.h"

#include <math.h>
#include <string.h>

G_DEFINE_QUARK (tbk - render - error - quark, tbk_render_error)

typedef struct
{
  guint32 size; /* of what follows */
  guint8 kind;
  guint8 op;
  guint16 zero;
  guint32 serial;
  guint32 more_zero; /* what follows is aligned to 8 bytes, as a GVariant wants it */
} Head;
G_STATIC_ASSERT (sizeof (Head) == 16);

/* clang-format off */
static const struct
{
  const char *request;
  const char *reply;
} types[] = {
  [TBK_RENDER_OPEN]    = { "(ssxb)",     "(uu)" },
  [TBK_RENDER_SIZES]   = { "(uu)",       "a(dd)" },
  [TBK_RENDER_TILE]    = { "(uduuuuu)",  "()" },
  [TBK_RENDER_TEXT]    = { "(u)",        "(sa(dddd))" },
  [TBK_RENDER_SEARCH]  = { "(us)",       "a(dddd)" },
  [TBK_RENDER_OUTLINE] = { "()",         "a(usu)" },
  [TBK_RENDER_LINKS]   = { "(u)",        "a(ddddus)" },
  [TBK_RENDER_PRINT]   = { "a(uu)",      "()" },
};
/* clang-format on */

void
tbk_render_message_clear (TbkRenderMessage *message)
{
  g_clear_pointer (&message->args, g_variant_unref);
}

const GVariantType *
tbk_render_wire_type (TbkRenderKind kind, TbkRenderOp op)
{
  if (op < TBK_RENDER_OPEN || op >= G_N_ELEMENTS (types))
    return NULL;
  switch (kind)
    {
    case TBK_RENDER_REQUEST:
      return G_VARIANT_TYPE (types[op].request);
    case TBK_RENDER_REPLY:
      return G_VARIANT_TYPE (types[op].reply);
    case TBK_RENDER_FAILURE:
      return G_VARIANT_TYPE ("(us)");
    case TBK_RENDER_NEED:
      return G_VARIANT_TYPE ("(xu)");
    case TBK_RENDER_HAVE:
      return G_VARIANT_TYPE ("(xub)");
    }
  return NULL;
}

static gboolean
is_of_renderer (TbkRenderKind kind)
{
  return kind == TBK_RENDER_REPLY || kind == TBK_RENDER_FAILURE || kind == TBK_RENDER_NEED;
}

static gsize
max_size (gboolean from_renderer)
{
  return from_renderer ? TBK_RENDER_MAX_REPLY : TBK_RENDER_MAX_REQUEST;
}

GBytes *
tbk_render_wire_pack (TbkRenderKind kind, TbkRenderOp op, guint32 serial, GVariant *args)
{
  g_autoptr (GVariant) owned = g_variant_ref_sink (args);
  gsize size = g_variant_get_size (owned);
  Head head = { .size = (guint32) size, .kind = (guint8) kind, .op = (guint8) op, .serial = serial };
  guint8 *bytes;

  g_return_val_if_fail (g_variant_is_of_type (owned, tbk_render_wire_type (kind, op)), NULL);

  if (size > max_size (is_of_renderer (kind)))
    return NULL;
  bytes = g_malloc (sizeof head + size);
  memcpy (bytes, &head, sizeof head);
  g_variant_store (owned, bytes + sizeof head);
  return g_bytes_new_take (bytes, sizeof head + size);
}

static TbkRenderTaken
bad (GError **error, const char *what, guint value)
{
  g_set_error (error, TBK_RENDER_ERROR, TBK_RENDER_ERROR_PROTOCOL, "%s %u", what, value);
  return TBK_RENDER_BAD;
}

static TbkRenderTaken
check_head (const Head *head, gboolean from_renderer, GError **error)
{
  if (tbk_render_wire_type (head->kind, head->op) == NULL || is_of_renderer (head->kind) != from_renderer)
    return bad (error, "no message of this kind is expected:", head->kind * 256u + head->op);
  if (head->zero != 0 || head->more_zero != 0)
    return bad (error, "not zero:", head->zero + head->more_zero);
  if (head->size > max_size (from_renderer))
    return bad (error, "a message is too long:", head->size);
  return TBK_RENDER_TAKEN;
}

TbkRenderTaken
tbk_render_wire_take (GByteArray *in, gboolean from_renderer, TbkRenderMessage *out, GError **error)
{
  Head head;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GVariant) args = NULL;

  if (in->len < sizeof head)
    return TBK_RENDER_MORE;
  memcpy (&head, in->data, sizeof head);
  if (check_head (&head, from_renderer, error) == TBK_RENDER_BAD)
    return TBK_RENDER_BAD;
  if (in->len - sizeof head < head.size)
    return TBK_RENDER_MORE;

  bytes = g_bytes_new (in->data + sizeof head, head.size);
  args = g_variant_ref_sink (g_variant_new_from_bytes (tbk_render_wire_type (head.kind, head.op), bytes, FALSE));
  if (!g_variant_is_normal_form (args))
    return bad (error, "what a message carries is not of its type:", head.kind * 256u + head.op);
  g_byte_array_remove_range (in, 0, (guint) (sizeof head + head.size));
  *out = (TbkRenderMessage){ head.kind, head.op, head.serial, g_steal_pointer (&args) };
  return TBK_RENDER_TAKEN;
}

gboolean
tbk_render_box_is_sound (double x1, double y1, double x2, double y2)
{
  return isfinite (x1) && isfinite (y1) && isfinite (x2) && isfinite (y2) && x1 <= x2 && y1 <= y2
         && fabs (x1) <= TBK_RENDER_MAX_POINTS && fabs (y1) <= TBK_RENDER_MAX_POINTS
         && fabs (x2) <= TBK_RENDER_MAX_POINTS && fabs (y2) <= TBK_RENDER_MAX_POINTS;
}
