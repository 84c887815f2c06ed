"""What the programs of each format find in files that other programs have written, for Tests/TablesTests/Foreign.

    Scripts/fetch-foreign-files.sh
    $(Scripts/foreign-programs.sh) Scripts/foreign-facts.py

Writes Tests/TablesTests/Data/foreign.json: for each file a number of rows and its columns, each with the number of those
that are missing, the least, the greatest, and a sum of all bits that no change of a number or of the order leaves as it is;
for a text how many differ. A file that its own program does not read has that program's words instead.
"""

import json
import math
import pathlib
import re
import sys
import warnings

import numpy as np

ROOT = pathlib.Path(__file__).resolve().parent.parent
FOREIGN = ROOT / ".dependencies" / "foreign"
DATA = ROOT / "Tests" / "TablesTests" / "Data"


def numbers(name, values):
    """A column of numbers: missing, least, greatest, checksum."""
    values = np.ascontiguousarray(np.asarray(values).astype(np.float64))
    finite = np.isfinite(values)
    values = np.where(finite, values, 0.0)
    places = np.arange(len(values), dtype=np.uint64) * np.uint64(2) + np.uint64(1)
    with np.errstate(over="ignore"):
        check = int((values.view(np.uint64) * places).sum(dtype=np.uint64))
    some = values[finite] if finite.any() else np.array([0.0])
    return [name, int((~finite).sum()), float(some.min()), float(some.max()), f"{check:016x}"]


def texts(name, values):
    """A column of text: missing, and how many differ."""
    values = [value.decode("latin-1") if isinstance(value, bytes) else value for value in values]
    values = ["" if value is None else str(value).rstrip(" \0") for value in values]
    return [name, values.count(""), len(set(values) - {""})]


def column(name, values):
    """The columns of a field: several where each row has several values."""
    values = np.asarray(values)
    if values.ndim > 1:
        flat = values.reshape(len(values), -1)
        if flat.shape[1] != 1:
            return [numbers_or_texts(f"{name}_{part + 1}", flat[:, part]) for part in range(flat.shape[1])]
        values = flat[:, 0]
    return [numbers_or_texts(name, values)]


def numbers_or_texts(name, values):
    if values.dtype.kind == "b":
        return texts(name, ["T" if value else "F" for value in values])
    return (numbers if values.dtype.kind in "iuf" else texts)(name, values)


def las(path):
    import laspy

    backends = [laspy.LazBackend.Laszip, laspy.LazBackend.Lazrs]
    data = laspy.read(path, laz_backend=backends)
    found = []
    described = {vlr.record_id: vlr for vlr in data.header.vlrs if vlr.user_id == "LASF_Spec"}.get(4)
    extras = {each.format_name(): each for each in described.extra_bytes_structs} if described else {}
    for name in data.point_format.dimension_names:
        extra = extras.get(name)
        if extra is not None and extra.data_type == 0:
            continue  # Bytes of which nothing is known.
        if extra is not None and extra.options & 1:
            raw = data.points.array[name].astype(float)
            found += column(name, np.where(raw == np.asarray(extra.no_data).ravel()[0], np.nan, data[name]))
            continue
        if name in ("X", "Y", "Z"):
            found += column(name.lower(), np.asarray(getattr(data, name.lower())))
        elif name != "ExtraBytes":
            found += column(name, np.asarray(data[name]))
    return len(data.points), found


def fcs(path):
    import flowio

    try:
        data = flowio.read_multiple_data_sets(str(path), ignore_offset_error=True)[0]
        events = np.reshape(np.asarray(data.events, dtype=np.float64), (-1, data.channel_count))
        keywords = {f"${key.upper()}": value for key, value in data.text.items()}
    except ValueError:
        keywords, events = triples(path.read_bytes())
    return len(events), [amplified(events[:, place], place + 1, keywords) for place in range(events.shape[1])]


