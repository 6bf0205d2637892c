/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-config.h"

#include <errno.h>
#include <fcntl.h>
#include <gio/gio.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/random.h>
#include <unistd.h>

#include "documento.h"
#include "tbk-protocolo.h"
#include "tbk-topics.h"

#define MIN_SECRET_BYTES 32
#define SECRET_FILE "secret.key"
#define MAX_SCALE_NAME 60 /* letters, as pesaje.bascula has */

typedef enum
{
  TEXT,
  NUMBER,
  LIST, /* comma separated */
  ONOFF,
} Kind;

typedef struct
{
  const char *name;
  Kind kind;
  gsize offset;
  const char *otherwise; /* NULL: not set */
  guint min, max;        /* NUMBER */
} Setting;

#define AT(member) G_STRUCT_OFFSET (TbkConfig, member)

/* clang-format off */
static const Setting settings[] = {
  { "APP_NAME",                   TEXT,   AT (app_name), "triboka" },
  { "ENV",                        TEXT,   AT (env), "dev" },
  { "SECRET_KEY",                 TEXT,   AT (secret_key), NULL },
  { "SECRET_KEY_PREVIOUS",        TEXT,   AT (secret_key_previous), NULL },
  { "JWT_ACCESS_TTL",             NUMBER, AT (access_ttl_s), "900", 30, 86400 },
  { "JWT_REFRESH_TTL",            NUMBER, AT (refresh_ttl_s), "604800", 60, 31536000 },
  { "DB_HOST",                    TEXT,   AT (db_host), NULL },
  { "DB_PORT",                    NUMBER, AT (db_port), "5432", 1, 65535 },
  { "DB_USER",                    TEXT,   AT (db_user), NULL },
  { "DB_PASS",                    TEXT,   AT (db_pass), NULL },
  { "DB_NAME",                    TEXT,   AT (db_name), "triboka" },
  { "REDIS_URL",                  TEXT,   AT (redis_url), NULL },
  { "STORAGE_ROOT",               TEXT,   AT (storage_root), NULL },
  { "STORAGE_RESERVE_MB",         NUMBER, AT (storage_reserve_mb), "64", 0, 100000000 },
  { "MAX_UPLOAD_MB",              NUMBER, AT (max_upload_mb), "50", 1, 4000 },
  { "UPLOAD_TYPES",               LIST,   AT (upload_types), "pdf,png,jpeg,webp,tiff,xml,csv,xlsx,docx" },
  { "CLAMAV_SOCKET",              TEXT,   AT (clamav_socket), NULL },
  { "CLAMAV_REQUIRED",            ONOFF,  AT (clamav_required), "on" },
  { "FCM_KEY",                    TEXT,   AT (fcm_key), NULL },
  { "FCM_URL",                    TEXT,   AT (fcm_url), "https://fcm.googleapis.com" },
  { "FCM_CA",                     TEXT,   AT (fcm_ca), NULL },
  { "SMTP_HOST",                  TEXT,   AT (smtp_host), NULL },
  { "SMTP_PORT",                  NUMBER, AT (smtp_port), "587", 1, 65535 },
  { "SMTP_TLS",                   TEXT,   AT (smtp_tls), "starttls" },
  { "SMTP_CA",                    TEXT,   AT (smtp_ca), NULL },
  { "SMTP_FROM",                  TEXT,   AT (smtp_from), NULL },
  { "SMTP_USER",                  TEXT,   AT (smtp_user), NULL },
  { "SMTP_PASS",                  TEXT,   AT (smtp_pass), NULL },
  { "IOT_TOKEN",                  TEXT,   AT (iot_token), NULL },
  { "MPCEIP_BASE_URL",            TEXT,   AT (mpceip_base_url), NULL },
  { "MQTT_URL",                   TEXT,   AT (mqtt_url), NULL },
  { "MQTT_CA",                    TEXT,   AT (mqtt_ca), NULL },
  { "MQTT_TOPICS",                LIST,   AT (mqtt_topics), "triboka/pesaje/#" },
  { "MQTT_CLIENT_ID",             TEXT,   AT (mqtt_client_id), "triboka" },
  { "SCALE_PORT",                 TEXT,   AT (scale_port), NULL },
  { "SCALE_PROTOCOL",             TEXT,   AT (scale_protocol), "auto" },
  { "SCALE_LINE",                 TEXT,   AT (scale_line), NULL },
  { "SCALE_UNIT",                 TEXT,   AT (scale_unit), "kg" },
  { "SCALE_NAME",                 TEXT,   AT (scale_name), "bascula" },
  { "SCALE_EMPRESA",              TEXT,   AT (scale_empresa), NULL },
  { "HOST",                       TEXT,   AT (host), "127.0.0.1" },
  { "PORT",                       NUMBER, AT (port), "8443", 0, 65535 },
  { "WORKERS",                    NUMBER, AT (workers), "0", 0, 64 },
  { "DATA_DIR",                   TEXT,   AT (data_dir), NULL },
  { "TLS",                        ONOFF,  AT (tls), "on" },
  { "TLS_CERT",                   TEXT,   AT (tls_cert), NULL },
  { "TLS_KEY",                    TEXT,   AT (tls_key), NULL },
  { "CORS_ORIGINS",               LIST,   AT (cors_origins), "" },
  { "TRUSTED_PROXIES",            LIST,   AT (trusted_proxies), "" },
  { "RATE_PER_MINUTE",            NUMBER, AT (rate_per_minute), "1200", 1, 100000000 },
  { "RATE_STRICT_PER_MINUTE",     NUMBER, AT (rate_strict_per_minute), "30", 1, 100000000 },
  { "MAX_CONNECTIONS",            NUMBER, AT (max_connections), "4096", 1, 100000 },
  { "MAX_CONNECTIONS_PER_ADDRESS", NUMBER, AT (max_connections_address), "1024", 1, 100000 },
  { "MAX_BODY_BYTES",             NUMBER, AT (max_body_bytes), "1048576", 1024, 67108864 },
  { "HEAD_TIMEOUT",               NUMBER, AT (head_timeout_s), "10", 1, 300 },
  { "IDLE_TIMEOUT",               NUMBER, AT (idle_timeout_s), "60", 1, 3600 },
  { "STALL_TIMEOUT",              NUMBER, AT (stall_timeout_s), "30", 1, 3600 },
  { "DRAIN_TIMEOUT",              NUMBER, AT (drain_timeout_s), "10", 1, 300 },
  { "EVENT_HOURS",                NUMBER, AT (event_hours), "168", 1, 8760 },
  { "POOL_THREADS",               NUMBER, AT (pool_threads), "4", 1, 64 },
  { "PIPE_CONNECTIONS",           NUMBER, AT (pipe_connections), "2", 1, 8 },
};
/* clang-format on */

