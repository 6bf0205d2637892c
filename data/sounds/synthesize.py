#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes the sounds of the scale anew, beside this file: captured.oga, refused.oga, moving.oga. Needs oggenc (vorbis-tools).

They are told apart by rhythm first and by pitch second, between 800 Hz and 3 kHz with their harmonics: an engine, a pulper or
a dryer is loud below that, and a small loudspeaker says little there."""

import array
import math
import os
import subprocess
import tempfile
import wave

RATE = 32000  # samples a second
PEAK = 0.8    # of full scale
RAMP_S = 0.008  # at both ends of a tone, which would click without
HERE = os.path.dirname(os.path.abspath(__file__))


def tone(seconds, pitch, harmonics=(1.0, 0.4, 0.2)):
    """`pitch`: Hz at a time in seconds; `harmonics`: how loud each of its multiples is."""
    phase = 0.0
    samples = []
    count = int(seconds * RATE)
    for n in range(count):
        at = n / RATE
        phase += 2 * math.pi * pitch(at) / RATE
        ramp = min(1.0, at / RAMP_S, (seconds - at) / RAMP_S)
        value = sum(loud * math.sin(phase * (k + 1)) for k, loud in enumerate(harmonics))
        samples.append(PEAK * ramp * value / sum(harmonics))
    return samples


def silence(seconds):
    return [0.0] * int(seconds * RATE)


def captured():
    """Up: two notes, the second one longer."""
    return tone(0.09, lambda at: 1047) + silence(0.02) + tone(0.18, lambda at: 1568)


def refused():
    """Three short ones alike, rough: odd harmonics alone."""
    one = tone(0.10, lambda at: 880, (1.0, 0.0, 0.7, 0.0, 0.4))
    return one + silence(0.06) + one + silence(0.06) + one


def moving():
    """One long one that wavers."""
    return tone(0.50, lambda at: 1250 if int(at * 20) % 2 else 1000)


def write(name, samples):
    with tempfile.NamedTemporaryFile(suffix='.wav') as plain:
        with wave.open(plain.name, 'wb') as out:
            out.setnchannels(1)
            out.setsampwidth(2)
            out.setframerate(RATE)
            out.writeframes(array.array('h', (round(32767 * one) for one in samples)).tobytes())
        # the same serial number each time, so that the same sound is the same file
        subprocess.run(['oggenc', '--quiet', '--serial', '1', '--quality', '3', '--output', os.path.join(HERE, name + '.oga'),
                        plain.name], check=True)


def main():
    for make in (captured, refused, moving):
        write(make.__name__, make())


if __name__ == '__main__':
    main()