def amplified(values, number, keywords):
    """What an amplifier has done is undone: a logarithm of whole numbers, or else a gain.

    flowio would do so for numbers with a point as well, against the standard, and for both at once.
    """
    name = keywords[f"$P{number}N"]
    decades, first = (float(value) for value in keywords.get(f"$P{number}E", "0,0").split(","))
    gain, limit = float(keywords.get(f"$P{number}G") or 1), float(keywords[f"$P{number}R"])
    if name.lower() == "time":
        return numbers(name, values)
    if decades > 0:
        if keywords["$DATATYPE"] == "I":
            # By the C library: NumPy's own powers differ in the last bit.
            values = np.array([(first or 1.0) * math.pow(10, decades * value / limit) for value in values])
        return numbers(name, values)
    return numbers(name, values / gain if gain > 0 else values)


def triples(contents):
    """Numbers of 24 bits, which neither flowio nor fcsparser reads: by NumPy, from where the header says."""
    text = contents[int(contents[10:18]) : int(contents[18:26]) + 1].decode("latin-1")
    words = text[1:].split(text[0])
    keywords = {key.upper(): value for key, value in zip(words[::2], words[1::2])}
    if keywords["$P1B"] != "24":
        raise ValueError("other numbers than flowio reads")
    count, start = int(keywords["$PAR"]), int(contents[26:34])
    raw = np.frombuffer(contents, np.uint8, int(keywords["$TOT"]) * count * 3, start).reshape(-1, count, 3)
    weights = [1, 1 << 8, 1 << 16] if keywords["$BYTEORD"].startswith("1") else [1 << 16, 1 << 8, 1]
    events = (raw.astype(np.int64) * weights).sum(axis=2)
    # Bits beyond the range of a parameter are none of its number.
    masks = [(1 << (int(keywords[f"$P{place + 1}R"]) - 1).bit_length()) - 1 for place in range(count)]
    return keywords, (events & masks).astype(np.float64)


def fits(path):
    from astropy.io import fits

    with fits.open(path, disable_image_compression=True, memmap=False) as units:
        for unit in units:
            header = unit.header
            if not isinstance(unit, fits.BinTableHDU) or header.get("ZIMAGE") or header.get("ZTABLE"):
                continue
            if header["NAXIS2"] == 0:
                continue
            found = []
            for field in unit.columns:
                form = field.format.lstrip("0123456789")[:1]
                if form in "PQXCM":
                    continue
                values = unit.data.field(field.name)
                if form == "L":
                    # T, F, or neither, which astropy takes for F.
                    letters = unit.data.view(np.ndarray)[field.name].view(np.uint8)
                    values = np.array([chr(letter) if letter else "" for letter in letters.ravel()]).reshape(letters.shape)
                if values.size == 0:
                    continue
                if field.null is not None:
                    values = np.where(np.asarray(values) == field.null, np.nan, np.asarray(values, dtype=float))
                found += column(field.name, values)
            return header["NAXIS2"], found
    raise ValueError("no binary table with rows")


def pcd(path):
    from pypcd4 import PointCloud

    cloud = PointCloud.from_path(str(path))
    values = {name: cloud.pc_data[name] for name in cloud.fields}
    if cloud.metadata.data == "ascii":
        values = as_written(values, path, b"DATA ascii\n")
    # Parts are counted from 1, and what fills up has its name of one letter.
    names = [re.sub(r"__(\d+)$", lambda part: f"_{int(part[1]) + 1}", name) for name in values]
    names = [name if re.match(r"\w", name) else "_" for name in names]
    return len(cloud.pc_data), [numbers(name, column) for name, column in zip(names, values.values())]


def as_written(values, path, end):
    """The numbers of a text in all their digits, which the programs round to single precision."""
    count = len(next(iter(values.values())))
    if count == 0:
        return values
    lines = path.read_bytes().split(end, 1)[1].decode().split("\n")[:count]
    written = np.array([[float(word) for word in line.split()] for line in lines])
    for place, (name, rounded) in enumerate(values.items()):
        if not np.array_equal(written[:, place].astype(rounded.dtype), rounded, equal_nan=rounded.dtype.kind == "f"):
            raise SystemExit(f"{path}: {name} is not what its text says")
    return {name: written[:, place] for place, name in enumerate(values)}


