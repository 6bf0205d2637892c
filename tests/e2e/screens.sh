#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# screens.sh BUILD: pictures of every screen into $SCREENS, a folder for each kind.

set -eu

build=$1
lib=$(CDPATH='' cd -- "$(dirname -- "$0")/../lib" && pwd)
export TBK_APP="$build/client/triboka" TBK_SERVER="$build/server/triboka-server"
export TBK_LOG_DIR="$build/meson-logs" GSETTINGS_SCHEMA_DIR="$build/data" TRIBOKA_LOCALEDIR="$build/po"
export TBK_LSAN_SUPPRESSIONS="$lib/lsan.supp" LSAN_OPTIONS="suppressions=$lib/lsan.supp:print_suppressions=0"

# kind NAME SIZE [VARIABLE=VALUE...]
kind() {
  name=$1
  size=$2
  shift 2
  env "TBK_SCREEN=$size" "$@" "$lib/with-display" "$build/tests/e2e/screens" "$SCREENS/$name"
}

kind es-1366x768 1366x768 TBK_LOCALE=es_EC.UTF-8
kind es-1366x768-dark 1366x768 TBK_LOCALE=es_EC.UTF-8 TBK_DARK=1
kind es-1920x1080 1920x1080 TBK_LOCALE=es_EC.UTF-8
kind en-1366x768 1366x768
