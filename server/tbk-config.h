/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define TBK_CONFIG_MB (1024 * 1024) /* bytes, of what is set in MB */

/* Every setting of the server, read once at start and immutable from then on: any thread. The names in capitals are the
 * environment's and the file's: BACKEND.md section 5 and what the server adds. Text that is not set is NULL. */
typedef struct
{
  char *app_name;            /* APP_NAME, "triboka" */
  char *env;                 /* ENV, "dev"; "prod" wants SECRET_KEY and refuses demo data */
  char *secret_key;          /* SECRET_KEY, 32 bytes at least; with the embedded database made once into DATA_DIR */
  char *secret_key_previous; /* SECRET_KEY_PREVIOUS: tokens signed by it are still taken */
  guint access_ttl_s;        /* JWT_ACCESS_TTL, 900 */
  guint refresh_ttl_s;       /* JWT_REFRESH_TTL, 604800 */

  char *db_host; /* DB_HOST; NULL: the embedded cluster under DATA_DIR */
  guint db_port; /* DB_PORT, 5432 */
  char *db_user; /* DB_USER: owns the schema, runs the migrations */
  char *db_pass; /* DB_PASS */
  char *db_name; /* DB_NAME, "triboka" */

  char *redis_url;          /* REDIS_URL */
  char *storage_root;       /* STORAGE_ROOT, DATA_DIR/storage */
  guint storage_reserve_mb; /* STORAGE_RESERVE_MB, 64: room on its disk that uploads leave free */
  guint max_upload_mb;      /* MAX_UPLOAD_MB, 50: of one file */
  char **upload_types;      /* UPLOAD_TYPES: names of domain/documento.c's formats */
  char *clamav_socket;      /* CLAMAV_SOCKET: of clamd; NULL: files are not scanned */
  gboolean clamav_required; /* CLAMAV_REQUIRED, on: no file is taken while clamd is away */
  char *fcm_key;            /* FCM_KEY: the file of a service account; NULL: nothing is pushed */
  char *fcm_url;            /* FCM_URL, "https://fcm.googleapis.com": another for a test */
  char *fcm_ca;             /* FCM_CA: PEM file, instead of the system's authorities */
  char *smtp_host;          /* SMTP_HOST; NULL: nothing is mailed */
  guint smtp_port;          /* SMTP_PORT, 587 */
  char *smtp_tls;           /* SMTP_TLS: "starttls", "tls" (from the first byte, port 465), "off" */
  char *smtp_ca;            /* SMTP_CA: PEM file, instead of the system's authorities */
  char *smtp_from;          /* SMTP_FROM, SMTP_USER: whom mails come from, an address */
  char *smtp_user;          /* SMTP_USER; without, no log-in */
  char *smtp_pass;          /* SMTP_PASS */
  char *iot_token;          /* IOT_TOKEN */
  char *mpceip_base_url;    /* MPCEIP_BASE_URL */

  char *mqtt_url;       /* MQTT_URL, mqtt://user:password@host:1883 or mqtts://; NULL: nothing is received */
  char *mqtt_ca;        /* MQTT_CA: PEM file, instead of the system's authorities */
  char **mqtt_topics;   /* MQTT_TOPICS, "triboka/pesaje/#": tbk-topics.h has their form */
  char *mqtt_client_id; /* MQTT_CLIENT_ID, "triboka": the name of the session that the broker keeps */
  char *scale_port;     /* SCALE_PORT: a device, or tcp:host:port; NULL: the server has no scale */
  char *scale_protocol; /* SCALE_PROTOCOL, "auto": it is found by listening */
  char *scale_line;     /* SCALE_LINE, "9600 8N1"; NULL: the protocol's own */
  char *scale_unit;     /* SCALE_UNIT, "kg": of a scale that names none */
  char *scale_name;     /* SCALE_NAME, "bascula" */
  char *scale_empresa;  /* SCALE_EMPRESA: RUC of the company that sees it */

  char *host;             /* HOST, "127.0.0.1": the address listened on */
  guint port;             /* PORT, 8443; 0: a free one */
  guint workers;          /* WORKERS, 1..64; 0: one a core */
  char *data_dir;         /* DATA_DIR */
  gboolean tls;           /* TLS, on; off: plain HTTP for a proxy on this machine */
  char *tls_cert;         /* TLS_CERT: PEM file; without, a self-signed one is made into DATA_DIR */
  char *tls_key;          /* TLS_KEY: PEM file */
  char **cors_origins;    /* CORS_ORIGINS: comma separated, exact; empty: no other origin */
  char **trusted_proxies; /* TRUSTED_PROXIES: addresses whose X-Forwarded-For is believed */

  guint rate_per_minute;         /* RATE_PER_MINUTE, 1200: requests of one address or session */
  guint rate_strict_per_minute;  /* RATE_STRICT_PER_MINUTE, 30: log-in, register, refresh of one address */
  guint max_connections;         /* MAX_CONNECTIONS, 4096 a worker */
  guint max_connections_address; /* MAX_CONNECTIONS_PER_ADDRESS, 1024 a worker */
  guint max_body_bytes;          /* MAX_BODY_BYTES, 1048576: of a JSON body */
  guint head_timeout_s;          /* HEAD_TIMEOUT, 10: for a whole head, and for a TLS handshake */
  guint idle_timeout_s;          /* IDLE_TIMEOUT, 60: between requests */
  guint stall_timeout_s;         /* STALL_TIMEOUT, 30: a reader that takes nothing of its reply */
  guint drain_timeout_s;         /* DRAIN_TIMEOUT, 10: for requests in flight when the server stops */
  guint event_hours;             /* EVENT_HOURS, 168: who was away for longer loads anew */
  guint pool_threads;            /* POOL_THREADS, 4 a worker */
  guint pipe_connections;        /* PIPE_CONNECTIONS, 2 a worker */
} TbkConfig;

/* From `environment` (g_get_environ()'s form), which wins over `file` (nullable; KEY=VALUE lines, # comments). A wrong,
 * unknown (in the file) or missing value is an error that names it; the caller prints it and stops. SECRET_KEY is read
 * from, or made into, DATA_DIR with the embedded database. Returns: (transfer full). */
TbkConfig *tbk_config_load (char **environment, const char *file, GError **error);
void tbk_config_free (TbkConfig *config);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TbkConfig, tbk_config_free)

/* Returns: (transfer none) (nullable): the name of each setting, "APP_NAME", ..., in turn; NULL after the last. */
const char *tbk_config_name_at (guint index);

gboolean tbk_config_is_prod (const TbkConfig *config);

G_END_DECLS
