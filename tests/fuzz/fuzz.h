/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stddef.h>
#include <stdint.h>

/* libFuzzer's entry: any bytes; aborts when a promise of the code is broken. Returns 0. */
int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);
