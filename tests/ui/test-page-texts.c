/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the pages say of figures, and what they let whom do. No display. */
#include "contrato.h"
#include "lote.h"
#include "tbk-contrato-rights.h"
#include "tbk-contrato-text.h"
#include "tbk-empresa-form.h"
#include "tbk-lote-rights.h"
#include "tbk-lote-text.h"

#define NBSP "\302\240"

static void
assert_text (char *text, const char *expected)
{
  g_autofree char *owned = text;

  g_assert_cmpstr (owned, ==, expected);
}

static void
test_progress (void)
{
  assert_text (tbk_contrato_progress (NULL, "12.500", "50.000"), "12.500 of 50.000" NBSP "TM delivered (25 %)");
  assert_text (tbk_contrato_progress (NULL, NULL, "50.000"), "0.000 of 50.000" NBSP "TM delivered (0 %)");
  assert_text (tbk_contrato_progress (NULL, "49.999", "50.000"), "49.999 of 50.000" NBSP "TM delivered (99 %)");
  assert_text (tbk_contrato_progress (NULL, "999999.999", "1000000.000"),
               "999999.999 of 1000000.000" NBSP "TM delivered (99 %)");
  assert_text (tbk_contrato_progress (NULL, "60.000", "50.000"), "60.000 of 50.000" NBSP "TM delivered (120 %)");
}

static void
test_fraction (void)
{
  g_assert_cmpfloat (tbk_contrato_fraction (NULL, "12.500", "50.000"), ==, 0.25);
  g_assert_cmpfloat (tbk_contrato_fraction (NULL, "60.000", "50.000"), ==, 1.0);
  g_assert_cmpfloat (tbk_contrato_fraction (NULL, NULL, "50.000"), ==, 0.0);
  g_assert_cmpfloat (tbk_contrato_fraction (NULL, "1.000", "0.000"), ==, 0.0);
}

static void
test_volumen (void)
{
  assert_text (tbk_contrato_describe_volumen (NULL, "50.000", "5.00"),
               "= 1102.31" NBSP "qq; 47.500" NBSP "TM fulfil it");
  assert_text (tbk_contrato_describe_volumen (NULL, "50.000", "0.00"), "= 1102.31" NBSP "qq");
  assert_text (tbk_contrato_describe_volumen (NULL, "50.000", NULL), "= 1102.31" NBSP "qq");
  assert_text (tbk_contrato_describe_volumen (NULL, NULL, "5.00"), "");
  assert_text (tbk_contrato_describe_volumen (NULL, "a lot", "5.00"), "");
}

/* The vector of DOMAIN.md: 6319 less 200 is 277.55 a quintal. */
static void
test_precio (void)
{
  assert_text (tbk_contrato_describe_precio (NULL, "fijo", "6119.00", NULL), "= $277.55 a quintal");
  assert_text (tbk_contrato_describe_precio (NULL, "por_fijar", NULL, "-700.00"),
               "$700.00 a tonne below New York's price");
  assert_text (tbk_contrato_describe_precio (NULL, "por_fijar", NULL, "150.00"),
               "$150.00 a tonne above New York's price");
  assert_text (tbk_contrato_describe_precio (NULL, "por_fijar", NULL, "0.00"), "New York's price as it is");
  assert_text (tbk_contrato_describe_precio (NULL, "fijo", NULL, "-700.00"), "");
}

static void
test_peso (void)
{
  assert_text (tbk_lote_describe_peso (NULL, "1250.000"), "1250.00" NBSP "kg = 27.56" NBSP "qq");
  assert_text (tbk_lote_describe_peso (NULL, NULL), "");
  assert_text (tbk_lote_compare_peso ("1250.000", "1231.500", "kg"),
               "1250.00" NBSP "kg → 1231.50" NBSP "kg: 18.50" NBSP "kg less (1.48" NBSP "%)");
  assert_text (tbk_lote_compare_peso ("1000.000", "1010.000", "kg"),
               "1000.00" NBSP "kg → 1010.00" NBSP "kg: 10.00" NBSP "kg more (1.00" NBSP "%)");
  assert_text (tbk_lote_compare_peso ("1250.000", "1250", "kg"), "1250.00" NBSP "kg, as announced");
  assert_text (tbk_lote_compare_peso ("1250.000", NULL, "kg"), "1250.00" NBSP "kg");
}

