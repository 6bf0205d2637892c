/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-matrix.h"

#include <string.h>

#define EXPORTADORA "exportadora@demo.ec"
#define CENTRO "centro@demo.ec"
#define ADMIN "admin@demo.ec"
#define NEW_USER "nuevo:"

TbkMatrix *
tbk_matrix_new (const char *const *environment)
{
  TbkMatrix *matrix = g_new0 (TbkMatrix, 1);

  matrix->server = tbk_test_server_new (environment);
  matrix->clients = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) tbk_test_client_free);
  return matrix;
}

void
tbk_matrix_free (TbkMatrix *matrix)
{
  g_hash_table_unref (matrix->clients);
  tbk_test_server_free (matrix->server);
  g_free (matrix->last_lote);
  g_free (matrix->last_mensaje);
  g_free (matrix);
}

const char *
tbk_matrix_email (TbkRol rol)
{
  switch (rol)
    {
    case TBK_ROL_PROVEEDOR:
      return "proveedor@demo.ec";
    case TBK_ROL_CENTRO:
      return CENTRO;
    case TBK_ROL_EXPORTADORA:
      return EXPORTADORA;
    default:
      return ADMIN;
    }
}

/* --- asking ------------------------------------------------------------------------------------------------------- */

static char *
id_text (const TbkTestReply *reply)
{
  return g_strdup_printf ("%" G_GINT64_FORMAT, tbk_test_reply_int (reply, "id"));
}

/* A good POST, whose row's id is wanted. */
static char *
create (TbkMatrix *matrix, const char *who, const char *path, const char *template)
{
  g_autofree char *body = template != NULL ? tbk_matrix_fill (matrix, template) : NULL;
  g_autoptr (TbkTestReply) reply = tbk_test_client_send (tbk_matrix_client (matrix, who), "POST", path, body);

  if (reply->status != 201)
    tbk_assert_status (reply, 200);
  return id_text (reply);
}

/* Changes a row's estado, as an admin. */
static void
set_estado (TbkMatrix *matrix, const char *collection, const char *id, const char *estado)
{
  TbkTestClient *admin = tbk_matrix_client (matrix, ADMIN);
  g_autofree char *path = g_strdup_printf ("/%s/%s", collection, id);
  g_autofree char *body = g_strdup_printf ("{\"estado\": \"%s\"}", estado);
  g_autoptr (TbkTestReply) before = tbk_test_client_send (admin, "GET", path, NULL);
  g_autoptr (TbkTestReply) after = NULL;

  tbk_assert_status (before, 200);
  after = tbk_test_client_send_version (admin, "PUT", path, tbk_test_reply_int (before, "version"), body);
  tbk_assert_status (after, 200);
}

static char *
empresa_of (TbkMatrix *matrix, const char *who)
{
  g_autoptr (TbkTestReply) reply = tbk_test_client_send (tbk_matrix_client (matrix, who), "GET", "/me", NULL);

  tbk_assert_status (reply, 200);
  return g_strdup_printf ("%" G_GINT64_FORMAT, tbk_test_reply_int (reply, "empresa_id"));
}

/* --- clients ------------------------------------------------------------------------------------------------------ */

static TbkTestClient *
sign_in_new (TbkMatrix *matrix, const char *rol)
{
  TbkTestClient *admin = tbk_matrix_client (matrix, ADMIN);
  TbkTestClient *client = tbk_test_client_new (matrix->server);
  g_autofree char *email = g_strdup_printf ("nuevo%u@demo.ec", ++matrix->counter);
  g_autofree char *old = g_strdup_printf ("%s@demo.ec", rol);
  g_autofree char *empresa = empresa_of (matrix, old);
  g_autofree char *body = g_strdup_printf ("{\"nombre\": \"Nuevo\", \"email\": \"%s\", "
                                           "\"password\": \"" TBK_TEST_PASSWORD "\", \"rol\": \"%s\", "
                                           "\"empresa_id\": %s, \"estado\": \"Activo\"}",
                                           email, rol, empresa);
  g_autoptr (TbkTestReply) reply = tbk_test_client_send (admin, "POST", "/usuarios", body);

  tbk_assert_status (reply, 201);
  tbk_test_client_login (client, email);
  g_hash_table_insert (matrix->clients, g_steal_pointer (&email), client);
  return client;
}

