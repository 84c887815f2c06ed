"""Makes the small files of pyarrow, polars, duckdb and NumPy that Tests/TablesTests/Data has for ForeignFileTests.

    $(Scripts/foreign-programs.sh) Scripts/foreign-samples.py

They hold what these programs write and others do not: pages of both kinds, dictionaries, groups, gaps, dates.
"""

import datetime
import decimal
import pathlib

import duckdb
import numpy as np
import polars as pl
import pyarrow as pa
import pyarrow.feather
import pyarrow.parquet as pq

DATA = pathlib.Path(__file__).resolve().parent.parent / "Tests" / "TablesTests" / "Data"
COUNT = 40


def columns():
    places = range(COUNT)
    return {
        "x": [place / 8 - 2 for place in places],
        "gaps": [None if place % 6 == 2 else place * 1.5 for place in places],
        "count": [place * place - 7 for place in places],
        "small": pa.array([place % 100 for place in places], pa.uint8()),
        "kind": [None if place % 9 == 4 else ["oak", "beech", "ash, tall"][place % 3] for place in places],
        "day": [datetime.date(2020, 2, 20) + datetime.timedelta(days=place) for place in places],
        "price": [decimal.Decimal(place * 25) / 100 for place in places],
    }


def main():
    table = pa.table(columns())
    pq.write_table(
        table, DATA / "pyarrow-pages.parquet", compression="zstd", data_page_version="2.0", data_page_size=64,
        row_group_size=16, use_byte_stream_split=["x"], use_dictionary=["kind"],
        column_encoding={"count": "DELTA_BINARY_PACKED"})  # fmt: skip
    pq.write_table(table, DATA / "pyarrow-brotli.parquet", compression="brotli", write_page_index=True)
    frame = pl.from_arrow(table).with_columns(pl.col("kind").cast(pl.Categorical))
    frame.write_parquet(DATA / "polars-lz4.parquet", compression="lz4", row_group_size=20)
    frame.drop("kind").write_ipc(DATA / "polars.arrow")
    pa.feather.write_feather(table.drop_columns(["price"]), DATA / "pyarrow.feather", compression="zstd")
    duckdb.register("samples", table)
    duckdb.sql(f"copy samples to '{DATA}/duckdb.parquet' (format parquet, row_group_size 2048)")
    values = np.arange(COUNT * 3).reshape(COUNT, 3) * 0.75 - 20
    np.save(DATA / "numpy-fortran.npy", np.asfortranarray(values.astype("<f4")))
    np.save(DATA / "numpy-big.npy", values.astype(">i2"))
    np.save(DATA / "numpy-line.npy", values[:, 1].astype("<f4"))


if __name__ == "__main__":
    main()
