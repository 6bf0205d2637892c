/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Makes a pseudo-terminal look like a serial port to libserialport: linked into a test, these stand
 * before the C library's. A pseudo-terminal has no modem lines, forces 8 bits without parity, and
 * is not in /sys/class/tty. */
#include <dlfcn.h>
#include <errno.h>
#include <stdarg.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <termios.h>
#include <unistd.h>

#define SYSFS_PTS "/sys/class/tty/pts/"
#define TARGET "../../devices/virtual/tty/pts"
#define FRAME_BITS (CSIZE | PARENB | PARODD)

int __lxstat (int version, const char *path, struct stat *out);

/* Whether it is the question that a pseudo-terminal cannot answer. */
static int
is_modem_question (int fd, unsigned long request)
{
  return (errno == ENOTTY || errno == EINVAL) && isatty (fd)
         && (request == TIOCMGET || request == TIOCMSET || request == TIOCMBIS
             || request == TIOCMBIC);
}

int
ioctl (int fd, unsigned long request, ...)
{
  int (*real) (int, unsigned long, ...) = dlsym (RTLD_NEXT, "ioctl");
  va_list list;
  void *argument;
  int result;

  va_start (list, request);
  argument = va_arg (list, void *);
  va_end (list);
  result = real (fd, request, argument);
  if (result == 0 || !is_modem_question (fd, request))
    return result;
  if (request == TIOCMGET)
    *(int *) argument = TIOCM_CTS | TIOCM_DSR | TIOCM_CAR;
  return 0;
}

/* 7 bits and a parity are taken as set: the bytes of a pseudo-terminal have neither. */
int
tcsetattr (int fd, int act, const struct termios *wanted)
{
  int (*real) (int, int, const struct termios *) = dlsym (RTLD_NEXT, "tcsetattr");
  struct termios can = *wanted;

  can.c_cflag = (can.c_cflag & ~(tcflag_t) FRAME_BITS) | CS8;
  return real (fd, act, &can);
}

int
__lxstat (int version, const char *path, struct stat *out)
{
  if (strncmp (path, SYSFS_PTS, sizeof SYSFS_PTS - 1) != 0)
    return lstat (path, out);
  memset (out, 0, sizeof *out);
  out->st_mode = S_IFLNK | 0777;
  return 0;
}

ssize_t
readlink (const char *path, char *buffer, size_t size)
{
  ssize_t (*real) (const char *, char *, size_t) = dlsym (RTLD_NEXT, "readlink");
  size_t n = sizeof TARGET - 1;

  if (strncmp (path, SYSFS_PTS, sizeof SYSFS_PTS - 1) != 0)
    return real (path, buffer, size);
  memcpy (buffer, TARGET, n < size ? n : size);
  return (ssize_t) (n < size ? n : size);
}
