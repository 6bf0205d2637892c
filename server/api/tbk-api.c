/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-api.h"

#define TABLE(noun) &tbk_routes_##noun,

/* clang-format off */
static const TbkRouteTable *const tables[] = {
  TABLE (auth)
  TABLE (yo)
  TBK_NOUNS (TABLE)
  TABLE (live)
  TABLE (admin)
  NULL,
};
/* clang-format on */

const TbkRouteTable *const *
tbk_api_tables (void)
{
  return tables;
}
