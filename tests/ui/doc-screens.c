/* SPDX-License-Identifier: GPL-3.0-or-later */
/* doc-screens FOLDER [dark]: pictures of the document viewer, to be looked at; run by with-display. No test. */

#include <glib/gstdio.h>

#include "tbk-doc-maker.h"
#include "tbk-doc-sheet.h"
#include "tbk-doc-window.h"
#include "tbk-ui-picture.h"
#include "tbk-ui-window.h"

static TbkDocSource *
make_source (const char *name, const char *content_type, GBytes *bytes)
{
  g_autofree char *path = tbk_doc_maker_write (name, bytes);
  g_autoptr (GError) error = NULL;
  TbkDocSource *source = tbk_doc_file_new (path, content_type, &error);

  g_assert_no_error (error);
  g_unlink (path);
  g_bytes_unref (bytes);
  return source;
}

static TbkDocWindow *
open_window (const char *name, const char *content_type, GBytes *bytes)
{
  g_autoptr (TbkDocSource) source = make_source (name, content_type, bytes);
  TbkDocWindow *window = tbk_doc_window_new (NULL, source);

  gtk_window_present (GTK_WINDOW (window));
  return window;
}

static void
wait_shown (TbkDocView *view, TbkDocShown shown)
{
  tbk_ui_test_until (tbk_doc_view_get_shown (view) == shown);
  if (shown == TBK_DOC_SHOWN_PAGES)
    tbk_ui_test_until (tbk_doc_pages_is_settled (tbk_doc_view_get_pages (view)));
}

static gboolean
passed_cb (gpointer data)
{
  *(gboolean *) data = TRUE;
  return G_SOURCE_REMOVE;
}

/* Animations and small pictures are done by then. */
static void
shoot (TbkDocWindow *window, const char *folder, const char *name)
{
  g_autofree char *path = g_strdup_printf ("%s/%s.png", folder, name);
  const char *command[] = { "import", "-window", "root", path, NULL };
  g_autoptr (GError) error = NULL;
  gboolean passed = FALSE;

  g_timeout_add (1500, passed_cb, &passed);
  tbk_ui_test_until (passed);
  g_spawn_sync (NULL, (char **) command, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  if (window != NULL)
    gtk_window_destroy (GTK_WINDOW (window));
  tbk_ui_window_settle ();
}

static void
shoot_pages (const char *folder)
{
  TbkDocWindow *window = open_window ("CT-2026-00001 contrato.pdf", "application/pdf", tbk_doc_maker_text (12));
  TbkDocView *view = tbk_doc_window_get_view (window, 0);
  g_autoptr (TbkDocSource) other = NULL;

  wait_shown (view, TBK_DOC_SHOWN_PAGES);
  shoot (NULL, folder, "pages");
  gtk_widget_activate_action (GTK_WIDGET (view), "doc.pane", NULL);
  tbk_doc_view_find (view, "cacao");
  wait_shown (view, TBK_DOC_SHOWN_PAGES);
  shoot (NULL, folder, "find");
  other = make_source ("escaneado con un nombre bastante largo, de varias palabras.pdf", "application/pdf",
                       tbk_doc_maker_scan (3, 200 * 1024));
  tbk_doc_window_compare (window, other);
  wait_shown (tbk_doc_window_get_view (window, 1), TBK_DOC_SHOWN_PAGES);
  shoot (window, folder, "compare");
}

static void
shoot_one (const char *folder, const char *name, const char *content_type, GBytes *bytes, TbkDocShown shown)
{
  TbkDocWindow *window = open_window (name, content_type, bytes);

  wait_shown (tbk_doc_window_get_view (window, 0), shown);
  shoot (window, folder, name);
}

#define FACTURA                                                                                  \
  "<?xml version=\"1.0\"?><factura id=\"comprobante\" "                                          \
  "version=\"1.1.0\"><infoTributaria><ambiente>2</ambiente>"                                     \
  "<razonSocial>CACAO DEL SUR S.A.</razonSocial><ruc>1790012345001</ruc>"                        \
  "<claveAcceso>2511202601179001234500120010020000001231234567815</claveAcceso>"                 \
  "<estab>001</estab><ptoEmi>002</ptoEmi><secuencial>000000123</secuencial></"                   \
  "infoTributaria><infoFactura>"                                                                 \
  "<fechaEmision>25/11/2026</fechaEmision><razonSocialComprador>EXPORTADORA DEL "                \
  "PACIFICO</razonSocialComprador>"                                                              \
  "<identificacionComprador>0990012345001</identificacionComprador><totalSinImpuestos>6319.50</" \
  "totalSinImpuestos>"                                                                           \
  "<importeTotal>6319.50</importeTotal><moneda>DOLAR</moneda></infoFactura><detalles><detalle>"  \
  "<descripcion>Cacao en grano "                                                                 \
  "CCN51</descripcion><cantidad>100.00</cantidad><precioUnitario>63.195</precioUnitario>"        \
  "<precioTotalSinImpuesto>6319.50</precioTotalSinImpuesto></detalle></detalles></factura>"
#define LOTES                                                                \
  "lote;centro;peso kg;humedad\nL-1;Acopio Naranjal;1250,5;7,2\nL-2;Acopio " \
  "Milagro;980;6,8\nL-3;Acopio El Triunfo;2040,25;7\n"

/* As the application does it by itself. */
static void
load_style (gboolean dark)
{
  static const char *const names[] = { "style.css", "style-dark.css" };

  for (gsize i = 0; i < (dark ? G_N_ELEMENTS (names) : 1); i++)
    {
      g_autoptr (GtkCssProvider) provider = gtk_css_provider_new ();
      g_autofree char *path = g_strconcat ("/com/triboka/Triboka/", names[i], NULL);

      gtk_css_provider_load_from_resource (provider, path);
      gtk_style_context_add_provider_for_display (gdk_display_get_default (), GTK_STYLE_PROVIDER (provider),
                                                  GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
    }
}

int
main (int argc, char **argv)
{
  const char *folder = argc > 1 ? argv[1] : ".";

  if (argc > 2)
    g_setenv ("ADW_DEBUG_COLOR_SCHEME", "prefer-dark", TRUE);
  tbk_ui_picture_speak ();
  adw_init ();
  load_style (argc > 2);
  g_mkdir_with_parents (folder, 0755);
  shoot_pages (folder);
  shoot_one (folder, "factura.xml", "application/xml",
             g_bytes_new_static (FACTURA, strlen (FACTURA)), TBK_DOC_SHOWN_SHEET);
  shoot_one (folder, "lotes.csv", "text/csv", g_bytes_new_static (LOTES, strlen (LOTES)), TBK_DOC_SHOWN_SHEET);
  shoot_one (folder, "foto.png", "image/png", tbk_doc_maker_image ("png", 800, 600), TBK_DOC_SHOWN_PAGES);
  shoot_one (folder, "secreto.pdf", "application/pdf", tbk_doc_maker_locked (), TBK_DOC_SHOWN_PASSWORD);
  shoot_one (folder, "roto.pdf", "application/pdf", g_bytes_new_static ("MZ", 2), TBK_DOC_SHOWN_FAILED);
  shoot_one (folder, "hoja.xlsx", "application/vnd.ms-excel", g_bytes_new_static ("PK\3\4", 4), TBK_DOC_SHOWN_OTHER);
  return 0;
}
