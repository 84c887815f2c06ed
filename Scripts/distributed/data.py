"""Points to fit, the same in every run."""

import array
import math
import random


def npy(path, rows, kind="<f8"):
    header = f"{{'descr': '{kind}', 'fortran_order': False, 'shape': ({len(rows)}, {len(rows[0])}), }}"
    header = header.ljust(117) + "\n"
    with open(path, "wb") as file:
        file.write(b"\x93NUMPY\x01\x00" + len(header).to_bytes(2, "little") + header.encode())
        numbers = array.array("d" if kind == "<f8" else "f")
        for row in rows:
            numbers.extend(row)
        numbers.tofile(file)


def csv(path, rows, gaps=0.0, weights=False):
    draw = random.Random(5)
    with open(path, "w") as file:
        names = [f"x{number}" for number in range(len(rows[0]))]
        file.write(",".join(names + ["w"] * weights) + "\n")
        for row in rows:
            cells = ["" if draw.random() < gaps else repr(value) for value in row]
            file.write(",".join(cells + [str(draw.randrange(0, 4))] * weights) + "\n")


def groups(count, dimension, seed, spread=9):
    """Three overlapping groups."""
    draw = random.Random(seed)
    centres = [[draw.uniform(-spread, spread) for _ in range(dimension)] for _ in range(3)]
    return [[draw.gauss(middle, 1) for middle in draw.choice(centres)] for _ in range(count)]


def surface(count, seed):
    """A noisy closed surface."""
    draw = random.Random(seed)
    rows = []
    for _ in range(count):
        u, w = draw.uniform(0, 2 * math.pi), draw.uniform(0, 2 * math.pi)
        ring, tube = 2 + 0.3 * math.sin(5 * u), 0.7 + 0.1 * math.cos(7 * w)
        point = [
            (ring + tube * math.cos(w)) * math.cos(u), (ring + tube * math.cos(w)) * math.sin(u),
            tube * math.sin(w) + 0.2 * math.sin(3 * u)]
        rows.append([value + 0.01 * draw.gauss(0, 1) for value in point])
    return rows


def with_noise(rows, share, seed):
    """The same with points from anywhere among them."""
    draw = random.Random(seed)
    return [[draw.uniform(-20, 20) for _ in row] if draw.random() < share else row for row in rows]


def las(path, rows):
    """Points of a scanner, to a millimetre."""
    header = bytearray(227)
    header[0:4] = b"LASF"
    header[24:26] = bytes([1, 2])
    header[94:96] = (227).to_bytes(2, "little")
    header[96:100] = (227).to_bytes(4, "little")
    header[105:107] = (20).to_bytes(2, "little")
    header[107:111] = len(rows).to_bytes(4, "little")
    limits = [end(row[axis] for row in rows) for axis in range(3) for end in (max, min)]
    header[131:227] = array.array("d", [0.001] * 3 + [0.0] * 3 + limits).tobytes()
    with open(path, "wb") as file:
        file.write(header)
        for row in rows:
            file.write(array.array("i", [round(value * 1000) for value in row[:3]]).tobytes() + bytes(8))
