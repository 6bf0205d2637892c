/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-matrix.h"

#include <string.h>

#define EXPORTADORA "exportadora@demo.ec"
#define CENTRO "centro@demo.ec"
#define ADMIN "admin@demo.ec"
#define PASSWORD "\"password\": \"" TBK_TEST_PASSWORD "\""

/* A picture of one pixel. */
#define PNG "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="

/* tipo=contrato and a PDF of one object, with boundary tbk. */
#define UPLOAD                                                                                           \
  "LS10YmsNCkNvbnRlbnQtRGlzcG9zaXRpb246IGZvcm0tZGF0YTsgbmFtZT0idGlwbyINCg0KY29udHJhdG8NCi0tdGJrDQpDb250" \
  "ZW50LURpc3Bvc2l0aW9uOiBmb3JtLWRhdGE7IG5hbWU9ImFyY2hpdm8iOyBmaWxlbmFtZT0iQ29udHJhdG8ucGRmIg0KQ29udGVu" \
  "dC1UeXBlOiBhcHBsaWNhdGlvbi9wZGYNCg0KJVBERi0xLjQKMSAwIG9iago8PCAvVHlwZSAvQ2F0YWxvZyA+PgplbmRvYmoKdHJh" \
  "aWxlciA8PCAvUm9vdCAxIDAgUiA+PgolJUVPRgoNCi0tdGJrLS0NCg=="

/* That picture, with boundary tbk. */
#define FOTO                                                                                             \
  "LS10YmsNCkNvbnRlbnQtRGlzcG9zaXRpb246IGZvcm0tZGF0YTsgbmFtZT0iYXJjaGl2byI7IGZpbGVuYW1lPSJmb3RvLnBuZyIN" \
  "CkNvbnRlbnQtVHlwZTogaW1hZ2UvcG5nDQoNColQTkcNChoKAAAADUlIRFIAAAABAAAAAQgGAAAAHxXEiQAAAA1JREFUeNpjZPjP" \
  "UA8AA4YBgFo0fWsAAAAASUVORK5CYIINCi0tdGJrLS0NCg=="

/* A log of one weighing of a lot that there is not, with boundary tbk. */
#define LOG                                                                                              \
  "LS10YmsNCkNvbnRlbnQtRGlzcG9zaXRpb246IGZvcm0tZGF0YTsgbmFtZT0iYXJjaGl2byI7IGZpbGVuYW1lPSJsb2cuY3N2Ig0K" \
  "Q29udGVudC1UeXBlOiB0ZXh0L2Nzdg0KDQpmZWNoYTtob3JhO2xvdGU7cGVzbwoyMDI2LTExLTAzOzA2OjAwOjAwO1g7MQoNCi0t" \
  "dGJrLS0NCg=="

/* clang-format off */
#define NEW_CONTRATO                                                                                                    \
  "{\"contraparte_id\": $centro, \"fecha_firma\": \"2026-11-02\", \"volumen_tm\": \"25.5\", \"tolerancia_pct\": \"5\"," \
  " \"tipo_precio\": \"por_fijar\", \"diferencial_tm\": \"-700\", \"mes_bolsa\": \"CCH27\", \"calidad\": \"ASSS\","     \
  " \"entrega_desde\": \"2026-12-01\", \"entrega_hasta\": \"2027-01-31\", \"observaciones\": \"Muestra\\nprevia\"}"
#define NEW_LOTE                                                                                                   \
  "{\"fecha\": \"2026-11-03\", \"peso_qq\": \"100\", \"humedad\": \"7.25\", \"sacos\": 100, \"calidad\": \"ASE\"," \
  " \"ubicacion\": \"Bodega 2\", \"metadata_json\": {\"secado\": \"sol\"}}"
#define NEW_USUARIO \
  "{\"nombre\": \"Rosa\", \"email\": \"rosa$unico@demo.ec\", " PASSWORD ", \"rol\": \"centro\", \"empresa_id\": $centro}"
#define NEW_EMPRESA \
  "{\"nombre\": \"Finca $unico\", \"tipo\": \"proveedor\", \"ruc\": \"$ruc\", \"ciudad\": \"Vinces\"}"

#define NEW_MENSAJE "{\"texto\": \"Buenos días $unico\", \"cliente_id\": \"$uuid\"}"

