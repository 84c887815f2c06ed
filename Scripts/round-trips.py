"""Files of other programs through gmm and back: every field of theirs is equal afterwards, and has labels beside it.

    make round-trips        builds gmm, makes the environment, and runs this

Each kind is written by its own program, fitted and labelled by gmm, and read again by its own program.
"""

import datetime
import decimal
import json
import pathlib
import subprocess
import sys
import tempfile

import numpy as np

GMM = sys.argv[1]
COUNT = 60  # Points of each file; divisible by what its columns repeat.
RANDOM = np.random.default_rng(7)
FAULTS = []


def points(kind="f8", columns=3):
    """Two groups, so that there is something to label."""
    values = RANDOM.normal(size=(COUNT, columns)) + 6 * (np.arange(COUNT)[:, None] % 2)
    return (values * 16 if np.dtype(kind).kind in "iu" else values).astype(kind)


def through(path, columns, out=None):
    """Labels a file, and answers where the result is: in a file of the same format, if nothing else is said."""
    model, out = path.with_suffix(".json"), out or path.with_name("out-" + path.name)
    fit = [GMM, "fit", "-k", "2", "--columns", columns, "--missing", "-q", "-o", str(model), str(path)]
    label = [GMM, "classify", "--model", str(model), "--missing", "-q", "-o", str(out), str(path)]
    for command in (fit, label):
        done = subprocess.run(command, capture_output=True, text=True)
        if done.returncode:
            raise ValueError(done.stderr.strip().splitlines()[-1])
    return out


def equal(before, after, name):
    """Compares values bit by bit, and their kind; NaN is NaN."""
    before, after = np.asarray(before), np.asarray(after)
    if before.dtype != after.dtype or before.shape != after.shape or before.tobytes() != after.tobytes():
        raise ValueError(f"{name} is {after.dtype} {after[:3]}, and was {before.dtype} {before[:3]}")


def labelled(labels):
    if not set(np.asarray(labels, dtype=float).tolist()) <= {1.0, 2.0}:
        raise ValueError(f"labels are {sorted(set(labels))[:5]}")


# --- Arrays ----------------------------------------------------------------------------------------------


def arrays(folder):
    for kind in ["<f8", "<f4", ">f8", ">f4", "i1", "u1", "<i2", ">i2", "<u2", "<i4", "<u4", "<i8", "<u8"]:
        for order in "CF":
            yield f"npy {kind} {order}", lambda kind=kind, order=order: array(folder, kind, order)


def array(folder, kind, order):
    values = np.asarray(np.abs(points(kind)) if "u" in kind else points(kind), order=order)
    np.save(folder / "a.npy", values)
    found = np.load(through(folder / "a.npy", "1-3"))
    equal(np.ascontiguousarray(values.astype("<f8")), np.ascontiguousarray(found[:, :3]), "the array")
    labelled(found[:, 3])


# --- PLY -------------------------------------------------------------------------------------------------


def meshes(folder):
    for text, order in [(True, "="), (False, "<"), (False, ">")]:
        for faces in [False, True]:
            for kind in ["f4", "f8", "i4"]:
                name = f"ply {'ascii' if text else order} {kind}{' faces' if faces else ''}"
                yield name, lambda text=text, order=order, faces=faces, kind=kind: mesh(folder, text, order, faces, kind)


def mesh(folder, text, order, faces, kind):
    from plyfile import PlyData, PlyElement

    fields = [("x", kind), ("y", kind), ("z", kind), ("red", "u1"), ("id", "i4"), ("quality", "f8"), ("s", "i2")]
    vertices = np.zeros(COUNT, dtype=fields)
    for place, axis in enumerate("xyz"):
        vertices[axis] = points(kind)[:, place]
    vertices["red"], vertices["id"], vertices["s"] = np.arange(COUNT), np.arange(COUNT) - 30, -np.arange(COUNT)
    vertices["quality"] = RANDOM.normal(size=COUNT)
    elements = [PlyElement.describe(vertices, "vertex", comments=["a comment"])]
    if faces:
        lists = np.empty(5, dtype=[("vertex_indices", "O"), ("flags", "u1")])
        lists["vertex_indices"] = [np.arange(3 + place, dtype="i4") for place in range(5)]
        lists["flags"] = range(5)
        elements.append(PlyElement.describe(lists, "face"))
    PlyData(elements, text=text, byte_order=order, comments=["made by plyfile"]).write(str(folder / "a.ply"))
    before, after = PlyData.read(str(folder / "a.ply")), PlyData.read(str(through(folder / "a.ply", "x,y,z")))
    for name, *_ in fields:
        equal(before["vertex"][name], after["vertex"][name], name)
    if faces:
        equal(before["face"]["flags"], after["face"]["flags"], "flags")
        for one, other in zip(before["face"]["vertex_indices"], after["face"]["vertex_indices"]):
            equal(one, other, "a face")
    if before.comments != after.comments or before.text != after.text or before.byte_order != after.byte_order:
        raise ValueError("comments or the form have changed")
    labelled(after["vertex"]["label"])