static gboolean
refuse (GError **error, const char *format, ...)
{
  va_list arguments;
  g_autofree char *message = NULL;

  va_start (arguments, format);
  message = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, message);
  return FALSE;
}

static const Setting *
find_setting (const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (settings); i++)
    if (strcmp (settings[i].name, name) == 0)
      return &settings[i];
  return NULL;
}

/* One line of the file: KEY=VALUE, the value in quotes or not. */
static gboolean
read_line (GHashTable *values, char *line, const char *file, guint number, GError **error)
{
  char *value;
  gsize length;

  line = g_strstrip (line);
  if (*line == '\0' || *line == '#')
    return TRUE;
  value = strchr (line, '=');
  if (value == NULL)
    return refuse (error, "%s:%u: expected KEY=VALUE", file, number);
  *value++ = '\0';
  line = g_strchomp (line);
  value = g_strchug (value);
  if (find_setting (line) == NULL)
    return refuse (error, "%s:%u: there is no setting %s", file, number, line);
  length = strlen (value);
  if (length >= 2 && (*value == '"' || *value == '\'') && value[length - 1] == *value)
    {
      value[length - 1] = '\0';
      value++;
    }
  g_hash_table_replace (values, g_strdup (line), g_strdup (value));
  return TRUE;
}

static gboolean
read_file (GHashTable *values, const char *file, GError **error)
{
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;

  if (!g_file_get_contents (file, &text, NULL, error))
    return FALSE;
  if (!g_utf8_validate (text, -1, NULL))
    return refuse (error, "%s: is not UTF-8 text", file);
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    if (!read_line (values, lines[i], file, i + 1, error))
      return FALSE;
  return TRUE;
}

static char **
split_list (const char *text)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) parts = g_strsplit (text, ",", -1);

  for (guint i = 0; parts[i] != NULL; i++)
    if (*g_strstrip (parts[i]) != '\0')
      g_strv_builder_add (builder, parts[i]);
  return g_strv_builder_end (builder);
}