def ply(path):
    from plyfile import PlyData

    data = PlyData.read(str(path))
    values = {each.name: data["vertex"][each.name] for each in data["vertex"].properties}
    if data.text:
        values = as_written(values, path, b"end_header\n")
    return data["vertex"].count, [numbers(name, column) for name, column in values.items()]


def table(found):
    import pyarrow as pa

    columns = []
    for name, values in zip(found.column_names, found.columns):
        kind = values.type
        values = values.combine_chunks()
        if pa.types.is_dictionary(kind):
            values, kind = values.dictionary_decode(), kind.value_type
        if pa.types.is_floating(kind) or pa.types.is_integer(kind):
            plain = [math.nan if value is None else float(value) for value in values.to_pylist()]
            columns.append(numbers(name, np.array(plain, dtype=np.float64)))
        elif pa.types.is_decimal(kind):
            # Whole numbers as they are stored, over a power of ten: large ones are rounded twice.
            plain = [math.nan if value is None else int(value.scaleb(kind.scale)) / 10.0**kind.scale
                     for value in values.to_pylist()]  # fmt: skip
            columns.append(numbers(name, np.array(plain)))
        elif not pa.types.is_nested(kind):
            columns.append(texts(name, values.to_pylist()))
    return found.num_rows, columns


def parquet(path):
    import pyarrow.parquet as pq

    return table(pq.ParquetFile(path).read())


def feather(path):
    import pyarrow.feather as feather

    return table(feather.read_table(path))


def array(path):
    values = np.load(path)
    if path.suffix == ".npz":
        values = values[values.files[0]]
    values = values.reshape(len(values), -1)
    return len(values), [numbers(str(place + 1), values[:, place]) for place in range(values.shape[1])]


# A file that its own program does not read, and the same with offsets in the header as well.
TWINS = {"fcsparser/fake_large_fcs.fcs": "fcsparser/FCS_3.0_Fortessa_PBS_Specimen_001_A1_A01.fcs"}

READERS = {
    ".las": las, ".laz": las, ".fcs": fcs, ".fits": fits, ".fz": fits, ".gz": fits, ".pcd": pcd, ".ply": ply,
    ".parquet": parquet, ".feather": feather, ".arrow": feather, ".npy": array, ".npz": array,
}  # fmt: skip


def facts(path):
    try:
        rows, columns = READERS[path.suffix](path)
    except Exception as error:  # Whatever a program says of a file that it does not read.
        return {"words": f"{type(error).__name__}: {error}".splitlines()[0][:100]}
    return {"rows": rows, "columns": columns}


def main():
    warnings.simplefilter("ignore")
    found = {}
    for path in sorted(FOREIGN.glob("*/*")):
        found[str(path.relative_to(FOREIGN))] = facts(path)
    for path in sorted(DATA.iterdir()):
        if path.suffix in READERS and not path.name.endswith(".csv.gz"):
            found["Data/" + path.name] = facts(path)
    found.update({name: found[twin] for name, twin in TWINS.items()})
    # Twins, such as a compressed file and the same before, are told once.
    first = {}
    for name, each in found.items():
        if "rows" in each:
            twin = first.setdefault(json.dumps(each), name)
            found[name] = each if twin == name else {"as": twin}
    lines = [f"{json.dumps(name)}: {json.dumps(each, separators=(',', ':'))}" for name, each in found.items()]
    (DATA / "foreign.json").write_text("{\n" + ",\n".join(lines) + "\n}\n")
    read = sum("words" not in each for each in found.values())
    print(f"{len(found)} files, of which {read} are read", file=sys.stderr)


main()
