/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-documento-recent.h"

struct _TbkDocumentoRecent
{
  GPtrArray *documentos; /* (element-type TbkRecord) */
  GMenu *menu;
};

TbkDocumentoRecent *
tbk_documento_recent_new (void)
{
  TbkDocumentoRecent *self = g_new0 (TbkDocumentoRecent, 1);

  self->documentos = g_ptr_array_new_with_free_func (g_object_unref);
  self->menu = g_menu_new ();
  return self;
}

void
tbk_documento_recent_free (TbkDocumentoRecent *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->documentos);
  g_object_unref (self->menu);
  g_free (self);
}

/* A menu takes an underscore for a mnemonic. */
static char *
make_label (TbkRecord *documento)
{
  GString *label = g_string_new (tbk_record_get_text (documento, "nombre_archivo"));

  g_string_replace (label, "_", "__", 0);
  return g_string_free (label, FALSE);
}

static void
insert_item (TbkDocumentoRecent *self, TbkRecord *documento)
{
  g_autofree char *label = make_label (documento);
  g_autoptr (GMenuItem) item = g_menu_item_new (label, NULL);

  g_menu_item_set_action_and_target (item, "documento.open", "x", tbk_record_get_id (documento));
  g_menu_prepend_item (self->menu, item);
}

static void
remove_at (TbkDocumentoRecent *self, guint position)
{
  g_ptr_array_remove_index (self->documentos, position);
  g_menu_remove (self->menu, (int) position);
}

GMenuModel *
tbk_documento_recent_get_menu (TbkDocumentoRecent *self)
{
  return G_MENU_MODEL (self->menu);
}

void
tbk_documento_recent_drop (TbkDocumentoRecent *self, gint64 id)
{
  for (guint i = 0; i < self->documentos->len; i++)
    if (tbk_record_get_id (g_ptr_array_index (self->documentos, i)) == id)
      {
        remove_at (self, i);
        return;
      }
}

void
tbk_documento_recent_add (TbkDocumentoRecent *self, TbkRecord *documento)
{
  g_autoptr (TbkRecord) kept = g_object_ref (documento); /* it may be the one that is dropped */

  tbk_documento_recent_drop (self, tbk_record_get_id (kept));
  g_ptr_array_insert (self->documentos, 0, g_object_ref (kept));
  insert_item (self, kept);
  if (self->documentos->len > TBK_DOCUMENTO_RECENT_MAX)
    remove_at (self, TBK_DOCUMENTO_RECENT_MAX);
}

TbkRecord *
tbk_documento_recent_find (TbkDocumentoRecent *self, gint64 id)
{
  for (guint i = 0; i < self->documentos->len; i++)
    if (tbk_record_get_id (g_ptr_array_index (self->documentos, i)) == id)
      return g_ptr_array_index (self->documentos, i);
  return NULL;
}