TbkTestClient *
tbk_matrix_client (TbkMatrix *matrix, const char *who)
{
  TbkTestClient *client = g_hash_table_lookup (matrix->clients, who);

  if (client != NULL)
    return client;
  if (g_str_has_prefix (who, NEW_USER))
    return sign_in_new (matrix, who + strlen (NEW_USER));
  client = tbk_test_client_new (matrix->server);
  if (*who != '\0')
    tbk_test_client_login (client, who);
  g_hash_table_insert (matrix->clients, g_strdup (who), client);
  return client;
}

/* --- rows --------------------------------------------------------------------------------------------------------- */

#define CONTRATO \
  "\"fecha_firma\": \"2026-11-02\", \"volumen_tm\": \"25\", \"tipo_precio\": \"fijo\", \"precio_fijado_tm\": \"5400\"}"
#define LOTE "{\"fecha\": \"2026-11-03\", \"peso_kg\": \"4535.924\", \"humedad\": \"7.5\"}"

char *
tbk_make_contrato (TbkMatrix *matrix, TbkTestClient *client)
{
  return create (matrix, EXPORTADORA, "/contratos", "{\"contraparte_id\": $centro, " CONTRATO);
}

char *
tbk_make_contrato_activo (TbkMatrix *matrix, TbkTestClient *client)
{
  g_autofree char *id = tbk_make_contrato (matrix, client);

  set_estado (matrix, "contratos", id, "En revision");
  set_estado (matrix, "contratos", id, "Activo");
  return g_steal_pointer (&id);
}

char *
tbk_make_contrato_cerrado (TbkMatrix *matrix, TbkTestClient *client)
{
  g_autofree char *id = tbk_make_contrato (matrix, client);

  set_estado (matrix, "contratos", id, "Cancelado");
  return g_steal_pointer (&id);
}

char *
tbk_make_contrato_con_lote (TbkMatrix *matrix, TbkTestClient *client)
{
  g_autofree char *id = tbk_make_contrato_activo (matrix, client);
  g_autofree char *path = g_strdup_printf ("/contratos/%s/lotes", id);

  g_free (matrix->last_lote);
  matrix->last_lote = create (matrix, CENTRO, path, "{\"lote_id\": $lote}");
  return g_steal_pointer (&id);
}

/* With the lote of a proveedor whose association with the centro has ended: the centro sees it, as
 * party to the contrato, and may not take it off. */
char *
tbk_make_contrato_de_quien_se_fue (TbkMatrix *matrix, TbkTestClient *client)
{
  TbkTestClient *centro = tbk_matrix_client (matrix, CENTRO);
  g_autofree char *contrato = tbk_make_contrato_activo (matrix, client);
  g_autofree char *lotes = g_strdup_printf ("/contratos/%s/lotes", contrato);
  g_autofree char *asociacion = tbk_make_asociacion_activa (matrix, client);
  g_autofree char *path = g_strdup_printf ("/asociaciones/%s", asociacion);
  g_autoptr (TbkTestReply) between = tbk_test_client_send (centro, "GET", path, NULL);
  gint64 proveedor = tbk_test_reply_int (between, "proveedor_id");
  g_autofree char *lote = g_strdup_printf (
      "{\"empresa_id\": " TBK_ID ", \"fecha\": \"2026-11-03\", \"peso_kg\": \"10\"}", proveedor);
  g_autofree char *body = NULL;
  g_autoptr (TbkTestReply) ended = NULL;

  g_free (matrix->last_lote);
  matrix->last_lote = create (matrix, CENTRO, "/lotes", lote);
  body = g_strdup_printf ("{\"lote_id\": %s}", matrix->last_lote);
  g_free (create (matrix, CENTRO, lotes, body));
  ended = tbk_test_client_send (centro, "DELETE", path, NULL);
  tbk_assert_status (ended, 204);
  return g_steal_pointer (&contrato);
}

char *
tbk_make_contrato_con_exportado (TbkMatrix *matrix, TbkTestClient *client)
{
  g_autofree char *id = tbk_make_contrato_con_lote (matrix, client);

  set_estado (matrix, "lotes", matrix->last_lote, "Exportado");
  return g_steal_pointer (&id);
}

char *
tbk_last_lote (TbkMatrix *matrix, TbkTestClient *client)
{
  return g_strdup (matrix->last_lote);
}

char *
tbk_make_lote (TbkMatrix *matrix, TbkTestClient *client)
{
  return create (matrix, CENTRO, "/lotes", LOTE);
}

char *
tbk_make_lote_asignado (TbkMatrix *matrix, TbkTestClient *client)
{
  g_autofree char *contrato = tbk_make_contrato_con_lote (matrix, client);

  return g_strdup (matrix->last_lote);
}

