/* SPDX-License-Identifier: GPL-3.0-or-later */
/* triboka-render: opens one document for the app, in a process of its own, so that what a hostile file does to the
 * libraries that read it does nothing to the app. The socket to the app is descriptor 3. */
#include <string.h>
#include <unistd.h>

#include <cairo.h>

#include "tbk-render-jail.h"
#include "tbk-render-stream.h"
#include "tbk-render-tile.h"

#define SOCKET 3
#define MAX_SECONDS 20 /* of the processor, a request; the app's own limit is shorter, and counts time */
#define MAX_PRINT_SECONDS 180
#define MAX_SIZES 1000 /* pages asked for at once */

typedef struct
{
  TbkRenderPort port;
  GInputStream *stream;
  TbkRenderDocument *doc; /* NULL: not open */
  TbkRenderKept kept;
} Renderer;

static GVariant *
refuse (GError **error, const char *what)
{
  g_set_error (error, TBK_RENDER_ERROR, TBK_RENDER_ERROR_PROTOCOL, "%s", what);
  return NULL;
}

/* By its mark; the stream stands at the start again. */
static gboolean
is_tiff (GInputStream *stream)
{
  char mark[4] = { 0 };
  gsize got = 0;

  g_input_stream_read_all (stream, mark, sizeof mark, &got, NULL, NULL);
  g_seekable_seek (G_SEEKABLE (stream), 0, G_SEEK_SET, NULL, NULL);
  return memcmp (mark, "II*\0", sizeof mark) == 0 || memcmp (mark, "MM\0*", sizeof mark) == 0;
}

static TbkRenderDocument *
open_kind (Renderer *self, const char *kind, goffset size, const char *password, GError **error)
{
  if (strcmp (kind, "image") != 0)
    return tbk_render_pdf_open (self->stream, size, password, error);
  return is_tiff (self->stream) ? tbk_render_tiff_open (self->stream, size, error)
                                : tbk_render_image_open (self->stream, error);
}

static GVariant *
answer_open (Renderer *self, GVariant *args, int fd, GError **error)
{
  const char *password, *kind;
  gint64 size;
  gboolean complete;

  if (self->doc != NULL || fd < 0)
    return refuse (error, "there is a document already, or none came");
  g_variant_get (args, "(&s&sxb)", &password, &kind, &size, &complete);
  if (size < 0)
    return refuse (error, "no such size");
  g_clear_object (&self->stream);
  self->stream = tbk_render_stream_new (&self->port, dup (fd), size, complete);
  self->doc = open_kind (self, kind, size, password, error);
  return self->doc != NULL ? g_variant_new ("(uu)", self->doc->n_pages, (guint) self->doc->may) : NULL;
}

static GVariant *
answer_sizes (Renderer *self, GVariant *args, int fd, GError **error)
{
  GVariantBuilder builder;
  guint first, n;

  g_variant_get (args, "(uu)", &first, &n);
  if (first >= self->doc->n_pages || n > MIN (MAX_SIZES, self->doc->n_pages - first))
    return refuse (error, "no such pages");
  g_variant_builder_init (&builder, G_VARIANT_TYPE ("a(dd)"));
  for (guint i = 0; i < n; i++)
    {
      double width = 612.0, height = 792.0; /* a page that cannot be read still takes its place */

      tbk_render_document_size (self->doc, first + i, &width, &height);
      g_variant_builder_add (&builder, "(dd)", width, height);
    }
  return g_variant_builder_end (&builder);
}

static GVariant *
answer_tile (Renderer *self, GVariant *args, int fd, GError **error)
{
  return tbk_render_tile (self->doc, &self->kept, args, fd, error) ? g_variant_new ("()") : NULL;
}

static GVariant *
answer_text (Renderer *self, GVariant *args, int fd, GError **error)
{
  guint page;

  g_variant_get (args, "(u)", &page);
  if (page >= self->doc->n_pages)
    return refuse (error, "no such page");
  return self->doc->klass->text != NULL ? self->doc->klass->text (self->doc, page)
                                        : g_variant_new ("(sa(dddd))", "", NULL);
}

static GVariant *
answer_search (Renderer *self, GVariant *args, int fd, GError **error)
{
  guint page;
  const char *words;

  g_variant_get (args, "(u&s)", &page, &words);
  if (page >= self->doc->n_pages || words[0] == '\0')
    return refuse (error, "no such page, or no words");
  return self->doc->klass->search != NULL ? self->doc->klass->search (self->doc, page, words)
                                          : g_variant_new ("a(dddd)", NULL);
}

static GVariant *
answer_outline (Renderer *self, GVariant *args, int fd, GError **error)
{
  return self->doc->klass->outline != NULL ? self->doc->klass->outline (self->doc) : g_variant_new ("a(usu)", NULL);
}

static GVariant *
answer_links (Renderer *self, GVariant *args, int fd, GError **error)
{
  guint page;

  g_variant_get (args, "(u)", &page);
  if (page >= self->doc->n_pages)
    return refuse (error, "no such page");
  return self->doc->klass->links != NULL ? self->doc->klass->links (self->doc, page)
                                         : g_variant_new ("a(ddddus)", NULL);
}

static GVariant *
answer_print (Renderer *self, GVariant *args, int fd, GError **error)
{
  tbk_render_jail_allow_seconds (MAX_PRINT_SECONDS);
  return tbk_render_print (self->doc, args, fd, error) ? g_variant_new ("()") : NULL;
}

typedef GVariant *(*Answer) (Renderer *self, GVariant *args, int fd, GError **error);

static const Answer answers[] = {
  [TBK_RENDER_OPEN] = answer_open,
  [TBK_RENDER_SIZES] = answer_sizes,
  [TBK_RENDER_TILE] = answer_tile,
  [TBK_RENDER_TEXT] = answer_text,
  [TBK_RENDER_SEARCH] = answer_search,
  [TBK_RENDER_OUTLINE] = answer_outline,
  [TBK_RENDER_LINKS] = answer_links,
  [TBK_RENDER_PRINT] = answer_print,
};

static gboolean
file_failed (Renderer *self)
{
  return self->stream != NULL && tbk_render_stream_has_failed (TBK_RENDER_STREAM (self->stream));
}

static void
answer (Renderer *self, const TbkRenderMessage *request)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) made = NULL;
  int fd = tbk_render_port_take_passed (&self->port);

  tbk_render_jail_allow_seconds (MAX_SECONDS);
  if (self->doc == NULL && request->op != TBK_RENDER_OPEN)
    refuse (&error, "nothing is open");
  else
    made = answers[request->op](self, request->args, fd, &error);
  if (made != NULL)
    g_variant_ref_sink (made);
  if (fd >= 0)
    close (fd);

  if (file_failed (self))
    {
      g_clear_error (&error);
      g_set_error (&error, TBK_RENDER_ERROR, TBK_RENDER_ERROR_AWAY, "a part of the file did not come");
      tbk_render_port_fail (&self->port, request, error);
      /* poppler may have taken the hole for how the file is: begin anew */
      _exit (0);
    }
  if (made != NULL)
    tbk_render_port_reply (&self->port, request, made);
  else
    tbk_render_port_fail (&self->port, request, error);
}

int
main (void)
{
  Renderer self = { 0 };

  if (!tbk_render_jail_enter ())
    return 1;
  tbk_render_port_init (&self.port, SOCKET);
  while (TRUE)
    {
      g_auto (TbkRenderMessage) request = { 0 };

      tbk_render_port_receive (&self.port, &request);
      answer (&self, &request);
    }
}
