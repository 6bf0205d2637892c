/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Linked into what a leak sanitizer watches. What libraries allocate before main() is theirs: GLib
 * drops its first table of quarks on purpose when a whole page has registered more than fit in, and
 * there is no stack by which a suppression could tell it. Weak: there without a sanitizer too. */

extern void __lsan_disable (void) __attribute__ ((weak));
extern void __lsan_enable (void) __attribute__ ((weak));

typedef void (*Preinit) (int argc, char **argv, char **environment);

static void
before_libraries (int argc, char **argv, char **environment)
{
  if (__lsan_disable != 0)
    __lsan_disable ();
}

static const Preinit preinit __attribute__ ((section (".preinit_array"), used)) = before_libraries;

static void __attribute__ ((constructor))
after_libraries (void)
{
  if (__lsan_enable != 0)
    __lsan_enable ();
}