static gboolean
store (TbkConfig *config, const Setting *setting, const char *text, GError **error)
{
  gpointer at = (char *) config + setting->offset;
  guint64 number;

  switch (setting->kind)
    {
    case TEXT:
      *(char **) at = text != NULL && *text != '\0' ? g_strdup (text) : NULL;
      return TRUE;
    case LIST:
      *(char ***) at = split_list (text);
      return TRUE;
    case ONOFF:
      *(gboolean *) at = strcmp (text, "on") == 0;
      return strcmp (text, "on") == 0 || strcmp (text, "off") == 0
             || refuse (error, "%s must be on or off, not \"%s\"", setting->name, text);
    case NUMBER:
      if (!g_ascii_string_to_unsigned (text, 10, setting->min, setting->max, &number, NULL))
        return refuse (error, "%s must be a whole number from %u to %u, not \"%s\"", setting->name,
                       setting->min,
                       setting->max, text);
      *(guint *) at = number;
      return TRUE;
    default:
      g_return_val_if_reached (FALSE);
    }
}

static gboolean
fill (TbkConfig *config, GHashTable *values, char **environment, GError **error)
{
  for (gsize i = 0; i < G_N_ELEMENTS (settings); i++)
    {
      const Setting *setting = &settings[i];
      const char *text = g_environ_getenv (environment, setting->name);

      if (text == NULL)
        text = g_hash_table_lookup (values, setting->name);
      if ((text == NULL || *text == '\0') && setting->otherwise != NULL)
        text = setting->otherwise;
      if (!store (config, setting, text, error))
        return FALSE;
    }
  return TRUE;
}

static char *
default_data_dir (void)
{
  return g_build_filename (g_get_user_data_dir (), "triboka-server", NULL);
}

static gboolean
write_secret (int fd)
{
  guint8 random[MIN_SECRET_BYTES];
  g_autofree char *text = NULL;
  gssize length;

  if (getrandom (random, sizeof random, 0) != sizeof random)
    return FALSE;
  text = g_base64_encode (random, sizeof random);
  length = strlen (text);
  return write (fd, text, length) == length && fsync (fd) == 0;
}

/* Made once, by whichever process comes first; the others read it. It gets its name when it is whole: half a key, after
 * a full disk or a power cut, would stop every start from then on. */
static gboolean
make_secret (const char *path, GError **error)
{
  g_autofree char *unnamed = g_strconcat (path, ".XXXXXX", NULL);
  int fd;
  int code;
  gboolean ok;

  if (g_file_test (path, G_FILE_TEST_EXISTS))
    return TRUE;
  fd = g_mkstemp_full (unnamed, O_WRONLY | O_CLOEXEC, 0600);
  if (fd < 0)
    return refuse (error, "SECRET_KEY cannot be kept in %s: %s", path, g_strerror (errno));
  ok = write_secret (fd) && (link (unnamed, path) == 0 || errno == EEXIST);
  code = errno;
  g_close (fd, NULL);
  g_unlink (unnamed);
  return ok || refuse (error, "SECRET_KEY cannot be kept in %s: %s", path, g_strerror (code));
}

static gboolean
load_secret (TbkConfig *config, GError **error)
{
  g_autofree char *path = g_build_filename (config->data_dir, SECRET_FILE, NULL);

  if (g_mkdir_with_parents (config->data_dir, 0755) < 0)
    return refuse (error, "DATA_DIR %s cannot be made: %s", config->data_dir, g_strerror (errno));
  return make_secret (path, error) && g_file_get_contents (path, &config->secret_key, NULL, error);
}

static gboolean
check_secret (TbkConfig *config, GError **error)
{
  if (config->secret_key == NULL && config->db_host != NULL)
    return refuse (error, "SECRET_KEY is missing: with DB_HOST it must be given, %d bytes at least",
                   MIN_SECRET_BYTES);
  if (config->secret_key == NULL && tbk_config_is_prod (config))
    return refuse (error, "SECRET_KEY is missing: with ENV=prod it must be given, %d bytes at least",
                   MIN_SECRET_BYTES);
  if (config->secret_key == NULL && !load_secret (config, error))
    return FALSE;
  if (strlen (config->secret_key) < MIN_SECRET_BYTES)
    return refuse (error, "SECRET_KEY is too short: it must have %d bytes at least", MIN_SECRET_BYTES);
  if (config->secret_key_previous != NULL && strlen (config->secret_key_previous) < MIN_SECRET_BYTES)
    return refuse (error, "SECRET_KEY_PREVIOUS is too short: it must have %d bytes at least",
                   MIN_SECRET_BYTES);
  return TRUE;
}

