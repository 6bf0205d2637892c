/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The scale's settings window: how it is connected, what it hears and how sure it is of it, what is
 * kept and what is refused. */
#include "tbk-bascula-ajustes.h"
#include "tbk-catalogo.h"

#include <string.h>

#include "tbk-dialogs.h"
#include "tbk-emisor.h"
#include "tbk-ui-window.h"

#define GONE "/dev/serial/by-id/usb-gone"

typedef struct
{
  GSettings *settings;
  TbkPesador *pesador;
  TbkEmisor *emisor; /* NULL: none */
  GtkWindow *under;
  GtkWidget *window;
} Desk;

static void
set_up (Desk *desk, gconstpointer data)
{
  static const char *const keys[] = { "conexion", "puerto", "destino", "protocolo", "linea", "nombre",
                                      "minimo", "tara-saco", "tara-dias", "lecturas", "tolerancia", "reposo" };

  desk->settings = g_settings_new ("com.triboka.Triboka.Bascula");
  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    g_settings_reset (desk->settings, keys[i]);
  if (data != NULL)
    g_settings_set_string (desk->settings, "puerto", data);
  desk->pesador = tbk_pesador_new ();
  desk->under = tbk_ui_window_new (gtk_label_new ("scale"));
  tbk_bascula_ajustes_present (GTK_WIDGET (desk->under), desk->pesador);
  tbk_ui_window_settle ();
  desk->window = GTK_WIDGET (tbk_dialogs_find_top (desk->under));
  g_assert_true (TBK_IS_BASCULA_AJUSTES (desk->window));
}

static void
tear_down (Desk *desk, gconstpointer data)
{
  gtk_window_destroy (GTK_WINDOW (desk->window));
  tbk_ui_window_close (desk->under);
  g_clear_object (&desk->emisor);
  tbk_ui_test_let_go (desk->pesador);
  g_object_unref (desk->settings);
}

/* Returns: (transfer none) (nullable): the row of that title, where it is shown. */
static GtkWidget *
find_row (Desk *desk, const char *title)
{
  GtkWidget *row;

  for (guint i = 0; (row = tbk_ui_window_find (desk->window, ADW_TYPE_PREFERENCES_ROW, i)) != NULL; i++)
    if (g_str_equal (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (row)), title))
      return row;
  return NULL;
}

static void
choose (Desk *desk, const char *title, const char *choice)
{
  AdwComboRow *row = ADW_COMBO_ROW (find_row (desk, title));
  GListModel *choices = adw_combo_row_get_model (row);

  for (guint i = 0; i < g_list_model_get_n_items (choices); i++)
    if (g_str_equal (gtk_string_list_get_string (GTK_STRING_LIST (choices), i), choice))
      {
        adw_combo_row_set_selected (row, i);
        tbk_ui_window_settle ();
        return;
      }
  g_error ("%s has no choice %s", title, choice);
}

/* Types it, and presses the row's mark. Returns: whether it was refused. */
static gboolean
type_wrong (Desk *desk, const char *title, const char *text)
{
  GtkWidget *row = find_row (desk, title);

  gtk_editable_set_text (GTK_EDITABLE (row), text);
  g_signal_emit_by_name (row, "apply");
  return gtk_widget_has_css_class (row, "error");
}

static void
assert_setting (Desk *desk, const char *key, const char *expected)
{
  g_autoptr (GVariant) value = g_settings_get_value (desk->settings, key);
  g_autofree char *text = g_variant_is_of_type (value, G_VARIANT_TYPE_STRING) ? g_variant_dup_string (value, NULL)
                                                                              : g_variant_print (value, FALSE);

  g_assert_cmpstr (text, ==, expected);
}

/* --- how it is connected --- */

