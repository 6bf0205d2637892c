/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "casos.h"

#include <string.h>

#define F(text) text, sizeof text - 1
#define ESTABLE TBK_LECTURA_ESTABLE
#define MUEVE TBK_LECTURA_MOVIMIENTO
#define MUDA TBK_LECTURA_MUDA
#define SOBRE TBK_LECTURA_SOBRECARGA
#define BAJO TBK_LECTURA_BAJO_CERO
#define FALLA TBK_LECTURA_FALLA
#define NADA TBK_CLASE_DESCONOCIDA
#define BRUTO TBK_CLASE_BRUTO
#define NETO TBK_CLASE_NETO
#define TARA TBK_CLASE_TARA
#define KG TBK_MASA_KG
#define NO TBK_MASA_NINGUNA

/* clang-format off */
const Caso casos[] = {
  /* Mettler Toledo continuous: Wildcat technical manual; Rice Lake 920i appendix "Toledo 8142"; Fairbanks FB2550. The
   * first is the checksum's worked example of the manuals (19h). */
  { "toledo", F ("\x02\x2b\x30\x20" "012345" "000680" "\r\x19"), "1234.5", KG, ESTABLE, BRUTO, "68.0" },
  { "toledo", F ("\x02\x2a\x31\x20" "  1500" "   120" "\r\x7d"), "1500", KG, ESTABLE, NETO, "120" },
  { "toledo", F ("\x02\x2c\x3a\x20" "000050" "000000" "\r\x26"), "-0.50", KG, MUEVE, BRUTO, NULL },
  { "toledo", F ("\x02\x2a\x20\x20" "000025" "\r\x60"), "25", TBK_MASA_LB, ESTABLE, BRUTO, NULL },
  { "toledo", F ("\x02\x29\x30\x20" "000150" "000000" "\r\x32"), "1500", KG, ESTABLE, BRUTO, NULL },
  { "toledo", F ("\x02\x2a\x34\x20" "000000" "000000" "\r\x33"), NULL, KG, SOBRE, BRUTO, NULL },
  { "toledo", F ("\x02\x2a\x36\x20" "000000" "000000" "\r\x31"), NULL, KG, BAJO, BRUTO, NULL },
  { "toledo", F ("\x02\x2a\x70\x20" "000000" "000000" "\r\x77"), NULL, KG, FALLA, BRUTO, NULL },
  { "toledo", F ("\x02\x2b\x30\x22" "012345" "000680" "\r\x17"), "1234.5", TBK_MASA_T, ESTABLE, BRUTO, "68.0" },
  { "toledo-sin-suma", F ("\x02\x2b\x30\x20" "012345" "000680" "\r"), "1234.5", KG, ESTABLE, BRUTO, "68.0" },
  { "toledo-sin-suma", F ("\x02\x2a\x38\x20" "000025" "\r"), "25", KG, MUEVE, BRUTO, NULL },
  /* MT-SICS: METTLER TOLEDO reference manual 11781363. */
  { "sics", F ("S S     100.00 g\r\n"), "100.00", TBK_MASA_G, ESTABLE, NADA, NULL },
  { "sics", F ("S D      12.34 kg\r\n"), "12.34", KG, MUEVE, NADA, NULL },
  { "sics", F ("S S      -0.05 kg\r\n"), "-0.05", KG, ESTABLE, NADA, NULL },
  { "sics", F ("T S       1.50 kg\r\n"), "1.50", KG, ESTABLE, TARA, NULL },
  { "sics", F ("S +\r\n"), NULL, NO, SOBRE, NADA, NULL },
  { "sics", F ("S -\r\n"), NULL, NO, BAJO, NADA, NULL },
  { "sics", F ("S I\r\n"), NULL, NO, FALLA, NADA, NULL },
  { "sics", F ("S S  Error 10b\r\n"), NULL, NO, FALLA, NADA, NULL },
  { "sics", F ("ES\r\n"), NULL, NO, FALLA, NADA, NULL },
  /* A&D: EK-L, EJ (two headers: AD-4329, and Jadever, KERN KXS, Rinstrum FMT_4). */
  { "and", F ("ST,+00123.45  g\r\n"), "123.45", TBK_MASA_G, ESTABLE, NADA, NULL },
  { "and", F ("US,-00000.50 kg\r\n"), "-0.50", KG, MUEVE, NADA, NULL },
  { "and", F ("OL,+9999999E+19\r\n"), NULL, NO, SOBRE, NADA, NULL },
  { "and", F ("ST,GS,+01234.5kg\r\n"), "1234.5", KG, ESTABLE, BRUTO, NULL },
  { "and", F ("ST,NT,-00012.0kg\r\n"), "-12.0", KG, ESTABLE, NETO, NULL },
  { "and", F ("ST,TR,+00068.0kg\r\n"), "68.0", KG, ESTABLE, TARA, NULL },
  { "and", F ("US,GS,  1234.5 kg\r\n"), "1234.5", KG, MUEVE, BRUTO, NULL },
  { "and", F ("OL,GS,+       kg\r\n"), NULL, KG, SOBRE, BRUTO, NULL },
  /* CAS: CI-400, CI-600D. Device 1 and 13; lamps: stable and gross, stable and tare. */
  { "cas", F ("ST,GS,1\xc4,  1234.5 kg\r\n"), "1234.5", KG, ESTABLE, BRUTO, NULL },
  { "cas", F ("ST,NT,=\xc2,    68.0 kg\r\n"), "68.0", KG, ESTABLE, NETO, NULL },
  { "cas", F ("US,GS,1\x84,  1230.5 kg\r\n"), "1230.5", KG, MUEVE, BRUTO, NULL },
  { "cas", F ("ST,GS,1\xd4,  1234.5 kg\r\n"), "1234.5", KG, MUEVE, BRUTO, NULL }, /* held */
  { "cas", F ("OL,GS,1\x84,         kg\r\n"), NULL, KG, SOBRE, BRUTO, NULL },
  { "cas-10", F ("  1234.5\r\n"), "1234.5", NO, MUDA, NADA, NULL },
  /* Yaohua XK3190-A9, -A12: user manuals; the first two checksums are the manuals' own. */
  { "yaohua", F ("\x02+0010002" "18" "\x03"), "10.00", NO, MUDA, NADA, NULL },
  { "yaohua", F ("\x02-0001500" "19" "\x03"), "-150", NO, MUDA, NADA, NULL },
  { "yaohua-a12", F ("WG004.139kg3D\r\n"), "4.139", KG, MUDA, BRUTO, NULL },
  { "yaohua-a12", F ("         OL23\r\n"), NULL, NO, SOBRE, NADA, NULL },
  { "yaohua-a12", F ("         LO23\r\n"), NULL, NO, BAJO, NADA, NULL },
  { "yaohua-inverso", F ("=00.1000-"), "-1.00", NO, MUDA, NADA, NULL },
  { "yaohua-inverso", F ("=000.3000"), "3.000", NO, MUDA, NADA, NULL },
  { "yaohua-directo", F ("=0003.000"), "3.000", NO, MUDA, NADA, NULL },
  { "yaohua-directo", F ("=-0001.00"), "-1.00", NO, MUDA, NADA, NULL },
  /* Ohaus Defender T31P, T51: user manuals. */
  { "ohaus", F ("   1234.5 kg  G  \r\n"), "1234.5", KG, ESTABLE, BRUTO, NULL },
  { "ohaus", F ("-    12.0 kg? NET\r\n"), "-12.0", KG, MUEVE, NETO, NULL },
  { "ohaus", F ("      25.50 kg\r\n"), "25.50", KG, ESTABLE, NADA, NULL },
  { "ohaus", F ("     -25.50 kg\r\n"), "-25.50", KG, ESTABLE, NADA, NULL },
  { "ohaus", F ("ES\r\n"), NULL, NO, FALLA, NADA, NULL },
  /* Sartorius SBI: LE, EB, MSE manuals. */
  { "sartorius", F ("+   1255.7 kg \r\n"), "1255.7", KG, ESTABLE, NADA, NULL },
  { "sartorius", F ("+   1255.7    \r\n"), "1255.7", NO, MUEVE, NADA, NULL },
  { "sartorius", F ("N     +   1255.7 kg \r\n"), "1255.7", KG, ESTABLE, NETO, NULL },
  { "sartorius", F ("T1    -     12.0 kg \r\n"), "-12.0", KG, ESTABLE, TARA, NULL },
  { "sartorius", F ("      H       \r\n"), NULL, NO, SOBRE, NADA, NULL },
  { "sartorius", F ("      L       \r\n"), NULL, NO, BAJO, NADA, NULL },
  { "sartorius", F ("   Err 102    \r\n"), NULL, NO, FALLA, NADA, NULL },
  /* Rice Lake 480, 680, 120+: installation manuals, stream format. */
  { "ricelake", F ("\x02  1234.5KG \r\n"), "1234.5", KG, ESTABLE, BRUTO, NULL },
  { "ricelake", F ("\x02-   12.0LNM\r\n"), "-12.0", TBK_MASA_LB, MUEVE, NETO, NULL },
  { "ricelake", F ("\x02     0.0KGZ\r\n"), "0.0", KG, ESTABLE, BRUTO, NULL },
  { "ricelake", F ("\x02 -------KGO\r\n"), NULL, KG, SOBRE, BRUTO, NULL },
  { "ricelake", F ("\x02-    0.5KGO\r\n"), NULL, KG, BAJO, BRUTO, NULL },
  { "ricelake", F ("\x02     0.0KGI\r\n"), NULL, KG, FALLA, BRUTO, NULL },
  { "ricelake", F ("\x02  1234.5KGH\r\n"), "1234.5", KG, MUEVE, BRUTO, NULL },
  /* Rinstrum R320, C530, R427: reference manuals, FMT_1, FMT_2, FMT_3, FMT_5. */
  { "rinstrum", F ("\x02  1234.5G\x03"), "1234.5", NO, ESTABLE, BRUTO, NULL },
  { "rinstrum", F ("\x02-   12.0M\x03"), "-12.0", NO, MUEVE, NADA, NULL },
  { "rinstrum", F ("\x02     0.0O\x03"), NULL, NO, SOBRE, NADA, NULL },
  { "rinstrum", F ("\x02  1234.5N  - kg\x03"), "1234.5", KG, ESTABLE, NETO, NULL },
  { "rinstrum", F ("\x02  1234.5GM -   \x03"), "1234.5", NO, MUEVE, BRUTO, NULL },
  { "rinstrum", F ("\x02     0.0E  - kg\x03"), NULL, KG, FALLA, NADA, NULL },
  { "rinstrum", F ("\x02  1234.5GSI   \x03"), "1234.5", NO, ESTABLE, BRUTO, NULL },
  { "rinstrum", F ("\x02    -0.5GSU   \x03"), NULL, NO, BAJO, NADA, NULL },
  { "rinstrum-f", F ("  1234.5KG \r\n"), "1234.5", KG, ESTABLE, BRUTO, NULL },
  { "rinstrum-f", F ("-   12.0LNM\r\n"), "-12.0", TBK_MASA_LB, MUEVE, NETO, NULL },
  /* Dini Argeo 3590, DFW: technical manuals; plain, with an RS-485 address, extended, an error. */
  { "dini", F ("ST,GS,  1234.5,kg\r\n"), "1234.5", KG, ESTABLE, BRUTO, NULL },
  { "dini", F ("01US,NT,   -12.0,kg\r\n"), "-12.0", KG, MUEVE, NETO, NULL },
  { "dini", F ("OL,GS,        , t\r\n"), NULL, TBK_MASA_T, SOBRE, BRUTO, NULL },
  { "dini", F ("UL,GS,        ,kg\r\n"), NULL, KG, BAJO, BRUTO, NULL },
  { "dini", F ("1,ST,    1234.5,PT      68.0,         0,         0,kg\r\n"), "1234.5", KG, ESTABLE, NETO, "68.0" },
  { "dini", F ("1,US,    1234.5,         0.0,         0,         0,kg\r\n"), "1234.5", KG, MUEVE, BRUTO, NULL },
  { "dini", F ("ERR03\r\n"), NULL, NO, FALLA, NADA, NULL },
  /* SMA SCP-0499: the standard's own picture of the answer to W. */
  { "sma", F ("\n 1G      1234.5kg \r"), "1234.5", KG, ESTABLE, BRUTO, NULL },
  { "sma", F ("\nZ1G         0.0lb \r"), "0.0", TBK_MASA_LB, ESTABLE, BRUTO, NULL },
  { "sma", F ("\n 1NM      -12.0kg \r"), "-12.0", KG, MUEVE, NETO, NULL },
  { "sma", F ("\nO1G  ----------kg \r"), NULL, KG, SOBRE, BRUTO, NULL },
  { "sma", F ("\nU1G  ----------kg \r"), NULL, KG, BAJO, BRUTO, NULL },
  { "sma", F ("\nE1G  ----------kg \r"), NULL, KG, FALLA, BRUTO, NULL },
  { "sma", F ("\n?\r"), NULL, NO, FALLA, NADA, NULL },
  /* Tesma Plus2: operating manual, serial output. */
  { "tesma", F ("\x02MAIZ    \r\n14.4\r\n\x03"), "14.4", TBK_MASA_PCT, MUDA, NADA, NULL },
};
/* clang-format on */
const gsize n_casos = G_N_ELEMENTS (casos);

const char *
caso_sigue (const Caso *caso)
{
  return g_str_has_prefix (caso->protocolo, "yaohua-inverso")
                 || g_str_has_prefix (caso->protocolo, "yaohua-directo")
             ? "="
             : "";
}
