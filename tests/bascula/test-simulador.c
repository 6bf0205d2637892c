/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the simulator says, every protocol reads as it was meant; and its bytes name their protocol. */
#include "tbk-deteccion.h"
#include "tbk-simulador.h"
#include "tbk-trama.h"

#include <gio/gio.h>
#include <string.h>

static const char truck[] = "rate 10\n"
                            "seed 42\n"
                            "zero 1\n"
                            "move 1234.5 2\n"
                            "stable 2   # a truck\n"
                            "tare\n"
                            "stable 1\n"
                            "move 1300.5 1\n"
                            "stable 1\n"
                            "overload 1\n"
                            "off 1\n"
                            "under 1\n"
                            "fault 1\n"
                            "zero 1\n";
static const char wet[] = "move 7.5 2\nstable 2\nmove 12.1 1\nstable 1\n";

typedef struct
{
  GArray *said;
  GArray *read;
  GByteArray *bytes;
} Talk;

static void
talk_clear (Talk *talk)
{
  g_clear_pointer (&talk->said, g_array_unref);
  g_clear_pointer (&talk->read, g_array_unref);
  g_clear_pointer (&talk->bytes, g_byte_array_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Talk, talk_clear)

static void
read_cb (const TbkLectura *lectura, gpointer data)
{
  g_array_append_vals (data, lectura, 1);
}

static void
talk_over (const TbkProtocolo *protocolo, const char *script, Talk *talk)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TbkSimulador) simulador = tbk_simulador_new (protocolo, script, &error);
  g_autoptr (TbkTramas) tramas = tbk_tramas_new (protocolo);
  guint8 bytes[TBK_TRAMA_MAX];
  TbkSimuladorAct act;
  TbkLectura lectura;
  gsize n;

  g_assert_no_error (error);
  talk->said = g_array_new (FALSE, FALSE, sizeof (TbkLectura));
  talk->read = g_array_new (FALSE, FALSE, sizeof (TbkLectura));
  talk->bytes = g_byte_array_new ();
  while ((act = tbk_simulador_next (simulador, bytes, &n, &lectura)) != TBK_SIMULADOR_END)
    {
      if (act != TBK_SIMULADOR_BYTES)
        continue;
      g_array_append_val (talk->said, lectura);
      g_byte_array_append (talk->bytes, bytes, (guint) n);
      tbk_tramas_feed (tramas, bytes, n, read_cb, talk->read);
    }
}

/* What the protocol cannot say is silent about it: rest, unit, class. */
static void
check_said (const TbkProtocolo *protocolo, const TbkLectura *said, const TbkLectura *read)
{
  g_assert_cmpint (tbk_lectura_con_valor (read), ==, tbk_lectura_con_valor (said));
  g_assert_cmpint (tbk_decimal_compare (read->valor, said->valor), ==, 0);
  if (read->estado != TBK_LECTURA_MUDA)
    g_assert_cmpint (read->estado, ==, said->estado);
  else
    g_assert_cmpint (protocolo->rasgos & TBK_PROTOCOLO_ESTADO, ==, 0);
  if (read->unidad != TBK_MASA_NINGUNA)
    g_assert_cmpint (read->unidad, ==, said->unidad);
  if (tbk_lectura_con_valor (read) && read->clase != TBK_CLASE_DESCONOCIDA)
    g_assert_cmpint (read->clase, ==, said->clase);
}

static const char *
script_for (const TbkProtocolo *protocolo)
{
  return (protocolo->rasgos & TBK_PROTOCOLO_HUMEDAD) != 0 ? wet : truck;
}

/* Frames without an end are told by the next one, and a loose first line is not taken: one less. */
static void
test_every_protocol (gconstpointer data)
{
  const TbkProtocolo *protocolo = data;
  g_auto (Talk) talk = { 0 };
  guint less, first = (protocolo->rasgos & TBK_PROTOCOLO_AJUSTADO) != 0 ? 1 : 0;

  talk_over (protocolo, script_for (protocolo), &talk);
  less = talk.said->len - talk.read->len;
  g_assert_cmpuint (talk.read->len, >=, 50);
  g_assert_cmpuint (less, <=, 1);
  for (guint i = 0; i < talk.read->len; i++)
    check_said (protocolo, &g_array_index (talk.said, TbkLectura, i + first),
                &g_array_index (talk.read, TbkLectura, i));
}

