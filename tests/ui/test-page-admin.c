/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The pages of usuarios, asociaciones, empresas and the audit; the own sessions. */
#include "tbk-asociacion-page.h"
#include "tbk-auditoria-page.h"
#include "tbk-empresa-page.h"
#include "tbk-page-bench.h"
#include "tbk-rechazo-page.h"
#include "tbk-sesion-group.h"
#include "tbk-usuario-page.h"

#include <string.h>

#define USUARIO(estado, version)                                                                                \
  "{\"id\":9,\"nombre\":\"Luis Vera\",\"email\":\"luis@example.com\",\"rol\":\"exportadora\",\"empresa_id\":1," \
  "\"empresa_nombre\":\"Cacao del Sur\",\"es_dueno\":false,\"estado\":\"" estado "\",\"version\":" version "}"
#define ASOCIACION(estado, solicitante)                                                                              \
  "{\"id\":9,\"centro_id\":1,\"centro_nombre\":\"Centro Vinces\",\"proveedor_id\":3,\"proveedor_nombre\":\"Finca\"," \
  "\"solicitante_id\":" solicitante ",\"estado\":\"" estado "\",\"version\":1}"
#define EMPRESA                                                                   \
  "{\"id\":9,\"nombre\":\"Centro "                                                \
  "Vinces\",\"tipo\":\"centro\",\"ruc\":\"1790016919001\",\"ciudad\":\"Vinces\"," \
  "\"logo_url\":null,\"version\":1}"
#define CHANGE                                                                                    \
  "{\"id\":9,\"tabla\":\"lote\",\"fila_id\":4,\"accion\":\"editar\",\"antes\":{\"peso_kg\":1250." \
  "000,"                                                                                          \
  "\"calidad\":\"ASS\",\"version\":1},\"despues\":{\"peso_kg\":1231.500,\"calidad\":\"ASS\","     \
  "\"version\":2},"                                                                               \
  "\"motivo\":\"weighed again\",\"usuario_nombre\":\"Luis "                                       \
  "Vera\",\"created_at\":\"2026-11-20T15:00:00Z\"}"
#define REFUSED                                                                                           \
  "{\"id\":9,\"created_at\":\"2026-11-20T15:00:00Z\",\"canal\":\"mqtt\",\"equipo\":\"planta/b1/LT-<9>\"," \
  "\"empresa_id\":1,\"empresa_nombre\":\"Centro Vinces\",\"usuario_id\":null,\"usuario_nombre\":null,"    \
  "\"motivo\":\"peso: is missing\",\"cuerpo\":\"{\\\"lote_id\\\": 9}\",\"bytes\":14}"
#define SESION(id, agente, actual)                                                 \
  "{\"id\":\"0000000" id "-0000-4000-8000-000000000000\",\"agente\":\"" agente     \
  "\",\"direccion_ip\":\"10.0.0." id "\","                                         \
  "\"created_at\":\"2026-11-20T15:00:00Z\",\"visto_en\":\"2026-11-20T15:00:00Z\"," \
  "\"actual\":" actual "}"
#define OTHER "DELETE /me/sesiones/00000002-0000-4000-8000-000000000000"

typedef struct
{
  TbkPageBench bench;
} Fixture;

typedef struct
{
  GType (*type) (void);
  const char *rol;
  const char *row;
} Setting;

static const Setting new_usuario = { tbk_usuario_page_get_type, "exportadora", USUARIO ("En revision", "1") };
static const Setting active_usuario = { tbk_usuario_page_get_type, "admin", USUARIO ("Activo", "1") };
static const Setting asked_of_me = { tbk_asociacion_page_get_type, "centro", ASOCIACION ("Pendiente", "3") };
static const Setting asked_by_me = { tbk_asociacion_page_get_type, "centro", ASOCIACION ("Pendiente", "1") };
static const Setting other_empresa = { tbk_empresa_page_get_type, "exportadora", EMPRESA };
static const Setting any_empresa = { tbk_empresa_page_get_type, "admin", EMPRESA };
static const Setting refused = { tbk_rechazo_page_get_type, "admin", REFUSED };
static const Setting change = { tbk_auditoria_page_get_type, "admin", CHANGE };

static void
set_up (Fixture *fixture, gconstpointer data)
{
  const Setting *setting = data;
  g_autoptr (GSettings) settings = g_settings_new ("com.triboka.Triboka");

  g_settings_set_string (settings, "unidad", "kg");
  tbk_page_bench_open (&fixture->bench, setting->type (), setting->rol, setting->row);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  tbk_page_bench_close (&fixture->bench);
}

/* Every page's controls have names. */
static void
check_names (TbkPageBench *bench)
{
  g_autofree char *nameless = tbk_ui_window_list_nameless (GTK_WIDGET (bench->window));

  g_assert_cmpstr (nameless, ==, "");
}

/* --- usuarios ------------------------------------------------------------- */

