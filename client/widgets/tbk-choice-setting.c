/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-choice-setting.h"

static gboolean
to_position (GValue *value, GVariant *variant, gpointer data)
{
  const char *const *choices = data;

  for (guint i = 0; choices[i] != NULL; i++)
    if (g_str_equal (choices[i], g_variant_get_string (variant, NULL)))
      g_value_set_uint (value, i);
  return TRUE;
}

static GVariant *
from_position (const GValue *value, const GVariantType *type, gpointer data)
{
  const char *const *choices = data;
  guint position = g_value_get_uint (value);

  return position < g_strv_length ((char **) choices) ? g_variant_new_string (choices[position]) : NULL;
}

void
tbk_choice_setting_bind (GSettings *settings, const char *key, AdwComboRow *row, const char *const *choices)
{
  g_settings_bind_with_mapping (settings, key, row, "selected", G_SETTINGS_BIND_DEFAULT, to_position, from_position,
                                (gpointer) choices, NULL);
}
