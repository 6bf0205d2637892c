/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tbk-form.h"

G_BEGIN_DECLS

/* Shared by the two files of TbkForm: tbk-form.c (values, errors), tbk-form-save.c (saving, the
 * other's version). */
struct _TbkForm
{
  GObject parent_instance;

  const TbkResource *resource;
  const TbkSchema *schema;
  TbkApi *api;
  TbkRecord *record; /* as it was read when the editing began; NULL: a new one */
  TbkRecord *origin; /* the one that is shown, and may change meanwhile; NULL: none */
  gboolean creating;
  char *path; /* NULL: the noun's own */
  TbkFormCheck check;

  TbkValues *presets;
  TbkValues *changes;
  GHashTable *labels;     /* field -> what is shown for its REF */
  GHashTable *errors;     /* field -> text */
  GHashTable *unreadable; /* field -> text, of what was typed and is no such value */
  char *error_text;
  gboolean busy;
  char *idempotency_key; /* of the tries whose outcome nobody knows; NULL: none */
  TbkRecord *conflict;
  JsonObject *theirs; /* what `conflict` was made of */
};

void tbk_form_tell (TbkForm *self, const char *name);
void tbk_form_tell_all (TbkForm *self);
void tbk_form_change (TbkForm *self, const TbkField *field, const char *text);
void tbk_form_take_problem (TbkForm *self, const GError *problem);
/* What is sent. Returns: (transfer full). */
TbkValues *tbk_form_build_body (TbkForm *self);
gboolean tbk_form_same_text (const TbkField *field, const char *a, const char *b);

G_END_DECLS
