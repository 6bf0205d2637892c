/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-matrix.h"

#define CENTRO "centro@demo.ec"
#define OTRO_CENTRO "centro2@demo.ec"
#define ADMIN "admin@demo.ec"

static char *
weigh (TbkMatrix *matrix, const char *who, const char *lote)
{
  g_autofree char *id = g_uuid_string_random ();
  g_autofree char *body = g_strdup_printf ("{\"id\": \"%s\", \"lote_id\": %s, \"peso\": \"60\"}", id, lote);
  g_autoptr (TbkTestReply) reply = tbk_test_client_send (tbk_matrix_client (matrix, who), "POST", "/iot/pesaje", body);

  tbk_assert_status (reply, 201);
  return g_steal_pointer (&id);
}

char *
tbk_make_pesaje (TbkMatrix *matrix, TbkTestClient *client)
{
  g_autofree char *lote = tbk_make_lote (matrix, client);

  return weigh (matrix, CENTRO, lote);
}

char *
tbk_make_pesaje_vendido (TbkMatrix *matrix, TbkTestClient *client)
{
  g_autofree char *lote = tbk_make_lote_asignado (matrix, client);

  return weigh (matrix, CENTRO, lote);
}

char *
tbk_make_pesaje_anulado (TbkMatrix *matrix, TbkTestClient *client)
{
  g_autofree char *id = tbk_make_pesaje (matrix, client);
  g_autofree char *path = g_strdup_printf ("/pesajes/%s/anular", id);
  g_autoptr (TbkTestReply) reply
             = tbk_test_client_send (tbk_matrix_client (matrix, CENTRO), "POST", path, "{\"motivo\": \"saco roto\"}");

  tbk_assert_status (reply, 201);
  return g_steal_pointer (&id);
}

char *
tbk_otro_pesaje (TbkMatrix *matrix, TbkTestClient *client)
{
  g_autofree char *lote = tbk_otro_lote (matrix, client);

  return weigh (matrix, ADMIN, lote);
}

/* A picture of two pixels: not the one that the samples have. */
static void
add_foto (TbkMatrix *matrix, const char *who, const char *id)
{
  static const char type[] = "multipart/form-data; boundary=tbk";
  static const char head[] = "--tbk\r\nContent-Disposition: form-data; name=\"archivo\"; filename=\"a.png\"\r\n\r\n"
                             "\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\2\0\0\0\1\x08\2\0\0\0\r\n--tbk--\r\n";
  g_autoptr (GBytes) body = g_bytes_new_static (head, sizeof head - 1);
  g_autofree char *path = g_strdup_printf ("/pesajes/%s/foto", id);
  g_autoptr (TbkTestReply) reply
             = tbk_test_client_send_bytes (tbk_matrix_client (matrix, who), "PUT", path, body, type, NULL);

  tbk_assert_status (reply, 200);
}

char *
tbk_make_pesaje_con_foto (TbkMatrix *matrix, TbkTestClient *client)
{
  g_autofree char *id = tbk_make_pesaje (matrix, client);

  add_foto (matrix, CENTRO, id);
  return g_steal_pointer (&id);
}

char *
tbk_otro_pesaje_con_foto (TbkMatrix *matrix, TbkTestClient *client)
{
  g_autofree char *id = tbk_otro_pesaje (matrix, client);

  add_foto (matrix, ADMIN, id);
  return g_steal_pointer (&id);
}

char *
tbk_make_tara (TbkMatrix *matrix, TbkTestClient *client)
{
  return tbk_matrix_create (matrix, CENTRO, "/taras",
                            "{\"clase\": \"vehiculo\", \"nombre\": \"TBK-$unico\", \"kg\": \"8120\"}");
}

char *
tbk_otra_tara (TbkMatrix *matrix, TbkTestClient *client)
{
  return tbk_matrix_create (matrix, OTRO_CENTRO, "/taras",
                            "{\"clase\": \"saco\", \"nombre\": \"Yute $unico\", \"kg\": \"0.75\"}");
}

char *
tbk_make_tara_usada (TbkMatrix *matrix)
{
  g_autofree char *id = tbk_make_tara (matrix, NULL);
  g_autofree char *path = g_strdup_printf ("/taras/%s", id);
  g_autoptr (TbkTestReply) reply = tbk_test_client_send (tbk_matrix_client (matrix, CENTRO), "GET", path, NULL);

  tbk_assert_status (reply, 200);
  return g_strdup (tbk_test_reply_text (reply, "nombre"));
}
