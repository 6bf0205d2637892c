/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-content.h"

#include <archive.h>
#include <archive_entry.h>
#include <gio/gio.h>
#include <magic.h>
#include <string.h>
#include <unistd.h>

#include "tbk-problem.h"

/* Of an archive, looked at for what an office file has. */
#define MAX_ENTRIES 2000
#define BLOCK_BYTES 16384
#define HEAD_BYTES 512
/* Of a file, for libmagic: what it is stands at its beginning. Its own choice is 7 MB, and it allocates many
 * times that. */
#define LOOK_BYTES (64 * 1024)

struct _TbkContent
{
  GMutex lock;
  magic_t magic;       /* (lock) */
  GPtrArray *formatos; /* (element-type TbkFormato) (not owned): allowed */
  char *names;         /* of them, for messages */
};

TbkContent *
tbk_content_new (const char *const *allowed, GError **error)
{
  g_autoptr (TbkContent) content = g_new0 (TbkContent, 1);
  const gsize look = LOOK_BYTES;

  g_mutex_init (&content->lock);
  content->formatos = g_ptr_array_new ();
  for (guint i = 0; allowed[i] != NULL; i++)
    g_ptr_array_add (content->formatos, (gpointer) tbk_formato_find (allowed[i]));
  content->names = g_strjoinv (", ", (char **) allowed);
  content->magic = magic_open (MAGIC_MIME_TYPE | MAGIC_NO_CHECK_COMPRESS);
  if (content->magic != NULL && magic_setparam (content->magic, MAGIC_PARAM_BYTES_MAX, &look) == 0
      && magic_load (content->magic, NULL) == 0)
    return g_steal_pointer (&content);
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, "libmagic's database cannot be read: %s",
               content->magic != NULL ? magic_error (content->magic) : "no memory");
  return NULL;
}

void
tbk_content_free (TbkContent *content)
{
  if (content == NULL)
    return;
  if (content->magic != NULL)
    magic_close (content->magic);
  g_ptr_array_unref (content->formatos);
  g_mutex_clear (&content->lock);
  g_free (content->names);
  g_free (content);
}

/* Which office file an archive is, by the parts that each must have. Returns: (nullable). */
static const TbkFormato *
look_into (int fd)
{
  struct archive *archive = archive_read_new ();
  struct archive_entry *entry;
  const TbkFormato *found = NULL;
  gboolean typed = FALSE;

  lseek (fd, 0, SEEK_SET);
  archive_read_support_format_zip_seekable (archive);
  if (archive_read_open_fd (archive, fd, BLOCK_BYTES) == ARCHIVE_OK)
    for (guint i = 0; i < MAX_ENTRIES && archive_read_next_header (archive, &entry) == ARCHIVE_OK; i++)
      {
        const char *name = archive_entry_pathname (entry);

        typed |= g_strcmp0 (name, "[Content_Types].xml") == 0;
        if (g_strcmp0 (name, "xl/workbook.xml") == 0)
          found = tbk_formato_find ("xlsx");
        else if (g_strcmp0 (name, "word/document.xml") == 0)
          found = tbk_formato_find ("docx");
      }
  archive_read_free (archive);
  return typed ? found : NULL;
}

/* Without its declaration XML is text like any other to libmagic. */
static gboolean
begins_as_xml (int fd)
{
  char head[HEAD_BYTES];
  gssize n = pread (fd, head, sizeof head, 0);
  gssize at = n >= 3 && memcmp (head, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;

  while (at < n && g_ascii_isspace (head[at]))
    at++;
  return at + 1 < n && head[at] == '<' && (g_ascii_isalpha (head[at + 1]) || strchr ("?!", head[at + 1]) != NULL);
}

static char *
sniff (TbkContent *content, int fd)
{
  const char *type;
  char *copy;

  lseek (fd, 0, SEEK_SET);
  g_mutex_lock (&content->lock);
  type = magic_descriptor (content->magic, fd);
  copy = g_strdup (type != NULL ? type : "application/octet-stream");
  g_mutex_unlock (&content->lock);
  return copy;
}

static gboolean
is_plain_text (const char *type)
{
  return strcmp (type, "text/plain") == 0 || strcmp (type, "text/csv") == 0 || strcmp (type, "application/csv") == 0;
}

/* The format, where a type alone does not say it. Returns: (nullable). */
static const TbkFormato *
recognize (int fd, const char *type, const char *name)
{
  const TbkFormato *csv = tbk_formato_find ("csv");
  const TbkFormato *xml = tbk_formato_find ("xml");

  if (strcmp (type, "application/zip") == 0 || strstr (type, "openxmlformats") != NULL)
    return look_into (fd);
  if (strcmp (type, "application/xml") == 0)
    return xml;
  if (is_plain_text (type) && tbk_formato_fits_name (xml, name) && begins_as_xml (fd))
    return xml;
  return is_plain_text (type) ? csv : tbk_formato_of_type (type);
}

static void
refuse (GError **error, const char *format, const char *content, const char *other)
{
  GError *problem = NULL;
  g_autofree char *message = g_strdup_printf ("the content of this file is %s, %s %s", content, format, other);

  tbk_problem_set (&problem, 415, "%s", message);
  tbk_problem_add_field (&problem, "archivo", "format", "%s", message);
  g_propagate_error (error, problem);
}

const TbkFormato *
tbk_content_check (TbkContent *content, int fd, const char *nombre_archivo, GError **error)
{
  g_autofree char *type = sniff (content, fd);
  const TbkFormato *formato = recognize (fd, type, nombre_archivo);
  /* what calls itself an office file, but has not the parts of one, is an archive */
  const char *what = tbk_formato_of_type (type) == NULL ? type : "application/zip";

  if (formato != NULL)
    what = formato->content_type;
  if (formato == NULL || !g_ptr_array_find (content->formatos, formato, NULL))
    refuse (error, "which is not taken here: only", what, content->names);
  else if (!tbk_formato_fits_name (formato, nombre_archivo))
    refuse (error, "but its name is", what, nombre_archivo);
  else
    return formato;
  return NULL;
}
