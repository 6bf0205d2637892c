/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-doc-source.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>

#include <glib/gstdio.h>

#define TBK_TYPE_DOC_FILE (tbk_doc_file_get_type ())
G_DECLARE_FINAL_TYPE (TbkDocFile, tbk_doc_file, TBK, DOC_FILE, TbkDocSource)

struct _TbkDocFile
{
  TbkDocSource parent_instance;
};

G_DEFINE_FINAL_TYPE (TbkDocFile, tbk_doc_file, TBK_TYPE_DOC_SOURCE)

static void
tbk_doc_file_class_init (TbkDocFileClass *klass)
{
}

static void
tbk_doc_file_init (TbkDocFile *self)
{
}

TbkDocSource *
tbk_doc_file_new (const char *path, const char *content_type, GError **error)
{
  g_autoptr (TbkDocSource) self = NULL;
  g_autofree char *name = g_filename_display_basename (path);
  /* a pipe without a writer would be waited for */
  int fd = g_open (path, O_RDONLY | O_CLOEXEC | O_NONBLOCK, 0);
  struct stat state;

  if (fd < 0)
    {
      int code = errno;

      g_set_error (error, G_FILE_ERROR, (int) g_file_error_from_errno (code), "%s cannot be opened: %s", name,
                   g_strerror (code));
      return NULL;
    }
  if (fstat (fd, &state) != 0 || !S_ISREG (state.st_mode))
    {
      g_set_error (error, G_FILE_ERROR, G_FILE_ERROR_INVAL, "%s is no plain file", name);
      g_close (fd, NULL);
      return NULL;
    }
  self = g_object_new (TBK_TYPE_DOC_FILE, NULL);
  if (!tbk_doc_source_set_up (self, &(TbkDocFacts){ name, content_type, state.st_size, NULL }, fd, error))
    return NULL;
  return g_steal_pointer (&self);
}