char *
tbk_make_lote_recibido (TbkMatrix *matrix, TbkTestClient *client)
{
  g_autofree char *id = tbk_make_lote_asignado (matrix, client);
  g_autofree char *path = g_strdup_printf ("/lotes/%s/recepcion", id);
  g_autofree char *same = create (matrix, EXPORTADORA, path, "{}");

  return g_steal_pointer (&id);
}

char *
tbk_make_usuario (TbkMatrix *matrix, TbkTestClient *client)
{
  return create (matrix, ADMIN, "/usuarios",
                 "{\"nombre\": \"Ana\", \"email\": \"ana$unico@demo.ec\", \"password\": \"" TBK_TEST_PASSWORD
                 "\", \"rol\": \"exportadora\", \"empresa_id\": $exportadora, \"estado\": \"Activo\"}");
}

char *
tbk_make_usuario_en_revision (TbkMatrix *matrix, TbkTestClient *client)
{
  return create (matrix, ADMIN, "/usuarios",
                 "{\"nombre\": \"Luis\", \"email\": \"luis$unico@demo.ec\", \"password\": \"" TBK_TEST_PASSWORD
                 "\", \"rol\": \"exportadora\", \"empresa_id\": $exportadora, \"estado\": \"En revision\"}");
}

char *
tbk_make_usuario_suspendido (TbkMatrix *matrix, TbkTestClient *client)
{
  g_autofree char *id = tbk_make_usuario (matrix, client);

  set_estado (matrix, "usuarios", id, "Suspendido");
  return g_steal_pointer (&id);
}

/* The caller's own; an admin has none and takes the first exportadora. */
char *
tbk_make_empresa (TbkMatrix *matrix, TbkTestClient *client)
{
  g_autoptr (TbkTestReply) yo = tbk_test_client_send (client, "GET", "/me", NULL);
  gint64 own = tbk_test_reply_int (yo, "empresa_id");

  return own != 0 ? g_strdup_printf ("%" G_GINT64_FORMAT, own) : empresa_of (matrix, EXPORTADORA);
}

/* Sends a sample's raw body. Returns: (transfer full). */
static TbkTestReply *
send_raw (TbkMatrix *matrix, const char *who, const char *method, const char *path, const char *route)
{
  const TbkSample *sample = tbk_samples ();
  g_autoptr (GBytes) bytes = NULL;
  guint8 *content;
  gsize size;

  while (strcmp (sample->route, route) != 0)
    sample++;
  content = g_base64_decode (sample->raw, &size);
  bytes = g_bytes_new_take (content, size);
  return tbk_test_client_send_bytes (tbk_matrix_client (matrix, who), method, path, bytes, sample->raw_type, NULL);
}

char *
tbk_make_empresa_con_logo (TbkMatrix *matrix, TbkTestClient *client)
{
  g_autofree char *id = tbk_make_empresa (matrix, client);
  g_autofree char *path = g_strdup_printf ("/empresas/%s/logo", id);
  g_autoptr (TbkTestReply) reply = send_raw (matrix, ADMIN, "PUT", path, "PUT /empresas/{id}/logo");

  tbk_assert_status (reply, 200);
  return g_steal_pointer (&id);
}

/* A draft, in which the proveedor is the seller. */
char *
tbk_make_contrato_de_proveedor (TbkMatrix *matrix, TbkTestClient *client)
{
  return create (matrix, EXPORTADORA, "/contratos", "{\"contraparte_id\": $proveedor, " CONTRATO);
}

char *
tbk_matrix_upload (TbkMatrix *matrix, const char *who, const char *path)
{
  g_autoptr (TbkTestReply) reply = send_raw (matrix, who, "POST", path, "POST /contratos/{id}/documentos");

  tbk_assert_status (reply, 201);
  return id_text (reply);
}

static char *
add_documento (TbkMatrix *matrix, const char *who, const char *contrato)
{
  g_autofree char *path = g_strdup_printf ("/contratos/%s/documentos", contrato);

  return tbk_matrix_upload (matrix, who, path);
}

char *
tbk_make_contrato_con_documento (TbkMatrix *matrix, TbkTestClient *client)
{
  g_autofree char *id = tbk_make_contrato (matrix, client);
  g_autofree char *documento = add_documento (matrix, CENTRO, id);

  return g_steal_pointer (&id);
}

char *
tbk_make_documento (TbkMatrix *matrix, TbkTestClient *client)
{
  g_autofree char *contrato = tbk_make_contrato (matrix, client);

  return add_documento (matrix, CENTRO, contrato);
}