/* The owner of an empresa lets its people in, and makes none. */
static void
test_approve (Fixture *fixture, gconstpointer data)
{
  TbkPageBench *bench = &fixture->bench;

  check_names (bench);
  g_assert_false (tbk_page_bench_says (bench, "New"));
  tbk_stand_in_answer (bench->server, "POST /usuarios/9/aprobar", 200, USUARIO ("Activo", "2"));
  tbk_page_bench_answer (bench, USUARIO ("Activo", "2"));
  tbk_page_bench_click (bench, "Approve");
  tbk_ui_test_until (tbk_page_bench_says (bench, "May sign in."));
}

static void
test_suspend (Fixture *fixture, gconstpointer data)
{
  TbkPageBench *bench = &fixture->bench;
  g_autofree char *question = NULL;

  tbk_stand_in_answer (bench->server, "POST /usuarios/9/suspender", 200, USUARIO ("Suspendido", "2"));
  tbk_page_bench_answer (bench, USUARIO ("Suspendido", "2"));
  tbk_page_bench_click (bench, "Suspend");
  question = tbk_page_bench_answer_question ("confirm");
  g_assert_nonnull (strstr (question, "Luis Vera"));
  tbk_ui_test_until (tbk_page_bench_says (bench, "Cannot sign in. Approve to let them in again."));
}

static void
test_usuario_form (Fixture *fixture, gconstpointer data)
{
  TbkPageBench *bench = &fixture->bench;
  TbkFormWindow *window = tbk_page_bench_open_form (bench, "page.new");
  TbkForm *form = tbk_form_window_get_form (window);

  tbk_form_set_text (form, "nombre", "Eva Mora");
  tbk_form_set_text (form, "email", "eva@example.com");
  gtk_widget_activate_action (GTK_WIDGET (window), "form.save", NULL);
  g_assert_cmpstr (tbk_form_first_error (form), ==, "password");
  tbk_form_set_text (form, "password", "cacao y lluvia");
  tbk_stand_in_answer (bench->server, "POST /usuarios", 201, USUARIO ("Activo", "1"));
  gtk_widget_activate_action (GTK_WIDGET (window), "form.save", NULL);
  tbk_ui_test_until (tbk_ui_window_find_toplevel (TBK_TYPE_FORM_WINDOW) == NULL);
  g_assert_nonnull (strstr (tbk_stand_in_last (bench->server, "POST /usuarios")->body, "cacao y lluvia"));
}

/* --- asociaciones --------------------------------------------------------- */

static void
test_accept (Fixture *fixture, gconstpointer data)
{
  TbkPageBench *bench = &fixture->bench;

  check_names (bench);
  g_assert_true (tbk_page_bench_says (bench, "Decline…"));
  tbk_stand_in_answer (bench->server, "POST /asociaciones/9/aceptar", 200, ASOCIACION ("Activa", "3"));
  tbk_page_bench_answer (bench, ASOCIACION ("Activa", "3"));
  tbk_page_bench_click (bench, "Accept");
  tbk_ui_test_until (tbk_page_bench_says (bench, "End Association…"));
}

static void
test_withdraw (Fixture *fixture, gconstpointer data)
{
  TbkPageBench *bench = &fixture->bench;
  g_autofree char *question = NULL;

  g_assert_false (tbk_page_bench_says (bench, "Accept"));
  g_assert_true (tbk_page_bench_says (bench, "Waits for the other side to accept."));
  tbk_stand_in_answer (bench->server, "DELETE /asociaciones/9", 204, "");
  tbk_page_bench_click (bench, "Withdraw…");
  question = tbk_page_bench_answer_question ("confirm");
  g_assert_nonnull (strstr (question, "Centro Vinces"));
  tbk_ui_test_until (tbk_stand_in_count (bench->server, "DELETE /asociaciones/9") == 1);
}

/* --- empresas ------------------------------------------------------------- */

static void
test_other_empresa (Fixture *fixture, gconstpointer data)
{
  TbkPageBench *bench = &fixture->bench;

  check_names (bench);
  g_assert_true (tbk_page_bench_says (bench, "RUC of a company."));
  g_assert_true (tbk_page_bench_says (bench, "Collection Center · Vinces"));
  g_assert_false (tbk_page_bench_says (bench, "Add Logo…"));
}

static void
test_any_empresa (Fixture *fixture, gconstpointer data)
{
  TbkPageBench *bench = &fixture->bench;
  TbkFormWindow *window;

  g_assert_true (tbk_page_bench_says (bench, "Add Logo…"));
  g_assert_false (tbk_page_bench_says (bench, "Remove Logo…"));
  window = tbk_page_bench_open_form (bench, "page.new");
  tbk_form_set_text (tbk_form_window_get_form (window), "ruc", "17900169");
  g_assert_nonnull (tbk_ui_window_find_text (GTK_WIDGET (window), "5 digits are missing."));
  gtk_window_destroy (GTK_WINDOW (window));
}

/* --- audit ---------------------------------------------------------------- */