static void
test_serial (Desk *desk, gconstpointer data)
{
  GtkWidget *puerto;

  g_assert_null (find_row (desk, "Port"));
  choose (desk, "Connected By", "Serial port");
  assert_setting (desk, "conexion", "serie");
  puerto = find_row (desk, "Port");
  g_assert_nonnull (puerto);
  g_assert_null (find_row (desk, "Address, as 192.168.1.50:4001"));
  /* one that was pulled out stays the chosen one */
  g_assert_nonnull (tbk_ui_window_find_text (puerto, GONE));
  choose (desk, "Scale", tbk_protocolo_find ("toledo")->etiqueta);
  assert_setting (desk, "protocolo", "toledo");
  {
    /* with its maker's line, which can be another */
    g_autofree char *linea = tbk_linea_to_text (&tbk_protocolo_find ("toledo")->linea);

    assert_setting (desk, "linea", linea);
  }
  g_assert_false (type_wrong (desk, "Line, as 9600 8N1 or 2400 7E1", " 2400 7E1 "));
  assert_setting (desk, "linea", "2400 7E1");
  assert_setting (desk, "puerto", GONE);
  choose (desk, "Connected By", "Not connected");
  g_assert_null (find_row (desk, "Port"));
  g_assert_null (find_row (desk, "What It Says Now"));
}

/* --- what it hears --- */

static const char *
get_heard (Desk *desk)
{
  return adw_action_row_get_subtitle (ADW_ACTION_ROW (find_row (desk, "What It Says Now")));
}

static void
test_detected (Desk *desk, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  TbkSimulador *simulador = tbk_simulador_new (tbk_protocolo_find ("cas"),
                                               "rate 50\nmove 1234.5 0\nstable 3000\n", &error);
  g_autofree char *sure = NULL;

  g_assert_no_error (error);
  desk->emisor = tbk_emisor_new_tcp (simulador, 0, &error);
  g_assert_no_error (error);
  tbk_emisor_start (desk->emisor, 20);
  choose (desk, "Connected By", "Network");
  g_assert_false (type_wrong (desk, "Address, as 192.168.1.50:4001", tbk_emisor_get_address (desk->emisor)));
  tbk_ui_test_until (tbk_pesador_get_state (desk->pesador) == TBK_PESADOR_STABLE);
  g_assert_nonnull (strstr (get_heard (desk), "1234.5"));
  g_assert_cmpuint (tbk_pesador_get_confianza (desk->pesador), >, 50);
  sure = g_strdup_printf ("%s, %u %% sure", tbk_protocolo_find ("cas")->etiqueta,
                          tbk_pesador_get_confianza (desk->pesador));
  g_assert_nonnull (strstr (get_heard (desk), sure));

  /* the user names it: nothing is guessed any more */
  choose (desk, "Scale", tbk_protocolo_find ("cas")->etiqueta);
  tbk_ui_test_until (tbk_pesador_get_confianza (desk->pesador) == 0
                     && tbk_pesador_get_state (desk->pesador) == TBK_PESADOR_STABLE);
  g_assert_null (strstr (get_heard (desk), "sure"));
  g_clear_object (&desk->emisor);
  tbk_ui_test_until (tbk_pesador_get_state (desk->pesador) == TBK_PESADOR_LOST);
  g_assert_nonnull (strstr (get_heard (desk), "Scale Lost"));
}

/* --- what is typed --- */

typedef struct
{
  const char *title;
  const char *key;
  const char *wrong[4]; /* NULL-terminated */
  const char *right;
  const char *kept;
  const char *said;
} Typed;

#define NUMBER "A number of 0 or more is wanted."
#define TOO_LONG "a name that no ticket has the room for, of more than 60 letters"

