/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-scale-line.h"

#define FAST_MS 20

static TbkSimulador *
make (const char *protocol, const char *script)
{
  g_autoptr (GError) error = NULL;
  TbkSimulador *simulador = tbk_simulador_new (tbk_protocolo_find (protocol), script, &error);

  g_assert_no_error (error);
  return simulador;
}

TbkEmisor *
tbk_scale_line_play (const char *script)
{
  g_autoptr (GSettings) settings = g_settings_new ("com.triboka.Triboka.Bascula");
  g_autoptr (GError) error = NULL;
  TbkEmisor *emisor = tbk_emisor_new_tcp (make ("cas", script), 0, &error);

  g_assert_no_error (error);
  g_settings_set_string (settings, "conexion", "red");
  g_settings_set_string (settings, "protocolo", "cas");
  g_settings_set_string (settings, "destino", tbk_emisor_get_address (emisor));
  tbk_emisor_start (emisor, FAST_MS);
  return emisor;
}

TbkEmisor *
tbk_meter_line_play (const char *script)
{
  g_autoptr (GSettings) settings = g_settings_new ("com.triboka.Triboka.Medidor");
  g_autoptr (GError) error = NULL;
  TbkEmisor *emisor = tbk_emisor_new_pty (make ("tesma", script), &error);

  g_assert_no_error (error);
  g_settings_set_string (settings, "conexion", "serie");
  g_settings_set_string (settings, "patron", "");
  g_settings_set_string (settings, "puerto", tbk_emisor_get_address (emisor));
  tbk_emisor_start (emisor, FAST_MS);
  return emisor;
}
