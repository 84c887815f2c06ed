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
    for name in data.point_format.dimension_names:
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
    except ValueError:
        return triples(path.read_bytes())
    return len(events), [numbers(name, events[:, place]) for place, name in enumerate(data.pnn_labels)]


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
    names = [keywords[f"$P{place + 1}N"] for place in range(count)]
    return len(events), [numbers(name, events[:, place] & masks[place]) for place, name in enumerate(names)]


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
    return len(cloud.pc_data), [numbers(name, cloud.pc_data[name]) for name in cloud.fields]


def ply(path):
    from plyfile import PlyData

    vertices = PlyData.read(str(path))["vertex"]
    return vertices.count, [numbers(each.name, vertices[each.name]) for each in vertices.properties]


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
            plain = [math.nan if value is None else float(value) for value in values.to_pylist()]
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
