/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A form: live checks, what the server says of it, and that nothing typed is ever lost. */
#include "contrato.h"
#include "lote.h"
#include "tbk-form.h"
#include "tbk-stand-in.h"
#include "tbk-ui-test.h"

/* clang-format off */
#define CONTRATO(version, calidad, volumen)                                                         \
  "{\"id\":5,\"codigo\":\"CT-2026-00005\",\"fecha_firma\":\"2026-11-20\",\"calidad\":\"" calidad "\"," \
  "\"volumen_tm\":\"" volumen "\",\"tipo_precio\":\"fijo\",\"precio_fijado_tm\":\"6119.00\","           \
  "\"estado\":\"Borrador\",\"version\":" version "}"
/* clang-format on */
#define STALE(actual) "{\"title\":\"Precondition Failed\",\"status\":412,\"actual\":" actual "}"

typedef struct
{
  TbkStandIn *server;
  TbkApi *api;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->server = tbk_stand_in_new (NULL);
  fixture->api = tbk_stand_in_sign_in (fixture->server);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_assert_finalize_object (fixture->api);
  tbk_stand_in_free (fixture->server);
}

static TbkForm *
new_contrato (Fixture *fixture)
{
  TbkForm *form = tbk_form_new (fixture->api, &tbk_contrato, NULL);

  tbk_form_set_check (form, tbk_contrato_check);
  return form;
}

static void
fill (TbkForm *form)
{
  tbk_form_set_text (form, "fecha_firma", "2026-11-20");
  tbk_form_set_text (form, "volumen_tm", "50");
  tbk_form_set_text (form, "tipo_precio", "fijo");
  tbk_form_set_text (form, "precio_fijado_tm", "6119.00");
}

static TbkForm *
edit_contrato (Fixture *fixture)
{
  g_autoptr (TbkRecord) record = tbk_ui_test_record (&tbk_contrato, CONTRATO ("3", "ASS", "50.000"));

  return tbk_form_new (fixture->api, &tbk_contrato, record);
}

/* Returns: (transfer full) (nullable): what it failed with. */
static GError *
save (TbkForm *form)
{
  g_autoptr (GAsyncResult) result = NULL;
  GError *error = NULL;
  gboolean saved;

  tbk_form_save_async (form, NULL, tbk_ui_test_take_result, &result);
  tbk_ui_test_until (result != NULL);
  saved = tbk_form_save_finish (form, result, &error);
  g_assert_true (saved == (error == NULL));
  return error;
}

static void
assert_error_text (TbkForm *form, const char *expected)
{
  g_autofree char *text = NULL;

  g_object_get (form, "error-text", &text, NULL);
  g_assert_cmpstr (text, ==, expected);
}

/* --- before the server ---------------------------------------------------- */

static void
test_live (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TbkForm) form = new_contrato (fixture);
  guint n_told = 0;

  g_signal_connect_swapped (form, "changed::volumen_tm", G_CALLBACK (tbk_ui_test_count), &n_told);
  tbk_form_set_text (form, "volumen_tm", "-1");
  g_assert_cmpstr (tbk_form_get_error (form, "volumen_tm"), ==, "From 0.001 to 1000000.");
  g_assert_cmpstr (tbk_form_get_text (form, "volumen_tm"), ==, "-1");
  tbk_form_set_text (form, "volumen_tm", "1.2345");
  g_assert_cmpstr (tbk_form_get_error (form, "volumen_tm"), ==, "A number with at most 3 decimals.");
  tbk_form_set_text (form, "volumen_tm", "1.5");
  g_assert_null (tbk_form_get_error (form, "volumen_tm"));
  tbk_form_set_text (form, "volumen_tm", "");
  g_assert_cmpstr (tbk_form_get_error (form, "volumen_tm"), ==, "This is needed.");
  g_assert_cmpuint (n_told, ==, 4);

  tbk_form_set_text (form, "mes_bolsa", "CCX26");
  g_assert_nonnull (tbk_form_get_error (form, "mes_bolsa"));
  tbk_form_set_text (form, "mes_bolsa", "CCZ26");
  g_assert_null (tbk_form_get_error (form, "mes_bolsa"));
}