char *
tbk_make_asociacion (TbkMatrix *matrix, TbkTestClient *client)
{
  return create (matrix, CENTRO, "/asociaciones", "{\"proveedor_id\": $nuevo_proveedor}");
}

char *
tbk_make_asociacion_activa (TbkMatrix *matrix, TbkTestClient *client)
{
  g_autofree char *id = tbk_make_asociacion (matrix, client);
  g_autofree char *path = g_strdup_printf ("/asociaciones/%s/aceptar", id);
  g_autofree char *same = create (matrix, ADMIN, path, NULL);

  return g_steal_pointer (&id);
}

char *
tbk_make_sesion (TbkMatrix *matrix, TbkTestClient *client)
{
  g_autoptr (TbkTestReply) reply = tbk_test_client_send (client, "GET", "/me/sesiones", NULL);
  JsonArray *items = tbk_test_reply_array (reply, "items");

  tbk_assert_status (reply, 200);
  g_assert_cmpuint (json_array_get_length (items), >, 0);
  return g_strdup (json_object_get_string_member (json_array_get_object_element (items, 0), "id"));
}

char *
tbk_make_ruc (TbkMatrix *matrix, TbkTestClient *client)
{
  return g_strdup ("1790016919001");
}

/* --- rows of others ----------------------------------------------------------------------------------------------- */

/* The first row that the admin sees and the client does not. */
static char *
find_foreign (TbkMatrix *matrix, TbkTestClient *client, const char *collection)
{
  g_autofree char *list = g_strdup_printf ("/%s?page_size=200", collection);
  g_autoptr (TbkTestReply) all = tbk_test_client_send (tbk_matrix_client (matrix, ADMIN), "GET", list, NULL);
  g_autoptr (TbkTestReply) own = tbk_test_client_send (client, "GET", list, NULL);
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  JsonArray *items = tbk_test_reply_array (own, "items");

  tbk_assert_status (all, 200);
  tbk_assert_status (own, 200);
  for (guint i = 0; i < json_array_get_length (items); i++)
    {
      gint64 id = json_object_get_int_member (json_array_get_object_element (items, i), "id");
      g_hash_table_add (seen, g_memdup2 (&id, sizeof id));
    }
  items = tbk_test_reply_array (all, "items");
  for (guint i = 0; i < json_array_get_length (items); i++)
    {
      gint64 id = json_object_get_int_member (json_array_get_object_element (items, i), "id");
      if (!g_hash_table_contains (seen, &id))
        return g_strdup_printf ("%" G_GINT64_FORMAT, id);
    }
  g_error ("the demo data has no foreign row in %s", collection);
  return NULL;
}

char *
tbk_otro_contrato (TbkMatrix *matrix, TbkTestClient *client)
{
  return find_foreign (matrix, client, "contratos");
}

char *
tbk_otro_lote (TbkMatrix *matrix, TbkTestClient *client)
{
  return find_foreign (matrix, client, "lotes");
}

char *
tbk_otro_usuario (TbkMatrix *matrix, TbkTestClient *client)
{
  return find_foreign (matrix, client, "usuarios");
}

char *
tbk_otra_empresa (TbkMatrix *matrix, TbkTestClient *client)
{
  return find_foreign (matrix, client, "empresas");
}

char *
tbk_otra_asociacion (TbkMatrix *matrix, TbkTestClient *client)
{
  g_autofree char *id = tbk_make_asociacion (matrix, client);

  return find_foreign (matrix, client, "asociaciones");
}

/* In a contrato that the client does not see. */
char *
tbk_otro_documento (TbkMatrix *matrix, TbkTestClient *client)
{
  g_autofree char *contrato = find_foreign (matrix, client, "contratos");
  g_autofree char *list = g_strdup_printf ("/contratos/%s/documentos", contrato);
  g_autoptr (TbkTestReply) reply = tbk_test_client_send (tbk_matrix_client (matrix, ADMIN), "GET", list, NULL);
  JsonArray *items = tbk_test_reply_array (reply, "items");

  tbk_assert_status (reply, 200);
  if (json_array_get_length (items) == 0)
    return add_documento (matrix, ADMIN, contrato);
  return g_strdup_printf ("%" G_GINT64_FORMAT,
                          json_object_get_int_member (json_array_get_object_element (items, 0), "id"));
}

char *
tbk_otra_sesion (TbkMatrix *matrix, TbkTestClient *client)
{
  return tbk_make_sesion (matrix, tbk_matrix_client (matrix, "exportadora2@demo.ec"));
}

char *
tbk_matrix_create (TbkMatrix *matrix, const char *who, const char *path, const char *template)
{
  return create (matrix, who, path, template);
}