static gboolean
check_origins (const TbkConfig *config, GError **error)
{
  for (guint i = 0; config->cors_origins[i] != NULL; i++)
    {
      const char *origin = config->cors_origins[i];
      const char *host = strstr (origin, "://");

      if (host == NULL || host[3] == '\0' || strchr (host + 3, '/') != NULL || strchr (origin, '*') != NULL)
        return refuse (error, "CORS_ORIGINS must hold origins like https://app.example.com, not \"%s\"",
                       origin);
    }
  return TRUE;
}

static gboolean
check_types (const TbkConfig *config, GError **error)
{
  for (guint i = 0; config->upload_types[i] != NULL; i++)
    if (tbk_formato_find (config->upload_types[i]) == NULL)
      return refuse (error, "UPLOAD_TYPES must hold formats like pdf or xlsx, not \"%s\"", config->upload_types[i]);
  return TRUE;
}

static gboolean
is_loopback (const char *host)
{
  g_autoptr (GInetAddress) address = host != NULL ? g_inet_address_new_from_string (host) : NULL;

  return address != NULL && g_inet_address_get_is_loopback (address);
}

static gboolean
check_addresses (const TbkConfig *config, GError **error)
{
  g_autoptr (GInetAddress) host = g_inet_address_new_from_string (config->host);

  if (host == NULL)
    return refuse (error, "HOST must be an address like 127.0.0.1 or 0.0.0.0, not \"%s\"", config->host);
  if (!config->tls && !is_loopback (config->host))
    return refuse (error, "TLS=off is for a proxy on this machine only: HOST must be 127.0.0.1, not \"%s\"",
                   config->host);
  for (guint i = 0; config->trusted_proxies[i] != NULL; i++)
    {
      g_autoptr (GInetAddress) proxy = g_inet_address_new_from_string (config->trusted_proxies[i]);

      if (proxy == NULL)
        return refuse (error, "TRUSTED_PROXIES must hold addresses, not \"%s\"", config->trusted_proxies[i]);
    }
  return TRUE;
}

/* `schemes`: "http https". */
static gboolean
check_url (const char *name, const char *text, const char *schemes, GError **error)
{
  g_autoptr (GUri) uri = text != NULL ? g_uri_parse (text, G_URI_FLAGS_NONE, NULL) : NULL;
  g_auto (GStrv) allowed = g_strsplit (schemes, " ", -1);

  if (text == NULL)
    return TRUE;
  if (uri != NULL && g_uri_get_host (uri) != NULL && *g_uri_get_host (uri) != '\0'
      && g_strv_contains ((const char *const *) allowed, g_uri_get_scheme (uri)))
    return TRUE;
  /* Not the value: it may hold a password. */
  return refuse (error, "%s must be a URL that begins with %s://", name, allowed[0]);
}

static gboolean
check_urls (const TbkConfig *config, GError **error)
{
  return check_url ("REDIS_URL", config->redis_url, "redis rediss", error)
         && check_url ("MPCEIP_BASE_URL", config->mpceip_base_url, "https http", error)
         && check_url ("FCM_URL", config->fcm_url, "https", error)
         && check_url ("MQTT_URL", config->mqtt_url, "mqtt mqtts", error);
}

static gboolean
check_mqtt (const TbkConfig *config, GError **error)
{
  g_autoptr (TbkTopics) topics = tbk_topics_parse ((const char *const *) config->mqtt_topics, error);

  if (topics == NULL)
    return FALSE;
  if (tbk_topics_get_size (topics) == 0)
    return refuse (error, "MQTT_TOPICS is empty: it must hold a topic at least");
  if (config->mqtt_ca != NULL && config->mqtt_url != NULL && !g_str_has_prefix (config->mqtt_url, "mqtts:"))
    return refuse (error, "MQTT_CA goes with mqtts://: MQTT_URL would not look at it");
  return TRUE;
}

/* What serves for whatever the protocol is. */
static gboolean
check_line (const char *text, GError **error)
{
  TbkLinea line;

  return text == NULL || tbk_linea_parse (text, &line, NULL)
         || refuse (error, "SCALE_LINE must be like 9600 8N1, not \"%s\"", text);
}

