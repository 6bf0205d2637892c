/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* An XML document to read: indented, and what an electronic comprobante of the SRI says in rows. Entities are not
 * resolved but the five of XML itself, nothing is fetched. Pure; any thread. */
typedef struct
{
  char *field; /* as the SRI calls it: "razonSocial", "importeTotal" */
  char *value;
} TbkDocXmlRow;

typedef struct
{
  char *description;
  char *quantity;
  char *price;
  char *total;
} TbkDocXmlItem;

typedef struct
{
  char *text;       /* indented */
  gboolean cut;     /* there was more than is shown */
  char *error;      /* where it stops being XML; NULL: nowhere. `text` is the whole as it came, then */
  char *kind;       /* root element of the comprobante: "factura"; NULL: it is none */
  GPtrArray *rows;  /* (element-type TbkDocXmlRow) */
  GPtrArray *items; /* (element-type TbkDocXmlItem) of a factura */
} TbkDocXml;

#define TBK_DOC_XML_MAX_TEXT (512 * 1024) /* bytes that are shown */
#define TBK_DOC_XML_MAX_DEPTH 64
#define TBK_DOC_XML_MAX_ITEMS 200

TbkDocXml *tbk_doc_xml_new (const char *text);
void tbk_doc_xml_free (TbkDocXml *xml);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TbkDocXml, tbk_doc_xml_free)

/* Returns: (nullable): the value of a row. */
const char *tbk_doc_xml_get (const TbkDocXml *xml, const char *field);

G_END_DECLS