char *
tbk_matrix_find_foreign (TbkMatrix *matrix, TbkTestClient *client, const char *collection)
{
  return find_foreign (matrix, client, collection);
}

/* --- words -------------------------------------------------------------------------------------------------------- */

static char *
make_empresa_nueva (TbkMatrix *matrix, const char *tipo)
{
  g_autofree char *body = g_strdup_printf ("{\"nombre\": \"Finca $unico\", \"tipo\": \"%s\", \"ruc\": \"$ruc\"}", tipo);

  return create (matrix, ADMIN, "/empresas", body);
}

static char *
sign_in_for_refresh (TbkMatrix *matrix)
{
  TbkTestClient *nobody = tbk_matrix_client (matrix, "");
  g_autoptr (TbkTestReply) reply = NULL;

  reply = tbk_test_client_send (nobody, "POST", "/auth/login",
                                "{\"email\": \"" CENTRO "\", \"password\": \"" TBK_TEST_PASSWORD "\"}");
  tbk_assert_status (reply, 200);
  return g_strdup (tbk_test_reply_text (reply, "refresh_token"));
}

static char *
text_of_first (TbkMatrix *matrix, const char *who, const char *path, const char *member)
{
  g_autoptr (TbkTestReply) reply = tbk_test_client_send (tbk_matrix_client (matrix, who), "GET", path, NULL);
  JsonArray *items = tbk_test_reply_array (reply, "items");

  tbk_assert_status (reply, 200);
  return g_strdup (json_object_get_string_member (json_array_get_object_element (items, 0), member));
}

static char *
id_of_user (TbkMatrix *matrix, const char *who)
{
  g_autoptr (TbkTestReply) reply = tbk_test_client_send (tbk_matrix_client (matrix, who), "GET", "/me", NULL);

  tbk_assert_status (reply, 200);
  return id_text (reply);
}

/* Returns: (transfer full): what a $word stands for. */
static char *
word (TbkMatrix *matrix, const char *name)
{
  if (strcmp (name, "unico") == 0)
    return g_strdup_printf ("%u", ++matrix->counter);
  if (strcmp (name, "ruc") == 0)
    return g_strdup_printf ("099%07u001", 1000000 + ++matrix->counter); /* a company: its check digit only warns */
  if (strcmp (name, "ruc_usado") == 0)
    return text_of_first (matrix, EXPORTADORA, "/empresas?tipo=centro", "ruc");
  if (strcmp (name, "codigo_usado") == 0)
    return text_of_first (matrix, EXPORTADORA, "/contratos", "codigo");
  if (strcmp (name, "codigo_lote_usado") == 0)
    return text_of_first (matrix, CENTRO, "/lotes", "codigo_lote");
  if (strcmp (name, "lote") == 0)
    return tbk_make_lote (matrix, NULL);
  if (strcmp (name, "nuevo_proveedor") == 0)
    return make_empresa_nueva (matrix, "proveedor");
  if (strcmp (name, "refresh") == 0)
    return sign_in_for_refresh (matrix);
  if (strcmp (name, "uuid") == 0)
    return g_uuid_string_random ();
  if (strcmp (name, "pesaje_usado") == 0)
    return tbk_make_pesaje (matrix, NULL);
  if (strcmp (name, "tara_usada") == 0)
    return tbk_make_tara_usada (matrix);
  if (strcmp (name, "cliente_id_usado") == 0)
    return tbk_make_cliente_id_usado (matrix);
  if (strcmp (name, "socio") == 0)
    return id_of_user (matrix, CENTRO);
  for (guint rol = TBK_ROL_PROVEEDOR; rol < TBK_ROL_ADMIN; rol <<= 1)
    if (strcmp (name, tbk_rol_to_text (rol)) == 0)
      return empresa_of (matrix, tbk_matrix_email (rol));
  g_error ("no such word: $%s", name);
  return NULL;
}

char *
tbk_matrix_fill (TbkMatrix *matrix, const char *text)
{
  g_autoptr (GString) filled = g_string_new (NULL);

  while (*text != '\0')
    {
      gsize length = *text == '$' ? strspn (text + 1, "abcdefghijklmnopqrstuvwxyz_") : 0;
      g_autofree char *name = g_strndup (text + 1, length);
      g_autofree char *value = length > 0 ? word (matrix, name) : NULL;

      if (value != NULL)
        g_string_append (filled, value);
      else
        g_string_append_c (filled, *text);
      text += 1 + length;
    }
  return g_string_free (g_steal_pointer (&filled), FALSE);
}
