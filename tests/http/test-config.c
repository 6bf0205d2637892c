/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include <glib/gstdio.h>

#include "tbk-config.h"
#include "unit-cases.h"

#define LONG_SECRET "0123456789abcdef0123456789abcdef"
#define MAX_SETTINGS 5

typedef struct
{
  const char *environment[MAX_SETTINGS]; /* DATA_DIR is added */
  const char *refusal;                   /* all of it */
} Case;

/* clang-format off */
static const Case cases[] = {
  { { "ENV=production" }, "ENV must be dev, test or prod, not \"production\"" },
  { { "ENV=prod" }, "SECRET_KEY is missing: with ENV=prod it must be given, 32 bytes at least" },
  { { "SECRET_KEY=short" }, "SECRET_KEY is too short: it must have 32 bytes at least" },
  { { "SECRET_KEY=" LONG_SECRET, "SECRET_KEY_PREVIOUS=short" }, "SECRET_KEY_PREVIOUS is too short: it must have 32 bytes at least" },
  { { "JWT_ACCESS_TTL=29" }, "JWT_ACCESS_TTL must be a whole number from 30 to 86400, not \"29\"" },
  { { "JWT_REFRESH_TTL=1d" }, "JWT_REFRESH_TTL must be a whole number from 60 to 31536000, not \"1d\"" },
  { { "DB_HOST=db", "DB_USER=u" }, "SECRET_KEY is missing: with DB_HOST it must be given, 32 bytes at least" },
  { { "DB_HOST=db", "SECRET_KEY=" LONG_SECRET }, "DB_USER is missing: it goes with DB_HOST" },
  { { "DB_PORT=0" }, "DB_PORT must be a whole number from 1 to 65535, not \"0\"" },
  { { "REDIS_URL=localhost:6379" }, "REDIS_URL must be a URL that begins with redis://" },
  { { "REDIS_URL=http://:secret@redis" }, "REDIS_URL must be a URL that begins with redis://" },
  { { "MPCEIP_BASE_URL=datosabiertos.gob.ec" }, "MPCEIP_BASE_URL must be a URL that begins with https://" },
  { { "HOST=localhost" }, "HOST must be an address like 127.0.0.1 or 0.0.0.0, not \"localhost\"" },
  { { "PORT=65536" }, "PORT must be a whole number from 0 to 65535, not \"65536\"" },
  { { "PORT=-1" }, "PORT must be a whole number from 0 to 65535, not \"-1\"" },
  { { "WORKERS=65" }, "WORKERS must be a whole number from 0 to 64, not \"65\"" },
  { { "TLS=yes" }, "TLS must be on or off, not \"yes\"" },
  { { "TLS=off", "HOST=0.0.0.0" }, "TLS=off is for a proxy on this machine only: HOST must be 127.0.0.1, not \"0.0.0.0\"" },
  { { "TLS_CERT=a.pem" }, "TLS_KEY is missing: TLS_CERT and TLS_KEY go together" },
  { { "TLS_KEY=a.pem" }, "TLS_CERT is missing: TLS_CERT and TLS_KEY go together" },
  { { "CORS_ORIGINS=*" }, "CORS_ORIGINS must hold origins like https://app.example.com, not \"*\"" },
  { { "CORS_ORIGINS=https://a.ec, https://b.ec/" }, "CORS_ORIGINS must hold origins like https://app.example.com, not \"https://b.ec/\"" },
  { { "TRUSTED_PROXIES=127.0.0.1, nginx" }, "TRUSTED_PROXIES must hold addresses, not \"nginx\"" },
  { { "RATE_PER_MINUTE=0" }, "RATE_PER_MINUTE must be a whole number from 1 to 100000000, not \"0\"" },
  { { "RATE_STRICT_PER_MINUTE=x" }, "RATE_STRICT_PER_MINUTE must be a whole number from 1 to 100000000, not \"x\"" },
  { { "MAX_CONNECTIONS=0" }, "MAX_CONNECTIONS must be a whole number from 1 to 100000, not \"0\"" },
  { { "MAX_CONNECTIONS_PER_ADDRESS=0" }, "MAX_CONNECTIONS_PER_ADDRESS must be a whole number from 1 to 100000, not \"0\"" },
  { { "MAX_BODY_BYTES=1" }, "MAX_BODY_BYTES must be a whole number from 1024 to 67108864, not \"1\"" },
  { { "HEAD_TIMEOUT=0" }, "HEAD_TIMEOUT must be a whole number from 1 to 300, not \"0\"" },
  { { "IDLE_TIMEOUT=0" }, "IDLE_TIMEOUT must be a whole number from 1 to 3600, not \"0\"" },
  { { "STALL_TIMEOUT=0" }, "STALL_TIMEOUT must be a whole number from 1 to 3600, not \"0\"" },
  { { "SMTP_TLS=ssl" }, "SMTP_TLS must be starttls, tls or off, not \"ssl\"" },
  { { "SMTP_HOST=mail" }, "SMTP_FROM is missing: mail needs an address that it comes from" },
  { { "SMTP_HOST=mail", "SMTP_USER=u" }, "SMTP_FROM is missing: mail needs an address that it comes from" },
  { { "SMTP_HOST=mail", "SMTP_USER=u@mail", "SMTP_PASS=p", "SMTP_TLS=off" },
    "SMTP_TLS=off would send SMTP_PASS in the clear: SMTP_HOST must be 127.0.0.1" },
  { { "MQTT_URL=broker:1883" }, "MQTT_URL must be a URL that begins with mqtt://" },
  { { "MQTT_URL=https://u:secret@broker" }, "MQTT_URL must be a URL that begins with mqtt://" },
  { { "MQTT_URL=mqtt://broker", "MQTT_CA=ca.pem" }, "MQTT_CA goes with mqtts://: MQTT_URL would not look at it" },
  { { "MQTT_TOPICS=," }, "MQTT_TOPICS is empty: it must hold a topic at least" },
  { { "MQTT_TOPICS=a, b/#/c" }, "MQTT_TOPICS must hold filters like planta/{bascula}/{lote} or planta/uno=17, not \"b/#/c\"" },
  { { "SCALE_PORT=COM1" }, "SCALE_PORT must be a device like /dev/ttyUSB0 or tcp:host:port, not \"COM1\"" },
  { { "SCALE_PORT=/dev/ttyS0" }, "SCALE_EMPRESA is missing: the RUC of the company that sees the scale goes with SCALE_PORT" },
  { { "SCALE_PROTOCOL=otra" }, "SCALE_PROTOCOL must be auto or one of `triboka-bascula --list`, not \"otra\"" },
  { { "SCALE_UNIT=%" }, "SCALE_UNIT must be kg, g, t, lb or oz, not \"%\"" },
  { { "SCALE_LINE=fast" }, "SCALE_LINE must be like 9600 8N1, not \"fast\"" },
  { { "FCM_URL=http://fcm" }, "FCM_URL must be a URL that begins with https://" },
  { { "EVENT_HOURS=0" }, "EVENT_HOURS must be a whole number from 1 to 8760, not \"0\"" },
  { { "DRAIN_TIMEOUT=301" }, "DRAIN_TIMEOUT must be a whole number from 1 to 300, not \"301\"" },
  { { "POOL_THREADS=0" }, "POOL_THREADS must be a whole number from 1 to 64, not \"0\"" },
  { { "PIPE_CONNECTIONS=9" }, "PIPE_CONNECTIONS must be a whole number from 1 to 8, not \"9\"" },
};