/* What cannot be read stays an error until something else is typed, and nothing is sent meanwhile. */
static void
test_unreadable (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TbkForm) form = new_contrato (fixture);
  g_autoptr (GError) error = NULL;

  fill (form);
  tbk_form_set_error (form, "volumen_tm", "This is no number.");
  g_assert_cmpstr (tbk_form_get_error (form, "volumen_tm"), ==, "This is no number.");
  g_assert_false (tbk_form_validate (form));
  g_assert_cmpstr (tbk_form_first_error (form), ==, "volumen_tm");
  error = save (form);
  g_assert_error (error, TBK_PROBLEM, 422);
  g_assert_cmpuint (tbk_stand_in_count (fixture->server, "POST /contratos"), ==, 0);
  tbk_form_set_text (form, "volumen_tm", "50");
  g_assert_true (tbk_form_validate (form));
}

static void
test_between_fields (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TbkForm) form = new_contrato (fixture);

  fill (form);
  tbk_form_set_text (form, "precio_fijado_tm", NULL);
  tbk_form_set_text (form, "entrega_desde", "2026-12-31");
  tbk_form_set_text (form, "entrega_hasta", "2026-12-01");
  g_assert_false (tbk_form_validate (form));
  g_assert_cmpstr (tbk_form_get_error (form, "precio_fijado_tm"), ==, "This is needed.");
  g_assert_nonnull (tbk_form_get_error (form, "entrega_hasta"));
  g_assert_cmpstr (tbk_form_first_error (form), ==, "precio_fijado_tm");
}

static void
test_dirty (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TbkForm) form = edit_contrato (fixture);
  guint n_told = 0;

  g_signal_connect_swapped (form, "notify::dirty", G_CALLBACK (tbk_ui_test_count), &n_told);
  tbk_form_set_text (form, "volumen_tm", "50");
  g_assert_false (tbk_form_is_dirty (form)); /* the same weight as 50.000 */
  tbk_form_set_text (form, "volumen_tm", "51");
  g_assert_true (tbk_form_is_dirty (form));
  tbk_form_set_text (form, "volumen_tm", "50.0");
  g_assert_false (tbk_form_is_dirty (form));
  g_assert_cmpuint (n_told, ==, 2);
}

static void
test_rights (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TbkForm) creating = new_contrato (fixture);
  g_autoptr (TbkForm) editing = edit_contrato (fixture);

  g_assert_true (tbk_form_can_edit (creating, "codigo"));
  g_assert_false (tbk_form_can_edit (editing, "codigo"));
  g_assert_false (tbk_form_can_edit (creating, "entregado_tm"));
  g_assert_true (tbk_form_can_edit (editing, "volumen_tm"));
  g_assert_false (tbk_form_can_edit (editing, "nothing"));
}

/* --- saving --------------------------------------------------------------- */

static void
test_create (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TbkForm) form = new_contrato (fixture);
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) sent = NULL;
  guint n_saved = 0;

  tbk_stand_in_answer (fixture->server, "POST /contratos", 201, CONTRATO ("1", "ASS", "50.000"));
  g_signal_connect_swapped (form, "saved", G_CALLBACK (tbk_ui_test_count), &n_saved);
  tbk_form_preset (form, "tolerancia_pct", "5.00");
  g_assert_false (tbk_form_is_dirty (form));
  fill (form);
  error = save (form);
  g_assert_no_error (error);
  g_assert_cmpuint (n_saved, ==, 1);
  g_assert_false (tbk_form_is_dirty (form));
  g_assert_cmpint (tbk_record_get_id (tbk_form_get_record (form)), ==, 5);
  sent = tbk_ui_test_object (tbk_stand_in_last (fixture->server, "POST /contratos")->body);
  g_assert_cmpuint (json_object_get_size (sent), ==, 5);
  g_assert_cmpstr (json_object_get_string_member (sent, "tolerancia_pct"), ==, "5.00");
  g_assert_cmpstr (json_object_get_string_member (sent, "volumen_tm"), ==, "50");
}

