/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tbk-api.h"

G_BEGIN_DECLS

/* One record being made or edited: what changed, whether it is right, what the server said of it. Main
 * thread.
 *
 * Values are wire texts (decimal point, YYYY-MM-DD, "true"); showing them is the rows' affair.
 * Properties: "noun" (construct only), "api", "record" (TbkRecord being edited; NULL: a new one),
 * "dirty", "busy" (saving), "error-text" (what belongs to no field; NULL), "conflict" (TbkRecord: the
 * other's version after a 412; NULL), "creating".
 * Signals: "changed" (detail: field name): its text or error changed; "saved" (TbkRecord). */
#define TBK_TYPE_FORM (tbk_form_get_type ())
G_DECLARE_FINAL_TYPE (TbkForm, tbk_form, TBK, FORM, GObject)

/* The noun's rules between fields (tbk_contrato_check); gets the whole record as it would be. */
typedef gboolean (*TbkFormCheck) (const TbkValues *whole, GError **error);

/* A form for a new record when `record` is NULL. */
TbkForm *tbk_form_new (TbkApi *api, const TbkResource *resource, TbkRecord *record);

const TbkResource *tbk_form_get_resource (TbkForm *self);
TbkApi *tbk_form_get_api (TbkForm *self);
TbkRecord *tbk_form_get_record (TbkForm *self);
TbkRecord *tbk_form_get_conflict (TbkForm *self);
gboolean tbk_form_is_dirty (TbkForm *self);
gboolean tbk_form_is_creating (TbkForm *self);
/* Before editing starts. */
void tbk_form_set_check (TbkForm *self, TbkFormCheck check);
/* Another path or schema than the noun's own collection: POST /lotes/5/recepcion, PUT /me. Before
 * editing. Copies; `schema` is static; `method` "POST" or "PUT". */
void tbk_form_set_target (TbkForm *self, const char *method, const char *path, const TbkSchema *schema);

/* The schema that says what may be edited here. */
const TbkSchema *tbk_form_get_schema (TbkForm *self);
/* Whether the field may be changed in this form (READ_ONLY never, CREATE_ONLY while creating). */
gboolean tbk_form_can_edit (TbkForm *self, const char *name);

/* Returns: (transfer none) (nullable): as edited, else as read. */
const char *tbk_form_get_text (TbkForm *self, const char *name);
/* NULL or "" empties it. Checks the field. */
void tbk_form_set_text (TbkForm *self, const char *name, const char *text);
/* A default of a new record: as tbk_form_set_text() but not a change of the user's. */
void tbk_form_preset (TbkForm *self, const char *name, const char *text);
/* Returns: (transfer none) (nullable): why the field is wrong, in the user's language. */
const char *tbk_form_get_error (TbkForm *self, const char *name);
/* What is typed cannot even be read as that kind of value: `text` (in the user's language) stands as
 * its error until the next tbk_form_set_text(). */
void tbk_form_set_error (TbkForm *self, const char *name, const char *text);
/* Whether tbk_form_set_error() was the last word on the field: what is typed stands nowhere but in its editor. */
gboolean tbk_form_is_unreadable (TbkForm *self, const char *name);
/* Checks everything; errors land on the fields. */
gboolean tbk_form_validate (TbkForm *self);
/* Returns: (transfer none) (nullable): the first field in schema order that has an error. */
const char *tbk_form_first_error (TbkForm *self);

/* POST (the same Idempotency-Key until the server answers) or PUT with If-Match of what changed. On
 * success "record" holds the answer and the form is clean. Expected errors: TBK_PROBLEM 422 (landed on
 * the fields), 412 ("conflict" is set), 403, 404, 409; TBK_API_ERROR; G_IO_ERROR_CANCELLED. */
void tbk_form_save_async (TbkForm *self,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer data);
gboolean tbk_form_save_finish (TbkForm *self, GAsyncResult *result, GError **error);

/* After a 412. Mine: my changes on top of the other's version, ready to save again. Theirs: my changes
 * are dropped. */
void tbk_form_keep_mine (TbkForm *self);
void tbk_form_take_theirs (TbkForm *self);
/* What is shown for a REF field's value: the record's companion ("proveedor_nombre") or what the
 * picker said. Returns: (transfer none) (nullable). */
const char *tbk_form_get_label (TbkForm *self, const char *name);
/* The same for the other's version. */
const char *tbk_form_get_conflict_label (TbkForm *self, const char *name);
void tbk_form_set_label (TbkForm *self, const char *name, const char *label);
/* Returns: (transfer full): names of the fields where mine and theirs differ, NULL-terminated. */
char **tbk_form_list_conflicts (TbkForm *self);

G_END_DECLS