#define NEW_PESAJE                                                                                                      \
  "{\"id\": \"$uuid\", \"lote_id\": $lote, \"peso\": \"4580.5\", \"humedad\": \"7.2\", \"origen\": \"panel\", \"unidad\": \"kg\","  \
  " \"tara\": \"1200\", \"tara_sacos\": \"46.5\", \"sacos\": 62, \"placa\": \"GBA-1234\", \"bascula\": \"B1\","                  \
  " \"trama\": \"ST,GS,+004580.5kg\\\\x0d\", \"estable\": true, \"capturado_en\": \"2026-11-03T14:03:05.12Z\"}"

#define NEW_TARA                                                                                 \
  "{\"clase\": \"vehiculo\", \"nombre\": \"GBA-$unico\", \"kg\": \"8120\", \"trama\": \"ST,GS,+008120kg\"," \
  " \"pesada_en\": \"2026-11-03T14:03:05.12Z\"}"

static const TbkSample samples[] = {
  { "POST /auth/register", .who = "",
    .body = "{\"nombre\": \"Eva\", \"email\": \"eva$unico@demo.ec\", " PASSWORD ", \"ruc\": \"$ruc\","
            " \"empresa_nombre\": \"Eva $unico\", \"empresa_tipo\": \"proveedor\"}",
    .conflict_body = "{\"nombre\": \"Eva\", \"email\": \"" CENTRO "\", " PASSWORD ", \"ruc\": \"$ruc\","
                     " \"empresa_nombre\": \"Eva $unico\", \"empresa_tipo\": \"proveedor\"}" },
  { "POST /auth/login", .who = "", .body = "{\"username\": \"" CENTRO "\", " PASSWORD "}" },
  { "POST /auth/refresh", .who = "", .body = "{\"refresh_token\": \"$refresh\"}" },
  { "POST /auth/logout", .who = "nuevo:centro" },
  { "POST /admin/seed", .who = ADMIN },
  { "POST /admin/almacen", .who = ADMIN },
  { "GET /admin/receptores", .who = ADMIN },

  { "GET /me", .who = CENTRO },
  { "PUT /me", .who = "nuevo:centro", .body = "{\"nombre\": \"Otra\", \"config_json\": {\"unidad_medida\": \"qq\"}}" },
  { "PUT /me/password", .who = "nuevo:centro",
    .body = "{\"password_actual\": \"" TBK_TEST_PASSWORD "\", \"password_nueva\": \"otro-cacao-2026\"}" },
  { "GET /me/sesiones", .who = CENTRO },
  { "DELETE /me/sesiones/{uuid}", .who = "nuevo:proveedor", .ids = { tbk_make_sesion }, .foreign = tbk_otra_sesion },

  { "GET /usuarios", .who = ADMIN },
  { "POST /usuarios", .who = ADMIN, .body = NEW_USUARIO,
    .conflict_body = "{\"nombre\": \"Rosa\", \"email\": \"" CENTRO "\", " PASSWORD ", \"rol\": \"centro\", \"empresa_id\": $centro}" },
  { "GET /usuarios/{id}", .who = ADMIN, .ids = { tbk_make_usuario }, .foreign = tbk_otro_usuario },
  { "PUT /usuarios/{id}", .who = ADMIN, .ids = { tbk_make_usuario }, .body = "{\"nombre\": \"Ana Luz\"}",
    .foreign = tbk_otro_usuario, .forbidden = EXPORTADORA,
    .conflict = { tbk_make_usuario }, .conflict_body = "{\"email\": \"" CENTRO "\"}" },
  { "POST /usuarios/{id}/aprobar", .who = ADMIN, .ids = { tbk_make_usuario_en_revision },
    .foreign = tbk_otro_usuario, .forbidden = "nuevo:exportadora", .conflict = { tbk_make_usuario } },
  { "POST /usuarios/{id}/suspender", .who = ADMIN, .ids = { tbk_make_usuario },
    .foreign = tbk_otro_usuario, .forbidden = "nuevo:exportadora", .conflict = { tbk_make_usuario_suspendido } },

  { "GET /empresas", .who = CENTRO },
  { "POST /empresas", .who = ADMIN, .body = NEW_EMPRESA,
    .conflict_body = "{\"nombre\": \"Otra\", \"tipo\": \"proveedor\", \"ruc\": \"$ruc_usado\"}" },
  { "GET /empresas/{id}", .who = CENTRO, .ids = { tbk_make_empresa }, .foreign = tbk_otra_empresa },
  { "PUT /empresas/{id}", .who = CENTRO, .ids = { tbk_make_empresa }, .body = "{\"ciudad\": \"Guayaquil\"}",
    .foreign = tbk_otra_empresa, .forbidden = EXPORTADORA },
  { "GET /empresas/ruc/{ruc}", .who = "", .ids = { tbk_make_ruc } },
  { "GET /empresas/{id}/logo", .who = CENTRO, .ids = { tbk_make_empresa_con_logo }, .foreign = tbk_otra_empresa },
  { "PUT /empresas/{id}/logo", .who = CENTRO, .ids = { tbk_make_empresa }, .raw = PNG, .raw_type = "image/png",
    .foreign = tbk_otra_empresa, .forbidden = EXPORTADORA },
  { "DELETE /empresas/{id}/logo", .who = CENTRO, .ids = { tbk_make_empresa_con_logo },
    .foreign = tbk_otra_empresa, .forbidden = EXPORTADORA },

  { "GET /asociaciones", .who = CENTRO },
  { "POST /asociaciones", .who = CENTRO, .body = "{\"proveedor_id\": $nuevo_proveedor}",
    .conflict_body = "{\"proveedor_id\": $proveedor}" },
  { "GET /asociaciones/{id}", .who = CENTRO, .ids = { tbk_make_asociacion }, .foreign = tbk_otra_asociacion },
  { "POST /asociaciones/{id}/aceptar", .who = ADMIN, .ids = { tbk_make_asociacion },
    .foreign = tbk_otra_asociacion, .forbidden = CENTRO, .conflict = { tbk_make_asociacion_activa } },
  { "DELETE /asociaciones/{id}", .who = CENTRO, .ids = { tbk_make_asociacion_activa }, .foreign = tbk_otra_asociacion },

  { "GET /contratos", .who = EXPORTADORA },
  { "POST /contratos", .who = EXPORTADORA, .body = NEW_CONTRATO,
    .conflict_body = "{\"codigo\": \"$codigo_usado\", \"contraparte_id\": $centro, \"fecha_firma\": \"2026-11-02\","
                     " \"volumen_tm\": \"25.5\", \"tipo_precio\": \"fijo\", \"precio_fijado_tm\": \"5400\"}" },
  { "GET /contratos/{id}", .who = CENTRO, .ids = { tbk_make_contrato }, .foreign = tbk_otro_contrato },
  { "PUT /contratos/{id}", .who = EXPORTADORA, .ids = { tbk_make_contrato }, .body = "{\"volumen_tm\": \"30\"}",
    .foreign = tbk_otro_contrato, .forbidden = CENTRO, .conflict = { tbk_make_contrato_cerrado } },
  { "DELETE /contratos/{id}", .who = ADMIN, .ids = { tbk_make_contrato },
    .foreign = tbk_otro_contrato, .forbidden = EXPORTADORA, .conflict = { tbk_make_contrato_con_lote } },
  { "GET /contratos/{id}/lotes", .who = CENTRO, .ids = { tbk_make_contrato_con_lote }, .foreign = tbk_otro_contrato },
  { "POST /contratos/{id}/lotes", .who = CENTRO, .ids = { tbk_make_contrato_activo }, .body = "{\"lote_id\": $lote}",
    .foreign = tbk_otro_contrato, .forbidden = EXPORTADORA, .conflict = { tbk_make_contrato } },
  { "DELETE /contratos/{id}/lotes/{lote_id}", .who = CENTRO, .ids = { tbk_make_contrato_con_lote, tbk_last_lote },
    .foreign = tbk_otro_contrato,
    .forbidden = CENTRO, .forbidden_ids = { tbk_make_contrato_de_quien_se_fue, tbk_last_lote },
    .conflict = { tbk_make_contrato_con_exportado, tbk_last_lote } },
  { "GET /contratos/{id}/historial", .who = CENTRO, .ids = { tbk_make_contrato }, .foreign = tbk_otro_contrato },

  { "GET /lotes", .who = CENTRO },
  { "POST /lotes", .who = CENTRO, .body = NEW_LOTE,
    .conflict_body = "{\"codigo_lote\": \"$codigo_lote_usado\", \"fecha\": \"2026-11-03\", \"peso_kg\": \"100\"}" },
  { "GET /lotes/{id}", .who = CENTRO, .ids = { tbk_make_lote }, .foreign = tbk_otro_lote },
  { "PUT /lotes/{id}", .who = CENTRO, .ids = { tbk_make_lote }, .body = "{\"humedad\": \"7.1\"}",
    .foreign = tbk_otro_lote,
    .forbidden = EXPORTADORA, .forbidden_ids = { tbk_make_lote_asignado }, .forbidden_body = "{\"calidad\": \"ASN\"}",
    .conflict = { tbk_make_lote_recibido }, .conflict_body = "{\"estado\": \"Registrado\"}" },
  { "DELETE /lotes/{id}", .who = CENTRO, .ids = { tbk_make_lote },
    .foreign = tbk_otro_lote, .forbidden = EXPORTADORA, .forbidden_ids = { tbk_make_lote_asignado },
    .conflict = { tbk_make_lote_asignado } },
  { "POST /lotes/{id}/recepcion", .who = EXPORTADORA, .ids = { tbk_make_lote_asignado },
    .body = "{\"peso_kg\": \"4500\", \"humedad\": \"7.4\", \"observaciones\": \"Completo\"}",
    .foreign = tbk_otro_lote, .forbidden = CENTRO, .conflict = { tbk_make_lote_recibido } },
  { "GET /lotes/{id}/historial", .who = CENTRO, .ids = { tbk_make_lote }, .foreign = tbk_otro_lote },

  { "GET /auditoria", .who = ADMIN },
  { "GET /iot/rechazos", .who = CENTRO },

  { "GET /contratos/{id}/documentos", .who = CENTRO, .ids = { tbk_make_contrato_con_documento }, .foreign = tbk_otro_contrato },
  { "POST /contratos/{id}/documentos", .who = CENTRO, .ids = { tbk_make_contrato }, .raw = UPLOAD,
    .raw_type = "multipart/form-data; boundary=tbk", .foreign = tbk_otro_contrato,
    .forbidden = "proveedor@demo.ec", .forbidden_ids = { tbk_make_contrato_de_proveedor },
    .conflict = { tbk_make_contrato_con_documento } },
  { "GET /contratos/{id}/documentos.zip", .who = CENTRO, .ids = { tbk_make_contrato_con_documento },
    .foreign = tbk_otro_contrato },
  { "POST /chats/{id}/adjuntos", .who = EXPORTADORA, .ids = { tbk_make_chat }, .raw = UPLOAD,
    .raw_type = "multipart/form-data; boundary=tbk", .foreign = tbk_otro_chat,
    .forbidden = "proveedor@demo.ec", .forbidden_ids = { tbk_make_chat_sin_socio },
    .conflict = { tbk_make_chat_con_adjuntos } },
  { "GET /documentos/{id}", .who = CENTRO, .ids = { tbk_make_documento }, .foreign = tbk_otro_documento,
    .foreign_too = tbk_otro_adjunto },
  { "DELETE /documentos/{id}", .who = CENTRO, .ids = { tbk_make_documento }, .foreign = tbk_otro_documento,
    .foreign_too = tbk_otro_adjunto, .forbidden = EXPORTADORA },
  { "GET /documentos/{id}/download", .who = CENTRO, .ids = { tbk_make_documento }, .foreign = tbk_otro_documento,
    .foreign_too = tbk_otro_adjunto },

  { "GET /chats", .who = CENTRO },
  { "POST /chats", .who = EXPORTADORA, .body = "{\"usuario_id\": $socio}" },
  { "GET /chats/contactos", .who = CENTRO },
  { "GET /chats/{id}", .who = CENTRO, .ids = { tbk_make_chat }, .foreign = tbk_otro_chat },
  { "GET /chats/{id}/miembros", .who = CENTRO, .ids = { tbk_make_chat }, .foreign = tbk_otro_chat },
  { "POST /chats/{id}/lectura", .who = CENTRO, .ids = { tbk_make_chat_con_mensaje }, .body = "{\"leido\": 1}",
    .foreign = tbk_otro_chat },
  { "GET /chats/{id}/mensajes", .who = CENTRO, .ids = { tbk_make_chat_con_mensaje }, .foreign = tbk_otro_chat },
  { "POST /chats/{id}/mensajes", .who = EXPORTADORA, .ids = { tbk_make_chat }, .body = NEW_MENSAJE,
    .foreign = tbk_otro_chat, .forbidden = "proveedor@demo.ec", .forbidden_ids = { tbk_make_chat_sin_socio },
    .conflict = { tbk_make_chat }, .conflict_body = "{\"texto\": \"Otra\", \"cliente_id\": \"$cliente_id_usado\"}" },
  { "PUT /chats/{id}/mensajes/{mensaje_id}", .who = EXPORTADORA, .ids = { tbk_make_chat_con_mensaje, tbk_last_mensaje },
    .body = "{\"texto\": \"Mejor así\"}", .foreign = tbk_otro_chat, .forbidden = CENTRO,
    .conflict = { tbk_make_chat_con_borrado, tbk_last_mensaje } },
  { "DELETE /chats/{id}/mensajes/{mensaje_id}", .who = EXPORTADORA, .ids = { tbk_make_chat_con_mensaje, tbk_last_mensaje },
    .foreign = tbk_otro_chat, .forbidden = CENTRO, .conflict = { tbk_make_chat_con_borrado, tbk_last_mensaje } },

  { "GET /ws/chat", .who = CENTRO },
  { "GET /socket.io/", .who = "" },
  { "POST /ws/ticket", .who = CENTRO },

  { "POST /iot/pesaje", .who = CENTRO, .body = NEW_PESAJE,
    .conflict_body = "{\"id\": \"$pesaje_usado\", \"lote_id\": $lote, \"peso\": \"4580\"}" },
  { "POST /iot/siemens/csv", .who = CENTRO, .raw = LOG, .raw_type = "multipart/form-data; boundary=tbk" },
  { "GET /taras", .who = CENTRO },
  { "POST /taras", .who = CENTRO, .body = NEW_TARA },
  { "GET /taras/{id}", .who = CENTRO, .ids = { tbk_make_tara }, .foreign = tbk_otra_tara },
  { "PUT /taras/{id}", .who = CENTRO, .ids = { tbk_make_tara }, .body = "{\"kg\": \"8150.5\"}", .foreign = tbk_otra_tara,
    .conflict = { tbk_make_tara }, .conflict_body = "{\"nombre\": \"$tara_usada\"}" },
  { "DELETE /taras/{id}", .who = CENTRO, .ids = { tbk_make_tara }, .foreign = tbk_otra_tara },

  { "GET /pesajes", .who = CENTRO },
  { "GET /pesajes/verificar", .who = CENTRO },
  { "GET /pesajes/{uuid}", .who = CENTRO, .ids = { tbk_make_pesaje }, .foreign = tbk_otro_pesaje },
  { "POST /pesajes/{uuid}/anular", .who = CENTRO, .ids = { tbk_make_pesaje }, .body = "{\"motivo\": \"saco roto $unico\"}",
    .foreign = tbk_otro_pesaje, .forbidden = EXPORTADORA, .forbidden_ids = { tbk_make_pesaje_vendido },
    .conflict = { tbk_make_pesaje_anulado } },
  { "PUT /pesajes/{uuid}/foto", .who = CENTRO, .ids = { tbk_make_pesaje }, .raw = FOTO,
    .raw_type = "multipart/form-data; boundary=tbk", .foreign = tbk_otro_pesaje, .forbidden = EXPORTADORA,
    .forbidden_ids = { tbk_make_pesaje_vendido }, .conflict = { tbk_make_pesaje_con_foto } },
  { "GET /pesajes/{uuid}/foto", .who = CENTRO, .ids = { tbk_make_pesaje_con_foto }, .foreign = tbk_otro_pesaje_con_foto,
    .foreign_too = tbk_otro_pesaje },
  { "GET /lotes/{id}/pesajes", .who = CENTRO, .ids = { tbk_make_lote }, .foreign = tbk_otro_lote },

  { "GET /notificaciones", .who = CENTRO },
  { "POST /notificaciones/leer", .who = CENTRO },
  { "POST /notificaciones/{id}/leer", .who = CENTRO, .ids = { tbk_make_notificacion }, .foreign = tbk_otra_notificacion },
  { "GET /dispositivos", .who = CENTRO },
  { "POST /dispositivos", .who = CENTRO, .body = "{\"token\": \"t:$uuid\", \"plataforma\": \"android\"}" },
  { "GET /dispositivos/{id}", .who = CENTRO, .ids = { tbk_make_dispositivo }, .foreign = tbk_otro_dispositivo },
  { "DELETE /dispositivos/{id}", .who = CENTRO, .ids = { tbk_make_dispositivo }, .foreign = tbk_otro_dispositivo },
  { "POST /notify", .who = ADMIN,
    .body = "{\"titulo\": \"Aviso $unico\", \"texto\": \"Mañana no hay recepción\", \"rol\": \"centro\"}" },
  { NULL },
};
/* clang-format on */

const TbkSample *
tbk_samples (void)
{
  return samples;
}

const TbkSample *
tbk_sample_find (const TbkRoute *route)
{
  g_autofree char *name = g_strdup_printf ("%s %s", route->method, route->path);

  for (const TbkSample *sample = samples; sample->route != NULL; sample++)
    if (strcmp (sample->route, name) == 0)
      return sample;
  return NULL;
}
