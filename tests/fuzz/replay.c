/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Runs a fuzz entry over each file of a folder: whole, cut at each of its bytes, with each byte changed. Prints TAP. */
#include <glib.h>
#include <stdio.h>
#include <stdlib.h>

#include "fuzz.h"

#define MAX_VARIED 4096 /* bytes; a longer file is run as it is */

/* A copy of exactly that size, so that reading a byte too far is seen. */
static void
run (const char *bytes, gsize size)
{
  g_autofree uint8_t *exact = g_memdup2 (bytes, size);

  LLVMFuzzerTestOneInput (exact, size);
}

static void
run_varied (char *bytes, gsize size)
{
  const char strange[] = "\0\"\\{[0-\xff";

  run (bytes, size);
  if (size > MAX_VARIED)
    return;
  for (gsize i = 0; i < size; i++)
    {
      char kept = bytes[i];

      run (bytes, i);
      for (gsize s = 0; s < sizeof strange - 1; s++)
        {
          bytes[i] = strange[s];
          run (bytes, size);
        }
      bytes[i] = kept;
    }
}

static gboolean
replay (const char *folder, const char *name, guint number)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autofree char *bytes = NULL;
  g_autoptr (GError) error = NULL;
  gsize size;

  if (!g_file_get_contents (path, &bytes, &size, &error))
    {
      printf ("not ok %u - %s: %s\n", number, name, error->message);
      return FALSE;
    }
  run_varied (bytes, size);
  printf ("ok %u - %s\n", number, name);
  return TRUE;
}

int
main (int argc, char **argv)
{
  g_autoptr (GDir) dir = NULL;
  g_autoptr (GError) error = NULL;
  const char *name;
  guint number = 0;
  gboolean good = TRUE;

  if (argc != 2 || (dir = g_dir_open (argv[1], 0, &error)) == NULL)
    {
      printf ("Bail out! usage: %s FOLDER; %s\n", argv[0], error != NULL ? error->message : "no folder given");
      return EXIT_FAILURE;
    }
  while ((name = g_dir_read_name (dir)) != NULL)
    good &= replay (argv[1], name, ++number);
  printf ("1..%u\n", number);
  return good && number > 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