/* Just what changed goes out, with the version that was read. */
static void
test_update (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TbkForm) form = edit_contrato (fixture);
  g_autoptr (GError) error = NULL;

  tbk_stand_in_answer (fixture->server, "PUT /contratos/5", 200, CONTRATO ("4", "ASE", "50.000"));
  tbk_form_set_text (form, "calidad", "ASE");
  tbk_form_set_text (form, "observaciones", NULL);
  error = save (form);
  g_assert_no_error (error);
  g_assert_cmpstr (tbk_stand_in_last (fixture->server, "PUT /contratos/5")->if_match, ==, "\"3\"");
  g_assert_cmpstr (tbk_stand_in_last (fixture->server, "PUT /contratos/5")->body, ==, "{\"calidad\":\"ASE\"}");
  g_assert_null (tbk_stand_in_last (fixture->server, "PUT /contratos/5")->idempotency_key);
  g_assert_cmpint (tbk_record_get_int (tbk_form_get_record (form), "version"), ==, 4);
}

static void
test_lands (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TbkForm) form = new_contrato (fixture);
  g_autoptr (GError) error = NULL;

  tbk_stand_in_answer (fixture->server, "POST /contratos", 422,
                       "{\"title\":\"Unprocessable\",\"status\":422,\"errors\":["
                       "{\"loc\":\"codigo\",\"msg\":\"is taken\",\"type\":\"conflict\"},"
                       "{\"loc\":\"body.volumen_tm\",\"msg\":\"too much\",\"type\":\"range\"}]}");
  fill (form);
  error = save (form);
  g_assert_error (error, TBK_PROBLEM, 422);
  g_assert_cmpstr (tbk_form_get_error (form, "codigo"), ==, "It contradicts another value or is taken already.");
  g_assert_cmpstr (tbk_form_get_error (form, "volumen_tm"), ==, "From 0.001 to 1000000.");
  assert_error_text (form, NULL);
  g_assert_cmpstr (tbk_form_get_text (form, "volumen_tm"), ==, "50");
  tbk_form_set_text (form, "codigo", "CT-9");
  g_assert_null (tbk_form_get_error (form, "codigo"));
}

/* A bad value that is no field of the form is said of the whole. */
static void
test_lands_nowhere (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TbkForm) form = new_contrato (fixture);
  g_autoptr (GError) error = NULL;

  tbk_stand_in_answer (fixture->server, "POST /contratos", 422,
                       "{\"title\":\"Unprocessable\",\"status\":422,\"errors\":["
                       "{\"loc\":\"body\",\"msg\":\"the season is closed\",\"type\":\"other\"}]}");
  fill (form);
  error = save (form);
  g_assert_error (error, TBK_PROBLEM, 422);
  g_assert_null (tbk_form_first_error (form));
  assert_error_text (form, "the season is closed");
  tbk_form_set_text (form, "calidad", "ASS");
  assert_error_text (form, NULL);
}

static void
test_forbidden_step (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TbkForm) form = edit_contrato (fixture);
  g_autoptr (GError) error = NULL;

  tbk_stand_in_answer (fixture->server, "PUT /contratos/5", 409,
                       "{\"title\":\"Conflict\",\"status\":409,\"permitidos\":[\"Cancelado\"]}");
  tbk_form_set_text (form, "calidad", "ASE");
  error = save (form);
  g_assert_error (error, TBK_PROBLEM, 409);
  assert_error_text (form, "It is not in a state where this can be done.");
  g_assert_cmpstr (tbk_form_get_text (form, "calidad"), ==, "ASE");
  g_assert_true (tbk_form_is_dirty (form));
}

/* --- the server away ------------------------------------------------------ */

static void
test_key (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TbkForm) form = new_contrato (fixture);
  g_autoptr (GError) away = NULL;
  g_autoptr (GError) refused = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *first = NULL;

  fill (form);
  tbk_stand_in_answer (fixture->server, "POST /contratos", TBK_STAND_IN_DROP, NULL);
  away = save (form);
  g_assert_error (away, TBK_API_ERROR, TBK_API_ERROR_AWAY);
  assert_error_text (form, "The server does not answer.");
  g_assert_cmpuint (tbk_stand_in_count (fixture->server, "POST /contratos"), ==, 4);
  first = g_strdup (tbk_stand_in_last (fixture->server, "POST /contratos")->idempotency_key);
  g_assert_nonnull (first);
  g_assert_cmpstr (tbk_form_get_text (form, "volumen_tm"), ==, "50");

  /* nobody knows whether it was made: the same act, the same key */
  tbk_stand_in_forget (fixture->server, "POST /contratos");
  tbk_stand_in_answer (fixture->server, "POST /contratos", 403, "{\"status\":403}");
  tbk_stand_in_answer (fixture->server, "POST /contratos", 201, CONTRATO ("1", "ASS", "50.000"));
  refused = save (form);
  g_assert_error (refused, TBK_PROBLEM, 403);
  g_assert_cmpstr (tbk_stand_in_last (fixture->server, "POST /contratos")->idempotency_key, ==, first);

  /* answered: another act */
  error = save (form);
  g_assert_no_error (error);
  g_assert_cmpstr (tbk_stand_in_last (fixture->server, "POST /contratos")->idempotency_key, !=, first);
}