static void
test_change (Fixture *fixture, gconstpointer data)
{
  TbkPageBench *bench = &fixture->bench;

  check_names (bench);
  g_assert_true (tbk_page_bench_says (bench, "Changed: Lot 4"));
  g_assert_true (tbk_page_bench_says (bench, "weighed again"));
  g_assert_true (tbk_page_bench_says (bench, "1250.00"
                                             "\302\240"
                                             "kg"));
  g_assert_true (tbk_page_bench_says (bench, "1231.50"
                                             "\302\240"
                                             "kg"));
  g_assert_false (tbk_page_bench_says (bench, "ASS"));
}

/* --- refused messages ------------------------------------------------------ */

static void
pasted_cb (GObject *clipboard, GAsyncResult *result, gpointer data)
{
  *(char **) data = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (clipboard), result, NULL);
}

static void
test_refused (Fixture *fixture, gconstpointer data)
{
  TbkPageBench *bench = &fixture->bench;
  g_autofree char *pasted = NULL;

  check_names (bench);
  g_assert_true (tbk_page_bench_says (bench, "planta/b1/LT-<9>"));
  g_assert_true (tbk_page_bench_says (bench, "Centro Vinces"));
  g_assert_true (tbk_page_bench_says (bench, "peso: is missing"));
  g_assert_true (tbk_page_bench_says (bench, "{\"lote_id\": 9}"));
  tbk_page_bench_click (bench, "Copy Message");
  gdk_clipboard_read_text_async (gtk_widget_get_clipboard (GTK_WIDGET (bench->window)), NULL, pasted_cb, &pasted);
  tbk_ui_test_until (pasted != NULL);
  g_assert_cmpstr (pasted, ==, "{\"lote_id\": 9}");
}

/* Nothing was refused: that is said, and is no error. */
static void
test_none_refused (void)
{
  g_autoptr (TbkStandIn) server = tbk_stand_in_new (NULL);
  g_autoptr (TbkApi) api = tbk_stand_in_sign_in (server);
  GtkWindow *window;

  tbk_stand_in_answer (server, "GET /iot/rechazos", 200,
                       "{\"items\":[],\"page\":1,\"page_size\":100,\"total\":0,\"siguiente\":null}");
  window = tbk_ui_window_new (g_object_new (TBK_TYPE_RECHAZO_PAGE, "api", api, NULL));
  tbk_ui_test_until (tbk_ui_window_find_text (GTK_WIDGET (window), "No Message Was Refused") != NULL);
  gtk_window_destroy (window);
  tbk_ui_window_settle ();
}

/* --- sessions ------------------------------------------------------------- */

static void
test_sessions (void)
{
  g_autoptr (TbkStandIn) server = tbk_stand_in_new (NULL);
  g_autoptr (TbkApi) api = tbk_stand_in_sign_in (server);
  GtkWindow *window;

  tbk_stand_in_answer (server, "GET /me/sesiones", 200,
                       "{\"items\":[" SESION ("1", "Triboka", "true") "," SESION ("2", "curl", "false") "]}");
  tbk_stand_in_answer (server, OTHER, 204, "");
  window = tbk_ui_window_new (tbk_sesion_group_new (api));
  tbk_ui_test_until (tbk_ui_window_find_text (GTK_WIDGET (window), "curl") != NULL);
  g_assert_nonnull (tbk_ui_window_find_text (GTK_WIDGET (window), "This session"));

  tbk_stand_in_forget (server, "GET /me/sesiones");
  tbk_stand_in_answer (server, "GET /me/sesiones", 200, "{\"items\":[" SESION ("1", "Triboka", "true") "]}");
  tbk_ui_window_click (GTK_WIDGET (window), "End");
  tbk_ui_test_until (tbk_ui_window_find_text (GTK_WIDGET (window), "curl") == NULL);
  g_assert_cmpuint (tbk_stand_in_count (server, OTHER), ==, 1);
  gtk_window_destroy (window);
  tbk_ui_window_settle ();
}

int
main (int argc, char **argv)
{
  tbk_ui_window_init (&argc, &argv);
#define ADD(path, setting, function) g_test_add (path, Fixture, &setting, set_up, function, tear_down)
  ADD ("/page/usuario/approve", new_usuario, test_approve);
  ADD ("/page/usuario/suspend", active_usuario, test_suspend);
  ADD ("/page/usuario/form", active_usuario, test_usuario_form);
  ADD ("/page/asociacion/accept", asked_of_me, test_accept);
  ADD ("/page/asociacion/withdraw", asked_by_me, test_withdraw);
  ADD ("/page/empresa/other", other_empresa, test_other_empresa);
  ADD ("/page/empresa/any", any_empresa, test_any_empresa);
  ADD ("/page/auditoria/change", change, test_change);
  ADD ("/page/rechazo/refused", refused, test_refused);
#undef ADD
  g_test_add_func ("/page/rechazo/none", test_none_refused);
  g_test_add_func ("/page/sesiones", test_sessions);
  return g_test_run ();
}
