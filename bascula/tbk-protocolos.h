/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tbk-protocolo.h"

G_BEGIN_DECLS

/* The tables, one file a maker: for tbk-protocolo.c, which lists them. */
extern const TbkProtocolo tbk_protocolo_toledo;
extern const TbkProtocolo tbk_protocolo_toledo_sin_suma;
extern const TbkProtocolo tbk_protocolo_sics;
extern const TbkProtocolo tbk_protocolo_and;
extern const TbkProtocolo tbk_protocolo_cas;
extern const TbkProtocolo tbk_protocolo_cas_10;
extern const TbkProtocolo tbk_protocolo_yaohua;
extern const TbkProtocolo tbk_protocolo_yaohua_a12;
extern const TbkProtocolo tbk_protocolo_yaohua_inverso;
extern const TbkProtocolo tbk_protocolo_yaohua_directo;
extern const TbkProtocolo tbk_protocolo_ohaus;
extern const TbkProtocolo tbk_protocolo_sartorius;
extern const TbkProtocolo tbk_protocolo_ricelake;
extern const TbkProtocolo tbk_protocolo_rinstrum;
extern const TbkProtocolo tbk_protocolo_rinstrum_f;
extern const TbkProtocolo tbk_protocolo_dini;
extern const TbkProtocolo tbk_protocolo_sma;
extern const TbkProtocolo tbk_protocolo_tesma;

G_END_DECLS