static void
test_humedad (void)
{
  assert_text (tbk_lote_compare_humedad ("7.00", "7.80"), "7.00" NBSP "% → 7.80" NBSP "%: 0.80 points more");
  assert_text (tbk_lote_compare_humedad ("7.50", "7.00"), "7.50" NBSP "% → 7.00" NBSP "%: 0.50 points less");
  assert_text (tbk_lote_compare_humedad ("7.00", "7"), "7.00" NBSP "%, as announced");
  assert_text (tbk_lote_compare_humedad (NULL, "7.80"), "");
}

static void
test_ruc (void)
{
  assert_text (tbk_empresa_describe_ruc (NULL), "");
  assert_text (tbk_empresa_describe_ruc ("17931"), "8 digits are missing.");
  assert_text (tbk_empresa_describe_ruc ("179318954900"), "1 digit is missing.");
  assert_text (tbk_empresa_describe_ruc ("1793189549001"),
               "RUC of a company. Its check digit does not fit, as that of some newer ones: "
               "it is taken, and marked as unverified.");
  assert_text (tbk_empresa_describe_ruc ("1790016919001"), "RUC of a company.");
}

/* --- rights --------------------------------------------------------------- */

static TbkRecord *
make_record (const TbkResource *resource, const char *json)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) node = json_from_string (json, &error);

  g_assert_no_error (error);
  return tbk_record_new_from_json (resource, json_node_get_object (node));
}

typedef struct
{
  const char *rol;
  gint64 empresa_id;
  const char *json;
  guint has;
  guint lacks;
} RightsCase;

#define WRITE (TBK_RIGHT_EDIT | TBK_RIGHT_STEP)
#define CONTRATO(estado) \
  "{\"id\":7,\"exportadora_id\":1,\"contraparte_id\":2,\"autor_empresa_id\":2,\"lotes_n\":1,\"estado\":\"" estado "\"}"

/* clang-format off */
static const RightsCase contrato_cases[] = {
  { "proveedor", 2, CONTRATO ("Activo"), TBK_RIGHT_CONTRATO_ASSIGN, WRITE | TBK_RIGHT_CREATE | TBK_RIGHT_DELETE },
  { "centro", 2, CONTRATO ("Borrador"), WRITE | TBK_RIGHT_CREATE, TBK_RIGHT_CONTRATO_ASSIGN },
  { "centro", 2, CONTRATO ("Activo"), TBK_RIGHT_CONTRATO_ASSIGN | TBK_RIGHT_CONTRATO_WRITER, WRITE },
  { "centro", 9, CONTRATO ("Borrador"), TBK_RIGHT_CREATE, WRITE | TBK_RIGHT_CONTRATO_WRITER },
  { "exportadora", 1, CONTRATO ("En proceso"), WRITE | TBK_RIGHT_CONTRATO_UNASSIGN, TBK_RIGHT_CONTRATO_ASSIGN },
  { "exportadora", 1, CONTRATO ("Cerrado"), TBK_RIGHT_CONTRATO_WRITER, WRITE | TBK_RIGHT_CONTRATO_UNASSIGN },
  { "admin", 0, CONTRATO ("Activo"), WRITE | TBK_RIGHT_CORRECT | TBK_RIGHT_CONTRATO_ASSIGN, TBK_RIGHT_DELETE },
  { "admin", 0, "{\"id\":7,\"lotes_n\":0,\"estado\":\"Borrador\"}", TBK_RIGHT_DELETE, TBK_RIGHT_CONTRATO_ASSIGN },
};

#define LOTE(estado, contrato) "{\"id\":7,\"empresa_id\":2,\"contrato_id\":" contrato ",\"estado\":\"" estado "\"}"

