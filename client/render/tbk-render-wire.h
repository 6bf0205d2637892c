/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What the app and its renderer (triboka-render) say to each other. Pure; any thread. Neither side trusts the other:
 * a message that is too long, of no known kind, or not what its kind says is an error, and the end of the connection.
 *
 * A message is a head of 16 bytes (size of what follows, kind, operation, 0, serial, 0) in the machine's own
 * byte order and a GVariant in normal form, of the one type that kind and operation have (tbk_render_wire_type()). */

#define TBK_RENDER_MAX_REQUEST (64 * 1024)     /* bytes of what the app says */
#define TBK_RENDER_MAX_REPLY (8 * 1024 * 1024) /* bytes of what the renderer says */
#define TBK_RENDER_MAX_TILE 1024               /* pixels, each side */
#define TBK_RENDER_MAX_PAGES 20000             /* further pages are not shown */
#define TBK_RENDER_MAX_RANGES 100              /* of a print */
#define TBK_RENDER_MAX_NEED (4 * 1024 * 1024)  /* bytes asked for at once */
#define TBK_RENDER_NO_PAGE G_MAXUINT32         /* a link or title that leads nowhere in the document */
#define TBK_RENDER_MAX_POINTS 1000000.0        /* of a page's side; larger ones count as this */

typedef enum
{
  TBK_RENDER_REQUEST = 1, /* app: do this */
  TBK_RENDER_REPLY,       /* renderer: done, same operation and serial */
  TBK_RENDER_FAILURE,     /* renderer: not done, same operation and serial: (us) TbkRenderError, why */
  TBK_RENDER_NEED,        /* renderer, while it works: (xu) offset, length of the file, which has not come yet */
  TBK_RENDER_HAVE,        /* app, to a need: (xub) the same offset and length; whether it is there now */
} TbkRenderKind;

/* Pages count from 0. Boxes are x1, y1, x2, y2 in points from the upper left corner of the page as it is read. */
typedef enum
{
  TBK_RENDER_OPEN = 1, /* (ssxb) password, kind of file ("pdf", "image"), bytes, whether all have come; the file goes with
                        * it -> (uu) pages, TbkRenderMay */
  TBK_RENDER_SIZES,    /* (uu) first page, pages -> a(dd) width, height in points */
  TBK_RENDER_TILE,     /* (uduuuuu) page, pixels a point, quarter turns clockwise, x, y, width, height in pixels; memory of
                        * width * height * 4 bytes goes with it -> () ARGB, as cairo has it */
  TBK_RENDER_TEXT,     /* (u) page -> (sa(dddd)) text, a box for each character */
  TBK_RENDER_SEARCH,   /* (us) page, words -> a(dddd) */
  TBK_RENDER_OUTLINE,  /* () -> a(usu) depth, title, page or TBK_RENDER_NO_PAGE */
  TBK_RENDER_LINKS,    /* (u) page -> a(ddddus) box, page or TBK_RENDER_NO_PAGE, address or "" */
  TBK_RENDER_PRINT,    /* a(uu) first page, pages of each range; an empty file goes with it -> () a PDF in it */
} TbkRenderOp;

typedef enum
{
  TBK_RENDER_MAY_PRINT = 1 << 0,
  TBK_RENDER_MAY_COPY = 1 << 1,
} TbkRenderMay;

#define TBK_RENDER_ERROR (tbk_render_error_quark ())
GQuark tbk_render_error_quark (void);
typedef enum
{
  TBK_RENDER_ERROR_DAMAGED = 1, /* not what it says it is, or broken */
  TBK_RENDER_ERROR_LOCKED,      /* wants a password, or another one */
  TBK_RENDER_ERROR_TOO_LARGE,
  TBK_RENDER_ERROR_AWAY,     /* a part of the file did not come */
  TBK_RENDER_ERROR_PROTOCOL, /* the other side does not keep to the above */
  TBK_RENDER_ERROR_TIME,     /* the renderer took too long and was ended; only the app says so */
  TBK_RENDER_ERROR_DIED,     /* the renderer ended by itself; only the app says so */
} TbkRenderError;

typedef struct
{
  TbkRenderKind kind;
  TbkRenderOp op; /* of a need and its answer: that of the request under way */
  guint32 serial;
  GVariant *args;
} TbkRenderMessage;

void tbk_render_message_clear (TbkRenderMessage *message);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TbkRenderMessage, tbk_render_message_clear)

/* Returns: (transfer none) (nullable): the type of what a message carries; NULL where there is no such message. */
const GVariantType *tbk_render_wire_type (TbkRenderKind kind, TbkRenderOp op);

/* Sinks `args`, which must be of the message's type. Returns: (transfer full) (nullable): NULL when it would be longer
 * than allowed. */
GBytes *tbk_render_wire_pack (TbkRenderKind kind, TbkRenderOp op, guint32 serial, GVariant *args);

typedef enum
{
  TBK_RENDER_TAKEN,
  TBK_RENDER_MORE, /* the message is not whole yet */
  TBK_RENDER_BAD,  /* `error` is set (TBK_RENDER_ERROR_PROTOCOL) */
} TbkRenderTaken;

/* Takes the first message off `in`, bytes as they came. `from_renderer`: who said them, and with it which kinds and
 * sizes are allowed. `out` must be cleared when it was taken. */
TbkRenderTaken tbk_render_wire_take (GByteArray *in, gboolean from_renderer, TbkRenderMessage *out, GError **error);

/* Whether a box read from a message lies in the order and range that it should: finite, x1 <= x2, y1 <= y2. */
gboolean tbk_render_box_is_sound (double x1, double y1, double x2, double y2);

G_END_DECLS
