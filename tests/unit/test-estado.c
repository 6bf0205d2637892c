/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-estado.h"

#include "unit-cases.h"

/* clang-format off */
static const TbkEstado machine[] = {
  { "Nuevo", "New", "Renew", (const char *const[]) { "En tránsito", "Roto", NULL } },
  { "En tránsito", "Under way", "Send", (const char *const[]) { "Listo", NULL } },
  { "Listo", "Ready", "Finish", NULL },
  { "Roto", "Broken", "Break", NULL },
  { NULL },
};
/* clang-format on */

typedef struct
{
  const char *text;
  const char *folded;
} FoldCase;

static const FoldCase fold_cases[] = {
  { .text = "", .folded = "" },
  { .text = "En Revision", .folded = "en revision" },
  { .text = "EN REVISIÓN", .folded = "en revision" },
  { .text = "En revisio\xcc\x81n", .folded = "en revision" }, /* accent of its own */
  { .text = "Ñandú Çà", .folded = "nandu ca" },
  { .text = "ÁÀÂÄÃÅáàâäãåÉÈÊËéèêëÍÌÎÏíìîïÓÒÔÖÕóòôöõÚÙÛÜúùûüÑñÇç",
    .folded = "aaaaaaaaaaaaeeeeeeeeiiiiiiiioooooooooouuuuuuuunncc" }, /* plegar() in SQL */
  { .text = "ISTANBUL", .folded = "istanbul" },
  { .text = "Straße", .folded = "straße" },
  { .text = "日本", .folded = "日本" },
  { .text = "a\xff"
            "b",
    .folded = "a\xef\xbf\xbd"
              "b" },
};

static void
test_fold (gconstpointer data)
{
  const FoldCase *c = data;
  g_autofree char *folded = tbk_fold (c->text);
  g_autofree char *twice = tbk_fold (folded);

  g_assert_cmpstr (folded, ==, c->folded);
  g_assert_cmpstr (twice, ==, folded);
}

static void
test_find (void)
{
  g_assert_true (tbk_estado_find (machine, "Nuevo") == &machine[0]);
  g_assert_true (tbk_estado_find (machine, "en transito") == &machine[1]);
  g_assert_true (tbk_estado_find (machine, "EN TRÁNSITO") == &machine[1]);
  g_assert_null (tbk_estado_find (machine, "entransito"));
  g_assert_null (tbk_estado_find (machine, ""));
  g_assert_null (tbk_estado_find (machine, NULL));
  g_assert_null (tbk_estado_find (machine, "\xff"));
  g_assert_null (tbk_estado_find (NULL, "Nuevo"));
}

typedef struct
{
  const char *from;
  const char *to;
  gboolean allowed;
  gboolean backward;
} StepCase;

static const StepCase step_cases[] = {
  { .from = "Nuevo", .to = "En tránsito", .allowed = TRUE },
  { .from = "nuevo", .to = "EN TRANSITO", .allowed = TRUE },
  { .from = "Nuevo", .to = "Listo" },
  { .from = "Nuevo", .to = "Nuevo" },
  { .from = "Listo", .to = "Nuevo", .backward = TRUE },
  { .from = "Roto", .to = "En tránsito", .backward = TRUE },
  { .from = "Listo", .to = "Roto" },
  { .from = "Nuevo", .to = "Otro" },
  { .from = "Otro", .to = "Nuevo" },
  { .from = NULL, .to = "Nuevo" },
  { .from = "Listo", .to = NULL },
};

static void
test_step (gconstpointer data)
{
  const StepCase *c = data;

  g_assert_cmpint (tbk_estado_allows (machine, c->from, c->to), ==, c->allowed);
  g_assert_cmpint (tbk_estado_is_backward (machine, c->from, c->to), ==, c->backward);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  unit_add_cases ("/estado/fold", fold_cases, test_fold);
  g_test_add_func ("/estado/find", test_find);
  unit_add_cases ("/estado/step", step_cases, test_step);
  return g_test_run ();
}