/* clang-format off */
static const Typed typed[] = {
  { "Line, as 9600 8N1 or 2400 7E1", "linea", { "9600 9N1", "fast", "" }, "4800 8O2", "4800 8O2",
    "A line is a speed and what a byte has, as 9600 8N1." },
  { "Name of This Scale", "nombre", { TOO_LONG }, " camionera ", "camionera", "The name of a scale has at most 60 characters." },
  { "Empty Below, kg", "minimo", { "-1", "abc", "" }, "12.5", "12.5", NUMBER },
  { "Tare of One Sack, kg", "tara-saco", { "-0.7", "0.7kg" }, "0.7", "0.7", NUMBER },
  { "Vehicle Tares Are Old After, Days", "tara-dias", { "0", "3651", "a week" }, "45", "45", "A whole number from 1 to 3650 is wanted." },
  { "Readings Alike", "lecturas", { "0", "65", "3.5" }, "5", "5", "A whole number from 1 to 64 is wanted." },
  { "They May Differ By", "tolerancia", { "x" }, "0.5", "0.5", NUMBER },
  { "For Milliseconds", "reposo", { "10001", "-1" }, "500", "500", "A whole number from 0 to 10000 is wanted." },
};
/* clang-format on */

static void
check_wrong (Desk *desk, const Typed *row, const char *wrong)
{
  g_autoptr (GVariant) before = g_settings_get_value (desk->settings, row->key);
  g_autoptr (GVariant) after = NULL;

  g_assert_true (type_wrong (desk, row->title, wrong));
  after = g_settings_get_value (desk->settings, row->key);
  g_assert_true (g_variant_equal (before, after));
  tbk_ui_test_until (tbk_ui_window_find_text (desk->window, row->said) != NULL);
}

static void
test_typed (Desk *desk, gconstpointer data)
{
  choose (desk, "Connected By", "Serial port");
  for (gsize i = 0; i < G_N_ELEMENTS (typed); i++)
    {
      for (guint w = 0; typed[i].wrong[w] != NULL; w++)
        check_wrong (desk, &typed[i], typed[i].wrong[w]);
      g_assert_false (type_wrong (desk, typed[i].title, typed[i].right));
      assert_setting (desk, typed[i].key, typed[i].kept);
    }
  choose (desk, "Connected By", "Network");
  g_assert_true (type_wrong (desk, "Address, as 192.168.1.50:4001", "192.168.1.50"));
  g_assert_false (type_wrong (desk, "Address, as 192.168.1.50:4001", "scale.local:4001"));
  assert_setting (desk, "destino", "scale.local:4001");
}

/* A tare of 40 days is old by the setting that stands, and not by the one that is typed. */
static void
test_tare_age (Desk *desk, gconstpointer data)
{
  const TbkTaraGuardada tara = { .clase = (char *) TBK_TARA_VEHICULO,
                                 .pesada_en = g_get_real_time () - 40 * G_TIME_SPAN_DAY };

  g_assert_true (tbk_catalogo_is_old (&tara));
  g_assert_false (type_wrong (desk, "Vehicle Tares Are Old After, Days", "45"));
  g_assert_false (tbk_catalogo_is_old (&tara));
  g_assert_false (type_wrong (desk, "Vehicle Tares Are Old After, Days", "39"));
  g_assert_true (tbk_catalogo_is_old (&tara));
}

static void
test_names (Desk *desk, gconstpointer data)
{
  g_autofree char *nameless = NULL;

  choose (desk, "Connected By", "Serial port");
  nameless = tbk_ui_window_list_nameless (tbk_ui_window_find (desk->window, ADW_TYPE_PREFERENCES_PAGE, 0));
  g_assert_cmpstr (nameless, ==, "");
}

int
main (int argc, char *argv[])
{
  tbk_ui_window_init (&argc, &argv);
#define ADD(name, puerto, func) g_test_add ("/bascula-ajustes/" name, Desk, puerto, set_up, func, tear_down)
  ADD ("serial", GONE, test_serial);
  ADD ("detected", NULL, test_detected);
  ADD ("typed", NULL, test_typed);
  ADD ("tare-age", NULL, test_tare_age);
  ADD ("names", NULL, test_names);
  return g_test_run ();
}
