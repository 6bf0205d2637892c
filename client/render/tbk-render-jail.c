/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-render-jail.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <seccomp.h>

#define MAX_MEMORY ((rlim_t) 768 * 1024 * 1024) /* bytes of address space; libraries take 150 MB of it */
#define MAX_FILE ((rlim_t) 512 * 1024 * 1024)   /* bytes; what is printed goes into a file of the app */
#define MAX_FILES 128

/* Refused whoever asks. Reading files stays: fonts and image loaders are found as they are needed, and what is read
 * cannot leave but as pixels of a page. */
static const int refused[] = {
  SCMP_SYS (socket),
  SCMP_SYS (socketpair),
  SCMP_SYS (connect),
  SCMP_SYS (bind),
  SCMP_SYS (listen),
  SCMP_SYS (accept),
  SCMP_SYS (accept4),
  SCMP_SYS (execve),
  SCMP_SYS (execveat),
  SCMP_SYS (fork),
  SCMP_SYS (vfork),
  SCMP_SYS (ptrace),
  SCMP_SYS (process_vm_readv),
  SCMP_SYS (process_vm_writev),
  SCMP_SYS (kill),
  SCMP_SYS (tkill),
  SCMP_SYS (pidfd_open),
  SCMP_SYS (creat),
  SCMP_SYS (openat2),
  SCMP_SYS (truncate),
  SCMP_SYS (unlink),
  SCMP_SYS (unlinkat),
  SCMP_SYS (rename),
  SCMP_SYS (renameat),
  SCMP_SYS (renameat2),
  SCMP_SYS (link),
  SCMP_SYS (linkat),
  SCMP_SYS (symlink),
  SCMP_SYS (symlinkat),
  SCMP_SYS (mkdir),
  SCMP_SYS (mkdirat),
  SCMP_SYS (rmdir),
  SCMP_SYS (mknod),
  SCMP_SYS (mknodat),
  SCMP_SYS (chmod),
  SCMP_SYS (fchmod),
  SCMP_SYS (fchmodat),
  SCMP_SYS (chown),
  SCMP_SYS (fchown),
  SCMP_SYS (fchownat),
  SCMP_SYS (lchown),
  SCMP_SYS (mount),
  SCMP_SYS (umount2),
  SCMP_SYS (pivot_root),
  SCMP_SYS (chroot),
  SCMP_SYS (unshare),
  SCMP_SYS (setns),
  SCMP_SYS (bpf),
  SCMP_SYS (perf_event_open),
  SCMP_SYS (userfaultfd),
  SCMP_SYS (io_uring_setup),
  SCMP_SYS (keyctl),
  SCMP_SYS (add_key),
  SCMP_SYS (request_key),
  SCMP_SYS (init_module),
  SCMP_SYS (finit_module),
  SCMP_SYS (personality),
};

static gboolean
limit (int what, rlim_t value)
{
  struct rlimit at_most = { value, value };

  return setrlimit (what, &at_most) == 0;
}

/* For writing, or made anew. */
static gboolean
refuse_writing (scmp_filter_ctx filter, int call, unsigned int argument)
{
  static const unsigned int flags[] = { O_WRONLY, O_RDWR, O_CREAT };

  for (gsize i = 0; i < G_N_ELEMENTS (flags); i++)
    if (seccomp_rule_add (filter, SCMP_ACT_ERRNO (EPERM), call, 1,
                          SCMP_CMP (argument, SCMP_CMP_MASKED_EQ, flags[i], flags[i]))
        != 0)
      return FALSE;
  return TRUE;
}

static gboolean
add_rules (scmp_filter_ctx filter)
{
  for (gsize i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      /* negative: this machine has no such call */
      if (refused[i] >= 0 && seccomp_rule_add (filter, SCMP_ACT_ERRNO (EPERM), refused[i], 0) != 0)
        return FALSE;
    }
  /* threads stay; libc takes ENOSYS of the newer call for an older kernel */
  return seccomp_rule_add (filter, SCMP_ACT_ERRNO (EPERM), SCMP_SYS (clone), 1,
                           SCMP_CMP (0, SCMP_CMP_MASKED_EQ, CLONE_THREAD, 0))
             == 0
         && seccomp_rule_add (filter, SCMP_ACT_ERRNO (ENOSYS), SCMP_SYS (clone3), 0) == 0
         && (SCMP_SYS (open) < 0 || refuse_writing (filter, SCMP_SYS (open), 1))
         && refuse_writing (filter, SCMP_SYS (openat), 2);
}

static gboolean
filter_calls (void)
{
  scmp_filter_ctx filter = seccomp_init (SCMP_ACT_ALLOW);
  gboolean loaded = filter != NULL && add_rules (filter) && seccomp_load (filter) == 0;

  if (filter != NULL)
    seccomp_release (filter);
  return loaded;
}

gboolean
tbk_render_jail_enter (void)
{
  /* the parent that was there when this began may be gone already: then init is it, and the socket is closed */
  return prctl (PR_SET_PDEATHSIG, SIGKILL) == 0
         && prctl (PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0
         && prctl (PR_SET_DUMPABLE, 0) == 0
         && limit (RLIMIT_AS, MAX_MEMORY)
         && limit (RLIMIT_FSIZE, MAX_FILE)
         && limit (RLIMIT_NOFILE, MAX_FILES)
         && limit (RLIMIT_CORE, 0)
         && filter_calls ();
}

void
tbk_render_jail_allow_seconds (guint seconds)
{
  struct rusage used;
  struct rlimit at_most;

  if (getrusage (RUSAGE_SELF, &used) != 0 || getrlimit (RLIMIT_CPU, &at_most) != 0)
    return;
  at_most.rlim_cur = (rlim_t) (used.ru_utime.tv_sec + used.ru_stime.tv_sec) + 1 + seconds;
  setrlimit (RLIMIT_CPU, &at_most);
}
