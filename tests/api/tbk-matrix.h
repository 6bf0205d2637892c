/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tbk-route.h"
#include "tbk-test-client.h"
#include "tbk-validate.h"

G_BEGIN_DECLS

/* What the walk over all routes shares: the server, a signed-in client for each who, and a counter for what must be
 * unique. Main thread. */
typedef struct
{
  TbkTestServer *server;
  GHashTable *clients; /* who -> TbkTestClient */
  guint counter;
  char *last_lote;    /* of tbk_make_contrato_con_lote() */
  char *last_mensaje; /* of tbk_make_chat_con_mensaje() */
} TbkMatrix;

/* `environment`: tbk_test_server_new()'s. */
TbkMatrix *tbk_matrix_new (const char *const *environment);
void tbk_matrix_free (TbkMatrix *matrix);

/* `who`: an e-mail of the demo; "" for nobody; "nuevo:centro" for a user of that rol in the demo's empresa, made anew at
 * each call, whose account and sessions the test may spoil. Returns: (transfer none). */
TbkTestClient *tbk_matrix_client (TbkMatrix *matrix, const char *who);
/* Returns: (transfer none): the demo's first user of a rol. */
const char *tbk_matrix_email (TbkRol rol);

/* The key of a row that is as a route wants it, seen by `client`. Returns: (transfer full). */
typedef char *(*TbkMake) (TbkMatrix *matrix, TbkTestClient *client);

/* What a route is tried with. One for every route: the run fails for a route without. */
typedef struct
{
  const char *route;          /* "PUT /contratos/{id}" */
  const char *who;            /* may do it */
  TbkMake ids[2];             /* for the path's placeholders, in their order */
  const char *body;           /* JSON; $words are filled in: tbk-matrix-make.c */
  const char *raw;            /* base64 of a raw body, */
  const char *raw_type;       /* and its type */
  TbkMake foreign;            /* a key that none of the first proveedor, centro and exportadora sees, */
  TbkMake foreign_too;        /* and, where there is another kind of such rows, of that */
  const char *forbidden;      /* sees the row of `ids` but may not: 403 */
  TbkMake forbidden_ids[2];   /* or those rows, */
  const char *forbidden_body; /* or that body; NULL: `body` */
  TbkMake conflict[2];        /* rows on which it is 409 */
  const char *conflict_body;  /* or a body with which it is; NULL: `body` */
} TbkSample;

/* Returns: (transfer none) (nullable). */
const TbkSample *tbk_sample_find (const TbkRoute *route);
/* Returns: (transfer none): all, ended by one whose route is NULL. */
const TbkSample *tbk_samples (void);

/* Fills in a template's $words, each time with new rows. Returns: (transfer full). */
char *tbk_matrix_fill (TbkMatrix *matrix, const char *text);

/* A value that a field refuses, as JSON text. */
typedef struct
{
  const char *what; /* "too long", in the message of a failure */
  char *json;
} TbkBadValue;

/* Returns: (transfer full) (element-type TbkBadValue): what `field` must refuse in a body. */
GPtrArray *tbk_bad_values (const TbkField *field, TbkValidateMode mode);
/* Returns: (transfer full) (element-type TbkBadValue): the same as text of a query. */
GPtrArray *tbk_bad_texts (const TbkField *field);
/* Returns: (transfer full): a text that the field of a query takes. */
char *tbk_good_text (const TbkField *field);