static void
test_busy (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TbkForm) form = new_contrato (fixture);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) second = NULL;
  gboolean busy;

  fill (form);
  tbk_stand_in_answer (fixture->server, "POST /contratos", TBK_STAND_IN_HOLD, NULL);
  tbk_stand_in_answer (fixture->server, "POST /contratos", 201, CONTRATO ("1", "ASS", "50.000"));
  tbk_form_save_async (form, NULL, tbk_ui_test_take_result, &result);
  g_object_get (form, "busy", &busy, NULL);
  g_assert_true (busy);
  second = save (form);
  g_assert_error (second, G_IO_ERROR, G_IO_ERROR_PENDING);
  tbk_ui_test_until (tbk_stand_in_count (fixture->server, "POST /contratos") == 1);
  tbk_stand_in_release (fixture->server);
  tbk_ui_test_until (result != NULL);
  g_assert_true (tbk_form_save_finish (form, result, NULL));
  g_object_get (form, "busy", &busy, NULL);
  g_assert_false (busy);
  g_assert_cmpuint (tbk_stand_in_count (fixture->server, "POST /contratos"), ==, 1);
}

/* --- somebody was faster -------------------------------------------------- */

static TbkForm *
make_stale (Fixture *fixture)
{
  TbkForm *form = edit_contrato (fixture);
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) names = NULL;

  tbk_stand_in_answer (fixture->server, "PUT /contratos/5", 412, STALE (CONTRATO ("4", "CCN51", "60.000")));
  tbk_stand_in_answer (fixture->server, "PUT /contratos/5", 200, CONTRATO ("5", "ASE", "60.000"));
  tbk_form_set_text (form, "calidad", "ASE");
  error = save (form);
  g_assert_error (error, TBK_PROBLEM, 412);
  g_assert_nonnull (tbk_form_get_conflict (form));
  names = tbk_form_list_conflicts (form);
  g_assert_cmpstrv (names, ((const char *const[]){ "calidad", "volumen_tm", NULL }));
  return form;
}

static void
test_keep_mine (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TbkForm) form = make_stale (fixture);
  g_autoptr (GError) error = NULL;

  tbk_form_keep_mine (form);
  g_assert_null (tbk_form_get_conflict (form));
  g_assert_cmpstr (tbk_form_get_text (form, "calidad"), ==, "ASE");
  g_assert_cmpstr (tbk_form_get_text (form, "volumen_tm"), ==, "60.000");
  error = save (form);
  g_assert_no_error (error);
  g_assert_cmpstr (tbk_stand_in_last (fixture->server, "PUT /contratos/5")->if_match, ==, "\"4\"");
  g_assert_cmpstr (tbk_stand_in_last (fixture->server, "PUT /contratos/5")->body, ==, "{\"calidad\":\"ASE\"}");
}

static void
test_take_theirs (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TbkForm) form = make_stale (fixture);

  tbk_form_take_theirs (form);
  g_assert_null (tbk_form_get_conflict (form));
  g_assert_false (tbk_form_is_dirty (form));
  g_assert_cmpstr (tbk_form_get_text (form, "calidad"), ==, "CCN51");
  g_assert_cmpint (tbk_record_get_int (tbk_form_get_record (form), "version"), ==, 4);
}