# --- PCD -------------------------------------------------------------------------------------------------


def clouds(folder):
    for form in ["ASCII", "BINARY", "BINARY_COMPRESSED"]:
        for kinds in ["f4 f4 f4 u4", "f8 f8 f8 u1", "f4 f4 f4 i2"]:
            yield f"pcd {form.lower()} {kinds}", lambda form=form, kinds=kinds: cloud(folder, form, kinds.split())


def cloud(folder, form, kinds):
    from pypcd4 import Encoding, PointCloud

    columns = [points(kinds[0])[:, axis] for axis in range(3)] + [np.arange(COUNT).astype(kinds[3])]
    made = PointCloud.from_points(columns, ("x", "y", "z", "ring"), tuple(np.dtype(kind) for kind in kinds))
    made.save(str(folder / "a.pcd"), encoding=getattr(Encoding, form))
    before, after = (
        PointCloud.from_path(str(path)) for path in (folder / "a.pcd", through(folder / "a.pcd", "x,y,z"))
    )
    for name in before.fields:
        equal(before.pc_data[name], after.pc_data[name], name)
    if before.metadata.data != after.metadata.data or before.metadata.viewpoint != after.metadata.viewpoint:
        raise ValueError("form or viewpoint have changed")
    labelled(after.pc_data["label"])


# --- LAS -------------------------------------------------------------------------------------------------


def scans(folder):
    for point_format in range(11):
        for version in ["1.2", "1.3", "1.4"]:
            if float(version) * 10 >= (14 if point_format > 5 else 13 if point_format > 3 else 12):
                for ending in ["las"] if point_format in (4, 5, 9, 10) else ["las", "laz"]:
                    for extra in [False, True]:
                        name = f"{ending} {version} format {point_format}{' extra bytes' if extra else ''}"
                        yield name, lambda f=point_format, v=version, e=extra, n=f"a.{ending}": scan(folder, f, v, e, n)


def scan(folder, point_format, version, extra, file_name):
    import laspy

    header = laspy.LasHeader(point_format=point_format, version=version)
    header.scales, header.offsets = [0.01, 0.001, 0.1], [10, -5, 0]
    header.vlrs.append(laspy.VLR("somebody", 77, "a record", b"kept as it is"))
    if extra:
        header.add_extra_dims([
            laspy.ExtraBytesParams("height", "f8"), laspy.ExtraBytesParams("cls", "u1", "a class"),
            laspy.ExtraBytesParams("scaled", "i2", offsets=np.array([1.0]), scales=np.array([0.5])),
            laspy.ExtraBytesParams("three", "3f4")])  # fmt: skip
    data = laspy.LasData(header)
    raw = RANDOM.integers(0, 256, size=(COUNT, header.point_format.size), dtype=np.uint8)
    raw[:, 16 if point_format > 5 else 15] = 2
    data.points = laspy.ScaleAwarePointRecord(
        raw.view(header.point_format.dtype()).reshape(-1), header.point_format, header.scales, header.offsets)
    data.x, data.y, data.z = (points()[:, axis] * 10 for axis in range(3))
    for name in ("gps_time", "height", "three", "x_t", "y_t", "z_t", "return_point_wave_location"):
        if name in data.point_format.dimension_names:
            data[name] = np.abs(RANDOM.normal(size=data[name].shape)) * 100
    data.write(str(folder / file_name))
    before, after = laspy.read(folder / file_name), laspy.read(through(folder / file_name, "x,y,z"))
    if before.header.are_points_compressed != after.header.are_points_compressed:
        raise ValueError("what was compressed is not, or the other way")
    for name in before.point_format.dimension_names:
        equal(before.points.array[name] if name in before.points.array.dtype.names else np.asarray(before[name]),
              after.points.array[name] if name in after.points.array.dtype.names else np.asarray(after[name]), name)  # fmt: skip
    kept = [(record.user_id, record.record_id, record.record_data_bytes()) for record in before.header.vlrs
            if record.record_id != 4]  # fmt: skip
    if kept != [(record.user_id, record.record_id, record.record_data_bytes()) for record in after.header.vlrs
                if record.record_id != 4]:  # fmt: skip
        raise ValueError("records of the header have changed")
    if before.header.uuid != after.header.uuid or list(before.header.mins) != list(after.header.mins):
        raise ValueError("the header has changed")
    labelled(after["label"])


