/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-main-menu.h"

struct _TbkMainMenu
{
  AdwBin parent_instance;
};

G_DEFINE_FINAL_TYPE (TbkMainMenu, tbk_main_menu, ADW_TYPE_BIN)

static void
tbk_main_menu_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), TBK_TYPE_MAIN_MENU);
  G_OBJECT_CLASS (tbk_main_menu_parent_class)->dispose (object);
}

static void
tbk_main_menu_class_init (TbkMainMenuClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = tbk_main_menu_dispose;
  gtk_widget_class_set_template_from_resource (GTK_WIDGET_CLASS (klass), "/com/triboka/Triboka/ui/main-menu.ui");
}

static void
tbk_main_menu_init (TbkMainMenu *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