static const RightsCase lote_cases[] = {
  { "proveedor", 2, LOTE ("Registrado", "null"), WRITE | TBK_RIGHT_CREATE | TBK_RIGHT_DELETE | TBK_RIGHT_LOTE_ASSIGN, TBK_RIGHT_LOTE_RECEIVE },
  { "proveedor", 2, LOTE ("Registrado", "5"), TBK_RIGHT_LOTE_UNASSIGN, TBK_RIGHT_DELETE | TBK_RIGHT_LOTE_ASSIGN },
  { "proveedor", 3, LOTE ("Registrado", "5"), TBK_RIGHT_CREATE, WRITE | TBK_RIGHT_LOTE_UNASSIGN },
  { "centro", 2, LOTE ("En transito", "null"), TBK_RIGHT_LOTE_RECEIVE, TBK_RIGHT_DELETE },
  { "centro", 2, LOTE ("En transito", "5"), WRITE, TBK_RIGHT_LOTE_RECEIVE },
  { "centro", 3, LOTE ("En transito", "null"), TBK_RIGHT_LOTE_RECEIVE, 0 },
  { "exportadora", 1, LOTE ("En transito", "5"), TBK_RIGHT_LOTE_RECEIVE | TBK_RIGHT_LOTE_BUYER, TBK_RIGHT_CREATE },
  { "exportadora", 1, LOTE ("Recibido", "5"), TBK_RIGHT_STEP, TBK_RIGHT_LOTE_RECEIVE },
  { "exportadora", 1, LOTE ("Exportado", "5"), TBK_RIGHT_EDIT, TBK_RIGHT_LOTE_UNASSIGN },
  { "admin", 0, LOTE ("Recibido", "null"), TBK_RIGHT_CORRECT | TBK_RIGHT_DELETE | TBK_RIGHT_LOTE_ASSIGN, TBK_RIGHT_LOTE_RECEIVE },
};
/* clang-format on */

static void
check_rights (const RightsCase *cases,
              gsize n_cases,
              const TbkResource *resource,
              guint (*get_rights) (const char *rol, gint64 empresa_id, TbkRecord *record))
{
  for (gsize i = 0; i < n_cases; i++)
    {
      g_autoptr (TbkRecord) record = make_record (resource, cases[i].json);
      guint rights = get_rights (cases[i].rol, cases[i].empresa_id, record);

      g_test_message ("%s %d %s", cases[i].rol, (int) cases[i].empresa_id, cases[i].json);
      g_assert_cmphex (rights & cases[i].has, ==, cases[i].has);
      g_assert_cmphex (rights & cases[i].lacks, ==, 0);
    }
}

static void
test_contrato_rights (void)
{
  check_rights (contrato_cases, G_N_ELEMENTS (contrato_cases), &tbk_contrato, tbk_contrato_rights);
  g_assert_cmphex (tbk_contrato_rights ("proveedor", 2, NULL), ==, TBK_RIGHT_NONE);
  g_assert_cmphex (tbk_contrato_rights ("exportadora", 1, NULL), ==, TBK_RIGHT_CREATE);
}

static void
test_lote_rights (void)
{
  check_rights (lote_cases, G_N_ELEMENTS (lote_cases), &tbk_lote, tbk_lote_rights);
  g_assert_cmphex (tbk_lote_rights ("exportadora", 1, NULL), ==, TBK_RIGHT_NONE);
  g_assert_cmphex (tbk_lote_rights ("proveedor", 2, NULL), ==, TBK_RIGHT_CREATE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/page/text/progress", test_progress);
  g_test_add_func ("/page/text/fraction", test_fraction);
  g_test_add_func ("/page/text/volumen", test_volumen);
  g_test_add_func ("/page/text/precio", test_precio);
  g_test_add_func ("/page/text/peso", test_peso);
  g_test_add_func ("/page/text/humedad", test_humedad);
  g_test_add_func ("/page/text/ruc", test_ruc);
  g_test_add_func ("/page/rights/contrato", test_contrato_rights);
  g_test_add_func ("/page/rights/lote", test_lote_rights);
  return g_test_run ();
}