# --- FCS and FITS ----------------------------------------------------------------------------------------


def flows(folder):
    for names in [["FSC-A", "SSC-A", "FL1"], ["a b", "c/d", "Zeit"]]:
        yield f"fcs {names[0]}", lambda names=names: flow(folder, names)


def flow(folder, names):
    import flowio

    values = points("f4") * 100 + 1000
    with open(folder / "a.fcs", "wb") as file:
        flowio.create_fcs(file, values.ravel().tolist(), names, metadata_dict={"note": "kept/as it is"})
    before = flowio.FlowData(str(folder / "a.fcs"))
    after = flowio.FlowData(str(through(folder / "a.fcs", "1-3")))
    own = np.reshape(np.asarray(after.events, dtype="f4"), (COUNT, -1))
    equal(values, np.ascontiguousarray(own[:, :3]), "the events")
    if after.pnn_labels[:4] != [*names, "label"] or after.text["note"] != before.text["note"]:
        raise ValueError(f"names or keywords are {after.pnn_labels}")
    labelled(own[:, 3])


def skies(folder):
    for kinds in ["D E J", "I K B", "3E 4A L", "D C PJ()"]:
        yield f"fits {kinds}", lambda kinds=kinds: sky(folder, kinds.split())


def sky(folder, kinds):
    from astropy.io import fits

    made = {
        "D": RANDOM.normal(size=COUNT), "E": points("f4")[:, 0], "J": np.arange(COUNT, dtype="i4"),
        "I": np.arange(COUNT, dtype="i2"), "K": np.arange(COUNT) << 40, "B": np.arange(COUNT, dtype="u1"),
        "3E": points("f4"), "4A": np.array(["ab", "cde", "f"] * (COUNT // 3)), "L": np.arange(COUNT) % 3 == 0,
        "C": points("f4")[:, 0] + 1j, "PJ()": np.array([np.arange(place % 4, dtype="i4") for place in range(COUNT)], dtype=object),
    }  # fmt: skip
    fields = [fits.Column(name=axis, format="D", array=points()[:, 0]) for axis in ("X", "Y")]
    fields += [fits.Column(name="F_" + kind, format=kind, array=made[kind]) for kind in kinds]
    fields.append(fits.Column(name="SCALED", format="I", array=np.arange(COUNT)))
    unit = fits.BinTableHDU.from_columns(fields, name="POINTS")
    unit.header["OBSERVER"] = ("somebody", "kept")
    picture = fits.ImageHDU(np.arange(12.0).reshape(3, 4), name="PICTURE")
    fits.HDUList([fits.PrimaryHDU(), unit, picture]).writeto(folder / "a.fits", overwrite=True)
    # Afterwards, since astropy 7 does not scale with NumPy 2 when it writes.
    fits.setval(folder / "a.fits", f"TSCAL{len(fields)}", value=0.5, ext=1)
    with fits.open(folder / "a.fits") as before, fits.open(through(folder / "a.fits", "X,Y")) as after:
        after.verify("exception")
        for field in before[1].columns:
            if field.format.startswith("P"):
                for one, other in zip(before[1].data[field.name], after[1].data[field.name]):
                    equal(one, other, field.name)
            else:
                equal(before[1].data[field.name], after[1].data[field.name], field.name)
        equal(before["PICTURE"].data, after["PICTURE"].data, "the picture")
        if after[1].header["OBSERVER"] != "somebody" or after[1].name != "POINTS":
            raise ValueError("the header has changed")
        labelled(after[1].data["label"])


# --- Parquet and texts -----------------------------------------------------------------------------------


def frame():
    import pyarrow as pa

    places, values = range(COUNT), points()
    day = datetime.date(2020, 1, 1)
    columns = {axis: pa.array(values[:, place]) for place, axis in enumerate("xyz")}
    for kind in [pa.int8(), pa.uint8(), pa.int16(), pa.uint16(), pa.int32(), pa.uint32(), pa.int64(), pa.uint64()]:
        columns[str(kind)] = pa.array([None if place % 7 == 3 else place for place in places], kind)
    columns["single"] = pa.array([None if place % 5 == 1 else place / 4 for place in places], pa.float32())
    columns["half"] = pa.array(np.arange(COUNT) / 4, pa.float16()) if hasattr(pa, "float16") else None
    columns["text"] = pa.array([None if place % 11 == 2 else f"t{place % 6}, é" for place in places])
    columns["bytes"] = pa.array([bytes([place, 255 - place]) for place in places])
    columns["flag"] = pa.array([None if place % 4 == 0 else place % 3 == 0 for place in places])
    columns["day"] = pa.array([day + datetime.timedelta(days=place) for place in places])
    columns["moment"] = pa.array([datetime.datetime(2020, 1, 1, 2, 3, place % 60, 500) for place in places])
    columns["clock"] = pa.array([datetime.time(1, 2, place % 60) for place in places])
    columns["price"] = pa.array([decimal.Decimal(place * 25) / 100 for place in places], pa.decimal128(9, 2))
    return pa.table(columns)


def columnar(folder):
    for codec in ["none", "snappy", "gzip", "zstd", "lz4", "brotli"]:
        for page in ["1.0", "2.0"]:
            yield f"parquet pyarrow {codec} {page}", lambda codec=codec, page=page: parquet(
                folder, "pyarrow", compression=codec, data_page_version=page, row_group_size=25)
    for codec in ["uncompressed", "lz4", "zstd"]:
        for kind in ["file", "stream"]:
            yield f"arrow pyarrow {codec} {kind}", lambda codec=codec, kind=kind: arrow(folder, "pyarrow", codec, kind)
        yield f"arrow polars {codec}", lambda codec=codec: arrow(folder, "polars", codec, "file")
    for codec in ["uncompressed", "snappy", "zstd", "lz4"]:
        yield f"parquet polars {codec}", lambda codec=codec: parquet(folder, "polars", compression=codec)
    yield "parquet duckdb", lambda: parquet(folder, "duckdb")
    for ending in ["csv", "tsv", "csv.gz", "csv.zst"]:
        yield f"{ending} polars", lambda ending=ending: text(folder, ending)


def parquet(folder, writer, **options):
    import pyarrow.parquet as pq

    table, path = frame(), folder / "a.parquet"
    if writer == "pyarrow":
        pq.write_table(table, path, **options)
    elif writer == "polars":
        import polars

        polars.from_arrow(table.drop_columns(["half"])).write_parquet(path, **options)
    else:
        import duckdb

        duckdb.register("frame", table.drop_columns(["half"]))
        duckdb.sql(f"copy frame to '{path}' (format parquet)")
    same_columns(pq.ParquetFile(path).read(), pq.ParquetFile(through(path, "x,y,z")).read())


def arrow(folder, writer, codec, kind):
    import pyarrow as pa

    table, path = frame(), folder / ("a.arrow" if kind == "file" else "a.arrows")
    if writer == "pyarrow":
        options = pa.ipc.IpcWriteOptions(compression=None if codec == "uncompressed" else codec)
        make = pa.ipc.new_file if kind == "file" else pa.ipc.new_stream
        with make(str(path), table.schema, options=options) as file:
            file.write_table(table, max_chunksize=25)
    else:
        import polars

        polars.from_arrow(table.drop_columns(["half"])).write_ipc(path, compression=codec)
    read = pa.ipc.open_file if kind == "file" else pa.ipc.open_stream
    same_columns(read(path.read_bytes()).read_all(), read(through(path, "x,y,z").read_bytes()).read_all())


def same_columns(before, after):
    for name in before.column_names:
        one, other = before[name], after[name]
        # What only Arrow's own description says of a column is not kept: large and small texts are both texts.
        if not one.equals(other) and one.to_pylist() != other.to_pylist():
            raise ValueError(f"{name} is {other[:3]}, and was {one[:3]}")
    labelled(after["label"].to_pylist())


def text(folder, ending):
    import polars

    path = folder / f"a.{ending}"
    made = polars.DataFrame({"x": points()[:, 0], "y": points()[:, 1], "kind": ["a", "b, c", 'd "e"'] * (COUNT // 3)})
    separator = "\t" if ending == "tsv" else ","
    packed = {"csv.gz": "gzip", "csv.zst": "zstd"}.get(ending, "uncompressed")
    made.write_csv(path, separator=separator, compression=packed)
    found = polars.read_csv(through(path, "x,y"), separator=separator)
    if not found.select("x", "y", "kind").equals(made):
        raise ValueError("cells have changed")
    labelled(found["label"].to_list())


# --- Workbooks and pictures, whose results are tables and pictures of segments ----------------------------


def others(folder):
    for sheet in ["first", "second"]:
        yield f"xlsx openpyxl {sheet}", lambda sheet=sheet: workbook(folder, sheet)
    for mode in ["RGB", "RGBA", "L", "LA", "P", "I;16"]:
        yield f"png {mode}", lambda mode=mode: picture(folder, mode, "png")
    for mode in ["RGB", "L"]:
        yield f"jpg {mode}", lambda mode=mode: picture(folder, mode, "jpg")


def workbook(folder, sheet):
    import openpyxl
    import polars

    book, rows = openpyxl.Workbook(), points()
    place = book.active if sheet == "first" else book.create_sheet(sheet)
    place.append(["x", "y", "kind"])
    for number, row in enumerate(rows):
        place.append([float(row[0]), float(row[1]), f"k{number % 3}, é"])
    book.save(folder / "a.xlsx")
    source = folder / ("a.xlsx" if sheet == "first" else f"a.xlsx:{sheet}")
    found = polars.read_csv(through(source, "x,y", folder / "out.csv"))
    # What openpyxl has written has 16 digits.
    cells = list(openpyxl.load_workbook(folder / "a.xlsx")[place.title].values)[1:]
    for axis in range(2):
        equal(np.array([row[axis] for row in cells]), found["xy"[axis]].to_numpy(), "xy"[axis])
    if found["kind"].to_list() != [f"k{number % 3}, é" for number in range(COUNT)]:
        raise ValueError("texts have changed")
    labelled(found["label"].to_list())


def picture(folder, mode, ending):
    """A dark and a light half: each half is one segment, by Pillow, of the size that Pillow wrote."""
    from PIL import Image

    rows = RANDOM.integers(0, 30, size=(24, 31, 3), dtype=np.uint8)
    rows[:, 16:] += 200
    if mode == "I;16":
        made = Image.fromarray(rows[:, :, 0].astype(np.uint16) * 250)
    elif mode == "P":
        made = Image.fromarray(rows).quantize(16)
    else:
        made = Image.fromarray(rows).convert(mode)
    path = folder / f"a.{ending}"
    made.save(path)
    columns = "grey" if mode in ("L", "LA", "I;16") else "r,g,b"
    found = np.array(Image.open(through(path, columns, folder / "out.png")))
    halves = [set(found[:, :15].ravel().tolist()), set(found[:, 17:].ravel().tolist())]
    if found.shape != rows.shape[:2] or sorted(map(tuple, halves)) != [(1,), (2,)]:
        raise ValueError(f"the segments of a picture of {rows.shape} are {found.shape}: {halves}")


# --- All of them -----------------------------------------------------------------------------------------


def main():
    counts = {}
    with tempfile.TemporaryDirectory() as place:
        folder = pathlib.Path(place)
        for kinds in (arrays, meshes, clouds, scans, flows, skies, columnar, others):
            for name, run in kinds(folder):
                try:
                    run()
                    counts[name.split()[0]] = counts.get(name.split()[0], 0) + 1
                except Exception as error:
                    FAULTS.append(f"{name}: {type(error).__name__}: {error}")
    print(f"round trips: {sum(counts.values())} equal: " + ", ".join(f"{kind} {count}" for kind, count in counts.items()))
    for fault in FAULTS:
        print("round trips: DIFFERENT:", fault)
    sys.exit(1 if FAULTS else 0)


main()