/* Makers, in tbk-matrix-make.c. */
char *tbk_make_contrato (TbkMatrix *matrix, TbkTestClient *client);
char *tbk_make_contrato_activo (TbkMatrix *matrix, TbkTestClient *client);
char *tbk_make_contrato_con_lote (TbkMatrix *matrix, TbkTestClient *client);
char *tbk_make_contrato_cerrado (TbkMatrix *matrix, TbkTestClient *client);
char *tbk_make_contrato_con_exportado (TbkMatrix *matrix, TbkTestClient *client);
char *tbk_make_contrato_de_proveedor (TbkMatrix *matrix, TbkTestClient *client);
char *tbk_make_contrato_con_documento (TbkMatrix *matrix, TbkTestClient *client);
char *tbk_make_documento (TbkMatrix *matrix, TbkTestClient *client);
char *tbk_last_lote (TbkMatrix *matrix, TbkTestClient *client);
char *tbk_make_lote (TbkMatrix *matrix, TbkTestClient *client);
char *tbk_make_lote_asignado (TbkMatrix *matrix, TbkTestClient *client);
char *tbk_make_contrato_de_quien_se_fue (TbkMatrix *matrix, TbkTestClient *client);
char *tbk_make_lote_recibido (TbkMatrix *matrix, TbkTestClient *client);
char *tbk_make_usuario (TbkMatrix *matrix, TbkTestClient *client);
char *tbk_make_usuario_en_revision (TbkMatrix *matrix, TbkTestClient *client);
char *tbk_make_usuario_suspendido (TbkMatrix *matrix, TbkTestClient *client);
char *tbk_make_empresa (TbkMatrix *matrix, TbkTestClient *client);
char *tbk_make_empresa_con_logo (TbkMatrix *matrix, TbkTestClient *client);
char *tbk_make_asociacion (TbkMatrix *matrix, TbkTestClient *client);
char *tbk_make_asociacion_activa (TbkMatrix *matrix, TbkTestClient *client);
char *tbk_make_sesion (TbkMatrix *matrix, TbkTestClient *client);
char *tbk_make_ruc (TbkMatrix *matrix, TbkTestClient *client);
char *tbk_otro_contrato (TbkMatrix *matrix, TbkTestClient *client);
char *tbk_otro_lote (TbkMatrix *matrix, TbkTestClient *client);
char *tbk_otro_usuario (TbkMatrix *matrix, TbkTestClient *client);
char *tbk_otra_empresa (TbkMatrix *matrix, TbkTestClient *client);
char *tbk_otra_asociacion (TbkMatrix *matrix, TbkTestClient *client);
char *tbk_otro_documento (TbkMatrix *matrix, TbkTestClient *client);
char *tbk_otra_sesion (TbkMatrix *matrix, TbkTestClient *client);

/* Makers of chats and notificaciones, in tbk-matrix-chat.c. */
char *tbk_make_chat (TbkMatrix *matrix, TbkTestClient *client);
char *tbk_make_chat_con_mensaje (TbkMatrix *matrix, TbkTestClient *client);
char *tbk_make_chat_con_borrado (TbkMatrix *matrix, TbkTestClient *client);
char *tbk_make_chat_sin_socio (TbkMatrix *matrix, TbkTestClient *client);
char *tbk_make_chat_con_adjuntos (TbkMatrix *matrix, TbkTestClient *client);
char *tbk_otro_adjunto (TbkMatrix *matrix, TbkTestClient *client);
char *tbk_last_mensaje (TbkMatrix *matrix, TbkTestClient *client);
char *tbk_otro_chat (TbkMatrix *matrix, TbkTestClient *client);
char *tbk_make_notificacion (TbkMatrix *matrix, TbkTestClient *client);
char *tbk_otra_notificacion (TbkMatrix *matrix, TbkTestClient *client);
char *tbk_make_dispositivo (TbkMatrix *matrix, TbkTestClient *client);
char *tbk_otro_dispositivo (TbkMatrix *matrix, TbkTestClient *client);
/* Makers of weighings, in tbk-matrix-pesaje.c: of the first centro's, undone, of a lote that it sold; another's. */
char *tbk_make_pesaje (TbkMatrix *matrix, TbkTestClient *client);
char *tbk_make_pesaje_anulado (TbkMatrix *matrix, TbkTestClient *client);
char *tbk_make_pesaje_vendido (TbkMatrix *matrix, TbkTestClient *client);
char *tbk_otro_pesaje (TbkMatrix *matrix, TbkTestClient *client);
char *tbk_make_pesaje_con_foto (TbkMatrix *matrix, TbkTestClient *client);
char *tbk_otro_pesaje_con_foto (TbkMatrix *matrix, TbkTestClient *client);
/* A tare of the first centro's, another empresa's, and the name of one more. */
char *tbk_make_tara (TbkMatrix *matrix, TbkTestClient *client);
char *tbk_otra_tara (TbkMatrix *matrix, TbkTestClient *client);
char *tbk_make_tara_usada (TbkMatrix *matrix);
/* What a message of the first exportadora's is known by. Returns: (transfer full). */
char *tbk_make_cliente_id_usado (TbkMatrix *matrix);

/* A good POST by `who`, its body filled in from `template` (nullable). Returns: (transfer full): the row's id. */
char *tbk_matrix_create (TbkMatrix *matrix, const char *who, const char *path, const char *template);
/* A good upload by `who`: the file of the documents' own sample. Returns: (transfer full): the documento's id. */
char *tbk_matrix_upload (TbkMatrix *matrix, const char *who, const char *path);
/* Returns: (transfer full): a row of that collection which an admin sees and `client` does not. */
char *tbk_matrix_find_foreign (TbkMatrix *matrix, TbkTestClient *client, const char *collection);

G_END_DECLS