static void
test_found (gconstpointer data)
{
  const TbkProtocolo *protocolo = data;
  g_auto (Talk) talk = { 0 };
  TbkDeteccion found;

  if ((protocolo->rasgos & TBK_PROTOCOLO_AJUSTADO) != 0)
    {
      g_test_skip ("only where the user names it");
      return;
    }
  talk_over (protocolo, script_for (protocolo), &talk);
  tbk_detectar (talk.bytes->data, talk.bytes->len, &found);
  g_assert_cmpuint (found.n, >, 0);
  if (g_str_has_prefix (protocolo->nombre, "yaohua-") && !g_str_equal (protocolo->nombre, "yaohua-a12"))
    {
      g_assert_true (found.ambigua);
      return;
    }
  g_assert_cmpstr (found.candidato[0].protocolo->nombre, ==, protocolo->nombre);
  g_assert_cmpuint (found.candidato[0].confianza, >=, 85);
  g_assert_false (found.ambigua);
}

static void
test_deterministic (void)
{
  g_auto (Talk) once = { 0 };
  g_auto (Talk) again = { 0 };
  g_auto (Talk) other = { 0 };
  const TbkProtocolo *cas = tbk_protocolo_find ("cas");

  talk_over (cas, "seed 5\nmove 500.0 3\nnoise 1\n", &once);
  talk_over (cas, "seed 5\nmove 500.0 3\nnoise 1\n", &again);
  talk_over (cas, "seed 6\nmove 500.0 3\nnoise 1\n", &other);
  g_assert_cmpmem (once.bytes->data, once.bytes->len, again.bytes->data, again.bytes->len);
  g_assert_true (once.bytes->len != other.bytes->len
                 || memcmp (once.bytes->data, other.bytes->data, once.bytes->len) != 0);
}

static void
test_commands (void)
{
  const TbkProtocolo *sics = tbk_protocolo_find ("sics");
  g_autoptr (TbkSimulador) simulador = tbk_simulador_new (sics, "move 100.0 1\nstable 9\n", NULL);
  guint8 bytes[TBK_TRAMA_MAX];
  TbkLectura lectura;
  gsize n;

  for (int i = 0; i < 12; i++)
    tbk_simulador_next (simulador, bytes, &n, &lectura);
  g_assert_cmpint (lectura.valor.units, ==, 1000);
  tbk_simulador_command (simulador, (const guint8 *) "T\r\n", 3);
  tbk_simulador_next (simulador, bytes, &n, &lectura);
  g_assert_cmpint (lectura.valor.units, ==, 0);
  g_assert_cmpint (lectura.clase, ==, TBK_CLASE_NETO);
  tbk_simulador_command (simulador, (const guint8 *) "TAC\r\n", 5);
  tbk_simulador_next (simulador, bytes, &n, &lectura);
  g_assert_cmpint (lectura.valor.units, ==, 1000);
  tbk_simulador_command (simulador, (const guint8 *) "nonsense", 8);
  tbk_simulador_command (simulador, (const guint8 *) "Z\r\n", 3);
  tbk_simulador_next (simulador, bytes, &n, &lectura);
  g_assert_cmpint (lectura.valor.units, ==, 0);
}

static void
test_refused (gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (tbk_simulador_new (tbk_protocolo_find ("cas"), data, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT);
  g_assert_nonnull (strstr (error->message, "line 2"));
}

static void
test_empty_loop (void)
{
  g_autoptr (TbkSimulador) simulador = tbk_simulador_new (tbk_protocolo_find ("cas"), "rate 20\nloop\n", NULL);
  guint8 bytes[TBK_TRAMA_MAX];
  gsize n;

  g_assert_cmpint (tbk_simulador_next (simulador, bytes, &n, NULL), ==, TBK_SIMULADOR_END);
}

int
main (int argc, char **argv)
{
  const char *const refused[]
      = { "\nweigh 5", "\nzero", "\nzero two", "\nmove 5", "\nunit stone",
          "\nrate 0", "\nrate 51", "\nloop 2", "\nmove 1.2.3 5" };
  gsize n;
  const TbkProtocolo *const *protocolos;

  g_test_init (&argc, &argv, NULL);
  protocolos = tbk_protocolos (&n);
  for (gsize i = 0; i < n; i++)
    {
      g_autofree char *read = g_strconcat ("/simulador/read/", protocolos[i]->nombre, NULL);
      g_autofree char *found = g_strconcat ("/simulador/found/", protocolos[i]->nombre, NULL);

      g_test_add_data_func (read, protocolos[i], test_every_protocol);
      g_test_add_data_func (found, protocolos[i], test_found);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      g_autofree char *path = g_strdup_printf ("/simulador/refused/%zu", i);

      g_test_add_data_func (path, refused[i], test_refused);
    }
  g_test_add_func ("/simulador/deterministic", test_deterministic);
  g_test_add_func ("/simulador/commands", test_commands);
  g_test_add_func ("/simulador/empty-loop", test_empty_loop);
  return g_test_run ();
}
