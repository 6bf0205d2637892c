/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-pins.h"

#include <string.h>

#define KEY "certificados"

char *
tbk_pins_fingerprint (GTlsCertificate *certificate)
{
  g_autoptr (GByteArray) der = NULL;
  g_autofree char *digest = NULL;
  g_autofree char *upper = NULL;
  GString *text = g_string_new (NULL);

  g_object_get (certificate, "certificate", &der, NULL);
  digest = g_compute_checksum_for_data (G_CHECKSUM_SHA256, der->data, der->len);
  upper = g_ascii_strup (digest, -1);
  for (gsize i = 0; upper[i] != '\0'; i += 2)
    g_string_append_printf (text, "%s%.2s", i > 0 ? ":" : "", upper + i);
  return g_string_free (text, FALSE);
}

TbkPin
tbk_pins_check (GSettings *settings, const char *host, const char *fingerprint)
{
  g_autoptr (GVariant) pins = g_settings_get_value (settings, KEY);
  const char *trusted;

  if (!g_variant_lookup (pins, host, "&s", &trusted))
    return TBK_PIN_UNKNOWN;
  return strcmp (trusted, fingerprint) == 0 ? TBK_PIN_TRUSTED : TBK_PIN_CHANGED;
}

void
tbk_pins_trust (GSettings *settings, const char *host, const char *fingerprint)
{
  g_autoptr (GVariant) pins = g_settings_get_value (settings, KEY);
  GVariantBuilder builder;
  GVariantIter iter;
  const char *name, *value;

  g_variant_builder_init (&builder, G_VARIANT_TYPE ("a{ss}"));
  g_variant_iter_init (&iter, pins);
  while (g_variant_iter_next (&iter, "{&s&s}", &name, &value))
    {
      if (strcmp (name, host) != 0)
        g_variant_builder_add (&builder, "{ss}", name, value);
    }
  g_variant_builder_add (&builder, "{ss}", host, fingerprint);
  g_settings_set_value (settings, KEY, g_variant_builder_end (&builder));
}