static gboolean
check_scale (const TbkConfig *config, GError **error)
{
  TbkMasa unit = tbk_masa_parse (config->scale_unit, strlen (config->scale_unit));

  if (strcmp (config->scale_protocol, "auto") != 0 && tbk_protocolo_find (config->scale_protocol) == NULL)
    return refuse (error,
                   "SCALE_PROTOCOL must be auto or one of `triboka-bascula --list`, not \"%s\"",
                   config->scale_protocol);
  if (unit == TBK_MASA_NINGUNA || unit == TBK_MASA_PCT)
    return refuse (error, "SCALE_UNIT must be kg, g, t, lb or oz, not \"%s\"", config->scale_unit);
  if (g_utf8_strlen (config->scale_name, -1) > MAX_SCALE_NAME)
    return refuse (error, "SCALE_NAME must not be longer than %d letters", MAX_SCALE_NAME);
  if (config->scale_port != NULL && *config->scale_port != '/' && !g_str_has_prefix (config->scale_port, "tcp:"))
    return refuse (error,
                   "SCALE_PORT must be a device like /dev/ttyUSB0 or tcp:host:port, not \"%s\"",
                   config->scale_port);
  if (config->scale_port != NULL && config->scale_empresa == NULL)
    return refuse (error, "SCALE_EMPRESA is missing: the RUC of the company that sees the scale goes with SCALE_PORT");
  return check_line (config->scale_line, error);
}

/* What news leaves the app by. */
static gboolean
check_channels (const TbkConfig *config, GError **error)
{
  if (strcmp (config->smtp_tls, "starttls") != 0 && strcmp (config->smtp_tls, "tls") != 0
      && strcmp (config->smtp_tls, "off") != 0)
    return refuse (error, "SMTP_TLS must be starttls, tls or off, not \"%s\"", config->smtp_tls);
  if (config->smtp_host != NULL && (config->smtp_from == NULL || strchr (config->smtp_from, '@') == NULL))
    return refuse (error, "SMTP_FROM is missing: mail needs an address that it comes from");
  if (strcmp (config->smtp_tls, "off") == 0 && config->smtp_pass != NULL && !is_loopback (config->smtp_host))
    return refuse (error, "SMTP_TLS=off would send SMTP_PASS in the clear: SMTP_HOST must be 127.0.0.1");
  return TRUE;
}

static gboolean
check (TbkConfig *config, GError **error)
{
  if (strcmp (config->env, "dev") != 0 && strcmp (config->env, "test") != 0
      && strcmp (config->env, "prod") != 0)
    return refuse (error, "ENV must be dev, test or prod, not \"%s\"", config->env);
  if ((config->tls_cert == NULL) != (config->tls_key == NULL))
    return refuse (error, "%s is missing: TLS_CERT and TLS_KEY go together",
                   config->tls_cert == NULL ? "TLS_CERT" : "TLS_KEY");
  if (config->db_host != NULL && config->db_user == NULL)
    return refuse (error, "DB_USER is missing: it goes with DB_HOST");
  return check_addresses (config, error) && check_origins (config, error) && check_urls (config, error)
         && check_types (config, error) && check_channels (config, error) && check_mqtt (config, error)
         && check_scale (config, error) && check_secret (config, error);
}

TbkConfig *
tbk_config_load (char **environment, const char *file, GError **error)
{
  g_autoptr (TbkConfig) config = g_new0 (TbkConfig, 1);
  g_autoptr (GHashTable) values = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  if (file != NULL && !read_file (values, file, error))
    return NULL;
  if (!fill (config, values, environment, error))
    return NULL;
  if (config->data_dir == NULL)
    config->data_dir = default_data_dir ();
  if (config->storage_root == NULL)
    config->storage_root = g_build_filename (config->data_dir, "storage", NULL);
  if (config->smtp_from == NULL)
    config->smtp_from = g_strdup (config->smtp_user);
  if (config->workers == 0)
    config->workers = MIN (g_get_num_processors (), 64);
  return check (config, error) ? g_steal_pointer (&config) : NULL;
}

void
tbk_config_free (TbkConfig *config)
{
  if (config == NULL)
    return;
  for (gsize i = 0; i < G_N_ELEMENTS (settings); i++)
    {
      gpointer at = (char *) config + settings[i].offset;

      if (settings[i].kind == TEXT)
        g_free (*(char **) at);
      else if (settings[i].kind == LIST)
        g_strfreev (*(char ***) at);
    }
  g_free (config);
}

const char *
tbk_config_name_at (guint index)
{
  return index < G_N_ELEMENTS (settings) ? settings[index].name : NULL;
}

gboolean
tbk_config_is_prod (const TbkConfig *config)
{
  return strcmp (config->env, "prod") == 0;
}
