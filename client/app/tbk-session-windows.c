/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-session-windows.h"

#include <glib/gi18n.h>

#include "tbk-certificate.h"
#include "tbk-dialogs.h"
#include "tbk-sign-in.h"

#define WIDTH 460

static GtkWindow *
make_window (GtkWindow *over, const char *title, GtkWidget *content)
{
  GtkWindow *window = g_object_new (ADW_TYPE_WINDOW,
                                    "title", title,
                                    "modal", TRUE,
                                    "transient-for", tbk_dialogs_find_top (over),
                                    "default-width", WIDTH,
                                    "content", content,
                                    NULL);

  gtk_window_present (window);
  return window;
}

/* --- sign in again --- */

static void
usuario_cb (TbkApi *api, GParamSpec *pspec, GtkWindow *window)
{
  if (tbk_api_get_usuario (api) != NULL)
    gtk_window_destroy (window);
}

void
tbk_sign_in_again (GtkWindow *window, TbkApi *api, GCallback given_up)
{
  GtkWidget *sign_in = g_object_new (TBK_TYPE_SIGN_IN, "again", TRUE, "api", api, NULL);
  GtkWindow *dialog = make_window (window, _ ("Sign In Again"), sign_in);

  g_signal_connect_object (api, "notify::usuario", G_CALLBACK (usuario_cb), dialog, G_CONNECT_AFTER);
  g_signal_connect_object (dialog, "close-request", given_up, window, G_CONNECT_SWAPPED);
  tbk_sign_in_focus (TBK_SIGN_IN (sign_in));
}

/* --- review a certificate --- */

static void
asked_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TbkAnswer) answer = tbk_api_call_finish (TBK_API (source), result, &error);

  /* the outcome shows in the api's state */
  if (answer == NULL)
    g_debug ("still away: %s", error->message);
}

static void
trusted_cb (GtkWindow *window, TbkCertificate *certificate)
{
  g_autoptr (TbkApi) api = NULL;

  g_object_get (certificate, "api", &api, NULL);
  tbk_api_call_async (api, &(TbkCall){ .path = "/health", .anonymous = TRUE, .once = TRUE }, NULL, asked_cb, NULL);
  gtk_window_destroy (window);
}

void
tbk_certificate_review (GtkWindow *window, TbkApi *api)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *header = adw_header_bar_new ();
  GtkWidget *certificate = g_object_new (TBK_TYPE_CERTIFICATE, "api", api, NULL);
  GtkWindow *dialog;

  gtk_widget_add_css_class (header, "flat");
  gtk_box_append (GTK_BOX (box), header);
  gtk_box_append (GTK_BOX (box), certificate);
  dialog = make_window (window, _ ("Certificate"), box);
  g_signal_connect_object (certificate, "trusted", G_CALLBACK (trusted_cb), dialog, G_CONNECT_SWAPPED);
  g_signal_connect_object (certificate, "refused", G_CALLBACK (gtk_window_destroy), dialog, G_CONNECT_SWAPPED);
  tbk_certificate_focus (TBK_CERTIFICATE (certificate));
}
