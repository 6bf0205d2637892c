/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What a value is, in the database, in JSON, and in a form. */
typedef enum
{
  TBK_FIELD_ID,      /* bigint key; a JSON integer */
  TBK_FIELD_REF,     /* bigint key of the noun named by `ref` */
  TBK_FIELD_UUID,    /* 36 characters, lower case */
  TBK_FIELD_TEXT,    /* UTF-8, `max_length` characters at most; above 200 it may have lines */
  TBK_FIELD_EMAIL,   /* as TEXT, with one @ and a dotted host */
  TBK_FIELD_RUC,     /* 13 digits; see tbk-ruc.h */
  TBK_FIELD_CHOICE,  /* one of `choices`, matched without case or accents */
  TBK_FIELD_DECIMAL, /* numeric; JSON string of its exact text */
  TBK_FIELD_INTEGER, /* int or bigint; a JSON integer */
  TBK_FIELD_BOOLEAN,
  TBK_FIELD_DATE, /* YYYY-MM-DD */
  TBK_FIELD_TIME, /* RFC 3339, UTC, with Z */
  TBK_FIELD_JSON, /* an object or array, passed as it is, 64 kB at most */
} TbkFieldType;

typedef enum
{
  TBK_UNIT_NONE,
  TBK_UNIT_KG,
  TBK_UNIT_TM,      /* 1000 kg */
  TBK_UNIT_QQ,      /* 45.359237 kg */
  TBK_UNIT_PERCENT, /* 0..100 */
  TBK_UNIT_USD_TM,
  TBK_UNIT_USD_QQ,
  TBK_UNIT_COUNT,
} TbkUnit;

typedef enum
{
  TBK_FIELD_OPTIONAL = 0,
  TBK_FIELD_REQUIRED = 1 << 0,    /* must be given when a record is created */
  TBK_FIELD_READ_ONLY = 1 << 1,   /* the server makes it; given in a body, it is refused */
  TBK_FIELD_CREATE_ONLY = 1 << 2, /* given at creation, never changed */
  TBK_FIELD_SORTABLE = 1 << 3,    /* a list takes it in `orden` */
  TBK_FIELD_DERIVED = 1 << 4,     /* in replies, no column of the noun's own table */
  TBK_FIELD_SECRET = 1 << 5,      /* in bodies, never in replies or logs */
  TBK_FIELD_NULLABLE = 1 << 6,    /* a body may set it to null */
} TbkFieldFlags;

typedef struct
{
  const char *name;  /* the same letters in SQL, JSON and C */
  const char *label; /* English, marked N_(); translated at display */
  TbkFieldType type;
  TbkFieldFlags flags;
  TbkUnit unit;
  guint8 decimals;    /* DECIMAL: digits after the point, at most */
  guint16 max_length; /* TEXT, EMAIL: characters; 0 means 200 */
  const char *min;    /* DECIMAL, INTEGER: decimal text, inclusive; or NULL */
  const char *max;
  const char *const *choices; /* CHOICE: NULL-terminated, stored letter for letter */
  const char *ref;            /* REF: the noun it points to */
  const char *hint;           /* one sentence on what to type, N_(); or NULL */
  const char *pattern;        /* TEXT: the whole text must match this GRegex; plain ECMA syntax too; or NULL */
} TbkField;

/* An ordered set of fields: what a body, a query string or a reply holds. */
typedef struct
{
  const char *name;       /* its name in /openapi.json: "Contrato", "Login" */
  const TbkField *fields; /* static */
  gsize n_fields;
} TbkSchema;

#define TBK_SCHEMA(name_, fields_)                                           \
  {                                                                          \
    .name = (name_), .fields = (fields_), .n_fields = G_N_ELEMENTS (fields_) \
  }

/* Returns: (transfer none) (nullable): the field of that name. Any thread. */
const TbkField *tbk_schema_find (const TbkSchema *schema, const char *name);

/* As tbk_schema_find(), but gives the field's index, or -1. Any thread. */
int tbk_schema_index (const TbkSchema *schema, const char *name);

G_END_DECLS