static const struct
{
  const char *text;
  const char *refusal; /* after the file's name */
} files[] = {
  { "PORT=1\nPUERTO=2\n", ":2: there is no setting PUERTO" },
  { "# no more\n\nPORT\n", ":3: expected KEY=VALUE" },
  { "PORT=\xff\n", ": is not UTF-8 text" },
};
/* clang-format on */

static char *
make_folder (void)
{
  g_autoptr (GError) error = NULL;
  char *folder = g_dir_make_tmp ("tbk-config-XXXXXX", &error);

  g_assert_no_error (error);
  return folder;
}

static void
remove_folder (const char *folder)
{
  g_autofree char *secret = g_build_filename (folder, "secret.key", NULL);

  g_unlink (secret);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

static TbkConfig *
load (const char *folder, const char *const *environment, const char *file, GError **error)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_autofree char *data_dir = g_strconcat ("DATA_DIR=", folder, NULL);
  g_auto (GStrv) all = NULL;

  g_strv_builder_add (builder, data_dir);
  for (guint i = 0; environment != NULL && environment[i] != NULL; i++)
    g_strv_builder_add (builder, environment[i]);
  all = g_strv_builder_end (builder);
  return tbk_config_load (all, file, error);
}

/* The refusal is one line that names the setting, and holds no secret. */
static void
test_refused (gconstpointer data)
{
  const Case *test = data;
  g_autofree char *folder = make_folder ();
  g_autoptr (GError) error = NULL;

  g_assert_null (load (folder, test->environment, NULL, &error));
  g_assert_cmpstr (error->message, ==, test->refusal);
  g_assert_null (strchr (error->message, '\n'));
  remove_folder (folder);
}