/* The record on the screen changes while the form is open: what is edited stays what it was, and the save says so. */
static void
test_changed_meanwhile (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TbkRecord) record = tbk_ui_test_record (&tbk_contrato, CONTRATO ("3", "ASS", "50.000"));
  g_autoptr (TbkForm) form = tbk_form_new (fixture->api, &tbk_contrato, record);
  g_autoptr (JsonObject) theirs = tbk_ui_test_object (CONTRATO ("4", "CCN51", "60.000"));
  g_autoptr (GError) error = NULL;

  tbk_stand_in_answer (fixture->server, "PUT /contratos/5", 412, STALE (CONTRATO ("4", "CCN51", "60.000")));
  tbk_form_set_text (form, "calidad", "ASE");
  tbk_record_update (record, theirs);
  g_assert_cmpstr (tbk_form_get_text (form, "calidad"), ==, "ASE");
  g_assert_cmpstr (tbk_form_get_text (form, "volumen_tm"), ==, "50.000");
  error = save (form);
  g_assert_error (error, TBK_PROBLEM, 412);
  g_assert_cmpstr (tbk_stand_in_last (fixture->server, "PUT /contratos/5")->if_match, ==, "\"3\"");
  g_assert_nonnull (tbk_form_get_conflict (form));
}

/* What was saved shows on the screen, too. */
static void
test_saved_shows (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TbkRecord) record = tbk_ui_test_record (&tbk_contrato, CONTRATO ("3", "ASS", "50.000"));
  g_autoptr (TbkForm) form = tbk_form_new (fixture->api, &tbk_contrato, record);
  g_autoptr (GError) error = NULL;

  tbk_stand_in_answer (fixture->server, "PUT /contratos/5", 200, CONTRATO ("4", "ASE", "50.000"));
  tbk_form_set_text (form, "calidad", "ASE");
  error = save (form);
  g_assert_no_error (error);
  g_assert_cmpstr (tbk_record_get_text (record, "calidad"), ==, "ASE");
}

/* A 412 whose record cannot be read is an error of the whole: no conflict to lay side by side. */
static void
test_stale_without_record (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TbkForm) form = edit_contrato (fixture);
  g_autoptr (GError) error = NULL;

  tbk_stand_in_answer (fixture->server, "PUT /contratos/5", 412, "{\"status\":412,\"actual\":[1]}");
  tbk_form_set_text (form, "calidad", "ASE");
  error = save (form);
  g_assert_error (error, TBK_PROBLEM, 412);
  g_assert_null (tbk_form_get_conflict (form));
  assert_error_text (form, "Somebody else changed it meanwhile.");
  g_assert_cmpstr (tbk_form_get_text (form, "calidad"), ==, "ASE");
}

/* --- what a reference is called ------------------------------------------- */

static void
test_labels (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TbkRecord) record
             = tbk_ui_test_record (&tbk_lote, "{\"id\":9,\"proveedor_id\":3,\"proveedor_nombre\":\"El Carmen\"}");
  g_autoptr (TbkForm) form = tbk_form_new (fixture->api, &tbk_lote, record);

  g_assert_cmpstr (tbk_form_get_label (form, "proveedor_id"), ==, "El Carmen");
  tbk_form_set_label (form, "proveedor_id", "La Unión");
  tbk_form_set_text (form, "proveedor_id", "4");
  g_assert_cmpstr (tbk_form_get_label (form, "proveedor_id"), ==, "La Unión");
  tbk_form_set_text (form, "proveedor_id", "3");
  g_assert_cmpstr (tbk_form_get_label (form, "proveedor_id"), ==, "El Carmen");
}

int
main (int argc, char **argv)
{
  tbk_ui_test_init (&argc, &argv);
#define ADD(path, function) g_test_add ("/form/" path, Fixture, NULL, set_up, function, tear_down)
  ADD ("live", test_live);
  ADD ("unreadable", test_unreadable);
  ADD ("between-fields", test_between_fields);
  ADD ("dirty", test_dirty);
  ADD ("rights", test_rights);
  ADD ("create", test_create);
  ADD ("update", test_update);
  ADD ("422/lands", test_lands);
  ADD ("422/nowhere", test_lands_nowhere);
  ADD ("409", test_forbidden_step);
  ADD ("key", test_key);
  ADD ("busy", test_busy);
  ADD ("412/keep-mine", test_keep_mine);
  ADD ("412/take-theirs", test_take_theirs);
  ADD ("412/changed-meanwhile", test_changed_meanwhile);
  ADD ("saved-shows", test_saved_shows);
  ADD ("412/without-record", test_stale_without_record);
  ADD ("labels", test_labels);
  return g_test_run ();
}