static void
test_files_refused (void)
{
  g_autofree char *folder = make_folder ();
  g_autofree char *file = g_build_filename (folder, "env", NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autofree char *wanted = g_strconcat (file, files[i].refusal, NULL);
      g_autoptr (GError) error = NULL;

      g_assert_true (g_file_set_contents (file, files[i].text, -1, NULL));
      g_assert_null (load (folder, NULL, file, &error));
      g_assert_cmpstr (error->message, ==, wanted);
    }
  g_unlink (file);
  remove_folder (folder);
}

static void
test_file_missing (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (load ("/tmp", NULL, "/nowhere/env", &error));
  g_assert_nonnull (strstr (error->message, "/nowhere/env"));
}

static void
test_defaults (void)
{
  g_autofree char *folder = make_folder ();
  g_autofree char *storage = g_build_filename (folder, "storage", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (TbkConfig) config = load (folder, (const char *[]){ "DB_HOST=", NULL }, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (config->app_name, ==, "triboka");
  g_assert_cmpstr (config->env, ==, "dev");
  g_assert_false (tbk_config_is_prod (config));
  g_assert_cmpuint (config->access_ttl_s, ==, 900);
  g_assert_cmpuint (config->refresh_ttl_s, ==, 604800);
  g_assert_null (config->db_host);
  g_assert_cmpuint (config->db_port, ==, 5432);
  g_assert_cmpstr (config->db_name, ==, "triboka");
  g_assert_cmpstr (config->storage_root, ==, storage);
  g_assert_cmpstr (config->host, ==, "127.0.0.1");
  g_assert_cmpuint (config->port, ==, 8443);
  g_assert_cmpuint (config->workers, ==, MIN (g_get_num_processors (), 64));
  g_assert_true (config->tls);
  g_assert_cmpuint (g_strv_length (config->cors_origins), ==, 0);
  g_assert_cmpuint (config->max_body_bytes, ==, 1048576);
  remove_folder (folder);
}

/* BACKEND.md's own names and values; the environment wins over the file, quotes come off. */
static void
test_given (void)
{
  g_autofree char *folder = make_folder ();
  g_autofree char *file = g_build_filename (folder, "env", NULL);
  const char *text = "APP_NAME=erp_cacao\nENV=prod\n  SECRET_KEY = '" LONG_SECRET
                     "'\nJWT_ACCESS_TTL=60\nDB_HOST=postgres\n"
                     "DB_PORT=5433\nDB_USER=triboka\nDB_PASS=\"a=b c\"\nDB_NAME=triboka_prod\n"
                     "REDIS_URL=redis://redis:6379/0\nSTORAGE_ROOT=/"
                     "srv\nFCM_KEY=/dev/null\nSMTP_HOST=s\nSMTP_USER=u@s\nSMTP_PASS=p\n"
                     "IOT_TOKEN=i\nMPCEIP_BASE_URL=https://datosabiertos.gob.ec/x\nPORT=1\n"
                     "CORS_ORIGINS=https://a.ec , http://b.ec:81,\nTRUSTED_PROXIES=10.0.0.1,::1\n";
  g_autoptr (GError) error = NULL;
  g_autoptr (TbkConfig) config = NULL;

  g_assert_true (g_file_set_contents (file, text, -1, NULL));
  config = load (folder, (const char *[]){ "PORT=2", "WORKERS=3", NULL }, file, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (config->app_name, ==, "erp_cacao");
  g_assert_true (tbk_config_is_prod (config));
  g_assert_cmpstr (config->secret_key, ==, LONG_SECRET);
  g_assert_cmpuint (config->access_ttl_s, ==, 60);
  g_assert_cmpstr (config->db_host, ==, "postgres");
  g_assert_cmpuint (config->db_port, ==, 5433);
  g_assert_cmpstr (config->db_pass, ==, "a=b c");
  g_assert_cmpstr (config->redis_url, ==, "redis://redis:6379/0");
  g_assert_cmpstr (config->storage_root, ==, "/srv");
  g_assert_cmpstr (config->smtp_from, ==, "u@s");
  g_assert_cmpuint (config->port, ==, 2);
  g_assert_cmpuint (config->workers, ==, 3);
  g_assert_cmpstr (config->cors_origins[0], ==, "https://a.ec");
  g_assert_cmpstr (config->cors_origins[1], ==, "http://b.ec:81");
  g_assert_cmpuint (g_strv_length (config->trusted_proxies), ==, 2);
  g_unlink (file);
  remove_folder (folder);
}

/* Made once, for its owner alone, and the same from then on. */
static void
test_secret (void)
{
  g_autofree char *folder = make_folder ();
  g_autofree char *path = g_build_filename (folder, "secret.key", NULL);
  g_autoptr (TbkConfig) first = load (folder, NULL, NULL, NULL);
  g_autoptr (TbkConfig) second = load (folder, NULL, NULL, NULL);
  g_autoptr (GDir) dir = NULL;
  guint n_files = 0;
  GStatBuf status;

  g_assert_nonnull (first);
  g_assert_cmpuint (strlen (first->secret_key), >=, 32);
  g_assert_cmpstr (first->secret_key, ==, second->secret_key);
  g_assert_cmpint (g_stat (path, &status), ==, 0);
  g_assert_cmpint (status.st_mode & 0777, ==, 0600);
  dir = g_dir_open (folder, 0, NULL);
  while (g_dir_read_name (dir) != NULL)
    n_files++;
  g_assert_cmpuint (n_files, ==, 1);
  remove_folder (folder);
}

static void
test_folder_unusable (void)
{
  g_autofree char *folder = make_folder ();
  g_autofree char *file = g_build_filename (folder, "file", NULL);
  g_autofree char *below = g_build_filename (file, "data", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_set_contents (file, "", 0, NULL));
  g_assert_null (load (below, NULL, NULL, &error));
  g_assert_true (g_str_has_prefix (error->message, "DATA_DIR "));
  g_assert_nonnull (strstr (error->message, below));
  g_unlink (file);
  remove_folder (folder);
}

/* The example names every setting, once, with a value that is taken. */
static void
test_example (void)
{
  g_autofree char *folder = make_folder ();
  g_autofree char *file = g_build_filename (folder, "env", NULL);
  g_autoptr (GRegex) commented = g_regex_new ("^#([A-Z_]+=)", G_REGEX_MULTILINE, 0, NULL);
  g_autofree char *text = NULL;
  g_autofree char *live = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (TbkConfig) config = NULL;

  g_assert_true (g_file_get_contents (g_getenv ("TBK_EXAMPLE"), &text, NULL, NULL));
  live = g_regex_replace (commented, text, -1, 0, "\\1", 0, NULL);
  for (guint i = 0; tbk_config_name_at (i) != NULL; i++)
    {
      g_autofree char *line = g_strdup_printf ("\n%s=", tbk_config_name_at (i));
      const char *found = strstr (live, line);

      g_test_message ("%s", tbk_config_name_at (i));
      g_assert_nonnull (found);
      g_assert_null (strstr (found + 1, line));
    }
  g_assert_true (g_file_set_contents (file, live, -1, NULL));
  config = load (folder, NULL, file, &error);
  g_assert_no_error (error);
  g_clear_pointer (&config, tbk_config_free);
  g_assert_true (g_file_set_contents (file, text, -1, NULL));
  config = load (folder, NULL, file, &error);
  g_assert_no_error (error);
  g_unlink (file);
  remove_folder (folder);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  unit_add_cases ("/config/refused", cases, test_refused);
  g_test_add_func ("/config/files-refused", test_files_refused);
  g_test_add_func ("/config/file-missing", test_file_missing);
  g_test_add_func ("/config/defaults", test_defaults);
  g_test_add_func ("/config/given", test_given);
  g_test_add_func ("/config/example", test_example);
  g_test_add_func ("/config/secret", test_secret);
  g_test_add_func ("/config/folder-unusable", test_folder_unusable);
  return g_test_run ();
}
